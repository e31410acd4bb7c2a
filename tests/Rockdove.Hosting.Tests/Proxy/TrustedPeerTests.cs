using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Rockdove.Smtp;
using Rockdove.Testing;

namespace Rockdove.Hosting.Tests;

/// <summary>V28: what a proxy says of its client counts only from proxies of ours.</summary>
public class TrustedPeerTests
{
    private readonly SessionsHandler _handler = new();

    [Fact]
    public async Task V28_the_client_behind_a_proxy_is_the_client()
    {
        await using var server = await StartAsync(Loopback);
        await using var client = await server.ConnectAsync();

        await client.Link.WriteAsync("PROXY TCP4 192.0.2.1 198.51.100.2 56324 25\r\n");

        Assert.StartsWith("220 ", await client.Link.ReadLineAsync(), StringComparison.Ordinal);
        var context = await _handler.Connected.Task;
        Assert.Equal(
            (IPAddress.Parse("192.0.2.1"), 56324),
            (context.Session.ClientAddress, context.Session.ClientPort));
        var proxy = context.Connection.Features.Get<ProxiedConnection>()!.Proxy;
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)proxy).Address);
        await client.Link.WriteAsync("XCLIENT NAME=x\r\n");
        Assert.Equal("550 5.7.0 You are not trusted to say that", await client.Link.ReadReplyAsync());
    }

    [Fact]
    public async Task V28_commands_may_come_with_the_header_in_one_segment()
    {
        await using var server = await StartAsync(Loopback);
        byte[] header = ProxyHeaderTests.Binary(
            0x21, 0x11, ProxyHeaderTests.Ends(0x11, "192.0.2.1:1", "192.0.2.2:25"));

        var answer = await server.TalkAsync(
            System.Text.Encoding.Latin1.GetString(header) + "NOOP\r\nQUIT\r\n", TestContext.Current.CancellationToken);

        Assert.EndsWith("250 2.0.0 Ok\r\n221 2.0.0 Bye\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task V28_a_proxy_that_speaks_for_itself_keeps_its_address()
    {
        await using var server = await StartAsync(Loopback);
        await using var client = await server.ConnectAsync();

        await client.Link.Output.WriteAsync(
            ProxyHeaderTests.Binary(0x20, 0, []), TestContext.Current.CancellationToken);

        await client.Link.ReadReplyAsync();
        Assert.Equal(IPAddress.Loopback, (await _handler.Connected.Task).Session.ClientAddress);
    }

    [Theory]
    [InlineData("EHLO c.test\r\n")]
    [InlineData("PROXY TCP4 lies\r\n")]
    public async Task V28_a_trusted_peer_that_sends_no_header_is_cut(string line)
    {
        await using var server = await StartAsync(Loopback);
        await using var client = await server.ConnectAsync();

        await client.Link.WriteAsync(line);

        await EndsInSilenceAsync(client);
        Assert.False(_handler.Connected.Task.IsCompleted);
    }

    [Fact]
    public async Task V28_a_trusted_peer_that_says_nothing_is_cut_after_five_seconds()
    {
        var clock = new ManualTimeProvider();
        var fromPeer = new Pipe();
        var connection = new DefaultConnectionContext("c1", new Ends(fromPeer.Reader, new Pipe().Writer), null!)
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 1),
        };
        var isPassedOn = false;
        var proxy = new ProxyProtocol(
            _ =>
            {
                isPassedOn = true;
                return Task.CompletedTask;
            },
            [IPNetwork.Parse(Loopback)],
            clock,
            NullLogger.Instance);

        var session = proxy.OnConnectedAsync(connection);
        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(session.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));

        await session.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(isPassedOn);
    }

    [Fact]
    public async Task V28_a_header_of_anybody_else_is_an_unknown_command()
    {
        await using var server = await StartAsync("192.0.2.0/24");
        await using var client = await server.ConnectAsync();
        Assert.StartsWith("220 ", await client.Link.ReadReplyAsync(), StringComparison.Ordinal);

        await client.Link.WriteAsync("PROXY TCP4 192.0.2.1 198.51.100.2 56324 25\r\n");

        Assert.Equal("500 5.5.2 Unknown command", await client.Link.ReadReplyAsync());
        Assert.Equal(IPAddress.Loopback, (await _handler.Connected.Task).Session.ClientAddress);
    }

    [Fact]
    public async Task V28_xclient_is_for_trusted_peers()
    {
        await using var server = await StartXClientAsync();
        await using var client = await server.ConnectAsync();
        await client.Link.ReadReplyAsync();

        await client.Link.WriteAsync("XCLIENT ADDR=192.0.2.1 NAME=client.test LOGIN=bob\r\n");

        Assert.StartsWith("220 ", await client.Link.ReadReplyAsync(), StringComparison.Ordinal);
        var session = (await _handler.Connected.Task).Session;
        Assert.Equal(IPAddress.Parse("192.0.2.1"), session.ClientAddress);
        Assert.Equal(("client.test", "bob"), (session.ClientName, session.Identity));
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("::1")]
    [InlineData("IPV6:::1")]
    [InlineData("2001:db8::1")]
    public async Task V28_an_address_may_be_short(string address)
    {
        await using var server = await StartXClientAsync();
        await using var client = await server.ConnectAsync();
        await client.Link.ReadReplyAsync();

        await client.Link.WriteAsync($"XCLIENT ADDR={address}\r\n");

        Assert.StartsWith("220 ", await client.Link.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Equal(
            IPAddress.Parse(address.Replace("IPV6:", "", StringComparison.Ordinal)),
            (await _handler.Connected.Task).Session.ClientAddress);
    }

    [Theory]
    [InlineData("ADDR")]
    [InlineData("ADDR=")]
    [InlineData("ADDR=1.1.1.1 NAME")]
    [InlineData("ADDR=somewhere")]
    [InlineData("=1.1.1.1")]
    [InlineData("")]
    public async Task V28_half_an_attribute_is_501_and_changes_nothing(string attributes)
    {
        await using var server = await StartXClientAsync();
        await using var client = await server.ConnectAsync();
        await client.Link.ReadReplyAsync();

        await client.Link.WriteAsync($"XCLIENT {attributes}\r\nNOOP\r\n");

        Assert.StartsWith("501 ", await client.Link.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("250 2.0.0 Ok", await client.Link.ReadReplyAsync());
        Assert.Equal(IPAddress.Loopback, (await _handler.Connected.Task).Session.ClientAddress);
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "11.1.2.3", false)]
    [InlineData("2001:db8::/32", "2001:db8::1", true)]
    [InlineData("2001:db8::/32", "10.1.2.3", false)]
    public void A_network_holds_its_addresses(string network, string address, bool isHeld) =>
        Assert.Equal(
            isHeld, PeerNetworks.Hold([IPNetwork.Parse(network)], new IPEndPoint(IPAddress.Parse(address), 1)));

    [Fact]
    public void Nobody_is_trusted_by_a_proxy_protocol_without_peers()
    {
        var mistake = Assert.Throws<ArgumentException>(
            () => new SmtpServerOptions { UsesProxyProtocol = true }.Validate());
        Assert.Equal("UsesProxyProtocol needs TrustedPeers.", mistake.Message);
    }

    private Task<RunningServer> StartXClientAsync() => RunningServer.StartAsync(smtp => smtp
        .Configure(options => options.TrustedPeers = [IPNetwork.Parse(Loopback)])
        .Handle(_handler));

    private Task<RunningServer> StartAsync(string trusted) => RunningServer.StartAsync(smtp => smtp
        .Configure(options =>
        {
            options.UsesProxyProtocol = true;
            options.TrustedPeers = [IPNetwork.Parse(trusted)];
        })
        .Handle(_handler));

    private static async Task EndsInSilenceAsync(ClientLink client)
    {
        try
        {
            Assert.Null(await client.Link.ReadLineAsync());
        }
        catch (IOException)
        {
            // A cut is an end too.
        }
    }

    private sealed class SessionsHandler : SmtpHandler
    {
        public TaskCompletionSource<SmtpContext> Connected { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ValueTask<SmtpReply?> ConnectAsync(SmtpContext context, ConnectQuestion question)
        {
            Connected.TrySetResult(context);
            return default;
        }

        public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question) =>
            new(Reception.Refuse(SmtpReplies.LocalError));
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private const string Loopback = "127.0.0.0/8";
}
