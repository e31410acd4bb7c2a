using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Hosting.Tests;

/// <summary>TLS in one call: offered, required, from the first octet; with certificates of every sort.</summary>
public sealed class TlsCallTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-");
    private readonly X509Certificate2 _certificate = DevelopmentCertificate.Create("one.test");

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Offered_tls_may_be_used()
    {
        await using var server = await StartAsync(smtp => smtp.OfferTls(_certificate));
        await using var client = await server.ConnectAsync();

        Assert.Contains("STARTTLS", await GreetAsync(client), StringComparison.Ordinal);
        Assert.Equal("250 2.1.0 Ok", await SayAsync(client, "MAIL FROM:<a@b.test>"));
        await SayAsync(client, "RSET");
        await ProtectAsync(client);

        Assert.Equal(_certificate.GetCertHashString(), client.Link.Tls!.RemoteCertificate!.GetCertHashString());
    }

    [Fact]
    public async Task Required_tls_must_be_used()
    {
        await using var server = await StartAsync(smtp => smtp.RequireTls(_certificate));
        await using var client = await server.ConnectAsync();
        await GreetAsync(client);

        Assert.Equal("530 5.7.0 Say STARTTLS first", await SayAsync(client, "MAIL FROM:<a@b.test>"));
        await ProtectAsync(client);
        await SayAsync(client, "EHLO c.test");

        Assert.Equal("250 2.1.0 Ok", await SayAsync(client, "MAIL FROM:<a@b.test>"));
    }

    [Fact]
    public async Task Implicit_tls_comes_first_and_is_not_offered_again()
    {
        await using var server = await StartAsync(smtp => smtp.ImplicitTls(_certificate));
        await using var client = await ClientLink.ConnectAsync(
            "127.0.0.1", server.Address.Port, Any, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("STARTTLS", await GreetAsync(client), StringComparison.Ordinal);
        Assert.StartsWith("50", await SayAsync(client, "STARTTLS"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_call_counts()
    {
        SmtpServerOptions? seen = null;
        PipedServer.Start(smtp => smtp
            .ImplicitTls(_certificate)
            .RequireTls(_certificate)
            .OfferTls(_certificate)
            .Configure(options => seen = options)
            .Handle(new KeepingHandler()));

        Assert.False(seen!.ImplicitTls || seen.RequiresTls);
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("pem of openssl")]
    [InlineData("pkcs12")]
    public async Task An_encrypted_key_serves_with_its_password(string sort)
    {
        var (path, keyPath) = Write(sort);
        await using var server = await StartAsync(smtp =>
            smtp.RequireTls(CertificateSource.FromFiles(path, keyPath, Password)));
        await using var client = await server.ConnectAsync();
        await GreetAsync(client);

        await ProtectAsync(client);

        Assert.StartsWith("250-", await SayAsync(client, "EHLO c.test"), StringComparison.Ordinal);
        Assert.Equal(_certificate.GetCertHashString(), client.Link.Tls!.RemoteCertificate!.GetCertHashString());
    }

    [Theory]
    [InlineData("pem", null)]
    [InlineData("pem", "wrong")]
    [InlineData("pem of openssl", null)]
    [InlineData("pem of openssl", "wrong")]
    [InlineData("pkcs12", null)]
    [InlineData("pkcs12", "wrong")]
    public void A_key_without_its_password_stops_the_start(string sort, string? password)
    {
        var (path, keyPath) = Write(sort);

        var mistake = Assert.Throws<CertificateException>(() => CertificateSource.FromFiles(path, keyPath, password));

        Assert.StartsWith(
            keyPath is null ? $"The certificate '{path}' " : $"The certificate '{path}' with key '{keyPath}' ",
            mistake.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_may_show_who_it_is(bool shows)
    {
        using var root = TestAuthority.Root();
        using var mine = TestAuthority.Signed(root, "ann@example.org");
        var identities = new List<string?>();
        await using var server = await StartAsync(smtp => smtp
            .RequireTls(_certificate)
            .AskForClientCertificates([root])
            .OnHello((context, _) =>
            {
                if (context.Session.IsSecure)
                    identities.Add(context.Session.CertificateIdentity);
                return null;
            }));
        await using var client = await server.ConnectAsync();
        await GreetAsync(client);

        await ProtectAsync(client, shows ? mine : null);
        await SayAsync(client, "EHLO c.test");

        Assert.Equal([shows ? "ann@example.org" : null], identities);
    }

    private static Task<RunningServer> StartAsync(Action<SmtpServerBuilder> configure) =>
        RunningServer.StartAsync(smtp =>
        {
            configure(smtp);
            smtp.Handle(new KeepingHandler());
        });

    private static async Task<string> GreetAsync(ClientLink client)
    {
        await client.Link.ReadReplyAsync();
        return await SayAsync(client, "EHLO c.test");
    }

    private static async Task<string> SayAsync(ClientLink client, string command)
    {
        await client.Link.WriteAsync(command + "\r\n");
        return await client.Link.ReadReplyAsync();
    }

    private static async Task ProtectAsync(ClientLink client, X509Certificate2? shown = null)
    {
        Assert.Equal("220 2.0.0 Ready to start TLS", await SayAsync(client, "STARTTLS"));
        await client.StartTlsAsync(Any with { ClientCertificate = shown }, TestContext.Current.CancellationToken);
    }

    private (string Path, string? KeyPath) Write(string sort)
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        var path = Path.Combine(_folder.FullName, "certificate");
        var keyPath = Path.Combine(_folder.FullName, "key");
        if (sort == "pkcs12")
        {
            File.WriteAllBytes(path, _certificate.Export(X509ContentType.Pkcs12, Password));
            return (path, null);
        }

        File.WriteAllText(path, _certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, sort == "pem"
            ? key.ExportEncryptedPkcs8PrivateKeyPem(
                Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))
            : LegacyPem.Encrypt("EC PRIVATE KEY", key.ExportECPrivateKey(), Password));
        return (path, keyPath);
    }

    private const string Password = "s3cret";
    private static readonly ClientTlsOptions Any = new() { AcceptsAnyCertificate = true };
}
