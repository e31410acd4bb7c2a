using System.Net;

namespace Rockdove.Catcher.Tests;

/// <summary>One message: all of it, its octets, its envelope, its session.</summary>
public class MessageTests
{
    [Fact]
    public async Task A_message_is_shown_as_it_came_and_stays_unread()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        const string Text = "Subject: =?utf-8?q?caf=C3=A9?=\r\nFrom: Ann <ann@x.test>\r\nMessage-ID: <1@x.test>\r\n"
            + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nHello\r\n--x\r\nContent-Type: text/html\r\n"
            + "\r\n<b>Hello</b>\r\n--x\r\nContent-Type: application/pdf; name=a.pdf\r\n"
            + "Content-Disposition: attachment\r\n\r\npdf\r\n--x--\r\n";
        var id = await catcher.SendAsync(Text, from: "bounce@x.test", to: ["a@x.test", "b@x.test"]);

        var message = await catcher.GetAsync("messages/latest");

        Assert.Equal(id, message.GetProperty("id").GetString());
        Assert.Equal("café", message.GetProperty("subject").GetString());
        Assert.Equal("bounce@x.test", message.GetProperty("reversePath").GetString());
        Assert.Equal("""["a@x.test","b@x.test"]""", message.GetProperty("forwardPaths").GetRawText());
        Assert.Equal("Hello", message.GetProperty("text").GetString()!.Trim());
        Assert.Equal("1@x.test", message.GetProperty("messageId").GetString());
        Assert.Equal(["a.pdf"], message.Texts("parts", "fileName"));
        Assert.Equal(4, message.GetProperty("headers").GetArrayLength());
        Assert.Equal(Text, await catcher.Http.GetStringAsync($"{InboxCalls.Root}/messages/{id}/raw", Limit.Token));
        Assert.Equal(1, (await catcher.GetJsonAsync("api/v1/messages")).GetProperty("unread").GetInt32());
    }

    [Fact]
    public async Task What_smtp_said_is_told_with_times_and_without_secrets()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await InboxTests.SendAsUserAsync(catcher, "ann", "Subject: x\r\n\r\n");

        var envelope = await catcher.GetAsync("messages/latest/envelope");
        Assert.Equal("client.test", envelope.GetProperty("helo").GetString());
        Assert.Equal("ann", envelope.GetProperty("identity").GetString());
        Assert.StartsWith("127.0.0.1:", envelope.GetProperty("clientAddress").GetString(), StringComparison.Ordinal);

        var session = await catcher.Http.GetStringAsync(
            $"{InboxCalls.Root}/messages/latest/transcript", Limit.Token);
        Assert.Contains("C: RCPT TO:<b@example.org>\n", session, StringComparison.Ordinal);
        Assert.Contains("C: Subject: x\n", session, StringComparison.Ordinal);
        Assert.Matches("(?m)^# .*[0-9]", session);
        var secret = Convert.ToBase64String("\0ann\0secret"u8);
        Assert.DoesNotContain(secret, session, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transcripts_of_the_newest_messages_are_kept()
    {
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { KeptTranscripts = 2 });
        var first = await catcher.SendAsync("Subject: 1\r\n\r\n");
        var second = await catcher.SendAsync("Subject: 2\r\n\r\n");
        await catcher.SendAsync("Subject: 3\r\n\r\n");

        await catcher.GetAsync($"messages/{first}/transcript", HttpStatusCode.NotFound);
        Assert.False((await catcher.GetAsync($"messages/{first}")).GetProperty("hasTranscript").GetBoolean());
        await catcher.Http.GetStringAsync($"{InboxCalls.Root}/messages/{second}/transcript", Limit.Token);
        Assert.True((await catcher.GetAsync($"messages/{second}")).GetProperty("hasTranscript").GetBoolean());

        await using var none = await RunningCatcher.StartAsync(new CatcherOptions { KeptTranscripts = 0 });
        await none.SendAsync("Subject: 1\r\n\r\n");
        await none.GetAsync("messages/latest/transcript", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Long_text_is_cut_and_that_is_said()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync($"Subject: x\r\n\r\n{new string('x', 256 * 1024)}");
        Assert.False((await catcher.GetAsync("messages/latest")).GetProperty("isCut").GetBoolean());
        await catcher.SendAsync($"Subject: x\r\n\r\n{new string('x', 256 * 1024 + 1)}");
        var message = await catcher.GetAsync("messages/latest");
        Assert.True(message.GetProperty("isCut").GetBoolean());
        Assert.Equal(256 * 1024, message.GetProperty("text").GetString()!.Length);
    }

    [Theory]
    [InlineData("messages/latest")]
    [InlineData("messages/nobody")]
    [InlineData("messages/latest/raw")]
    [InlineData("messages/latest/envelope")]
    [InlineData("messages/latest/transcript")]
    [InlineData("messages/latest/extract?rule=links")]
    [InlineData("inboxes/nobody")]
    [InlineData("inboxes/nobody/messages")]
    [InlineData("inboxes/nobody/wait")]
    [InlineData("inboxes/nobody/events")]
    public async Task What_is_not_there_is_a_problem(string path)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.GetAsync(path, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("messages", """{"IDs":["x"]}""")]
    [InlineData("messages", "{")]
    [InlineData("messages", "[]")]
    [InlineData("messages", " ")]
    [InlineData("messages?id=x", null)]
    [InlineData("messages/latest", null)]
    [InlineData("inboxes/a", "{}")]
    [InlineData("inboxes/a/messages", "{}")]
    public async Task A_deletion_that_might_mean_something_else_deletes_nothing(string path, string? body)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        await catcher.SendAsync("Subject: stays\r\n\r\n", to: ["x+a@x.test"]);
        await catcher.AskAsync(HttpMethod.Delete, path, HttpStatusCode.BadRequest, body);
        Assert.Equal("stays", await catcher.SubjectsOfAsync("messages"));
        Assert.Equal("stays", await catcher.SubjectsOfAsync("inboxes/a/messages"));
    }

    [Fact]
    public async Task Pages_go_through_a_list()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        for (var i = 1; i <= 3; i++)
            await catcher.SendAsync($"Subject: {i}\r\n\r\n");
        Assert.Equal("3 2", await catcher.SubjectsOfAsync("messages?limit=2"));
        Assert.Equal("1", await catcher.SubjectsOfAsync("messages?start=2&limit=2"));
        var some = await catcher.GetAsync("messages?limit=0&subject=2");
        Assert.Equal(1, some.GetProperty("total").GetInt32());
        Assert.Equal(0, some.GetProperty("messages").GetArrayLength());
    }
}
