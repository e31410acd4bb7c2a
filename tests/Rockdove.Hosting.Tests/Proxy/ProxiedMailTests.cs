using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting.Tests;

/// <summary>V28 for POP3 and IMAP: a proxy of ours says who the client is, and nobody else does.</summary>
public class ProxiedMailTests
{
    [Theory]
    [InlineData("pop3", Loopback, "+OK ", "QUIT\r\n", "192.0.2.1")]
    [InlineData("pop3", "192.0.2.0/24", "+OK ", "QUIT\r\n", "127.0.0.1")]
    [InlineData("imap", Loopback, "* OK ", "a LOGOUT\r\n", "192.0.2.1")]
    [InlineData("imap", "192.0.2.0/24", "* OK ", "a LOGOUT\r\n", "127.0.0.1")]
    public async Task V28_the_client_behind_a_proxy_is_the_client(
        string protocol, string trusted, string greeting, string quit, string client)
    {
        var seen = new TaskCompletionSource<IPAddress?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await StartAsync(protocol, trusted, seen);
        var isTrusted = trusted == Loopback;

        var said = await TalkAsync(app, "PROXY TCP4 192.0.2.1 198.51.100.2 56324 110\r\n" + quit);

        Assert.StartsWith(greeting, said, StringComparison.Ordinal);
        Assert.Equal(client, $"{await seen.Task}");
        Assert.Equal(!isTrusted, said.Contains("-ERR Command unknown", StringComparison.Ordinal)
            || said.Contains("PROXY BAD", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pop3", "QUIT\r\n")]
    [InlineData("imap", "a LOGOUT\r\n")]
    [InlineData("pop3", "PROXY TCP4 lies\r\n")]
    public async Task V28_a_trusted_peer_that_sends_no_header_is_cut(string protocol, string line)
    {
        var seen = new TaskCompletionSource<IPAddress?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await StartAsync(protocol, Loopback, seen);

        Assert.Equal("", await TalkAsync(app, line));
        Assert.False(seen.Task.IsCompleted);
    }

    [Fact]
    public void Nobody_is_trusted_by_a_proxy_protocol_without_peers()
    {
        Assert.Equal(
            "UsesProxyProtocol needs TrustedPeers.",
            Assert.Throws<ArgumentException>(new Pop3ServerOptions { UsesProxyProtocol = true }.Validate).Message);
        Assert.Equal(
            "UsesProxyProtocol needs TrustedPeers.",
            Assert.Throws<ArgumentException>(new ImapServerOptions { UsesProxyProtocol = true }.Validate).Message);
    }

    private static async Task<WebApplication> StartAsync(
        string protocol, string trusted, TaskCompletionSource<IPAddress?> seen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (protocol == "pop3")
                listen.UsePop3(pop3 => pop3.Use(See).Configure(Trust).Handle(new ScriptedMaildrop()));
            else
                listen.UseImap(imap => imap.Use(SeeImap).Configure(Trust).Handle(new ScriptedMailbox()));
        }));
        var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;

        void Trust<T>(T options) where T : IMailServerOptions
        {
            options.UsesProxyProtocol = true;
            options.TrustedPeers = [IPNetwork.Parse(trusted)];
        }

        ValueTask<Pop3.Pop3Reply?> See(Pop3Context context, Pop3Delegate next)
        {
            seen.TrySetResult(context.Session.ClientAddress);
            return next(context);
        }

        ValueTask<Imap.ImapReply?> SeeImap(ImapContext context, ImapDelegate next)
        {
            seen.TrySetResult(context.Session.ClientAddress);
            return next(context);
        }
    }

    /// <summary>Says all of it, and gives all that the server says to its end.</summary>
    private static async Task<string> TalkAsync(WebApplication app, string text)
    {
        var token = TestContext.Current.CancellationToken;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(address.Addresses.Single()).Port, token);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), token);
        var said = new MemoryStream();
        try
        {
            await socket.GetStream().CopyToAsync(said, token);
        }
        catch (IOException)
        {
            // A cut is an end too.
        }

        return Encoding.ASCII.GetString(said.ToArray());
    }

    private const string Loopback = "127.0.0.0/8";
}
