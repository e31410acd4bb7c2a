using System.Text.RegularExpressions;
using Rockdove.Testing;

namespace Rockdove.Smtp.Tests;

/// <summary>Holds the table of rules in docs/protocols/smtp.md: what it says is there is there.</summary>
public class ProtocolRulesTests
{
    private static readonly Row[] Rows = ReadTable();
    private static readonly string[] Transcripts =
        [.. TranscriptFilesAttribute.Find("smtp", "rules").Select(file => file["rules/".Length..])];

    [Fact]
    public void No_rule_is_missing_and_none_is_there_twice()
    {
        (char Group, int Last)[] groups = [('S', 51), ('D', 34), ('T', 8), ('A', 16), ('N', 9), ('R', 3)];
        var expected = groups.SelectMany(group => Enumerable.Range(1, group.Last).Select(i => $"{group.Group}{i}"));
        Assert.Equal(expected, Rows.Select(row => row.Id));
    }

    [Fact]
    public void Every_rule_says_what_it_is_and_where()
    {
        string[] sources = [.. Repository.FilesBelow("src", "*.cs").Select(file => Path.GetFileName(file))];
        Assert.All(Rows, row =>
        {
            Assert.NotEmpty(row.Rule);
            Assert.Matches(@"^(-|\d{4} [\dC].*)$", row.Rfc);
            Assert.True(row.Code == "-" || Quoted(row.Code).Any(), $"{row.Id}: names no file of the source, nor '-'.");
            Assert.All(Quoted(row.Code), file => Assert.Contains(file, sources));
        });
    }

    [Fact]
    public void Every_rule_is_shown_by_something_that_exists()
    {
        var files = Repository.FilesBelow("tests", "*Tests.cs");
        var tests = files.ToLookup(file => Path.GetFileNameWithoutExtension(file));
        Assert.All(Rows, row =>
        {
            var waits = row.ShownBy.Contains("waits for the queue", StringComparison.Ordinal);
            Assert.True(waits || Quoted(row.ShownBy).Any(), $"{row.Id}: names no test and waits for nothing.");
            foreach (var name in Quoted(row.ShownBy))
            {
                if (name.StartsWith("rules/", StringComparison.Ordinal))
                    CheckTranscripts(row, name);
                else
                    CheckTest(row, name, tests);
            }
        });
    }

    [Fact]
    public void Every_transcript_of_a_rule_is_in_the_table()
    {
        var named = Rows.Where(row => Quoted(row.ShownBy).Contains(row.Pattern)).ToArray();
        Assert.All(Transcripts, file => Assert.True(named.Any(row => row.Has(file)), $"No row names rules/{file}."));
    }

    private static void CheckTranscripts(Row row, string pattern)
    {
        Assert.Equal(row.Pattern, pattern);
        var isThere = Transcripts.Any(row.Has);
        if (row.ShownBy.Contains(pattern + "` not yet", StringComparison.Ordinal))
            Assert.False(isThere, $"{row.Id}: its transcripts are there; take 'not yet' out of its row.");
        else
            Assert.True(isThere, $"{row.Id}: there is no {pattern}.");
    }

    private static void CheckTest(Row row, string name, ILookup<string, string> tests)
    {
        var parts = name.Split('.');
        Assert.True(parts.Length == 2, $"{row.Id}: '{name}' is no Class.Test.");
        Assert.True(
            tests[parts[0]].Any(file => File.ReadAllText(file).Contains($" {parts[1]}(", StringComparison.Ordinal)),
            $"{row.Id}: there is no test {name}.");
    }

    private static Row[] ReadTable() =>
        [.. Repository.Read("docs/protocols/smtp.md").Split('\n')
            .Where(line => Regex.IsMatch(line, @"^\| [SDTANR]\d+ \| .* \| .* \| .* \|"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .Select(cells => new Row(cells[0], cells[1], cells[2], cells[3], cells[4]))];

    private static IEnumerable<string> Quoted(string text) =>
        Regex.Matches(text, "`([^`]*)`").Select(match => match.Groups[1].Value);

    private sealed record Row(string Id, string Rule, string Rfc, string Code, string ShownBy)
    {
        /// <summary>As file names have it: two digits in the groups that need them, so that they sort.</summary>
        private string FileId => Id[0] is 'S' or 'D' or 'A' ? $"{Id[0]}{Id[1..].PadLeft(2, '0')}" : Id;

        public string Pattern => $"rules/{FileId}*";

        /// <summary><c>S05-name.smtp</c> or <c>S05a-name.smtp</c>.</summary>
        public bool Has(string file) => Regex.IsMatch(file, $"^{FileId}[a-z]?-[a-z0-9-]+[.]smtp$");
    }
}
