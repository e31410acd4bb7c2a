using System.CommandLine;
using System.Text;
using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Cli.Tests;

/// <summary>Tags that mail has from the beginning, as they are said on the command line.</summary>
public sealed class TagOptionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rockdove-tags-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("paid=subject:order", "paid")]
    [InlineData("paid,shop=subject:order other=subject:no", "paid+shop")]
    [InlineData("\"new order=subject:your subject:order\" paid=order", "new order+paid")]
    [InlineData("\"new order\"=\"subject:your order\"", "new order")]
    [InlineData("  a=b=c   paid=order  ", "paid")]
    [InlineData("\"open=order", "open")]
    [InlineData("", "")]
    public void Rules_are_read_as_mailpit_reads_them(string text, string tags)
    {
        var tagging = Read("--tag", text);

        Assert.Equal(tags, string.Join('+', tagging.TagsByRules(Envelope, Message)));
    }

    [Fact]
    public void A_file_that_mailpit_reads_as_well_adds_rules()
    {
        var file = Write("""
            {"filters": [
              {"match": "subject:order", "tags": "paid, two words"},
              {"match": "\"your order\"", "tags": "phrase"}
            ]}
            """);

        var tagging = Read("--tags-config", file, "--tag", "one=order", "--tag", "two=order");

        Assert.Equal(["one", "two", "paid", "two words", "phrase"], tagging.TagsByRules(Envelope, Message));
    }

    [Theory]
    [InlineData("--tag", "paid", "--tag 'paid' is not allowed")]
    [InlineData("--tag", "=x", "--tag '=x' is not allowed")]
    [InlineData("--tag", "no(tag=x", "'no(tag' cannot be a tag")]
    [InlineData("--tag", "a=before:never", "says nothing: before:never")]
    public void What_is_no_rule_is_told(string option, string text, string why) => Assert.Contains(
        why, Assert.Throws<UsageException>(() => Read(option, text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("filters:\n  - match: x\n    tags: y\n", "YAML is not read here")]
    [InlineData("""{"filters":[{"match":"x"}]}""", "number 1: '' cannot be a tag")]
    [InlineData("""{"filters":[{"match":"x","tags":"a"},null]}""", "number 2: '' cannot be a tag")]
    [InlineData("""{"filters":[{"match":"x","tag":"a"}]}""", "tag")]
    [InlineData("{}", "has no filters")]
    [InlineData("{", "")]
    [InlineData("", "YAML is not read here")]
    public void A_file_that_cannot_be_used_is_told(string content, string why)
    {
        var file = Write(content);

        var told = Assert.Throws<UsageException>(() => Read("--tags-config", file)).Message;

        Assert.StartsWith($"--tags-config {file}", told, StringComparison.Ordinal);
        Assert.Contains(why, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024 * 1024, true)]
    [InlineData(1024 * 1024 + 1, false)]
    public void A_file_has_at_most_a_mebibyte(int length, bool isRead)
    {
        var file = Write("""{"filters":[]}""".PadRight(length));

        Assert.Equal(isRead, Record.Exception(() => Read("--tags-config", file)) is null);
    }

    [Theory]
    [InlineData(CaughtTagRule.Most, true)]
    [InlineData(CaughtTagRule.Most + 1, false)]
    public void There_are_at_most_100_rules(int count, bool isRead) => Assert.Equal(
        isRead, Record.Exception(() => Read("--tag", string.Join(' ', Enumerable.Repeat("a=b", count)))) is null);

    private static CaughtTagging Read(params IReadOnlyList<string> said)
    {
        var options = new TagOptions();
        var command = new Command("catch");
        options.AddTo(command);
        var parsed = command.Parse(said);
        Assert.Empty(parsed.Errors);
        return options.Read(parsed);
    }

    private string Write(string content)
    {
        var file = Path.Combine(_folder, "tags");
        File.WriteAllText(file, content);
        return file;
    }

    private static readonly DeliveryEnvelope Envelope = new()
    {
        ReceivedAt = DateTimeOffset.UnixEpoch,
        ReversePath = "a@example.org",
        ForwardPaths = ["b@example.org"],
    };

    private static readonly byte[] Message = Encoding.ASCII.GetBytes("Subject: Your order\r\n\r\n");
}
