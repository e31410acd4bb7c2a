using System.Net;
using System.Net.Sockets;
using Rockdove.Testing;

namespace Rockdove.Mock.Tests;

/// <summary>The tests of go-smtp-mock's server, by their names.</summary>
public class ServerTests
{
    [Theory]
    [InlineData("a free port")]
    [InlineData("a given port")]
    [InlineData("a port in use")]
    public async Task TestServerStart(string which)
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        if (which == "a port in use")
        {
            taken.Listen();
            var error = await Assert.ThrowsAsync<IOException>(() => GoServer.StartAsync(new() { PortNumber = port }));
            Assert.Contains($"{port}", error.Message, StringComparison.Ordinal);
            return;
        }

        taken.Dispose(); // Nobody else is given the port that soon.
        await using var server = await GoServer.StartAsync(
            new() { PortNumber = which == "a given port" ? port : 0 });
        Assert.True(which == "a given port" ? server.Port == port : server.Port > 0);
        await using var client = await MockClient.ConnectAsync(server);
        Assert.Equal("220 Welcome", await client.ReadReplyAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TestServerStop(bool isForced)
    {
        var (loggers, output, _) = GoServer.Log(new ManualTimeProvider());
        var server = await GoServer.StartAsync(
            new() { LogServerActivity = true, ShutdownTimeout = TimeSpan.FromMilliseconds(isForced ? 1 : 60_000) },
            options => options.Loggers = loggers);
        await using var client = await MockClient.ConnectAsync(server);
        await client.GoToDataAsync();
        await client.SendAsync("in the midst\r\n");

        var stop = server.DisposeAsync();
        if (!isForced)
        {
            Assert.Equal("250 Received", await client.AskAsync("."));
            Assert.Equal("421 Service not available", await client.ReadLineAsync());
            Assert.Null(await client.ReadLineAsync());
        }

        await stop;
        Assert.EndsWith(
            isForced ? "SMTP mock server was force stopped by timeout" : "SMTP mock server was stopped successfully",
            output.Lines().Last(line => line.Contains("SMTP mock server", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<SocketException>(() => MockClient.ConnectAsync(server));
        await server.DisposeAsync(); // Once more does no harm.
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TestServerMessages(int count)
    {
        await using var server = await WithMailAsync(count);
        var messages = server.Messages;

        Assert.Equal(count, messages.Count);
        server.MessagesAndPurge();
        Assert.Equal(count, messages.Count); // A copy.
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task TestServerWaitForMessages(int count, bool areThere)
    {
        await using var server = await WithMailAsync(2);
        var waiting = server.WaitForMessagesAsync(count, TimeSpan.Zero, Cancel);

        if (areThere)
            Assert.Equal(2, (await waiting).Count);
        else
            Assert.Equal(2, (await Assert.ThrowsAsync<MockWaitException>(() => waiting)).Arrived.Count);
        Assert.Equal(2, server.Messages.Count);
    }

    [Fact]
    public async Task TestServerMessagesAndPurge()
    {
        await using var server = await WithMailAsync(2);

        Assert.Equal(2, server.MessagesAndPurge().Count);
        Assert.Empty(server.Messages);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 2)]
    public async Task TestServerWaitForMessagesAndPurge(int count, int left)
    {
        await using var server = await WithMailAsync(2);
        var waiting = server.WaitForMessagesAndPurgeAsync(count, TimeSpan.Zero, Cancel);

        if (left == 0)
            Assert.Equal(2, (await waiting).Count);
        else
            await Assert.ThrowsAsync<MockWaitException>(() => waiting);
        Assert.Equal(left, server.Messages.Count); // What was not given is not forgotten.
    }

    [Fact]
    public async Task TestServerPortNumber()
    {
        await using var server = await GoServer.StartAsync();
        Assert.Equal(server.EndPoint.Port, server.Port);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task TestServerFetchMessages(int count)
    {
        await using var server = await WithMailAsync(1);
        Assert.Single(await server.WaitForMessagesAsync(count, TimeSpan.Zero, Cancel));
    }

    [Theory]
    [InlineData("defaults")]
    [InlineData("custom")]
    [InlineData("two mails")]
    public async Task TestNew(string which)
    {
        var profile = which switch
        {
            "custom" => new GoSmtpMockProfile { MsgGreeting = "220 Custom" },
            "two mails" => new GoSmtpMockProfile { MultipleMessageReceiving = true, MultipleRcptto = true },
            _ => new GoSmtpMockProfile(),
        };
        await using var server = await GoServer.StartAsync(profile);
        await using var client = await MockClient.ConnectAsync(server);
        if (which != "two mails")
        {
            Assert.Equal(profile.MsgGreeting, await client.ReadReplyAsync());
            return;
        }

        await client.GoMailAsync("one\r\n");
        foreach (var line in (string[])["RSET", GoTalk.Mail, GoTalk.Rcpt, "RCPT TO:<also@example.com>"])
            Assert.StartsWith("250 ", await client.AskAsync(line), StringComparison.Ordinal);
        await client.AskAsync("DATA");
        await client.AskAsync("two\r\n.");
        await client.AskAsync("QUIT");

        var kept = server.Sessions[0].GoSmtpMockMessages;
        Assert.Equal(
            [
                Told("one\r\n", [new(GoTalk.Rcpt, "250 Received")]) with
                {
                    RsetRequest = "RSET", RsetResponse = "250 Ok", Rset = true,
                },
                Told("two\r\n", [new(GoTalk.Rcpt, "250 Received"), new("RCPT TO:<also@example.com>", "250 Received")])
                    with { QuitSent = true },
            ],
            kept.Select(message => message with { RcpttoRequestResponse = [], MsgContent = default }),
            (expected, actual) => expected with { RcpttoRequestResponse = [], MsgContent = default } == actual);
        Assert.Equal(["one\r\n", "two\r\n"], kept.Select(message => message.MsgRequest));
        Assert.Equal([1, 2], kept.Select(message => message.RcpttoRequestResponse.Count));
        Assert.Equal(["to@example.com", "also@example.com"], server.Messages[1].ForwardPaths);
    }

    [Fact]
    public async Task TestServerMessagesRaceCondition()
    {
        await using var server = await GoServer.StartAsync();
        await using var client = await MockClient.ConnectAsync(server);
        await client.GoToDataAsync();

        Assert.Empty(server.MessagesAndPurge());

        Assert.Equal("250 Received", await client.AskAsync("x\r\n."));
        Assert.Single(server.MessagesAndPurge());
        Assert.True(server.Sessions[0].GoSmtpMockMessages[0].IsConsistent);
    }

    private static GoSmtpMockMessage Told(string content, GoSmtpMockExchange[] recipients) => new()
    {
        HeloRequest = GoTalk.Helo,
        HeloResponse = "250 Received",
        Helo = true,
        MailfromRequest = GoTalk.Mail,
        MailfromResponse = "250 Received",
        Mailfrom = true,
        RcpttoRequestResponse = recipients,
        Rcptto = true,
        DataRequest = "DATA",
        DataResponse = "354 Ready for receive message. End data with <CR><LF>.<CR><LF>",
        Data = true,
        MsgContent = System.Text.Encoding.UTF8.GetBytes(content),
        MsgResponse = "250 Received",
        Msg = true,
    };

    /// <summary>A server that has got some mail.</summary>
    private static async Task<MockMailServer> WithMailAsync(int count)
    {
        var server = await GoServer.StartAsync();
        for (var i = 0; i < count; i++)
        {
            await using var client = MockClient.InMemory(server);
            Assert.Equal("250 Received", await client.GoMailAsync($"{i}\r\n"));
        }

        return server;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
