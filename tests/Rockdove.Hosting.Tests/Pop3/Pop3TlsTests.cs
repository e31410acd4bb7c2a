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

/// <summary>STLS and implicit TLS over sockets.</summary>
public class Pop3TlsTests
{
    [Fact]
    public async Task P21_commands_slipped_in_before_the_handshake_are_never_run()
    {
        await using var server = PipedServer.StartPop3(pop3 => pop3.Handle(new ScriptedMaildrop()).Configure(Offer));
        var said = await server.SayAsync("STLS\r\nCAPA\r\n");
        await server.EndAsync();
        Assert.Equal("+OK Begin TLS\r\n", said + server.TakeOutput());
        Assert.Empty(server.Log.AboveDebug);
        Assert.Contains(server.Log.Entries, entry => entry.Text.Contains("handshake failed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handshake_protects_what_follows(bool isImplicit)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            listen.UsePop3(pop3 => pop3.Handle(new ScriptedMaildrop()).Configure(options =>
            {
                Offer(options);
                options.ImplicitTls = isImplicit;
            }))));
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var port = new Uri(address.Addresses.Single()).Port;

        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        if (!isImplicit)
        {
            var greeting = await TalkAsync(socket.GetStream(), "");
            Assert.Equal("+OK localhost POP3 Rockdove\r\n", greeting);
            Assert.Contains("\r\nSTLS\r\n", await TalkAsync(socket.GetStream(), "CAPA\r\n"), StringComparison.Ordinal);
            Assert.Equal(
                "-ERR Not without TLS: STLS comes first\r\n", await TalkAsync(socket.GetStream(), "USER a\r\n"));
            Assert.Equal("+OK Begin TLS\r\n", await TalkAsync(socket.GetStream(), "STLS\r\n"));
        }

#pragma warning disable CA5359 // The certificate is made up, and not what is tested.
        await using var tls = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync("localhost");
        if (isImplicit)
            Assert.Equal("+OK localhost POP3 Rockdove\r\n", await TalkAsync(tls, ""));
        Assert.DoesNotContain("STLS", await TalkAsync(tls, "CAPA\r\n"), StringComparison.Ordinal);
        Assert.Equal("+OK Now the password\r\n", await TalkAsync(tls, "USER a\r\n"));
        Assert.Equal("+OK 2 messages (44 octets)\r\n", await TalkAsync(tls, "PASS b\r\n"));
        Assert.Equal("+OK Goodbye\r\n", await TalkAsync(tls, "QUIT\r\n"));
        Assert.Equal(0, await tls.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    private static void Offer(Pop3ServerOptions options)
    {
        options.AllowsSecretsInClear = false;
        options.Certificate = CertificateSource.Development("localhost");
    }

    /// <summary>Says something, and reads what is one flush of the server.</summary>
    private static async Task<string> TalkAsync(Stream stream, string text)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        var buffer = new byte[4096];
        var length = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
