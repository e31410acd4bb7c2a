using System.Text;
using System.Text.Json;
using Rockdove.Mime;

namespace Rockdove.Cli.Tests;

public sealed class LintTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-lint-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_clean_message_has_no_defects()
    {
        var (code, output, complaints) = Run(
            Text, File("clean.eml", "From: a@b.example\r\nSubject: x\r\n\r\nbody\r\n"));
        Assert.Equal(0, code);
        Assert.Equal("1 message, 0 defects\n", output);
        Assert.Empty(complaints);
    }

    [Fact]
    public void A_defect_is_told_with_its_place_and_its_rule()
    {
        var file = File("bad.eml", "Subject: x\r\nDate: yesterday\r\nX : y\r\n\r\nbody\r\n");
        var (code, output, _) = Run(Text, file);
        Assert.Equal(1, code);
        var lines = output.Split('\n');
        Assert.StartsWith($"{file}:2:1: date-malformed: ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("[RFC 5322 section 3.3, offset 12]", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{file}:3:1: header-space-before-colon: ", lines[1], StringComparison.Ordinal);
        Assert.Equal("1 message, 2 defects", lines[2]);
    }

    [Fact]
    public void Directories_are_looked_through_in_order_and_input_is_read()
    {
        File("b/two.eml", "A : b\r\n\r\n");
        File("a/one", "A: b\r\n\r\n");
        File(".hidden", "A : b\r\n\r\n");
        var (code, output, _) = Run(Json, _folder.FullName, "-");
        Assert.Equal(1, code);
        var objects = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();
        Assert.Equal(
            [Path.Combine(_folder.FullName, "a/one"), Path.Combine(_folder.FullName, "b/two.eml"), "-"],
            objects.Select(json => json.GetProperty("file").GetString()));
        Assert.Equal([0, 1, 1], objects.Select(json => json.GetProperty("defects").GetArrayLength()));
        var defect = objects[2].GetProperty("defects")[0];
        Assert.Equal("header-unterminated", defect.GetProperty("rule").GetString());
        Assert.Equal((1, 5, 4), (defect.GetProperty("line").GetInt32(), defect.GetProperty("column").GetInt32(),
            defect.GetProperty("offset").GetInt32()));
        Assert.Equal("RFC 5322 section 2.1", defect.GetProperty("section").GetString());
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_the_rest_is_looked_at()
    {
        var bad = File("bad.eml", "A : b\r\n\r\n");
        var missing = Path.Combine(_folder.FullName, "missing.eml");
        var (code, output, complaints) = Run(Text, missing, bad);
        Assert.Equal(2, code);
        Assert.Contains("header-space-before-colon", output, StringComparison.Ordinal);
        Assert.Equal(missing + ": there is no such file or directory", Assert.Single(complaints));
    }

    [Fact]
    public void A_sarif_log_has_rules_results_and_places()
    {
        var file = File("two words.eml", "A : b\r\n\r\n");
        var (code, output, _) = Run(writer => new SarifFormat(writer), file, "-");
        Assert.Equal(1, code);
        var log = Parse(output);
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        Assert.Contains("sarif-2.1.0", log.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        var run = log.GetProperty("runs")[0];
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("rockdove lint", driver.GetProperty("name").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+$", driver.GetProperty("version").GetString());
        Assert.Equal(["header-space-before-colon", "header-unterminated"],
            driver.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()));
        var result = run.GetProperty("results")[0];
        Assert.Equal("header-space-before-colon", result.GetProperty("ruleId").GetString());
        Assert.Equal("warning", result.GetProperty("level").GetString());
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.EndsWith(
            "/two%20words.eml", place.GetProperty("artifactLocation").GetProperty("uri").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(1, place.GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.Equal(0, place.GetProperty("region").GetProperty("byteOffset").GetInt32());
        var second = run.GetProperty("results")[1].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("stdin", second.GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    [Fact]
    public void A_clean_sarif_log_is_a_log()
    {
        var (code, output, _) = Run(writer => new SarifFormat(writer), File("clean.eml", "A: b\r\n\r\n"));
        Assert.Equal(0, code);
        Assert.Equal(0, Parse(output).GetProperty("runs")[0].GetProperty("results").GetArrayLength());
    }

    [Fact]
    public void Every_kind_of_defect_has_a_rule_of_its_own()
    {
        var rules = Enum.GetValues<MimeDefectKind>().Select(LintRule.Of).ToList();
        Assert.Equal(rules.Count, rules.Select(rule => rule.Id).Distinct().Count());
        Assert.All(rules, rule => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", rule.Id));
        Assert.All(rules, rule => Assert.EndsWith(".", rule.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Json_is_written_as_people_read_it()
    {
        var (_, output, _) = Run(Json, File("bad.eml", "Date: yesterday\r\n\r\n"));
        Assert.Contains("like 'Fri, 21 Nov", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_needs_no_file()
    {
        using RockdoveProcess lint = new("lint", ["--help"]);
        var (code, output, errors) = await lint.EndAsync();
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("rockdove lint message.eml", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FILE is missing")]
    [InlineData("'' is no file; a variable may have been empty", "")]
    [InlineData("-x is no option; a file of that name is ./-x", "-x")]
    public async Task A_wrong_command_line_is_told(string mistake, params string[] arguments)
    {
        using RockdoveProcess lint = new("lint", arguments);
        var (code, output, errors) = await lint.EndAsync();
        Assert.Equal((2, ""), (code, output));
        Assert.Equal($"rockdove: {mistake}", errors.Split('\n')[0]);
    }

    [Theory]
    [InlineData("-", true)]
    [InlineData("--json mail ./--mail", true)]
    [InlineData("--json --sarif -", false)]
    [InlineData("", false)]
    [InlineData("--nonsense x", false)]
    [InlineData("-x", false)]
    public void The_command_line_is_checked(string arguments, bool isRight)
    {
        var command = LintCommand.Create();
        var parsed = command.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(isRight, parsed.Errors.Count == 0);
        Assert.Contains("rockdove lint message.eml", command.Description, StringComparison.Ordinal);
    }

    private static LintFormat Text(TextWriter writer) => new TextFormat(writer);

    private static LintFormat Json(TextWriter writer) => new JsonFormat(writer);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private string File(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    private static (int Code, string Output, List<string> Complaints) Run(
        Func<TextWriter, LintFormat> format, params string[] paths)
    {
        StringWriter output = new() { NewLine = "\n" };
        List<string> complaints = [];
        var code = new LintRun(format(output), complaints.Add, () => new MemoryStream(Encoding.ASCII.GetBytes("A: b")))
            .Run(paths);
        return (code, output.ToString(), complaints);
    }
}
