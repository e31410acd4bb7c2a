namespace Rockdove.Tidy.Tests;

/// <summary>The listing is the check, so it is checked against types of every shape.</summary>
public sealed class ApiListingTests
{
    [Fact]
    public void Every_shape_of_type_and_member_is_written_as_it_was_declared()
    {
        string[] expected =
        [
            "static class Rockdove.Tidy.Tests.ApiShapeExtensions",
            "    static Pair Twice(this Pair pair)",
            "",
            "class Box<T> : IEnumerable, IEnumerable<T> where T : class",
            "    Box(T? first = null)",
            "    static int Count",
            "    const int Most = 3",
            "    protected readonly List<string?> Names",
            "    T this[int index] { get; }",
            "    IReadOnlyList<T?>? Items { get; protected set; }",
            "    required string Title { get; init; }",
            "    event EventHandler<int>? Changed",
            "    static Task<(int, string?)> FindAsync<TKey>(TKey key, bool deep = true, string text = \"a\\r\") "
                + "where TKey : struct",
            "    IEnumerator<T> GetEnumerator()",
            "    override string ToString()",
            "    protected virtual void Walk(in int from, ref T at, out T? to, params T[] rest)",
            "",
            "[Experimental(\"RD0001\")] interface IShape",
            "    int Sides { get; }",
            "    void Draw(string name)",
            "",
            "sealed record class Pair : IEquatable<Pair>",
            "    Pair(string A, string? B)",
            "    string A { get; init; }",
            "    string? B { get; init; }",
            "",
            "readonly record struct Point : IEquatable<Point>",
            "    Point(int X, TimeSpan Time = default)",
            "    TimeSpan Time { get; init; }",
            "    int X { get; init; }",
            "",
            "delegate string? Reading(ReadOnlySpan<byte> input, int? most = null)",
            "",
            "[Flags] enum Ways : byte",
            "    None = 0",
            "    Up = 1",
            "    Down = 2",
        ];
        var listing = ApiListing.Of([.. typeof(ApiShapes).GetNestedTypes(), typeof(ApiShapeExtensions)]);
        var text = string.Join('\n', listing)
            .Replace("Rockdove.Tidy.Tests.ApiShapes.", "", StringComparison.Ordinal)
            .Replace("ApiShapes.", "", StringComparison.Ordinal);
        Assert.Equal(string.Join('\n', expected), text);
    }

    [Fact]
    public void A_member_that_went_and_one_that_came_are_both_in_the_difference()
    {
        var diff = LineDiff.Between(["class A", "    int X", "class B"], ["class A", "    long X", "class B"]);
        Assert.Equal(["  class A", "-   int X", "+   long X"], diff);
    }

    [Fact]
    public void A_member_that_moved_to_another_type_is_a_difference() =>
        Assert.NotEmpty(LineDiff.Between(["class A", "    int X", "class B"], ["class A", "class B", "    int X"]));

    [Fact]
    public void A_type_that_came_is_a_difference_even_without_members() =>
        Assert.Equal(["+ class B"], LineDiff.Between(["class A"], ["class A", "class B"]));

    [Fact]
    public void A_listing_does_not_differ_from_itself() =>
        Assert.Empty(LineDiff.Between(["class A", "    int X"], ["class A", "    int X"]));
}
