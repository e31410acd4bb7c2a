using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Rockdove.Testing;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

public class AccessTests
{
    private const string Reads = "token-that-only-reads";
    private const string Writes = "token-that-only-writes";
    private const string Sends = "token-that-only-sends";

    private static readonly CatcherAccess Protected = new()
    {
        Users = PasswordFile.Parse("ann:an apple"),
        Tokens = TokenFile.Parse($"r read {Reads}\nw write {Writes}\ns send {Sends}"),
    };

    [Theory]
    [InlineData("")]
    [InlineData("app.js")]
    [InlineData("metrics")]
    [InlineData("api/v1/messages")]
    [InlineData("api/v1/events")]
    [InlineData("api/rockdove/v1/messages")]
    [InlineData("api/rockdove/v1/events")]
    [InlineData("view/latest.html")]
    [InlineData("nothing/is/here")]
    public async Task Nothing_is_shown_to_nobody(string path)
    {
        await using var catcher = await RunningCatcher.StartAsync(web: new() { Access = Protected });

        using var answer = await AskAsync(catcher, HttpMethod.Get, path, null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(["Basic", "Bearer"], answer.Headers.WwwAuthenticate.Select(each => each.Scheme));
        Assert.Equal(
            path.StartsWith("api/rockdove", StringComparison.Ordinal) ? "application/problem+json" : "text/plain",
            answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("livez")]
    [InlineData("readyz")]
    [InlineData("READYZ/")]
    public async Task Probes_need_nobody(string path)
    {
        await using var catcher = await RunningCatcher.StartAsync(web: new() { Access = Protected });

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(catcher, HttpMethod.Get, path, null)).StatusCode);
    }

