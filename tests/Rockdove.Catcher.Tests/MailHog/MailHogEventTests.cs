using System.Net;
using System.Net.WebSockets;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>New messages, as events and over a websocket.</summary>
public class MailHogEventTests
{
    [Fact]
    public async Task Events_have_each_new_message_whole()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: before\r\n\r\n");
        using var events = await HearAsync(catcher);
        var ids = await catcher.SendThreeAsync();

        foreach (var id in ids)
        {
            var line = await events.ReadLineAsync(Limit.Token);
            Assert.StartsWith("data: ", line, StringComparison.Ordinal);
            Assert.Equal("", await events.ReadLineAsync(Limit.Token));
            using var message = JsonDocument.Parse(line!["data: ".Length..]);
            Assert.Equal(id, message.RootElement.GetProperty("ID").GetString());
            Assert.Equal("client.test", message.RootElement.GetProperty("Raw").GetProperty("Helo").GetString());
        }
    }

    [Fact]
    public async Task However_many_come_at_once_each_is_told()
    {
        await using var catcher = await RunningCatcher.StartAsync(new() { KeptMessages = 1000 });
        using var follower = await CaughtArrivals.FollowAsync(catcher.Mail, Limit.Token);
        var sent = new List<string>();
        for (var i = 0; i < 401; i++)
        {
            var (_, text) = await catcher.CallAsync("POST", "api/v1/send", """{"From":{"Email":"ann@example.org"}}""");
            sent.Add(JsonDocument.Parse(text).RootElement.GetProperty("ID").GetString()!);
        }

        var told = new List<string>();
        while (told.Count < sent.Count)
            told.AddRange((await follower.NextAsync(Limit.Token)).Select(message => $"{message.Id}"));
        Assert.Equal(sent, told);
    }

    [Fact]
    public async Task What_has_gone_again_is_not_told()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        using var follower = await CaughtArrivals.FollowAsync(catcher.Mail, Limit.Token);
        await catcher.SendAsync("Subject: 1\r\n\r\n");
        await catcher.CallOkAsync("DELETE", "api/v1/messages");
        var next = follower.NextAsync(Limit.Token);
        var id = await catcher.SendAsync("Subject: 2\r\n\r\n");

        Assert.Equal([id], (await next).Select(message => $"{message.Id}"));
    }

    [Fact]
    public async Task Each_new_message_comes_over_the_websocket()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(AddressOf(catcher), Limit.Token);

        // Nothing says when it is listened: the first that is told begins, and none is left out from there on.
        var first = NextAsync(socket);
        var sent = new List<string>();
        do
            sent.Add(await catcher.SendAsync($"Subject: {sent.Count}\r\n\r\n"));
        while (!first.IsCompleted);
        var told = (await first).GetProperty("ID").GetString()!;
        sent.RemoveRange(0, sent.IndexOf(told) + 1);
        foreach (var id in sent)
            Assert.Equal(id, (await NextAsync(socket)).GetProperty("ID").GetString());
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Limit.Token);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task Another_site_hears_nothing_and_a_request_is_no_websocket()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", "http://evil.example");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(AddressOf(catcher), Limit.Token));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
        await catcher.RefuseAsync(HttpStatusCode.BadRequest, "GET", "api/v2/websocket");
    }

    [Fact]
    public async Task A_hundred_listen_and_one_more_does_not()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var all = new List<StreamReader>();
        for (var i = 0; i < 100; i++)
            all.Add(await HearAsync(catcher));

        await catcher.RefuseAsync(HttpStatusCode.ServiceUnavailable, "GET", "api/v1/events");
        all.ForEach(each => each.Dispose());
    }

    [Fact]
    public async Task Events_end_with_the_catcher()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        using var events = await HearAsync(catcher);

        await catcher.StopAsync();
        Assert.Null(await events.ReadLineAsync(Limit.Token));
    }

    /// <summary>Listens from when this returns.</summary>
    private static async Task<StreamReader> HearAsync(RunningCatcher catcher)
    {
        var events = new StreamReader(await catcher.Http.GetStreamAsync("api/v1/events", Limit.Token));
        Assert.Equal(": ready", await events.ReadLineAsync(Limit.Token));
        Assert.Equal("", await events.ReadLineAsync(Limit.Token));
        return events;
    }

    private static Uri AddressOf(RunningCatcher catcher) => new($"ws://{catcher.HttpAddress}/api/v2/websocket");

    private static async Task<JsonElement> NextAsync(ClientWebSocket socket)
    {
        var (text, length) = (new byte[64 * 1024], 0);
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(text.AsMemory(length), Limit.Token);
            length += part.Count;
        }
        while (!part.EndOfMessage);

        using var told = JsonDocument.Parse(text.AsMemory(0, length));
        return told.RootElement.Clone();
    }
}
