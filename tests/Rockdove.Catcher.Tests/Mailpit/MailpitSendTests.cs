using System.Net;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>POST /api/v1/send.</summary>
public class MailpitSendTests
{
    [Fact]
    public async Task A_message_is_written_and_kept_as_if_it_had_come_by_mail()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        var (status, text) = await catcher.CallAsync("POST", Path, """
            {"From":{"Email":"ann@example.org","Name":"Ann \u00c4"},"To":[{"Email":"bea@example.org","Name":"Bea"}],
             "Cc":[{"Email":"cid@example.org"}],"Bcc":["dora@example.org"],"ReplyTo":[{"Email":"desk@example.org"}],
             "Subject":"Gr\u00fc\u00dfe","Text":"Hello","HTML":"<p>Hello <img src=\"cid:pic\"></p>",
             "Attachments":[
               {"Content":"data:text/plain;base64,aGVsbG8=","Filename":"a.txt"},
               {"Content":"iVBORw0KGgo=","Filename":"p.png","ContentID":"pic"},
               {"Content":"aGVsbG8=","Filename":"r.pdf","ContentType":"application/pdf; x=y"}],
             "Tags":["To do","paid"],
             "Headers":{"X-Run":"7","Message-ID":"<run7@example.org>","References":"<a@b> <c@d>"}}
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        var id = JsonDocument.Parse(text).RootElement.GetProperty("ID").GetString();
        var message = await catcher.GetJsonAsync($"api/v1/message/{id}");
        Assert.Equal("Ann \u00c4", message.GetProperty("From").GetProperty("Name").GetString());
        Assert.Equal("bea@example.org", message.GetProperty("To")[0].GetProperty("Address").GetString());
        Assert.Equal("cid@example.org", message.GetProperty("Cc")[0].GetProperty("Address").GetString());
        Assert.Equal("dora@example.org", message.GetProperty("Bcc")[0].GetProperty("Address").GetString());
        Assert.Equal("desk@example.org", message.GetProperty("ReplyTo")[0].GetProperty("Address").GetString());
        Assert.Equal("ann@example.org", message.GetProperty("ReturnPath").GetString());
        Assert.Equal("Gr\u00fc\u00dfe", message.GetProperty("Subject").GetString());
        Assert.Equal("run7@example.org", message.GetProperty("MessageID").GetString());
        Assert.Equal("Hello", message.GetProperty("Text").GetString()!.Trim());
        Assert.Contains("cid:pic", message.GetProperty("HTML").GetString(), StringComparison.Ordinal);
        Assert.Equal("""["paid","To do"]""", message.GetProperty("Tags").GetRawText());
        Assert.Equal(
            "a.txt text/plain 5, r.pdf application/pdf 5",
            string.Join(", ", message.GetProperty("Attachments").EnumerateArray().Select(Told)));
        Assert.Equal("p.png image/png 8", Told(Assert.Single(message.GetProperty("Inline").EnumerateArray())));
        var headers = await catcher.GetJsonAsync($"api/v1/message/{id}/headers");
        Assert.Equal("""["7"]""", headers.GetProperty("X-Run").GetRawText());
        Assert.Equal("""["To do, paid"]""", headers.GetProperty("X-Tags").GetRawText());
        var envelope = await catcher.GetJsonAsync($"api/v1/message/{id}/envelope");
        Assert.Equal(
            """["bea@example.org","cid@example.org","dora@example.org"]""",
            envelope.GetProperty("ForwardPaths").GetRawText());
        var inline = await catcher.GetJsonAsync("api/v1/message/latest?query=has:inline");
        Assert.Equal(id, inline.GetProperty("ID").GetString());
    }

    [Fact]
    public async Task The_least_message_has_an_author()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        var (status, _) = await catcher.CallAsync(
            "POST", Path, """{"from":{"email":"ann@example.org"},"subject":"x"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["x"], await catcher.SubjectsAsync());
    }

    [Fact]
    public async Task What_cannot_be_written_is_told_as_json_and_nothing_is_kept()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        foreach (var body in (string[])
        [
            "",
            "null",
            "[]",
            "{",
            "{}",
            """{"From":{"Email":"nobody"}}""",
            """{"From":{"Email":"ann@example.org"},"To":[{"Email":"nobody"}]}""",
            """{"From":{"Email":"ann@example.org"},"To":[null]}""",
            """{"From":{"Email":"ann@example.org"},"Cc":[{"Email":""}]}""",
            """{"From":{"Email":"ann@example.org"},"Bcc":["a b@c d"]}""",
            """{"From":{"Email":"ann@example.org"},"ReplyTo":[{}]}""",
            """{"From":{"Email":"ann@example.org"},"Subject":"x\r\nBcc: zoe@example.org"}""",
            """{"From":{"Email":"ann@example.org","Name":"x\r\nBcc: zoe@example.org"}}""",
            """{"From":{"Email":"ann@example.org"},"Headers":{"X-A":"x\nBcc: zoe@example.org"}}""",
            """{"From":{"Email":"ann@example.org"},"Headers":{"X A":"x"}}""",
            """{"From":{"Email":"ann@example.org"},"Headers":{"subject":"x"}}""",
            """{"From":{"Email":"ann@example.org"},"Headers":{"Content-Type":"x"}}""",
            """{"From":{"Email":"ann@example.org"},"Headers":{"Message-ID":"none"}}""",
            """{"From":{"Email":"ann@example.org"},"Headers":{"X-Tags":"x"},"Tags":["y"]}""",
            """{"From":{"Email":"ann@example.org"},"Attachments":[{"Content":"***","Filename":"a"}]}""",
            """{"From":{"Email":"ann@example.org"},"Attachments":[{"Content":"","ContentType":"message/rfc822"}]}""",
            """{"From":{"Email":"ann@example.org"},"Tags":["no*good"]}""",
        ])
        {
            var (status, text) = await catcher.CallAsync("POST", Path, body);
            Assert.True(status == HttpStatusCode.BadRequest, $"{body}: {status}, {text}");
            Assert.NotEmpty(JsonDocument.Parse(text).RootElement.GetProperty("Error").GetString()!);
            Assert.Empty(await catcher.SubjectsAsync());
        }
    }

    [Fact]
    public async Task A_request_is_at_most_as_long_as_a_message_may_be()
    {
        const int MessageBytes = 10_000;
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { MessageBytes = MessageBytes });
        const string Body = """{"From":{"Email":"ann@example.org"}}""";

        Assert.Equal(HttpStatusCode.OK, (await catcher.CallAsync("POST", Path, Body.PadRight(MessageBytes))).Status);
        var (status, text) = await catcher.CallAsync("POST", Path, Body.PadRight(MessageBytes + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("--max-message-bytes", text, StringComparison.Ordinal);
        // Letters beyond ASCII are longer in a message than in JSON.
        var grows = $$"""{"From":{"Email":"ann@example.org"},"Text":"{{new string('\u00e4', 4600)}}"}""";
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await catcher.CallAsync("POST", Path, grows)).Status);
        Assert.Single(await catcher.SubjectsAsync());
    }

    private static string Told(JsonElement file) =>
        $"{file.GetProperty("FileName")} {file.GetProperty("ContentType")} {file.GetProperty("Size")}";

    private const string Path = "api/v1/send";
}
