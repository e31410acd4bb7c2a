namespace Rockdove.Catcher.Tests;

public class TaggingTests
{
    private const string Message =
        "Subject: tagged\r\nX-Tags: one, two words ,no(tag,ONE\r\nx-tags: =?utf-8?q?three?=\r\n\r\nX-Tags: body\r\n";

    [Fact]
    public async Task A_message_is_tagged_when_it_comes()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(Message, "a+from@example.org", "b+four+five@example.org", "+@example.org");

        Assert.Equal(["five", "four", "one", "three", "two words"], await TagsAsync(catcher));
        Assert.Equal(
            ["five", "four", "one", "three", "two words"],
            (await catcher.GetJsonAsync("api/v1/tags")).EnumerateArray().Select(tag => tag.GetString()));
    }

    [Theory]
    [InlineData(false, true, "four")]
    [InlineData(true, false, "one three two words")]
    [InlineData(false, false, "")]
    public async Task Each_kind_of_tag_can_be_left_out(bool header, bool plus, string tags)
    {
        await using var catcher = await RunningCatcher.StartAsync(
            new() { Tagging = new() { FromHeader = header, FromPlusAddresses = plus } });
        await catcher.SendAsync(Message, "a@example.org", "b+four@example.org");

        Assert.Equal(tags, string.Join(' ', await TagsAsync(catcher)));
    }

    [Theory]
    [InlineData(true, "ann")]
    [InlineData(false, "")]
    public async Task Who_logged_in_may_be_a_tag(bool fromUsers, string tags)
    {
        await using var catcher = await RunningCatcher.StartAsync(new() { Tagging = new() { FromUsers = fromUsers } });
        await using (var talk = await catcher.ConnectAsync())
        {
            await talk.HelloAsync();
            await talk.SayAsync($"AUTH PLAIN {Convert.ToBase64String("\0ann\0secret"u8)}", 235);
            await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
            await talk.SayAsync("RCPT TO:<b@example.org>", 250);
            await talk.SayAsync("DATA", 354);
            await talk.SayAsync("Subject: hers\r\n\r\n.", 250);
        }

        Assert.Equal(tags, string.Join(' ', await TagsAsync(catcher)));
    }

    [Theory]
    [InlineData(64 * 1024, "one")]
    [InlineData(64 * 1024 + 1, "")]
    public async Task Tags_are_looked_for_in_64_kib_of_a_header(int length, string tags)
    {
        await using var catcher = await RunningCatcher.StartAsync(new() { Tagging = new() });
        const string Tag = "X-Tags: one\r\n";
        var line = "X: " + new string('x', 95) + "\r\n";
        var before = length - Tag.Length;
        var header = string.Concat(Enumerable.Repeat(line, before / line.Length));
        header += "Y:" + new string('y', before - header.Length - 4) + "\r\n";
        await catcher.SendAsync(header + Tag + "\r\nbody\r\n");

        Assert.Equal(tags, string.Join(' ', await TagsAsync(catcher)));
    }

    [Fact]
    public async Task A_message_comes_with_at_most_50_tags()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var tags = string.Join(",\r\n ", Enumerable.Range(0, CaughtTags.MaximumTags + 1).Select(i => $"t{i}"));
        await catcher.SendAsync($"X-Tags: {tags}\r\n\r\n");

        Assert.Equal(CaughtTags.MaximumTags, (await TagsAsync(catcher)).Count);
    }

    private static async Task<IReadOnlyList<string>> TagsAsync(RunningCatcher catcher) =>
        Assert.Single((await catcher.Mail.ListAsync(0, 10, Limit.Token)).Messages).Tags;
}
