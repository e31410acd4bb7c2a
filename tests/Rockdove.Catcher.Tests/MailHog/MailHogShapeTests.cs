using System.Net;
using System.Text;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>A message as MailHog shows one.</summary>
public class MailHogShapeTests
{
    [Fact]
    public async Task A_message_has_mailhogs_keys_and_no_other()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(
            "Subject: =?utf-8?q?J=C3=A4?=\r\n\r\nHello\r\n", "ann@example.org", "b@x.test");

        using var answer = await catcher.Http.GetAsync($"api/v1/messages/{id}", Limit.Token);
        Assert.Equal("text/json", answer.Content.Headers.ContentType?.MediaType);
        var message = await catcher.GetJsonAsync($"api/v1/messages/{id}");
        Assert.Equal(["ID", "From", "To", "Content", "Created", "MIME", "Raw"], Keys(message));
        Assert.Equal(id, message.GetProperty("ID").GetString());
        Assert.Equal(
            """{"Relays":null,"Mailbox":"ann","Domain":"example.org","Params":""}""",
            message.GetProperty("From").GetRawText());
        Assert.Equal(
            """[{"Relays":null,"Mailbox":"b","Domain":"x.test","Params":""}]""",
            message.GetProperty("To").GetRawText());
        Assert.Equal(
            """{"Headers":{"Subject":["=?utf-8?q?J=C3=A4?="]},"Body":"Hello","Size":37,"MIME":null}""",
            message.GetProperty("Content").GetRawText());
        Assert.Equal(JsonValueKind.Null, message.GetProperty("MIME").ValueKind);
        Assert.True(message.GetProperty("Created").TryGetDateTimeOffset(out _));
        var raw = message.GetProperty("Raw");
        Assert.Equal(["From", "To", "Data", "Helo"], Keys(raw));
        Assert.Equal("ann@example.org", raw.GetProperty("From").GetString());
        Assert.Equal("""["b@x.test"]""", raw.GetProperty("To").GetRawText());
        Assert.Equal("Subject: =?utf-8?q?J=C3=A4?=\r\n\r\nHello", raw.GetProperty("Data").GetString());
        Assert.Equal("client.test", raw.GetProperty("Helo").GetString());
    }

    [Fact]
    public async Task Parts_lie_in_parts_without_what_is_around_them()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(
            "Content-Type: multipart/mixed; boundary=\"o\"\r\n\r\nNobody reads this.\r\n--o\r\n"
            + "Content-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n\r\ntext\r\n\r\n--i\r\n"
            + "Content-Type: text/html\r\n\r\n<b>text</b>\r\n--i--\r\n--o\r\nContent-Type: application/pdf;\r\n"
            + " name=\"a.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\naGVs\r\nbG8=\r\n--o--\r\nNor this.\r\n");

        var message = await catcher.GetJsonAsync($"api/v1/messages/{id}");
        Assert.Equal(JsonValueKind.Null, message.GetProperty("Content").GetProperty("MIME").ValueKind);
        var parts = message.GetProperty("MIME").GetProperty("Parts");
        Assert.Equal(2, parts.GetArrayLength());
        var inner = parts[0].GetProperty("MIME").GetProperty("Parts");
        Assert.Equal("""{"Headers":{},"Body":"text","Size":4,"MIME":null}""", inner[0].GetRawText());
        Assert.Equal("<b>text</b>", inner[1].GetProperty("Body").GetString());
        Assert.Equal("application/pdf; name=\"a.pdf\"", MailHogCalls.Header(parts[1], "Content-Type"));
        Assert.Equal("aGVs\r\nbG8=", parts[1].GetProperty("Body").GetString());
        Assert.Equal(JsonValueKind.Null, parts[1].GetProperty("MIME").ValueKind);
    }

    [Fact]
    public async Task All_fields_of_one_name_are_shown_where_mailhog_shows_the_last()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync("X-One: 1\r\nX-One: 2\r\nx-one: 3\r\nReceived: by a\r\n\r\n");

        var content = (await catcher.GetJsonAsync($"api/v1/messages/{id}")).GetProperty("Content");
        Assert.Equal(
            """{"X-One":["1","2"],"x-one":["3"],"Received":["by a"]}""", content.GetProperty("Headers").GetRawText());
    }

    [Fact]
    public async Task What_is_no_utf8_and_what_has_no_sender_is_shown()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(Encoding.Latin1.GetBytes("Subject: \u00e4\r\n\r\n\u00ff"), from: "");

        var message = await catcher.GetJsonAsync($"api/v1/messages/{id}");
        Assert.Equal("\u00e4", MailHogCalls.SubjectOf(message));
        Assert.Equal("\ufffd", message.GetProperty("Content").GetProperty("Body").GetString());
        Assert.Equal(
            """{"Relays":null,"Mailbox":"","Domain":"","Params":""}""", message.GetProperty("From").GetRawText());
    }

    [Fact]
    public async Task Nothing_leads_to_nothing()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        foreach (var id in (string[])["00000000000000000000000000", "latest", "x", "abc=@mailhog.example"])
        {
            foreach (var path in (string[])["", "/download", "/mime/part/0/download"])
                await catcher.RefuseAsync(HttpStatusCode.NotFound, "GET", $"api/v1/messages/{id}{path}");
            await catcher.RefuseAsync(HttpStatusCode.NotFound, "DELETE", $"api/v1/messages/{id}");
        }
    }

    private static IEnumerable<string> Keys(JsonElement shape) => shape.EnumerateObject().Select(one => one.Name);
}
