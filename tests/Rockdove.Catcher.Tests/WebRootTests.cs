using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>A catcher all of which is below a path.</summary>
public class WebRootTests
{
    [Fact]
    public async Task Pages_and_each_api_are_below_it()
    {
        await using var catcher = await StartAsync();
        await catcher.SendAsync("Subject: below\r\n\r\n");
        foreach (var path in (string[])[
            "", "api/v1/messages", "api/v1/info", "api/v2/messages", "api/v2/search?kind=containing&query=below",
            "api/rockdove/v1/about", "api/rockdove/v1/messages", "view/latest.txt", "livez", "readyz", "metrics"])
        {
            using var below = await catcher.Http.GetAsync($"team/mail/{path}", Limit.Token);
            Assert.True(below.IsSuccessStatusCode, $"{path}: {below.StatusCode}");
            using var beside = await catcher.Http.GetAsync(path, Limit.Token);
            Assert.Equal(HttpStatusCode.NotFound, beside.StatusCode);
        }

        Assert.Equal(
            "below",
            (await catcher.GetJsonAsync("team/mail/api/v1/messages")).GetProperty("messages")[0]
                .GetProperty("Subject").GetString());
        using var jim = await catcher.Http.PostAsync(
            "team/mail/api/v2/jim", new StringContent("{}"), Limit.Token);
        Assert.Equal(HttpStatusCode.Created, jim.StatusCode);
    }

    [Fact]
    public async Task What_the_page_loads_is_below_it()
    {
        await using var catcher = await StartAsync();
        var page = new Uri(catcher.Http.BaseAddress!, "team/mail/");

        var html = await catcher.Http.GetStringAsync(page, Limit.Token);

        var addresses = Regex.Matches(html, "(?:src|href)=\"([^\"]+)\"")
            .Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(addresses);
        foreach (var address in addresses)
        {
            var whole = new Uri(page, address);
            Assert.StartsWith("/team/mail/", whole.AbsolutePath, StringComparison.Ordinal);
            using var answer = await catcher.Http.GetAsync(whole, Limit.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_websocket_is_below_it()
    {
        await using var catcher = await StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{catcher.HttpAddress}/team/mail/api/events"), Limit.Token);
        var buffer = new byte[4096];

        var first = await socket.ReceiveAsync(buffer, Limit.Token);

        using var stats = JsonDocument.Parse(buffer.AsMemory(0, first.Count));
        Assert.Equal("stats", stats.RootElement.GetProperty("Type").GetString());
        using var beside = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => beside.ConnectAsync(
            new Uri($"ws://{catcher.HttpAddress}/api/events"), Limit.Token));
    }

    [Theory]
    [InlineData("team/mail", "/team/mail/")]
    [InlineData("team/mail?view=1", "/team/mail/?view=1")]
    [InlineData("team/mail/view/latest", "/team/mail/#/mail/")]
    [InlineData("team/mail/message/abc", "/team/mail/#/mail/abc")]
    public async Task What_leads_on_stays_below_it(string path, string to)
    {
        await using var catcher = await StartAsync();
        await catcher.SendAsync("Subject: 1\r\n\r\n");
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var from = new Uri(catcher.Http.BaseAddress!, path);

        using var answer = await client.GetAsync(from, Limit.Token);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var location = new Uri(from, answer.Headers.Location!);
        Assert.StartsWith(
            $"http://{catcher.HttpAddress}{to}", location.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_made_is_named_below_it()
    {
        await using var catcher = await StartAsync();

        using var made = await catcher.Http.PostAsync(
            "team/mail/api/rockdove/v1/inboxes", new StringContent("""{"name":"mine"}"""), Limit.Token);

        Assert.Equal("/team/mail/api/rockdove/v1/inboxes/mine", made.Headers.Location!.OriginalString);
        var document = await catcher.GetJsonAsync("team/mail/api/rockdove/v1/openapi.json");
        Assert.Equal("/team/mail", document.GetProperty("servers")[0].GetProperty("url").GetString());
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
    }

    [Theory]
    [InlineData("team/mailbox/livez")]
    [InlineData("TEAM/MAIL/livez")]
    [InlineData("x/team/mail/livez")]
    [InlineData("team/livez")]
    public async Task Another_path_is_told_where_it_is(string path)
    {
        await using var catcher = await StartAsync();

        using var answer = await catcher.Http.GetAsync(path, Limit.Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("All of it is below /team/mail/", await answer.Content.ReadAsStringAsync(Limit.Token));
    }

    [Fact]
    public async Task Who_must_log_in_must_do_so_below_it_too()
    {
        var access = new CatcherAccess { Users = PasswordFile.Parse("ann:apple") };
        await using var catcher = await RunningCatcher.StartAsync(web: new() { WebRoot = "team", Access = access });

        using var closed = await catcher.Http.GetAsync("team/api/v1/messages", Limit.Token);
        using var open = await catcher.Http.GetAsync("team/readyz", Limit.Token);

        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("mail", "/mail")]
    [InlineData("/mail/", "/mail")]
    [InlineData("//a//b.c/~d/e_f/@g/", "/a/b.c/~d/e_f/@g")]
    public void It_is_written_in_one_way(string text, string path) =>
        Assert.Equal(path, new CatcherWebOptions { WebRoot = text }.WebRoot);

    [Theory]
    [InlineData("a b")]
    [InlineData("a?b")]
    [InlineData("a%2Fb")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("a\"b")]
    [InlineData("ä")]
    [InlineData("http://x/")]
    public void What_is_no_path_is_refused(string text) =>
        Assert.Throws<ArgumentException>(() => new CatcherWebOptions { WebRoot = text });

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_path_of_200_characters_is_one_and_a_longer_one_is_not(int length, bool isPath) =>
        Assert.Equal(isPath, WebRoot.Normalize(new string('a', length)) is not null);

    private static Task<RunningCatcher> StartAsync() =>
        RunningCatcher.StartAsync(web: new() { WebRoot = "team/mail/", HasMetrics = true });
}
