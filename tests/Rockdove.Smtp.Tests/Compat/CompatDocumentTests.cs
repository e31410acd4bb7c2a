using System.Text.RegularExpressions;
using Rockdove.Testing;

namespace Rockdove.Smtp.Tests;

/// <summary>
/// Holds docs/compat: every case of the others' tests has a row, every row says whether we hold to it, the counts at
/// the top are right, and what is said to show it is there.
/// </summary>
public class CompatDocumentTests
{
    private static readonly ILookup<string, string> Sources = Repository.FilesBelow("tests", "*.cs")
        .ToLookup(file => Path.GetFileNameWithoutExtension(file));

    public static TheoryData<string> Documents => ["mailhog-smtp", "smtpd"];

    [Fact]
    public void No_case_of_mailhog_is_missing_and_none_is_there_twice()
    {
        (string Function, int Cases)[] functions =
        [
            ("TestProtocol", 5), ("TestProcessCommand", 1), ("TestParse", 2), ("TestUnknownCommands", 4),
            ("TestESTABLISHCommands", 8), ("TestEHLO", 4), ("TestHELO", 4), ("TestDATA", 3), ("TestRSET", 1),
            ("TestNOOP", 1), ("TestQUIT", 1), ("TestParseMAIL", 7), ("TestParseRCPT", 7), ("TestAuth", 2),
            ("TestAuthExternal", 2), ("TestAuthPlain", 4), ("TestAuthCramMD5", 2), ("TestAuthLogin", 2),
            ("TestReply", 1), ("TestBuiltInReplies", 11),
        ];
        var expected = functions.SelectMany(
            function => Enumerable.Range(1, function.Cases).Select(number => $"{function.Function}.{number}"));
        Assert.Equal(expected, Cases("mailhog-smtp").Select(row => row.Id));
        Assert.Equal(72, expected.Count());
    }

    [Fact]
    public void No_case_of_smtpd_is_missing_and_none_is_there_twice()
    {
        string[] both =
        [
            "TestSimpleCommands", "TestCmdHELO", "TestCmdEHLO", "TestCmdRSET", "TestCmdMAIL", "TestCmdMAILMaxSize",
            "TestCmdRCPT", "TestCmdDATA", "TestCmdDATAWithMaxSize", "TestCmdSTARTTLS", "TestCmdSTARTTLSFailure",
            "TestCmdSTARTTLSSuccess", "TestParseLine", "TestMakeEHLOResponse", "TestConfigureTLSWithPassphrase",
        ];
        string[] mhale =
        [
            "TestCmdDATAWithHandler", "TestCmdDATAWithHandlerError", "TestCmdSTARTTLSRequired", "TestMakeHeaders",
            "TestReadLine", "TestReadData", "TestReadDataWithMaxSize", "TestAuthMechs", "TestCmdAUTH",
            "TestCmdAUTHOptional", "TestCmdAUTHRequired", "TestCmdAUTHLOGIN", "TestCmdAUTHLOGINFast",
            "TestCmdAUTHPLAIN", "TestCmdAUTHPLAINEmpty", "TestCmdAUTHPLAINFast", "TestCmdAUTHPLAINFastAndEmpty",
            "TestCmdAUTHCRAMMD5", "TestCmdAUTHCRAMMD5WithTLS", "TestCmdShutdown",
        ];
        string[] jawr = ["TestMultipartSendWithPipe", "TestNetSMTP", "TestEmersionGoSMTP", "TestDotEncoding"];
        string[] expected =
        [
            .. both.Concat(mhale).Select(name => "mhale." + name), .. both.Concat(jawr).Select(name => "jawr." + name),
        ];
        Assert.Equal(expected.Order(), Cases("smtpd").Select(row => row.Id).Order());
        Assert.Equal(35 + 19, expected.Length);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void The_counts_at_the_top_are_right(string document)
    {
        var rows = Cases(document);
        var counts = $"**{rows.Length} cases: {Count("held")} held, {Count("different")} deliberately different, "
            + $"{Count("not applicable")} not applicable, {Count("host")} for the host.**";
        Assert.Contains(counts, Repository.Read(PathOf(document)), StringComparison.Ordinal);

        int Count(string verdict) => rows.Count(row => row.Verdict == verdict);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_row_says_why_or_by_what_it_is_shown(string document)
    {
        Assert.All(Rows(document), row =>
        {
            Assert.Contains(row.Verdict, (string[])["held", "different", "not applicable", "host"]);
            Assert.True(row.Verdict == "held" || row.Why.Length > 0, $"{row.Id}: says not why.");
            var shown = Quoted(row.ShownBy).ToArray();
            Assert.True(
                shown.Length > 0 || row.Verdict is "not applicable" or "host",
                $"{row.Id}: names nothing that shows it.");
            Assert.All(shown, name => Assert.True(Exists(name), $"{row.Id}: there is no {name}."));
        });
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_transcript_and_every_case_of_ours_is_in_the_document(string document)
    {
        var named = Rows(document).SelectMany(row => Quoted(row.ShownBy)).ToHashSet();
        var transcripts = TranscriptFilesAttribute.Find("smtp", $"compat/{document}");
        Assert.All(transcripts, file => Assert.Contains(file, named));
        var classes = Sources.Where(source => Regex.IsMatch(source.Key, document == "smtpd"
            ? "^Smtpd.*Cases$" : "^MailHog.*(Cases|Complaints)$"));
        Assert.All(
            classes.SelectMany(source => Regex.Matches(File.ReadAllText(source.Single()), @"public void (\w+)\(")
                .Select(method => $"{source.Key}.{method.Groups[1].Value}")),
            test => Assert.Contains(test, named));
    }

    private static bool Exists(string name)
    {
        if (name.EndsWith(".smtp", StringComparison.Ordinal))
            return TranscriptFilesAttribute.Find("smtp").Contains(name);
        var parts = name.Split('.');
        return parts.Length == 2 && Sources[parts[0]].Any(
            file => File.ReadAllText(file).Contains($" {parts[1]}(", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Quoted(string text) =>
        Regex.Matches(text, "`([^`]*)`").Select(match => match.Groups[1].Value);

    private static Row[] Cases(string document) =>
        [.. Rows(document).Where(row => Regex.IsMatch(row.Id, @"^(Test\w+\.\d+|mhale\..+|jawr\..+)$"))];

    /// <summary><c>| case | what it asks | verdict, perhaps: why | shown by |</c></summary>
    private static Row[] Rows(string document) =>
        [.. Repository.Read(PathOf(document)).Split('\n')
            .Where(line => Regex.IsMatch(line, @"^\|( [^|]+ \|){2} (held|different|not applicable|host)[^|]* \|"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .Select(cells => (cells, verdict: cells[2].Split(':', 2, StringSplitOptions.TrimEntries)))
            .Select(row => new Row(
                row.cells[0], row.verdict[0], row.verdict.Length > 1 ? row.verdict[1] : "", row.cells[3]))];

    private static string PathOf(string document) => $"docs/compat/{document}.md";

    private sealed record Row(string Id, string Verdict, string Why, string ShownBy);
}
