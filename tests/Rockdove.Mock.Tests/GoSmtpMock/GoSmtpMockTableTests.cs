using System.Globalization;
using System.Text.RegularExpressions;

namespace Rockdove.Mock.Tests;

/// <summary>Holds docs/compat/go-smtp-mock.md: its numbers add up, and the tests that it names are there.</summary>
public class GoSmtpMockTableTests
{
    private static readonly string Root = FindRoot();
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs/compat/go-smtp-mock.md"));
    private static readonly Row[] Rows = [.. ReadRows()];
    private static readonly ILookup<string, string> Files =
        Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file)!);

    [Fact]
    public void Every_function_is_there_once_and_every_case_is_accounted_for()
    {
        Assert.Equal(132, Rows.Select(row => row.Test).Distinct().Count());
        Assert.Equal(132, Rows.Length);
        Assert.All(Rows, row => Assert.Equal(row.Cases, row.Held + row.Different + row.NotApplicable));
        var told = Regex.Match(
            Page,
            @"It has (\d+) test functions with (\d+) cases at run time\. Of the cases (\d+) are held by tests of ours, "
            + @"(\d+) are different on\s+purpose, and (\d+) are not applicable");
        Assert.Equal(
            [132, 300, Rows.Sum(row => row.Held), Rows.Sum(row => row.Different), Rows.Sum(row => row.NotApplicable)],
            told.Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture)));
        Assert.Equal(300, Rows.Sum(row => row.Cases));
    }

    [Fact]
    public void What_is_not_held_has_a_reason() => Assert.All(
        Rows.Where(row => row.Held < row.Cases),
        row => Assert.True(Regex.Replace(row.Where, "`[^`]*`[,;]? ?", "").Length > 10, $"{row.Test} says no reason."));

    [Fact]
    public void What_is_held_is_held_by_tests_with_as_many_cases() => Assert.All(Rows, row =>
    {
        var cases = Quoted(row.Where).Where(name => name.Contains('.', StringComparison.Ordinal)).Sum(CountCases);
        Assert.True(cases >= row.Held,
            $"{row.Test} has {row.Held} cases held, and {cases} in the tests that it names.");
    });

    [Fact]
    public void Each_complaint_names_tests_that_exist()
    {
        var rows = Page.Split("## Complaints")[1].Split("## Its own tests")[0].Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToArray();
        Assert.Equal(17, rows.Length);
        Assert.All(rows, row =>
        {
            var names = Quoted(row.Split('|')[2]).ToArray();
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.True(CountCases(name) > 0, $"There is no test {name}."));
        });
    }

    /// <summary>
    /// How many cases a test has: one for a fact, one for each row of data of a theory; none if it is not there.
    /// </summary>
    private static int CountCases(string name)
    {
        var parts = name.Split('.');
        foreach (var file in Files[parts[0]])
        {
            var text = File.ReadAllText(file);
            var at = text.IndexOf($" {parts[1]}(", StringComparison.Ordinal);
            if (at < 0)
                continue;
            var attributes = text[Math.Max(text.LastIndexOf("\n\n", at, StringComparison.Ordinal), 0)..at];
            return attributes.Contains("[Fact]", StringComparison.Ordinal)
                ? 1
                : Regex.Count(attributes, @"\[InlineData\(");
        }

        return 0;
    }

    private static IEnumerable<Row> ReadRows() =>
        from line in Page.Split('\n')
        where line.StartsWith("| Test", StringComparison.Ordinal)
            && !line.StartsWith("| Test |", StringComparison.Ordinal)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)[1..^1]
        select new Row(cells[0], Number(cells[1]), Number(cells[2]), Number(cells[3]), Number(cells[4]), cells[5]);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Quoted(string text) =>
        Regex.Matches(text, "`([^`]*)`").Select(match => match.Groups[1].Value);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Rockdove.slnx")))
                return folder;
        }

        throw new InvalidOperationException($"No Rockdove.slnx in {AppContext.BaseDirectory} or above it.");
    }

    private sealed record Row(string Test, int Cases, int Held, int Different, int NotApplicable, string Where);
}
