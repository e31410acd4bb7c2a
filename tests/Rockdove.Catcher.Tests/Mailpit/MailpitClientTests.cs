using System.Net;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>
/// What libraries for Mailpit ask for and read of the answers, call by call. The one from npm is run as it is, among
/// the tests of real clients.
/// </summary>
public class MailpitClientTests
{
    [Fact]
    public async Task Cypress_mailpit_lists_searches_marks_sends_and_deletes()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await SendWelcomeAsync(catcher);

        var all = await catcher.GetJsonAsync("api/v1/messages?start=0&limit=50");
        Assert.Equal("Welcome", all.GetProperty("messages")[0].GetProperty("Subject").GetString());
        var found = await catcher.GetJsonAsync("api/v1/search?query=to:ann@example.org&start=0&limit=50");
        Assert.Equal(1, found.GetProperty("messages_count").GetInt32());
        var mail = await catcher.GetJsonAsync($"api/v1/message/{id}");
        Assert.Equal("shop@example.org", mail.GetProperty("From").GetProperty("Address").GetString());
        Assert.Equal("a.txt", mail.GetProperty("Attachments")[0].GetProperty("FileName").GetString());
        Assert.Contains("Hello", await catcher.Http.GetStringAsync($"view/{id}.html", Limit.Token), default);
        Assert.Contains("Hi", await catcher.Http.GetStringAsync("view/latest.txt", Limit.Token), default);
        Assert.Equal(
            HttpStatusCode.NotFound, (await catcher.CallAsync("GET", $"api/v1/message/{id}/sa-check")).Status);
        await catcher.CallOkAsync("PUT", "api/v1/messages", """{"IDs":[],"Read":true,"Search":"subject:Welcome"}""");
        await catcher.CallAsync(
            "POST", "api/v1/send",
            """{"From":{"Email":"a@a.test","Name":"A"},"To":[{"Email":"b@b.test"}],"Subject":"Second","Text":"2"}""");
        await catcher.CallOkAsync("DELETE", "api/v1/search?query=subject:Second");
        Assert.Equal(["Welcome"], await catcher.SubjectsAsync());
        await DeleteAllAsync(catcher);
    }

    [Fact]
    public async Task Playwright_mailpit_finds_a_message_and_deletes_it()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await SendWelcomeAsync(catcher);

        var found = await catcher.GetJsonAsync("api/v1/search?query=subject:%22Welcome%22");
        Assert.Equal(id, found.GetProperty("messages")[0].GetProperty("ID").GetString());
        var mail = await catcher.GetJsonAsync($"api/v1/message/{id}");
        Assert.Equal("Hi", mail.GetProperty("Text").GetString()!.Trim());
        Assert.Contains("<b>Hello</b>", mail.GetProperty("HTML").GetString(), StringComparison.Ordinal);
        await catcher.CallOkAsync("DELETE", "api/v1/messages", $$"""{"IDs":["{{id}}"]}""");
        Assert.Empty(await catcher.SubjectsAsync());
    }

    [Fact]
    public async Task Codeception_modules_read_messages_and_headers_and_delete()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await SendWelcomeAsync(catcher);

        var list = (await catcher.GetJsonAsync("api/v1/messages")).GetProperty("messages");
        Assert.Equal(id, list[0].GetProperty("ID").GetString());
        Assert.Equal("ann@example.org", list[0].GetProperty("To")[0].GetProperty("Address").GetString());
        var mail = await catcher.GetJsonAsync($"api/v1/message/{id}");
        Assert.Equal(JsonValueKind.Array, mail.GetProperty("Cc").ValueKind);
        var headers = await catcher.GetJsonAsync($"api/v1/message/{id}/headers");
        Assert.Equal("Welcome", headers.GetProperty("Subject")[0].GetString());
        await DeleteAllAsync(catcher);
    }

    [Fact]
    public async Task Php_mailpit_client_pages_reads_parts_and_deletes()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await SendWelcomeAsync(catcher);

        Assert.Equal(1, (await catcher.GetJsonAsync("api/v1/messages?limit=1")).GetProperty("total").GetInt32());
        var page = await catcher.GetJsonAsync("api/v1/messages?limit=50&start=0");
        Assert.Equal(id, page.GetProperty("messages")[0].GetProperty("ID").GetString());
        var file = (await catcher.GetJsonAsync($"api/v1/message/{id}")).GetProperty("Attachments")[0];
        Assert.Equal(
            "hello",
            await catcher.Http.GetStringAsync(
                $"api/v1/message/{id}/part/{file.GetProperty("PartID").GetString()}", Limit.Token));
        Assert.Equal("text/plain", file.GetProperty("ContentType").GetString());
        Assert.Equal(
            JsonValueKind.Array,
            (await catcher.GetJsonAsync($"api/v1/message/{id}/headers")).GetProperty("From").ValueKind);
        await catcher.CallOkAsync("DELETE", "api/v1/messages", $$"""{"IDs":["{{id}}"]}""");
        await DeleteAllAsync(catcher);
    }

    [Fact]
    public async Task Python_go_and_java_clients_read_the_same()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await SendWelcomeAsync(catcher);

        var list = await catcher.GetJsonAsync("api/v1/messages?limit=100&start=0");
        foreach (var name in (string[])["total", "unread", "count", "messages_count", "messages_unread", "start"])
            Assert.Equal(JsonValueKind.Number, list.GetProperty(name).ValueKind);
        var short1 = list.GetProperty("messages")[0];
        Assert.True(short1.GetProperty("Created").GetDateTimeOffset() <= catcher.Mail.Time.GetUtcNow());
        Assert.False(short1.GetProperty("Read").GetBoolean());
        Assert.Equal(1, short1.GetProperty("Attachments").GetInt32());
        var mail = await catcher.GetJsonAsync($"api/v1/message/{id}");
        Assert.True(mail.GetProperty("Date").TryGetDateTimeOffset(out _));
        Assert.Equal(JsonValueKind.Number, mail.GetProperty("Size").ValueKind);
        Assert.Contains("Hello", await catcher.Http.GetStringAsync($"view/{id}.html", Limit.Token), default);
        var info = await catcher.GetJsonAsync("api/v1/info");
        Assert.Equal(1, info.GetProperty("Messages").GetInt32());
        await DeleteAllAsync(catcher);
    }

    [Fact]
    public async Task Containers_and_hosts_ask_whether_it_is_ready()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        foreach (var path in (string[])["livez", "readyz", ""])
        {
            using var answer = await catcher.Http.GetAsync(path, Limit.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static Task<string> SendWelcomeAsync(RunningCatcher catcher) => catcher.SendAsync(
        "From: shop@example.org\r\nTo: ann@example.org\r\nSubject: Welcome\r\n"
        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n"
        + "--c\r\nContent-Type: text/plain\r\n\r\nHi\r\n--c\r\nContent-Type: text/html\r\n\r\n<b>Hello</b>\r\n--c--\r\n"
        + "--b\r\nContent-Type: text/plain; name=a.txt\r\nContent-Transfer-Encoding: base64\r\n"
        + "Content-Disposition: attachment; filename=\"a.txt\"\r\n\r\naGVsbG8=\r\n--b--\r\n",
        "shop@example.org", "ann@example.org");

    private static async Task DeleteAllAsync(RunningCatcher catcher)
    {
        await catcher.CallOkAsync("DELETE", "api/v1/messages");
        Assert.Equal(0, (await catcher.GetJsonAsync("api/v1/messages")).GetProperty("total").GetInt32());
    }
}
