using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>The keys that Mailpit's clients look for, in its order.</summary>
public class ShapeTests
{
    [Fact]
    public async Task The_list_has_mailpits_keys()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(Rich);

        var list = await catcher.GetJsonAsync("api/v1/messages");

        Assert.Equal(
            "total unread count messages_count messages_unread start tags messages", Keys(list));
        Assert.Equal(
            "ID MessageID Read From To Cc Bcc ReplyTo Subject Created Username Tags Size Attachments Snippet",
            Keys(list.GetProperty("messages")[0]));
        Assert.Equal("Name Address", Keys(list.GetProperty("messages")[0].GetProperty("From")));
    }

    [Fact]
    public async Task A_message_has_mailpits_keys()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(Rich);

        var message = await catcher.GetJsonAsync($"api/v1/message/{id}");

        Assert.Equal(
            "ID MessageID From To Cc Bcc ReplyTo ReturnPath Subject ListUnsubscribe Date Tags Username Text HTML Size "
            + "Inline Attachments",
            Keys(message));
        Assert.Equal("Header Links Errors HeaderPost", Keys(message.GetProperty("ListUnsubscribe")));
        var attachment = message.GetProperty("Attachments")[0];
        Assert.Equal("PartID FileName ContentType ContentID Size Checksums", Keys(attachment));
        Assert.Equal("MD5 SHA1 SHA256", Keys(attachment.GetProperty("Checksums")));
    }

    [Fact]
    public async Task A_message_is_taken_apart()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(Rich, "bounce@example.org", "bea@example.org", "blind@example.org");

        var message = await catcher.GetJsonAsync($"api/v1/message/{id}");

        Assert.Equal(id, message.GetProperty("ID").GetString());
        Assert.Equal("r1@example.org", message.GetProperty("MessageID").GetString());
        Assert.Equal("Ann \u00c4", message.GetProperty("From").GetProperty("Name").GetString());
        Assert.Equal("ann@example.org", message.GetProperty("From").GetProperty("Address").GetString());
        Assert.Equal("bea@example.org", message.GetProperty("To")[0].GetProperty("Address").GetString());
        Assert.Equal(0, message.GetProperty("Cc").GetArrayLength());
        Assert.Equal("blind@example.org", message.GetProperty("Bcc")[0].GetProperty("Address").GetString());
        Assert.Equal(1, message.GetProperty("Bcc").GetArrayLength());
        Assert.Equal("bounce@example.org", message.GetProperty("ReturnPath").GetString());
        Assert.Equal("Gr\u00fc\u00dfe", message.GetProperty("Subject").GetString());
        Assert.Equal("Text\r\n", message.GetProperty("Text").GetString());
        Assert.Equal("<b>HTML</b>", message.GetProperty("HTML").GetString());
        Assert.Equal(
            new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.FromHours(2)),
            message.GetProperty("Date").GetDateTimeOffset());
        Assert.Equal(Rich.Length, message.GetProperty("Size").GetInt64());
        var links = message.GetProperty("ListUnsubscribe").GetProperty("Links");
        Assert.Equal("https://example.org/u", links[0].GetString());
        var attachment = Assert.Single(message.GetProperty("Attachments").EnumerateArray());
        Assert.Equal("evil.txt", attachment.GetProperty("FileName").GetString());
        Assert.Equal(5, attachment.GetProperty("Size").GetInt64());
        Assert.Equal(
            "5d41402abc4b2a76b9719d911017c592", attachment.GetProperty("Checksums").GetProperty("MD5").GetString());
        var part = attachment.GetProperty("PartID").GetString();
        Assert.Equal("hello", await catcher.Http.GetStringAsync($"api/v1/message/{id}/part/{part}", Limit.Token));
    }

    [Fact]
    public async Task A_message_of_nothing_has_empty_text_and_empty_lists_and_no_null()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync("", from: "");

        var message = await catcher.Http.GetStringAsync($"api/v1/message/{id}", Limit.Token);
        var list = await catcher.Http.GetStringAsync("api/v1/messages", Limit.Token);

        Assert.DoesNotContain("null", message, StringComparison.Ordinal);
        Assert.DoesNotContain("null", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_are_lists_by_name()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync("Received: one\r\nSubject: x\r\nRECEIVED: two\r\n\r\n");

        var headers = await catcher.GetJsonAsync($"api/v1/message/{id}/headers");

        Assert.Equal("""{"Received":["one","two"],"Subject":["x"]}""", headers.GetRawText());
    }

    [Fact]
    public async Task The_envelope_lies_beside_the_message()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync("Subject: x\r\n\r\n", "s@example.org", "r1@example.org", "r2@example.org");

        var envelope = await catcher.GetJsonAsync($"api/v1/message/{id}/envelope");

        Assert.Equal("s@example.org", envelope.GetProperty("ReversePath").GetString());
        Assert.Equal("""["r1@example.org","r2@example.org"]""", envelope.GetProperty("ForwardPaths").GetRawText());
        Assert.Equal("client.test", envelope.GetProperty("Helo").GetString());
        Assert.StartsWith("127.0.0.1:", envelope.GetProperty("ClientAddress").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, envelope.GetProperty("Tls").ValueKind);
    }

    private static string Keys(JsonElement element) =>
        string.Join(' ', element.EnumerateObject().Select(property => property.Name));

    private const string Rich =
        "From: =?utf-8?q?Ann_=C3=84?= <ann@example.org>\r\n"
        + "To: Bea <bea@example.org>\r\n"
        + "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
        + "Date: Wed, 1 May 2024 10:00:00 +0200\r\n"
        + "Message-ID: <r1@example.org>\r\n"
        + "List-Unsubscribe: <https://example.org/u>, <mailto:u@example.org>\r\n"
        + "MIME-Version: 1.0\r\n"
        + "Content-Type: multipart/mixed; boundary=m\r\n"
        + "\r\n"
        + "--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n"
        + "--a\r\nContent-Type: text/plain\r\n\r\nText\r\n\r\n"
        + "--a\r\nContent-Type: text/html\r\n\r\n<b>HTML</b>\r\n"
        + "--a--\r\n"
        + "--m\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n"
        + "Content-Disposition: attachment; filename=\"../../evil.txt\"\r\n\r\naGVsbG8=\r\n"
        + "--m--\r\n";
}
