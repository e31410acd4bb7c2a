using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>Which certificate a client sees, and what the server makes of the client's own.</summary>
public class CertificateTests
{
    [Theory]
    [InlineData("one.test", "one.test")]
    [InlineData("ONE.test", "one.test")]
    [InlineData("a.wild.test", "wild.test")]
    [InlineData("a.b.wild.test", "default.test")]
    [InlineData("wild.test", "default.test")]
    [InlineData("127.0.0.1", "default.test")] // An address is never asked for by SNI.
    public async Task The_name_that_is_asked_for_chooses_the_certificate(string asked, string seen)
    {
        var source = CertificateSource.ByName(
            CertificateSource.Development("default.test"),
            ("one.test", CertificateSource.Development("one.test")),
            ("*.wild.test", CertificateSource.Development("wild.test")));
        await using var server = await StartAsync(options => options.Certificate = source);
        await using var client = await server.ConnectAsync();

        await client.StartTlsAsync(Any with { ServerName = asked }, TestContext.Current.CancellationToken);

        using var certificate = new X509Certificate2(client.Link.Tls!.RemoteCertificate!);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames();
        Assert.Equal(seen, names.First());
    }

    [Fact]
    public void Two_certificates_for_one_name_are_refused() =>
        Assert.Throws<ArgumentException>(() => CertificateSource.ByName(
            CertificateSource.Development(),
            ("a.test", CertificateSource.Development()),
            ("A.test", CertificateSource.Development())));

    [Fact]
    public void V30_nothing_older_than_tls_1_2_is_spoken()
    {
        var options = CertificateSource.Development().ServerOptions();

        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, options.EnabledSslProtocols);
        Assert.False(options.AllowRenegotiation);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task V30_tls_1_2_and_1_3_are_spoken(SslProtocols protocol)
    {
        await using var server = await StartAsync(options => options.Certificate = CertificateSource.Development());
        await using var client = await server.ConnectAsync();

        await client.StartTlsAsync(Any with { Protocols = protocol }, TestContext.Current.CancellationToken);

        Assert.Equal(protocol, client.Link.Tls!.SslProtocol);
    }

    [Fact]
    public async Task T6_a_certificate_that_cannot_be_had_just_now_is_454()
    {
        var source = new Flaky();
        await using var server = PipedServer.Start(smtp => smtp
            .Handle(new KeepingHandler())
            .Configure(options => options.Certificate = source));

        Assert.Equal("454 4.7.0 TLS is not available just now\r\n", await server.SayAsync("STARTTLS\r\n"));
        Assert.Equal(
            "The certificate cannot be used: gone fishing; clients are told 454", Assert.Single(server.Log.AboveDebug));
        Assert.Equal("250 2.0.0 Ok\r\n", await server.SayAsync("NOOP\r\n"));
        source.IsThere = true;
        Assert.Equal("220 2.0.0 Ready to start TLS\r\n", await server.SayAsync("STARTTLS\r\n"));
    }

    [Fact]
    public async Task A_client_is_who_its_certificate_says_when_we_signed_it()
    {
        using var root = TestAuthority.Root();
        using var shown = TestAuthority.Signed(root, "bob@example.test");

        Assert.Equal("235 2.7.0 Authentication succeeded", await ExternalAsync([root], shown));
    }

    [Fact]
    public async Task A_certificate_of_somebody_else_is_no_identity()
    {
        using var root = TestAuthority.Root();
        using var stranger = TestAuthority.Root();
        using var shown = TestAuthority.Signed(stranger, "bob@example.test");

        Assert.Equal("504 5.5.4 Unknown authentication mechanism", await ExternalAsync([root], shown));
    }

    [Fact]
    public async Task Without_a_certificate_there_is_no_external()
    {
        using var root = TestAuthority.Root();

        Assert.Equal("504 5.5.4 Unknown authentication mechanism", await ExternalAsync([root], shown: null));
    }

    [Fact]
    public async Task Where_certificates_are_required_there_is_no_service_without()
    {
        using var root = TestAuthority.Root();
        await using var server = await StartAsync(options =>
        {
            options.Certificate = CertificateSource.Development();
            options.ClientCertificates = new ClientCertificates { TrustedRoots = [root], IsRequired = true };
        });
        await using var client = await server.ConnectAsync();

        // In TLS 1.3 the client's handshake is over before the server has seen its certificate, or that there is none.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await client.StartTlsAsync(Any, TestContext.Current.CancellationToken);
            if (await client.Link.ReadLineAsync() is null)
                throw new IOException("The server has closed.");
        });
    }

    [Fact]
    public void External_without_client_certificates_is_a_mistake()
    {
        var options = new SmtpServerOptions { Mechanisms = [new ExternalMechanism()] };

        Assert.Equal("EXTERNAL needs ClientCertificates.", Assert.Throws<ArgumentException>(options.Validate).Message);
    }

    private static async Task<string> ExternalAsync(X509Certificate2Collection roots, X509Certificate2? shown)
    {
        await using var server = await StartAsync(
            options =>
            {
                options.Certificate = CertificateSource.Development();
                options.Mechanisms = [new ExternalMechanism()];
                options.ClientCertificates = new ClientCertificates { TrustedRoots = roots };
            },
            new ScriptedHandler
            {
                LetsIn = who => who is { Kind: CredentialKind.External, Identity: "bob@example.test" },
            });
        await using var client = await server.ConnectAsync();
        await client.StartTlsAsync(Any with { ClientCertificate = shown }, TestContext.Current.CancellationToken);
        await client.Link.ReadReplyAsync();
        await client.Link.WriteAsync("EHLO c.test\r\nAUTH EXTERNAL =\r\n");
        await client.Link.ReadReplyAsync();
        return await client.Link.ReadReplyAsync();
    }

    private static Task<RunningServer> StartAsync(Action<SmtpServerOptions> change, SmtpHandler? handler = null) =>
        RunningServer.StartAsync(smtp => smtp.Handle(handler ?? new KeepingHandler()).Configure(options =>
        {
            options.ImplicitTls = true;
            change(options);
        }));

    private sealed class Flaky : CertificateSource
    {
        private readonly CertificateSource _inner = Development();

        public bool IsThere { get; set; }

        public override SslStreamCertificateContext Current(string? serverName = null) =>
            IsThere ? _inner.Current() : throw new CertificateException("gone fishing");
    }

    private static readonly ClientTlsOptions Any = new() { AcceptsAnyCertificate = true };
}
