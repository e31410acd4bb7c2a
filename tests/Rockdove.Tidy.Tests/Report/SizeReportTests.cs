namespace Rockdove.Tidy.Tests;

public sealed class SizeReportTests(ITestOutputHelper output)
{
    /// <summary>Written to the console as well, since a runner shows a passing test's output only when asked.</summary>
    [Fact]
    public void The_largest_files_and_longest_methods_are_printed()
    {
        string[] report =
        [
            "Largest files, in lines:", .. SizeReport.LargestFiles(Repository.Tree, Shown),
            "Longest methods, in lines:", .. SizeReport.LongestMethods(Repository.Tree, Shown),
        ];
        Assert.Equal(2 * (Shown + 1), report.Length);
        var text = string.Join('\n', report);
        output.WriteLine(text);
        Console.WriteLine(text);
    }

    [Fact]
    public void Files_and_methods_are_ordered_by_their_lines()
    {
        var tree = Tree.Of(
            ("a.cs", "class A\n{\n    void One()\n    {\n    }\n}\n"),
            ("b.cs", "class B\n{\n    int Two => 2;\n    B()\n    {\n        Two();\n    }\n    void C() { }\n}\n"));
        Assert.Equal(["    9  b.cs", "    6  a.cs"], SizeReport.LargestFiles(tree, 5));
        Assert.Equal(["    4  B  b.cs", "    3  One  a.cs"], SizeReport.LongestMethods(tree, 2));
    }

    private const int Shown = 10;
}
