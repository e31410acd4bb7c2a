using System.Net.Sockets;
using System.Text;

namespace Rockdove.Catcher.Tests;

/// <summary>Inboxes of one's own, by POP3 and IMAP, beside the one page that shows all.</summary>
public class InboxPerTests
{
    [Theory]
    [InlineData(InboxPer.Everybody, "anybody", 4)]
    [InlineData(InboxPer.Recipient, "ann@example.org", 1)]
    [InlineData(InboxPer.Recipient, "Ann@Example.ORG", 1)]
    [InlineData(InboxPer.Recipient, "ann", 0)]
    [InlineData(InboxPer.User, "ann", 3)]
    [InlineData(InboxPer.User, "ann+x@anywhere.test", 3)]
    [InlineData(InboxPer.User, "bob", 2)]
    [InlineData(InboxPer.Domain, "example.org", 3)]
    [InlineData(InboxPer.Domain, "anybody@example.org", 3)]
    [InlineData(InboxPer.Domain, "example.net", 2)]
    public async Task Whoever_logs_in_sees_what_is_theirs(InboxPer per, string name, int messages)
    {
        await using var catcher = await StartAsync(per);
        await catcher.SendAsync("Subject: 1\r\n\r\n", to: ["ann@example.org"]);
        await catcher.SendAsync("Subject: 2\r\n\r\n", to: ["ANN+lists@example.org"]);
        await catcher.SendAsync("Subject: 3\r\n\r\n", to: ["bob@example.org", "bob@example.net"]);
        await catcher.SendAsync("Subject: 4\r\n\r\n", to: ["ann@example.net", "bob@example.net"]);
        Assert.Equal(4, (await catcher.SubjectsAsync()).Count);
        using var talk = await Pop3Talk.LogInAsync(catcher.AddressOf(CatcherEndpoint.Pop3), name);
        Assert.StartsWith($"+OK {messages} ", await talk.SayAsync("STAT"), StringComparison.Ordinal);
        Assert.Contains($"* {messages} EXISTS\r\n", await SelectAsync(catcher, name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_page_deletes_is_gone_from_inboxes_and_not_the_other_way()
    {
        await using var catcher = await StartAsync(InboxPer.User);
        var first = await catcher.SendAsync("Subject: 1\r\n\r\n", to: ["ann@example.org", "bob@example.org"]);
        await catcher.SendAsync("Subject: 2\r\n\r\n", to: ["ann@example.org"]);
        using (var ann = await Pop3Talk.LogInAsync(catcher.AddressOf(CatcherEndpoint.Pop3), "ann"))
        {
            await ann.SayAsync("DELE 2");
            await ann.SayAsync("QUIT");
        }

        Assert.Equal(["2", "1"], await catcher.SubjectsAsync());
        using var request = new HttpRequestMessage(HttpMethod.Delete, "api/v1/messages")
        {
            Content = new StringContent($"{{\"IDs\":[\"{first}\"]}}", Encoding.UTF8, "application/json"),
        };
        (await catcher.Http.SendAsync(request, Limit.Token)).EnsureSuccessStatusCode();
        Assert.Contains("* 0 EXISTS\r\n", await SelectAsync(catcher, "ann"), StringComparison.Ordinal);
        Assert.Contains("* 0 EXISTS\r\n", await SelectAsync(catcher, "bob"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_old_or_too_many_goes_from_inboxes_too()
    {
        await using var catcher = await StartAsync(InboxPer.User, kept: 2);
        for (var i = 0; i < 4; i++)
            await catcher.SendAsync($"Subject: {i}\r\n\r\n", to: ["ann@example.org"]);
        Assert.Equal(["3", "2"], await catcher.SubjectsAsync());
        Assert.Contains("* 2 EXISTS\r\n", await SelectAsync(catcher, "ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_came_by_imap_is_shown()
    {
        await using var catcher = await StartAsync(InboxPer.Everybody);
        await SayAsync(
            catcher, "a LOGIN x y\r\na APPEND INBOX {17+}\r\nSubject: mine\r\n\r\n\r\na LOGOUT\r\n");
        Assert.Equal(["mine"], await catcher.SubjectsAsync());
        var list = await catcher.GetJsonAsync("api/v1/messages");
        var id = list.GetProperty("messages")[0].GetProperty("ID").GetString();
        Assert.Equal(
            "Subject: mine\r\n\r\n", await catcher.Http.GetStringAsync($"api/v1/message/{id}/raw", Limit.Token));
        Assert.Equal(
            "mine", (await catcher.GetJsonAsync($"api/v1/message/{id}")).GetProperty("Subject").GetString());
    }

    private static Task<RunningCatcher> StartAsync(InboxPer per, int kept = 500) =>
        RunningCatcher.StartAsync(new CatcherOptions { InboxPer = per, KeptMessages = kept });

    private static Task<string> SelectAsync(RunningCatcher catcher, string name) =>
        SayAsync(catcher, $"a LOGIN {name} secret\r\na SELECT INBOX\r\na LOGOUT\r\n");

    private static async Task<string> SayAsync(RunningCatcher catcher, string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(catcher.AddressOf(CatcherEndpoint.Imap), Limit.Token);
        await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), Limit.Token);
        using var reader = new StreamReader(socket.GetStream(), Encoding.Latin1);
        return await reader.ReadToEndAsync(Limit.Token);
    }
}
