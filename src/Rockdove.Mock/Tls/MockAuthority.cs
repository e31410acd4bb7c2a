using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rockdove.Hosting;

namespace Rockdove.Mock;

/// <summary>
/// The authority that signs a mock's certificates. It is made up for one server and lives in memory; nobody trusts it
/// but the test that says so. Certificates are made when they are first used.
/// </summary>
public sealed class MockAuthority
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TlsFault, CertificateSource> _certificates = [];
    private readonly string _hostName;
    private X509Certificate2? _rootWithKey;
    private X509Certificate2? _root;

    internal MockAuthority(string hostName) => _hostName = hostName;

    /// <summary>The root certificate, without its key: what a client must trust.</summary>
    public X509Certificate2 Root
    {
        get
        {
            lock (_lock)
                return _root ??= X509CertificateLoader.LoadCertificate(RootWithKey.RawDataMemory.Span);
        }
    }

    /// <summary>The same in PEM, for clients that want a file.</summary>
    public string RootPem => RootWithKey.ExportCertificatePem();

    /// <summary>
    /// For <see cref="SslStream"/> and its kin: true when the certificate is signed by this authority, is for the host
    /// that was asked for, and is good today.
    /// </summary>
    public RemoteCertificateValidationCallback Validate => (_, certificate, _, errors) => IsGood(certificate, errors);

    /// <summary>The server's certificate, good or with a fault.</summary>
    internal CertificateSource Certificate(TlsFault fault)
    {
        lock (_lock)
        {
            if (!_certificates.TryGetValue(fault, out var source))
                _certificates[fault] = source = CertificateSource.From(Create(fault));
            return source;
        }
    }

    private X509Certificate2 RootWithKey
    {
        get
        {
            lock (_lock)
                return _rootWithKey ??= CreateRoot();
        }
    }

    private bool IsGood(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;
        using var trusting = new X509Chain();
        trusting.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        trusting.ChainPolicy.CustomTrustStore.Add(Root);
        trusting.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return trusting.Build(leaf);
    }

    private static X509Certificate2 CreateRoot()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Rockdove mock authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-3), now.AddDays(30));
    }

    private X509Certificate2 Create(TlsFault fault)
    {
        var names = fault == TlsFault.WrongName ? ["another.invalid"] : new[] { _hostName, "localhost" };
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var subject = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Distinct())
            subject.AddDnsName(name);
        if (fault != TlsFault.WrongName)
        {
            subject.AddIpAddress(IPAddress.Loopback);
            subject.AddIpAddress(IPAddress.IPv6Loopback);
        }

        request.CertificateExtensions.Add(subject.Build());
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false)); // TLS server
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        var now = DateTimeOffset.UtcNow;
        var (from, to) = fault switch
        {
            TlsFault.Expired => (now.AddDays(-2), now.AddDays(-1)),
            TlsFault.NotYetValid => (now.AddDays(1), now.AddDays(2)),
            _ => (now.AddDays(-1), now.AddDays(7)),
        };
        if (fault == TlsFault.SelfSigned)
            return request.CreateSelfSigned(from, to);
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(RootWithKey, true, false));
        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7F; // A serial number is positive (RFC 5280 section 4.1.2.2).
        using var certificate = request.Create(RootWithKey, from, to, serial);
        return certificate.CopyWithPrivateKey(key);
    }
}
