using System.Net;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>
/// What libraries for MailHog ask for and read of the answers, call by call, without <c>--compat</c>. The one from npm
/// is run as it is, among the tests of real clients.
/// </summary>
public class MailHogClientTests
{
    [Fact]
    public async Task Cypress_mailhog_lists_searches_and_deletes()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SendWelcomeAsync(catcher);

        var all = (await catcher.GetJsonAsync("api/v2/messages?limit=50")).GetProperty("items");
        Assert.Equal("Welcome", MailHogCalls.SubjectOf(all[0]));
        Assert.Equal("shop", all[0].GetProperty("From").GetProperty("Mailbox").GetString());
        Assert.Equal("example.org", all[0].GetProperty("From").GetProperty("Domain").GetString());
        Assert.Equal("ann", all[0].GetProperty("To")[0].GetProperty("Mailbox").GetString());
        Assert.Equal("Hello", all[0].GetProperty("MIME").GetProperty("Parts")[0].GetProperty("Body").GetString());
        var found = await catcher.GetJsonAsync("api/v2/search?kind=from&query=shop@example.org&limit=50");
        Assert.Single(found.GetProperty("items").EnumerateArray());
        await DeleteAllAsync(catcher);
    }

    [Fact]
    public async Task Playwright_mailhog_finds_by_recipient_and_subject()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SendWelcomeAsync(catcher);

        var list = await catcher.GetJsonAsync("api/v2/messages");
        Assert.Equal(1, list.GetProperty("total").GetInt32());
        Assert.Equal("Welcome", MailHogCalls.SubjectOf(list.GetProperty("items")[0]));
        Assert.Equal(["Welcome"], await catcher.SearchAsync("to", "ann@example.org"));
        Assert.Equal(["Welcome"], await catcher.SearchAsync("containing", "Welcome"));
    }

    [Fact]
    public async Task Codeception_mailhog_reads_bodies_and_deletes()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SendWelcomeAsync(catcher);

        var mail = (await catcher.GetJsonAsync("api/v2/messages")).GetProperty("items")[0];
        Assert.Equal("ann@example.org", MailHogCalls.Header(mail.GetProperty("Content"), "To"));
        Assert.Contains("Hello", mail.GetProperty("Content").GetProperty("Body").GetString(), StringComparison.Ordinal);
        Assert.Contains("Subject: Welcome", mail.GetProperty("Raw").GetProperty("Data").GetString()!, default);
        await DeleteAllAsync(catcher);
    }

    [Fact]
    public async Task Php_mailhog_client_pages_shows_and_deletes()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await SendWelcomeAsync(catcher);

        Assert.Equal(1, (await catcher.GetJsonAsync("api/v2/messages?limit=1")).GetProperty("total").GetInt32());
        var page = await catcher.GetJsonAsync("api/v2/messages?limit=50&start=0");
        Assert.Equal(id, page.GetProperty("items")[0].GetProperty("ID").GetString());
        var message = await catcher.GetJsonAsync($"api/v1/messages/{id}");
        var part = message.GetProperty("MIME").GetProperty("Parts")[1];
        Assert.Equal("attachment; filename=\"a.txt\"", MailHogCalls.Header(part, "Content-Disposition"));
        Assert.Equal("aGVsbG8=", part.GetProperty("Body").GetString());
        Assert.Equal(HttpStatusCode.OK, (await catcher.CallAsync("DELETE", $"api/v1/messages/{id}")).Status);
        await SendWelcomeAsync(catcher);
        await DeleteAllAsync(catcher);
    }

    [Fact]
    public async Task Dotnet_and_java_clients_read_the_same()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await SendWelcomeAsync(catcher);

        var found = await catcher.GetJsonAsync("api/v2/search?kind=to&query=ann&start=0&limit=50");
        Assert.Equal(1, found.GetProperty("count").GetInt32());
        var message = await catcher.GetJsonAsync($"api/v1/messages/{id}");
        Assert.Equal(id, message.GetProperty("ID").GetString());
        Assert.Equal(JsonValueKind.Number, message.GetProperty("Content").GetProperty("Size").ValueKind);
        Assert.Equal(JsonValueKind.Null, message.GetProperty("From").GetProperty("Relays").ValueKind);
        await DeleteAllAsync(catcher);
    }

    private static Task<string> SendWelcomeAsync(RunningCatcher catcher) => catcher.SendAsync(
        "From: shop@example.org\r\nTo: ann@example.org\r\nSubject: Welcome\r\n"
        + "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
        + "--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n"
        + "Content-Disposition: attachment; filename=\"a.txt\"\r\n\r\naGVsbG8=\r\n--b--\r\n",
        "shop@example.org", "ann@example.org");

    private static async Task DeleteAllAsync(RunningCatcher catcher)
    {
        Assert.Equal(HttpStatusCode.OK, (await catcher.CallAsync("DELETE", "api/v1/messages")).Status);
        Assert.Equal(0, (await catcher.GetJsonAsync("api/v2/messages")).GetProperty("total").GetInt32());
    }
}
