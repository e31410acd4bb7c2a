using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Hosting.Tests;

public class ClientLinkTests
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    [Fact]
    public async Task A_client_talks_in_clear()
    {
        await using var server = await RunningServer.StartAsync(smtp => smtp.Handle(new KeepingHandler()));
        await using var client = await server.ConnectAsync();

        Assert.StartsWith("220 ", await client.Link.ReadLineAsync(), StringComparison.Ordinal);
        await client.Link.WriteAsync("NOOP\r\n");

        Assert.Equal("250 2.0.0 Ok", await client.Link.ReadLineAsync());
        Assert.Equal(server.Address.Port, ((IPEndPoint)client.RemoteEndPoint).Port);
    }

    [Fact]
    public async Task A_client_starts_tls_and_believes_the_root_it_was_given()
    {
        using var certificate = DevelopmentCertificate.Create("mx.test");
        await using var server = await StartAsync(certificate, isImplicit: false);
        await using var client = await server.ConnectAsync();
        await client.Link.ReadLineAsync();
        await client.Link.WriteAsync("STARTTLS\r\n");
        await client.Link.ReadLineAsync();

        await client.StartTlsAsync(Trust(certificate), TestContext.Current.CancellationToken);

        Assert.True(client.Link.Tls!.SslProtocol >= SslProtocols.Tls12);
        await client.Link.WriteAsync("NOOP\r\n");
        Assert.Equal("250 2.0.0 Ok", await client.Link.ReadLineAsync());
    }

    [Fact]
    public async Task A_client_connects_to_a_port_that_begins_with_tls()
    {
        using var certificate = DevelopmentCertificate.Create("mx.test");
        await using var server = await StartAsync(certificate, isImplicit: true);

        await using var client = await ClientLink.ConnectAsync(
            server.Address.Address.ToString(),
            server.Address.Port,
            new ClientTlsOptions { AcceptsAnyCertificate = true },
            TestContext.Current.CancellationToken);

        Assert.StartsWith("220 ", await client.Link.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_refuses_a_certificate_that_nobody_vouches_for()
    {
        using var certificate = DevelopmentCertificate.Create("mx.test");
        await using var server = await StartAsync(certificate, isImplicit: true);

        await Assert.ThrowsAsync<AuthenticationException>(() => ClientLink.ConnectAsync(
            "127.0.0.1", server.Address.Port, new ClientTlsOptions(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_refuses_a_certificate_for_another_name()
    {
        using var certificate = DevelopmentCertificate.Create("mx.test");
        await using var server = await StartAsync(certificate, isImplicit: true);
        var tls = Trust(certificate) with { ServerName = "other.test" };

        await Assert.ThrowsAsync<AuthenticationException>(() => ClientLink.ConnectAsync(
            "127.0.0.1", server.Address.Port, tls, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_an_exception()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // Bound, and does not listen.
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        await Assert.ThrowsAsync<SocketException>(
            () => ClientLink.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ClientLink.ConnectAsync("127.0.0.1", port, Cancelled));
    }

    private static Task<RunningServer> StartAsync(X509Certificate2 certificate, bool isImplicit) =>
        RunningServer.StartAsync(smtp => smtp.Handle(new KeepingHandler()).Configure(options =>
        {
            options.Certificate = CertificateSource.From(certificate);
            options.ImplicitTls = isImplicit;
        }));

    private static ClientTlsOptions Trust(X509Certificate2 root) =>
        new() { ServerName = "mx.test", TrustedRoots = [root] };
}
