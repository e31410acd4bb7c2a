using System.Text.RegularExpressions;
using Rockdove.Testing;

namespace Rockdove.Imap.Tests;

/// <summary>Holds the table of rules in docs/protocols/imap.md: what it says is there is there.</summary>
public class ProtocolRulesTests
{
    private static readonly Row[] Rows = ReadTable();

    private static readonly string[] Transcripts =
        [.. TranscriptFilesAttribute.Find("imap", "rules").Select(file => file["rules/".Length..])];

    [Fact]
    public void No_rule_is_missing_and_none_is_there_twice()
    {
        int[] rules = [.. Enumerable.Range(1, 32), .. Enumerable.Range(40, 65)];
        Assert.Equal(
            rules.Select(rule => $"I{rule}").Concat(Enumerable.Range(1, 14).Select(rule => $"Q{rule}"))
                .Concat(OfTlsAndLogins),
            Rows.Select(row => row.Id));
    }

    [Fact]
    public void Every_rule_names_code_that_exists()
    {
        var files = Repository.FilesBelow("src", "*.cs");
        string[] sources = [.. files.Select(file => Path.GetFileName(file))];
        Assert.All(Rows, row =>
        {
            Assert.NotEmpty(row.Rule);
            Assert.Matches(@"^(-|\d{4} [\dA-E].*)$", row.Rfc);
            Assert.True(row.Code == "-" || Quoted(row.Code).Any(), $"{row.Id}: names no file of the source, nor '-'.");
            Assert.All(Quoted(row.Code), file => Assert.Contains(file, sources));
        });
    }

    [Fact]
    public void Every_rule_is_shown_by_something_that_exists_or_says_what_it_waits_for()
    {
        var tests = Repository.FilesBelow("tests", "*Tests.cs")
            .GroupBy(file => Path.GetFileNameWithoutExtension(file))
            .ToDictionary(files => files.Key, files => string.Concat(files.Select(File.ReadAllText)));
        Assert.All(Rows, row =>
        {
            var waits = row.ShownBy.Contains("waits for", StringComparison.Ordinal);
            Assert.True(waits || Quoted(row.ShownBy).Any(), $"{row.Id}: names no test and waits for nothing.");
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
                    var (folder, file) = (name.Split('/')[0], $"{name}.imap");
                    Assert.Contains(file, TranscriptFilesAttribute.Find("imap", folder));
                    continue;
                }

                var parts = name.Split('.');
                Assert.True(
                    tests.TryGetValue(parts[0], out var text)
                    && text.Contains($" {parts[1]}(", StringComparison.Ordinal),
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
    public void Every_extension_is_in_the_document()
    {
        var text = Repository.Read("docs/protocols/imap.md");
        ImapExtension[] all =
        [
            .. ImapExtensions.Standard, .. ImapExtensions.ForHandlers, new StartTls(), new LiteralPlus(),
            new Compress(),
        ];
        Assert.All(all, extension => Assert.Contains($"| `{extension.Capability}` |", text, StringComparison.Ordinal));
        Assert.Equal(
            all.Length,
            typeof(ImapExtension).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(ImapExtension))));
    }

    private static IEnumerable<string> OfTlsAndLogins =>
        Enumerable.Range(1, 8).Except([5]).Select(rule => $"T{rule}")
            .Concat(Enumerable.Range(3, 14).Except([12, 13, 14]).Select(rule => $"A{rule}"));

    private static Row[] ReadTable() =>
        [.. Repository.Read("docs/protocols/imap.md").Split('\n')
            .Where(line => Regex.IsMatch(line, @"^\| [IQTA]\d+ \| .* \| .* \| .* \|"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .Select(cells => new Row(cells[0], cells[1], cells[2], cells[3], cells[4]))];

    private static IEnumerable<string> Quoted(string text) =>
        Regex.Matches(text, "`([^`]*)`").Select(match => match.Groups[1].Value);

    private sealed record Row(string Id, string Rule, string Rfc, string Code, string ShownBy)
    {
        /// <summary>As file names have it, with zeros in front, so that they sort.</summary>
        private string FileId => $"{Id[0]}{Id[1..].PadLeft(Id[0] == 'I' ? 3 : 2, '0')}";

        public string Pattern => $"rules/{FileId}*";

        /// <summary><c>I005-name.imap</c> or <c>I005a-name.imap</c>.</summary>
        public bool Has(string file) => Regex.IsMatch(file, $"^{FileId}[a-z]?-[a-z0-9-]+[.]imap$");
    }
}
