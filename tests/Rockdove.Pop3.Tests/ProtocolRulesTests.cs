using System.Text.RegularExpressions;
using Rockdove.Testing;

namespace Rockdove.Pop3.Tests;

/// <summary>Holds the table of rules in docs/protocols/pop3.md: what it says is there is there.</summary>
public class ProtocolRulesTests
{
    private static readonly Row[] Rows = ReadTable();
    private static readonly string[] Transcripts =
        [.. TranscriptFilesAttribute.Find("pop3", "rules").Select(file => file["rules/".Length..])];

    [Fact]
    public void No_rule_is_missing_and_none_is_there_twice() =>
        Assert.Equal(
            Enumerable.Range(1, 27).Select(i => $"P{i}").Concat(OfTlsAndLogins), Rows.Select(row => row.Id));

    [Fact]
    public void Every_rule_says_what_it_is_and_where()
    {
        string[] sources = [.. Repository.FilesBelow("src", "*.cs").Select(file => Path.GetFileName(file))];
        Assert.All(Rows, row =>
        {
            Assert.NotEmpty(row.Rule);
            Assert.Matches(@"^(-|\d{4} \d.*)$", row.Rfc);
            Assert.True(Quoted(row.Code).Any(), $"{row.Id}: names no file of the source.");
            Assert.All(Quoted(row.Code), file => Assert.Contains(file, sources));
        });
    }

    [Fact]
    public void Every_rule_is_shown_by_something_that_exists()
    {
        var tests = Repository.FilesBelow("tests", "*Tests.cs")
            .ToLookup(file => Path.GetFileNameWithoutExtension(file));
        Assert.All(Rows, row =>
        {
            Assert.True(Quoted(row.ShownBy).Any(), $"{row.Id}: names no test.");
            foreach (var name in Quoted(row.ShownBy))
            {
                if (name.StartsWith("rules/", StringComparison.Ordinal))
                {
                    var named = Rows.Single(other => other.Pattern == name);
                    Assert.True(row == named || row.Id[0] is 'T' or 'A', $"{row.Id}: {name} is another's.");
                    Assert.True(Transcripts.Any(named.Has), $"{row.Id}: there is no {name}.");
                    continue;
                }

                if (name.Contains('/', StringComparison.Ordinal))
                {
                    var (folder, file) = (name.Split('/')[0], $"{name}.pop3");
                    Assert.Contains(file, TranscriptFilesAttribute.Find("pop3", folder));
                    continue;
                }

                var parts = name.Split('.');
                Assert.True(
                    parts.Length == 2 && tests[parts[0]].Any(file =>
                        File.ReadAllText(file).Contains($" {parts[1]}(", StringComparison.Ordinal)),
                    $"{row.Id}: there is no test {name}.");
            }
        });
    }

    [Fact]
    public void Every_transcript_of_a_rule_is_in_the_table()
    {
        var named = Rows.Where(row => Quoted(row.ShownBy).Contains(row.Pattern)).ToArray();
        Assert.All(Transcripts, file => Assert.True(named.Any(row => row.Has(file)), $"No row names rules/{file}."));
    }

    [Fact]
    public void Every_transcript_of_a_rule_ends_with_one_more_reply_or_with_the_end()
    {
        Assert.All(Transcripts, file =>
        {
            var lines = TranscriptFilesAttribute.Read($"rules/{file}").Lines
                .Where(line => line.Kind is not (Wire.TranscriptLineKind.Blank or Wire.TranscriptLineKind.Comment))
                .ToArray();
            var isOver = lines[^1].Kind == Wire.TranscriptLineKind.Directive && lines[^1].Word == "expect";
            Assert.True(isOver || lines[^1].Kind == Wire.TranscriptLineKind.Server, $"rules/{file}");
        });
    }

    private static IEnumerable<string> OfTlsAndLogins =>
        Enumerable.Range(1, 8).Except([5]).Select(rule => $"T{rule}")
            .Concat(Enumerable.Range(3, 14).Except([12, 13, 14]).Select(rule => $"A{rule}"));

    private static Row[] ReadTable() =>
        [.. Repository.Read("docs/protocols/pop3.md").Split('\n')
            .Where(line => Regex.IsMatch(line, @"^\| [PTA]\d+ \| .* \| .* \| .* \|"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .Select(cells => new Row(cells[0], cells[1], cells[2], cells[3], cells[4]))];

    private static IEnumerable<string> Quoted(string text) =>
        Regex.Matches(text, "`([^`]*)`").Select(match => match.Groups[1].Value);

    private sealed record Row(string Id, string Rule, string Rfc, string Code, string ShownBy)
    {
        /// <summary>As file names have it: two digits, so that they sort.</summary>
        private string FileId => $"{Id[0]}{Id[1..].PadLeft(2, '0')}";

        public string Pattern => $"rules/{FileId}*";

        /// <summary><c>P05-name.pop3</c> or <c>P05a-name.pop3</c>.</summary>
        public bool Has(string file) => Regex.IsMatch(file, $"^{FileId}[a-z]?-[a-z0-9-]+[.]pop3$");
    }
}
