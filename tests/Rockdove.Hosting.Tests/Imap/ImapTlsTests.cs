using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting.Tests;

/// <summary>STARTTLS and implicit TLS over sockets.</summary>
public class ImapTlsTests
{
    [Fact]
    public async Task I23_commands_slipped_in_before_the_handshake_are_never_run()
    {
        await using var server = PipedServer.StartImap(imap => imap.Handle(new ScriptedMailbox()).Configure(Offer));
        var said = await server.SayAsync("a STARTTLS\r\nb CAPABILITY\r\n");
        await server.EndAsync();
        Assert.Equal("a OK Begin TLS now\r\n", said + server.TakeOutput());
        Assert.Empty(server.Log.AboveDebug);
        Assert.Contains(server.Log.Entries, entry => entry.Text.Contains("handshake failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task I95_a_client_that_idles_is_told_through_tls_again_and_again()
    {
        var handler = new ScriptedMailbox();
        await using var app = await StartAsync(handler, isImplicit: true);
        using var socket = await ConnectAsync(app);
        await using var tls = await ProtectAsync(socket);
        await TalkAsync(tls, "");
        await TalkAsync(tls, "a LOGIN b c\r\n");
        await TalkAsync(tls, "b SELECT INBOX\r\n");
        Assert.Equal("+ Idling\r\n", await TalkAsync(tls, "c IDLE\r\n"));
        for (var i = 3; i < 23; i++)
        {
            handler.Deliver(); // Each wakes a read that waits inside of TLS, and which must go on as if it had not.
            Assert.Equal($"* {i} EXISTS\r\n* 0 RECENT\r\n", await TalkAsync(tls, ""));
        }

        await TalkAsync(tls, "DO", reads: false);
        handler.Deliver();
        Assert.Equal("* 23 EXISTS\r\n* 0 RECENT\r\n", await TalkAsync(tls, ""));
        Assert.Equal("c OK Completed\r\n", await TalkAsync(tls, "NE\r\n"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handshake_protects_what_follows(bool isImplicit)
    {
        await using var app = await StartAsync(new ScriptedMailbox(), isImplicit);
        using var socket = await ConnectAsync(app);
        if (!isImplicit)
        {
            var greeting = await TalkAsync(socket.GetStream(), "");
            Assert.Contains(" STARTTLS ", greeting, StringComparison.Ordinal);
            Assert.Contains(" LOGINDISABLED] localhost Rockdove is ready\r\n", greeting, StringComparison.Ordinal);
            Assert.StartsWith(
                "a NO [PRIVACYREQUIRED]", await TalkAsync(socket.GetStream(), "a LOGIN b c\r\n"),
                StringComparison.Ordinal);
            Assert.Equal("b OK Begin TLS now\r\n", await TalkAsync(socket.GetStream(), "b STARTTLS\r\n"));
        }

        await using var tls = await ProtectAsync(socket);
        if (isImplicit)
            Assert.StartsWith("* OK [CAPABILITY IMAP4rev1", await TalkAsync(tls, ""), StringComparison.Ordinal);
        var capabilities = await TalkAsync(tls, "c CAPABILITY\r\n");
        Assert.DoesNotContain("STARTTLS", capabilities, StringComparison.Ordinal);
        Assert.DoesNotContain("LOGINDISABLED", capabilities, StringComparison.Ordinal);
        Assert.StartsWith("d OK ", await TalkAsync(tls, "d LOGIN b c\r\n"), StringComparison.Ordinal);
        Assert.Equal("* BYE Goodbye\r\ne OK Completed\r\n", await TalkAsync(tls, "e LOGOUT\r\n"));
        Assert.Equal(0, await tls.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_tls_is_required_no_mechanism_gets_in_without()
    {
        await using var server = PipedServer.StartImap(imap => imap.Handle(new ScriptedMailbox()).Configure(options =>
        {
            Offer(options);
            options.RequiresTls = true;
            options.Mechanisms = [new Wire.CramMd5Mechanism()];
        }));
        await server.SayAsync("a AUTHENTICATE CRAM-MD5\r\n");
        var answer = Convert.ToBase64String("ann 0123456789abcdef0123456789abcdef"u8);
        Assert.StartsWith("a NO [PRIVACYREQUIRED]", await server.SayAsync(answer + "\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ImplicitTls")]
    [InlineData("RequiresTls")]
    public void Tls_needs_a_certificate(string setting)
    {
        var options = new ImapServerOptions
        {
            ImplicitTls = setting == "ImplicitTls",
            RequiresTls = setting == "RequiresTls",
        };
        Assert.Contains(setting, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    private static void Offer(ImapServerOptions options)
    {
        options.AllowsSecretsInClear = false;
        options.Certificate = CertificateSource.Development("localhost");
    }

    private static async Task<WebApplication> StartAsync(ScriptedMailbox handler, bool isImplicit)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            listen.UseImap(imap => imap.Handle(handler).Configure(options =>
            {
                Offer(options);
                options.ImplicitTls = isImplicit;
            }))));
        var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<TcpClient> ConnectAsync(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var socket = new TcpClient();
        await socket.ConnectAsync(
            IPAddress.Loopback, new Uri(address.Addresses.Single()).Port, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<SslStream> ProtectAsync(TcpClient socket)
    {
#pragma warning disable CA5359 // The certificate is made up, and not what is tested.
        var tls = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync("localhost");
        return tls;
    }

    /// <summary>Says something, and reads what is one flush of the server.</summary>
    private static async Task<string> TalkAsync(Stream stream, string text, bool reads = true)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        if (!reads)
            return "";
        var buffer = new byte[4096];
        var length = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
