using System.Net;
using System.Net.WebSockets;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>Which site may do what, with and without origins that are let in.</summary>
public class CrossSiteTests
{
    private static readonly (string Method, string Path)[] Changes =
    [
        ("POST", "api/v1/send"), ("PUT", "api/v1/messages"), ("DELETE", "api/v1/messages"), ("PUT", "api/v1/tags"),
        ("DELETE", "api/v1/search?query=x"), ("POST", "api/rockdove/v1/inboxes"),
        ("DELETE", "api/rockdove/v1/messages"), ("POST", "api/rockdove/v1/assert"), ("PATCH", "api/v1/messages"),
        ("OPTIONS", "api/v1/messages"), ("TRACE", "api/v1/messages"),
    ];

    [Theory]
    [InlineData("https://app.example", "https://evil.example")]
    [InlineData("https://app.example", "http://app.example")]
    [InlineData("https://app.example", "https://app.example:8443")]
    [InlineData("https://app.example", "https://app.example.evil.example")]
    [InlineData("https://app.example", "null")]
    [InlineData("https://app.example", "*")]
    [InlineData(null, "https://app.example")]
    public async Task Nobody_else_changes_listens_or_reads(string? allowed, string origin)
    {
        await using var catcher = await StartAsync(allowed);
        foreach (var (method, path) in Changes)
        {
            using var answer = await AskAsync(catcher, method, path, origin);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path}: {answer.StatusCode}");
        }

        await Assert.ThrowsAsync<WebSocketException>(() => ListenAsync(catcher, origin));
        using var read = await AskAsync(catcher, "GET", "api/v1/messages", origin);
        Assert.False(read.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://app.example", "https://app.example", "https://app.example")]
    [InlineData("https://app.example/", "https://app.example", "https://app.example")]
    [InlineData("*", "https://any.example", "*")]
    public async Task An_origin_that_is_let_in_may_use_the_apis(string allowed, string origin, string told)
    {
        await using var catcher = await StartAsync(allowed);
        foreach (var (method, path) in Changes)
        {
            using var answer = await AskAsync(catcher, method, path, origin);
            Assert.True(answer.StatusCode != HttpStatusCode.Forbidden, $"{method} {path}");
            Assert.Equal(told, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        }

        await ListenAsync(catcher, origin);
        using var page = await AskAsync(catcher, "POST", "delete", origin);
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
    }

    [Fact]
    public async Task A_browser_may_ask_first_without_a_password()
    {
        await using var catcher = await StartAsync(
            "https://app.example", new() { Users = PasswordFile.Parse("ann:secret") });
        using var request = Request("OPTIONS", "api/v1/messages", "https://app.example");
        request.Headers.Add("Access-Control-Request-Method", "DELETE");

        using var answer = await catcher.Http.SendAsync(request, Limit.Token);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Contains("DELETE", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Contains("Authorization", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Headers")));
        using var real = await AskAsync(catcher, "DELETE", "api/v1/messages", "https://app.example");
        Assert.Equal(HttpStatusCode.Unauthorized, real.StatusCode);
    }

    private static Task<RunningCatcher> StartAsync(string? allowed, CatcherAccess? access = null) =>
        RunningCatcher.StartAsync(web: new()
        {
            AllowedOrigins = allowed is null ? [] : [allowed],
            Access = access ?? new(),
        });

    private static HttpRequestMessage Request(string method, string path, string origin)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        return request;
    }

    private static async Task<HttpResponseMessage> AskAsync(
        RunningCatcher catcher, string method, string path, string origin)
    {
        using var request = Request(method, path, origin);
        return await catcher.Http.SendAsync(request, Limit.Token);
    }

    private static async Task ListenAsync(RunningCatcher catcher, string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.SetRequestHeader("Sec-Fetch-Site", "cross-site");
        await socket.ConnectAsync(new Uri($"ws://{catcher.HttpAddress}/api/events"), Limit.Token);
    }
}
