namespace Rockdove.Storage.Tests;

public sealed class UidSetTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("3", "3")]
    [InlineData("3,1,2", "1:3")]
    [InlineData("1:3,5:7", "1:3,5:7")]
    [InlineData("1:3,4:7", "1:7")]
    [InlineData("1:9,2:3,5", "1:9")]
    [InlineData("5:7,1:5", "1:7")]
    [InlineData("4294967295,4294967294", "4294967294:4294967295")]
    [InlineData("1:4294967295,7", "1:4294967295")]
    public void Ranges_melt_into_their_neighbours(string ranges, string expected) =>
        Assert.Equal(expected, Set(ranges).ToString());

    [Theory]
    [InlineData("", 0)]
    [InlineData("7", 1)]
    [InlineData("1:3,5,9:10", 6)]
    [InlineData("1:4294967295", 4_294_967_295)]
    public void A_set_knows_its_size(string ranges, long count) => Assert.Equal(count, Set(ranges).Count);

    [Theory]
    [InlineData("1:3,5,9:10", -2, 4, "1:2")]
    [InlineData("1:3,5,9:10", 0, 3, "1:3")]
    [InlineData("1:3,5,9:10", 2, 3, "3,5,9")]
    [InlineData("1:3,5,9:10", 4, 50, "9:10")]
    [InlineData("1:3,5,9:10", 6, 1, "")]
    [InlineData("1:3,5,9:10", 2, 0, "")]
    [InlineData("1:3,5,9:10", 1, long.MaxValue, "2:3,5,9:10")]
    [InlineData("", 0, 5, "")]
    [InlineData("1:4294967295", 4294967294, 5, "4294967295")]
    public void A_slice_counts_identifiers(string ranges, long start, long count, string expected) =>
        Assert.Equal(expected, Set(ranges).Slice(start, count).ToString());

    [Fact]
    public void The_last_identifier_can_be_enumerated() =>
        Assert.Equal([new Uid(uint.MaxValue - 1), Uid.Last], Set("4294967294:4294967295"));

    [Fact]
    public void Zero_and_backward_ranges_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => UidSet.Of(new Uid(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => UidSet.Of(new(0), new(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => UidSet.Of(new(4), new(3)));
    }

    [Fact]
    public void A_builder_refuses_what_comes_out_of_order()
    {
        var builder = new UidSetBuilder();
        builder.Add(new Uid(5));
        builder.Add(new Uid(5));

        Assert.Throws<ArgumentException>(() => builder.Add(new Uid(4)));
        Assert.Equal("5", builder.ToSet().ToString());
    }

    [Fact]
    public void Sets_behave_as_sets_do()
    {
        var random = new Random(9051);
        for (var round = 0; round < 500; round++)
        {
            var (a, b) = (RandomUids(random), RandomUids(random));
            var (setA, setB) = (UidSet.Of([.. a]), UidSet.Of([.. b]));

            Assert.Equal(a.Order(), setA);
            Assert.Equal(a.Count, setA.Count);
            Assert.Equal(a.Union(b).Order(), setA.Union(setB));
            Assert.Equal(a.Intersect(b).Order(), setA.Intersect(setB));
            Assert.Equal(a.Except(b).Order(), setA.Except(setB));
            Assert.Equal(a.SetEquals(b), setA.Equals(setB));
            for (var uid = 1u; uid <= 40; uid++)
                Assert.Equal(a.Contains(new(uid)), setA.Contains(new(uid)));
        }
    }

    private static HashSet<Uid> RandomUids(Random random) =>
        [.. Enumerable.Range(0, random.Next(30)).Select(_ => new Uid((uint)random.Next(1, 40)))];

    private static UidSet Set(string ranges) => UidSet.OfRanges([.. ranges
        .Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(each => each.Split(':').Select(text => new Uid(uint.Parse(text, null))).ToArray())
        .Select(ends => new UidRange(ends[0], ends[^1]))]);
}
