using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Hosting.Tests;

/// <summary>A certificate authority for one test.</summary>
internal static class TestAuthority
{
    public static X509Certificate2 Root()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=Root {Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(10));
    }

    /// <summary>A certificate for clients; the name is a mail address or a domain.</summary>
    public static X509Certificate2 Signed(X509Certificate2 root, string name, bool isAuthority = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name.Contains('@', StringComparison.Ordinal))
            names.AddEmailAddress(name);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        using var certificate = request.Create(
            root, root.NotBefore, root.NotAfter, [1, 2, 3]); // It may not outlive who signed it.
        return certificate.CopyWithPrivateKey(key);
    }
}
