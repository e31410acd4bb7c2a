using System.Net;
using System.Net.WebSockets;
using System.Text.Json;

namespace Rockdove.Catcher.Tests;

/// <summary>The websocket /api/events.</summary>
public class MailpitEventTests
{
    [Fact]
    public async Task What_happens_is_told()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        using var socket = await ListenAsync(catcher);

        var id = await catcher.SendAsync("Subject: 1\r\n\r\n");
        var came = await NextAsync(socket, "new");
        Assert.Equal(id, came.GetProperty("ID").GetString());
        Assert.Equal("1", came.GetProperty("Subject").GetString());
        Assert.Equal("""{"Total":1,"Unread":1}""", Counts(await NextAsync(socket, "stats")));
        await catcher.CallAsync("GET", $"api/v1/message/{id}");
        var changed = await NextAsync(socket, "update");
        Assert.Equal($$"""{"ID":"{{id}}","Read":true,"Tags":[]}""", changed.GetRawText());
        Assert.Equal("""{"Total":1,"Unread":0}""", Counts(await NextAsync(socket, "stats")));
        await catcher.CallOkAsync("PUT", "api/v1/tags", $$"""{"IDs":["{{id}}"],"Tags":["paid"]}""");
        Assert.Equal("""["paid"]""", (await NextAsync(socket, "update")).GetProperty("Tags").GetRawText());
        await NextAsync(socket, "stats");
        await catcher.SendAsync("Subject: 2\r\n\r\n");
        await NextAsync(socket, "new");
        await NextAsync(socket, "stats");
        await catcher.CallOkAsync("DELETE", "api/v1/messages", $$"""{"IDs":["{{id}}"]}""");
        Assert.Equal(JsonValueKind.Null, (await NextAsync(socket, "prune")).ValueKind);
        Assert.Equal("""{"Total":1,"Unread":1}""", Counts(await NextAsync(socket, "stats")));
        await catcher.CallOkAsync("DELETE", "api/v1/messages");
        await NextAsync(socket, "truncate");
        Assert.Equal("""{"Total":0,"Unread":0}""", Counts(await NextAsync(socket, "stats")));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Limit.Token);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task More_than_200_changes_at_once_are_one()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        for (var i = 0; i < CaughtFollower.MostMessages; i++)
            await SendAsync(catcher);
        using var follower = await CaughtFollower.FollowAsync(catcher.Mail, Limit.Token);

        await catcher.CallOkAsync("PUT", "api/v1/messages", """{"Read":true}""");
        var each = await follower.NextAsync(Limit.Token);
        Assert.Equal(CaughtFollower.MostMessages, each.Changed.Count);
        Assert.False(each.IsMuch);
        await SendAsync(catcher);
        Assert.Single((await follower.NextAsync(Limit.Token)).Came);
        await catcher.CallOkAsync("PUT", "api/v1/messages", """{"Read":false}""");
        await catcher.CallOkAsync("PUT", "api/v1/messages", """{"Read":true}""");
        Assert.True((await follower.NextAsync(Limit.Token)).IsMuch);
        using var socket = await ListenAsync(catcher);
        await catcher.CallOkAsync("PUT", "api/v1/messages", """{"Read":false}""");
        Assert.Equal(JsonValueKind.Null, (await NextAsync(socket, "prune")).ValueKind);
    }

    [Fact]
    public async Task Another_site_hears_nothing()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        foreach (var (name, value) in ((string, string)[])
            [("Origin", "http://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site")])
        {
            using var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.SetRequestHeader(name, value);
            await Assert.ThrowsAsync<WebSocketException>(
                () => socket.ConnectAsync(AddressOf(catcher), Limit.Token));
            Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
        }

        using var ours = new ClientWebSocket();
        ours.Options.SetRequestHeader("Origin", $"http://{catcher.HttpAddress}");
        await ours.ConnectAsync(AddressOf(catcher), Limit.Token);
        await NextAsync(ours, "stats");
    }

    [Fact]
    public async Task Who_does_not_ask_for_a_websocket_is_told_so()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await catcher.CallAsync("GET", "api/events")).Status);
    }

    [Fact]
    public async Task A_hundred_listen_and_one_more_does_not()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < 100; i++)
            sockets.Add(await ListenAsync(catcher));

        using var refused = new ClientWebSocket();
        refused.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => refused.ConnectAsync(AddressOf(catcher), Limit.Token));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.HttpStatusCode);
        await catcher.SendAsync("Subject: 1\r\n\r\n");
        foreach (var socket in sockets)
        {
            await NextAsync(socket, "new");
            socket.Dispose();
        }
    }

    /// <summary>Listens from when this returns.</summary>
    private static async Task<ClientWebSocket> ListenAsync(RunningCatcher catcher)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(AddressOf(catcher), Limit.Token);
        await NextAsync(socket, "stats");
        return socket;
    }

    private static async Task SendAsync(RunningCatcher catcher) =>
        await catcher.CallAsync("POST", "api/v1/send", """{"From":{"Email":"ann@example.org"}}""");

    private static Uri AddressOf(RunningCatcher catcher) => new($"ws://{catcher.HttpAddress}/api/events");

    /// <summary>What comes next, which must be of that type.</summary>
    private static async Task<JsonElement> NextAsync(ClientWebSocket socket, string type)
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
        Assert.Equal(type, told.RootElement.GetProperty("Type").GetString());
        return told.RootElement.GetProperty("Data").Clone();
    }

    private static string Counts(JsonElement stats) =>
        $$"""{"Total":{{stats.GetProperty("Total")}},"Unread":{{stats.GetProperty("Unread")}}}""";
}