    [Fact]
    public async Task Nothing_below_a_probe_is_open()
    {
        await using var catcher = await RunningCatcher.StartAsync(web: new() { Access = Protected });

        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await AskAsync(catcher, HttpMethod.Get, "livez/../api/v1/messages", null)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await AskAsync(catcher, HttpMethod.Get, "livez/x", null)).StatusCode);
    }

    [Theory]
    [InlineData("Basic", "ann:an apple", HttpStatusCode.OK)]
    [InlineData("basic", "ann:an apple", HttpStatusCode.OK)]
    [InlineData("Basic", "ann:an Apple", HttpStatusCode.Unauthorized)]
    [InlineData("Basic", "ann:", HttpStatusCode.Unauthorized)]
    [InlineData("Basic", "Ann:an apple", HttpStatusCode.Unauthorized)]
    [InlineData("Basic", "bob:an apple", HttpStatusCode.Unauthorized)]
    [InlineData("Basic", "ann", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", Reads, HttpStatusCode.OK)]
    [InlineData("Bearer", "token-that-nobody-has", HttpStatusCode.Unauthorized)]
    [InlineData("Digest", "ann:an apple", HttpStatusCode.Unauthorized)]
    public async Task Those_who_are_somebody_come_in(string scheme, string value, HttpStatusCode status)
    {
        await using var catcher = await RunningCatcher.StartAsync(web: new() { Access = Protected });
        var credentials = scheme == "Bearer" ? value : Convert.ToBase64String(Encoding.UTF8.GetBytes(value));

        using var answer = await AskAsync(
            catcher, HttpMethod.Get, "api/v1/messages", new AuthenticationHeaderValue(scheme, credentials));

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "api/v1/messages", Reads)]
    [InlineData("GET", "api/rockdove/v1/inboxes", Reads)]
    [InlineData("POST", "api/rockdove/v1/assert", Reads)]
    [InlineData("DELETE", "api/v1/messages", Writes)]
    [InlineData("DELETE", "API/V1/Messages", Writes)]
    [InlineData("PUT", "api/v1/tags", Writes)]
    [InlineData("POST", "api/rockdove/v1/inboxes", Writes)]
    [InlineData("POST", "delete", Writes)]
    [InlineData("POST", "api/v1/send", Sends)]
    [InlineData("POST", "api/v1/send/", Sends)]
    [InlineData("POST", "api/v1/message/latest/release", Sends)]
    [InlineData("POST", "api/rockdove/v1/messages/x/release", Sends)]
    public async Task A_token_may_do_what_its_scopes_say_and_no_more(string method, string path, string enough)
    {
        await using var catcher = await RunningCatcher.StartAsync(web: new() { Access = Protected });
        foreach (var token in (string[])[Reads, Writes, Sends])
        {
            using var answer = await AskAsync(
                catcher, new HttpMethod(method), path, new AuthenticationHeaderValue("Bearer", token));

            // What is let in may be refused by what it reaches: nothing is released unless that is switched on.
            var isRefused = (await answer.Content.ReadAsStringAsync(Limit.Token)).Contains(
                "among its scopes", StringComparison.Ordinal);
            Assert.Equal(token != enough, isRefused);
            Assert.True(!isRefused || answer.StatusCode == HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task A_token_may_have_all_scopes()
    {
        var tokens = TokenFile.Parse($"all read,write,send {Reads}");
        await using var catcher = await RunningCatcher.StartAsync(web: new() { Access = new() { Tokens = tokens } });
        foreach (var (method, path) in ((string, string)[])[
            ("GET", "api/v1/messages"), ("DELETE", "api/v1/messages"), ("POST", "api/v1/send")])
        {
            using var answer = await AskAsync(
                catcher, new HttpMethod(method), path, new AuthenticationHeaderValue("Bearer", Reads));
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{answer.StatusCode}");
        }
    }

    [Fact]
    public async Task The_api_that_sends_may_have_its_own_users()
    {
        var access = Protected with { Senders = PasswordFile.Parse("app:a pear") };
        await using var catcher = await RunningCatcher.StartAsync(web: new() { Access = access });

        Assert.Equal(HttpStatusCode.OK, await SendAsync("app:a pear"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync("ann:an apple"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(null));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await AskAsync(catcher, HttpMethod.Get, "api/v1/messages", Basic("app:a pear"))).StatusCode);

        async Task<HttpStatusCode> SendAsync(string? who)
        {
            using var answer = await SendMailAsync(catcher, who is null ? null : Basic(who));
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task With_users_of_its_own_only_the_api_that_sends_asks()
    {
        var access = new CatcherAccess { Senders = PasswordFile.Parse("app:a pear") };
        await using var catcher = await RunningCatcher.StartAsync(web: new() { Access = access });

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendMailAsync(catcher, null)).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK, (await AskAsync(catcher, HttpMethod.Get, "api/v1/messages", null)).StatusCode);
    }

    [Fact]
    public async Task The_api_that_sends_may_be_open_where_the_rest_is_not()
    {
        var access = Protected with { AnyoneSends = true };
        await using var catcher = await RunningCatcher.StartAsync(web: new() { Access = access });

        Assert.Equal(HttpStatusCode.OK, (await SendMailAsync(catcher, null)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await AskAsync(catcher, HttpMethod.Get, "", null)).StatusCode);
    }

    [Fact]
    public async Task A_websocket_needs_somebody_too()
    {
        await using var catcher = await RunningCatcher.StartAsync(web: new() { Access = Protected });
        var address = new Uri($"ws://{catcher.HttpAddress}/api/events");

        using (var nobody = new ClientWebSocket())
        {
            await Assert.ThrowsAsync<WebSocketException>(() => nobody.ConnectAsync(address, Limit.Token));
        }

        using var ann = new ClientWebSocket();
        ann.Options.SetRequestHeader("Authorization", $"{Basic("ann:an apple")}");
        await ann.ConnectAsync(address, Limit.Token);
        Assert.Equal(WebSocketState.Open, ann.State);
    }

    [Fact]
    public async Task Who_guesses_waits_and_others_do_not()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(web: new() { Access = Protected }, time: time);
        for (var i = 0; i < AccessGuard.FailuresAtOnce; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync("ann:guess")).StatusCode);

        using var late = await TryAsync("ann:an apple");

        Assert.Equal(HttpStatusCode.TooManyRequests, late.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(3), late.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(catcher, HttpMethod.Get, "", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(catcher, HttpMethod.Get, "livez", null)).StatusCode);

        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.OK, (await TryAsync("ann:an apple")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync("ann:guess")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await TryAsync("ann:an apple")).StatusCode);

        Task<HttpResponseMessage> TryAsync(string who) =>
            AskAsync(catcher, HttpMethod.Get, "api/v1/messages", Basic(who));
    }

    private static AuthenticationHeaderValue Basic(string pair) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    private static async Task<HttpResponseMessage> SendMailAsync(
        RunningCatcher catcher, AuthenticationHeaderValue? who)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/send");
        request.Headers.Authorization = who;
        var body = new { From = new { Email = "a@example.org" }, To = new[] { new { Email = "b@example.org" } } };
        request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        return await catcher.Http.SendAsync(request, Limit.Token);
    }

    private static async Task<HttpResponseMessage> AskAsync(
        RunningCatcher catcher, HttpMethod method, string path, AuthenticationHeaderValue? who)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = who;
        return await catcher.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Limit.Token);
    }
}
