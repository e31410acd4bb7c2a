using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Prober.Tests;

/// <summary>An authority of our own, with one beneath it that signs certificates; good around the manual clock's time.
/// </summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority()
    {
        var request = Authority("CN=Test root", _rootKey);
        Root = request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(5));
        request = Authority("CN=Test middle", _middleKey);
        Middle = request.Create(
            Root.SubjectName, X509SignatureGenerator.CreateForECDsa(_rootKey), Now.AddYears(-1), Now.AddYears(4),
            Serial());
    }

    public static DateTimeOffset Now { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public X509Certificate2 Root { get; }

    public X509Certificate2 Middle { get; }

    public X509Certificate2Collection Roots => [Root];

    /// <summary>A server's certificate for a name, with its key.</summary>
    /// <param name="name">The name.</param>
    /// <param name="begins">Days from now.</param>
    /// <param name="ends">Days from now.</param>
    public X509Certificate2 Issue(string name, double begins = -10, double ends = 80)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = Server(name, new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)).Create(
            Middle.SubjectName, X509SignatureGenerator.CreateForECDsa(_middleKey), Now.AddDays(begins),
            Now.AddDays(ends),
            Serial());
        return signed.CopyWithPrivateKey(key);
    }

    public X509Certificate2 IssueRsa(string name, int bits)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var signed = Server(name, request).Create(
            Middle.SubjectName, X509SignatureGenerator.CreateForECDsa(_middleKey), Now.AddDays(-1), Now.AddDays(80),
            Serial());
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>One that nobody has signed but itself.</summary>
    public static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Server(name, new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256))
            .CreateSelfSigned(Now.AddDays(-1), Now.AddDays(80));
    }

    /// <summary>What a server shows: its certificate, and that of the authority beneath the root.</summary>
    public SslStreamCertificateContext Chain(X509Certificate2 own) =>
        SslStreamCertificateContext.Create(own, [Middle], offline: true);

    /// <summary>What a server shows that was set up badly: its certificate alone.</summary>
    public static SslStreamCertificateContext Alone(X509Certificate2 own) =>
        SslStreamCertificateContext.Create(own, [], offline: true);

    public void Dispose()
    {
        Root.Dispose();
        Middle.Dispose();
        _rootKey.Dispose();
        _middleKey.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request;
    }

    private static CertificateRequest Server(string name, CertificateRequest request)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        return request;
    }

    private static byte[] Serial() => [1, .. RandomNumberGenerator.GetBytes(15)];
}
