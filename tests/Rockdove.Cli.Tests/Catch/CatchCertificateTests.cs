using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Rockdove.Hosting;

namespace Rockdove.Cli.Tests;

/// <summary>The certificate that <c>rockdove catch --cert --key</c> shows, while its files change under it.</summary>
public sealed class CatchCertificateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-");
    private readonly HashSet<string> _written = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task New_files_are_shown_without_a_restart()
    {
        using var first = DevelopmentCertificate.Create("one.test");
        using var second = DevelopmentCertificate.Create("two.test");
        var (smtps, catcher) = await StartAsync(first);
        using var _ = catcher;
        Assert.Equal(first.Thumbprint, await ShakeHandsAsync(smtps));

        Write(second);

        // It looks at the files at most once a second. Either is right until then.
        string shown;
        do
            shown = await ShakeHandsAsync(smtps);
        while (shown == first.Thumbprint);
        Assert.Equal(second.Thumbprint, shown);
    }

    [Fact]
    public async Task Bad_new_files_are_told_on_standard_error_and_the_old_ones_stay()
    {
        using var first = DevelopmentCertificate.Create("one.test");
        var (smtps, catcher) = await StartAsync(first);
        using var _ = catcher;

        await File.WriteAllTextAsync(CertificatePath, "half of a certif", CatchProcess.Patience);

        var complaint = catcher.ReadErrorLineAsync();
        while (!complaint.IsCompleted)
            Assert.Equal(first.Thumbprint, await ShakeHandsAsync(smtps));
        Assert.Contains(CertificatePath, await complaint, StringComparison.Ordinal);
        Assert.Contains("The one before it stays in use", await complaint, StringComparison.Ordinal);
        Assert.Equal(first.Thumbprint, await ShakeHandsAsync(smtps));
    }

    [Theory]
    [InlineData("absent.pem", "--cert '", "absent.pem' cannot be used: Could not find file")]
    [InlineData("empty.pem", "--cert '", "empty.pem' cannot be used: ")]
    public async Task A_certificate_that_cannot_be_used_is_named(string file, params string[] parts)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "empty.pem"), "", CatchProcess.Patience);
        var path = Path.Combine(_folder.FullName, file);
        using var catcher = new CatchProcess([.. Anywhere, "--cert", path]);

        await AssertOneErrorAsync(catcher, [path, "allowed are PEM files", .. parts]);
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_named_with_it()
    {
        using var certificate = DevelopmentCertificate.Create("one.test");
        using var other = DevelopmentCertificate.Create("other.test");
        Write(other);
        await File.WriteAllTextAsync(CertificatePath, certificate.ExportCertificatePem(), CatchProcess.Patience);
        using var catcher = new CatchProcess([.. Anywhere, "--cert", CertificatePath, "--key", KeyPath]);

        await AssertOneErrorAsync(catcher, $"--cert '{CertificatePath}' with --key '{KeyPath}' cannot be used: ");
    }

    private async Task<(IPEndPoint Smtps, CatchProcess Catcher)> StartAsync(X509Certificate2 certificate)
    {
        Write(certificate);
        var catcher = new CatchProcess(
            [.. Anywhere, "--smtps", "127.0.0.1:0", "--cert", CertificatePath, "--key", KeyPath]);
        await catcher.ReadAddressAsync("smtp");
        return (await catcher.ReadAddressAsync("smtps"), catcher);
    }

    private void Write(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
        _written.Add(certificate.Thumbprint);
    }

    /// <summary>The certificate that a new connection is shown.</summary>
    private async Task<string> ShakeHandsAsync(IPEndPoint smtps)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(smtps, CatchProcess.Patience);
        var shown = "";
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) =>
        {
            shown = ((X509Certificate2)certificate!).Thumbprint;
            return _written.Contains(shown);
        });
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "one.test" }, CatchProcess.Patience);
        return shown;
    }

    private static async Task AssertOneErrorAsync(CatchProcess catcher, params IReadOnlyList<string> parts)
    {
        var (code, output, errors) = await catcher.EndAsync();
        Assert.Equal((1, ""), (code, output));
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("rockdove: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }

    private string CertificatePath => Path.Combine(_folder.FullName, "cert.pem");

    private string KeyPath => Path.Combine(_folder.FullName, "key.pem");

    private static readonly string[] Anywhere = ["--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0"];
}
