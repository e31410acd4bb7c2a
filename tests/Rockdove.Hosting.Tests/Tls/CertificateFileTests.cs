using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Rockdove.Testing;

namespace Rockdove.Hosting.Tests;

/// <summary>Certificates in files: read, read again when they change, and kept when the new ones are bad.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-");
    private readonly ManualTimeProvider _clock = new();
    private readonly KeptLog _log = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _log.Dispose();
    }

    [Fact]
    public void Pem_in_two_files_is_read()
    {
        using var certificate = DevelopmentCertificate.Create("one.test");
        var (certificatePath, keyPath) = WritePem(certificate);

        AssertIs(certificate, CertificateSource.FromFiles(certificatePath, keyPath));
    }

    [Fact]
    public void Pem_in_one_file_is_read()
    {
        using var certificate = DevelopmentCertificate.Create("one.test");
        var path = Write("all.pem", certificate.ExportCertificatePem() + "\n" + KeyOf(certificate));

        AssertIs(certificate, CertificateSource.FromFiles(path));
    }

    [Fact]
    public void An_encrypted_key_is_read_with_its_password()
    {
        using var certificate = DevelopmentCertificate.Create("one.test");
        using var key = certificate.GetECDsaPrivateKey()!;
        var certificatePath = Write("cert.pem", certificate.ExportCertificatePem());
        var keyPath = Write("key.pem", key.ExportEncryptedPkcs8PrivateKeyPem(
            "s3cret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));

        AssertIs(certificate, CertificateSource.FromFiles(certificatePath, keyPath, "s3cret"));
        Assert.Throws<CertificateException>(() => CertificateSource.FromFiles(certificatePath, keyPath, "wrong"));
    }

    [Fact]
    public void A_pkcs12_file_is_read_with_its_password()
    {
        using var certificate = DevelopmentCertificate.Create("one.test");
        var path = Path.Combine(_folder.FullName, "all.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, "s3cret"));

        AssertIs(certificate, CertificateSource.FromFiles(path, password: "s3cret"));
        Assert.Throws<CertificateException>(() => CertificateSource.FromFiles(path, password: "wrong"));
    }

    [Fact]
    public void The_chain_after_the_certificate_is_sent_along()
    {
        using var root = TestAuthority.Root();
        using var middle = TestAuthority.Signed(root, "middle.test", isAuthority: true);
        using var certificate = TestAuthority.Signed(middle, "one.test");
        var (certificatePath, keyPath) = WritePem(certificate);
        File.AppendAllText(certificatePath, "\n" + middle.ExportCertificatePem());

        var source = CertificateSource.FromFiles(certificatePath, keyPath);

        AssertIs(certificate, source);
        Assert.Equal(middle.Thumbprint, Assert.Single(source.Current().IntermediateCertificates).Thumbprint);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var path = Path.Combine(_folder.FullName, "absent.pem");

        var mistake = Assert.Throws<CertificateException>(() => CertificateSource.FromFiles(path));

        Assert.StartsWith($"The certificate '{path}' cannot be used: ", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a certificate at all")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("")]
    public void A_file_that_holds_no_certificate_is_named(string text)
    {
        var path = Write("bad.pem", text);

        var mistake = Assert.Throws<CertificateException>(() => CertificateSource.FromFiles(path));

        Assert.Contains(path, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        using var certificate = DevelopmentCertificate.Create("one.test");
        using var other = DevelopmentCertificate.Create("other.test");
        var (certificatePath, keyPath) = WritePem(certificate);
        File.WriteAllText(keyPath, KeyOf(other));

        var mistake = Assert.Throws<CertificateException>(() => CertificateSource.FromFiles(certificatePath, keyPath));
        Assert.Contains(keyPath, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_files_are_in_use_a_second_later()
    {
        using var first = DevelopmentCertificate.Create("one.test");
        using var second = DevelopmentCertificate.Create("one.test");
        var (certificatePath, keyPath) = WritePem(first);
        var source = Open(certificatePath, keyPath);
        WritePem(second);

        AssertIs(first, source);
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        AssertIs(first, source);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        AssertIs(second, source);
    }

    [Fact]
    public void A_link_that_leads_to_new_files_is_followed()
    {
        using var first = DevelopmentCertificate.Create("one.test");
        using var second = DevelopmentCertificate.Create("one.test");
        var live = Path.Combine(_folder.FullName, "live");
        WriteIn("v1", first);
        WriteIn("v2", second);
        Directory.CreateSymbolicLink(live, Path.Combine(_folder.FullName, "v1"));
        var source = Open(Path.Combine(live, "all.pem"), null);

        Directory.Delete(live);
        Directory.CreateSymbolicLink(live, Path.Combine(_folder.FullName, "v2"));
        _clock.Advance(TimeSpan.FromSeconds(1));

        AssertIs(second, source);

        void WriteIn(string name, X509Certificate2 certificate)
        {
            var folder = _folder.CreateSubdirectory(name);
            File.WriteAllText(
                Path.Combine(folder.FullName, "all.pem"),
                certificate.ExportCertificatePem() + "\n" + KeyOf(certificate));
        }
    }

    [Fact]
    public void A_bad_new_file_leaves_the_old_certificate_in_use_and_is_logged_once()
    {
        using var first = DevelopmentCertificate.Create("one.test");
        using var third = DevelopmentCertificate.Create("one.test");
        var (certificatePath, keyPath) = WritePem(first);
        var source = Open(certificatePath, keyPath);

        Write("cert.pem", "rubbish");
        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            AssertIs(first, source);
        }

        var error = Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Error);
        Assert.Contains(certificatePath, error.Text, StringComparison.Ordinal);
        WritePem(third);
        _clock.Advance(TimeSpan.FromSeconds(1));
        AssertIs(third, source);
    }

    [Fact]
    public void Files_that_go_away_leave_the_certificate_in_use()
    {
        using var first = DevelopmentCertificate.Create("one.test");
        var (certificatePath, keyPath) = WritePem(first);
        var source = Open(certificatePath, keyPath);
        File.Delete(certificatePath);
        _clock.Advance(TimeSpan.FromSeconds(1));

        AssertIs(first, source);
    }

    private CertificateSource Open(string certificatePath, string? keyPath) =>
        CertificateSource.FromFiles(certificatePath, keyPath, time: _clock, log: _log);

    private static void AssertIs(X509Certificate2 expected, CertificateSource source) =>
        Assert.Equal(expected.Thumbprint, source.Current().TargetCertificate.Thumbprint);

    private (string CertificatePath, string KeyPath) WritePem(X509Certificate2 certificate) =>
        (Write("cert.pem", certificate.ExportCertificatePem()), Write("key.pem", KeyOf(certificate)));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }
}
