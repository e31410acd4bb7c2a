using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.RealClients.Tests;

/// <summary>Who signs the certificates of a world, as files that any program reads.</summary>
internal sealed class WorldAuthority : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    public WorldAuthority()
    {
        var request = new CertificateRequest("CN=World root", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90));
        RootFile = _folder.Write("root.pem", System.Text.Encoding.ASCII.GetBytes(_root.ExportCertificatePem()));
    }

    public string RootFile { get; }

    /// <summary>A certificate for a name, and its key.</summary>
    public WorldCertificate Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        using var signed = request.Create(
            _root.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(60), [1, .. RandomNumberGenerator.GetBytes(15)]);
        return new WorldCertificate(
            _folder.Write($"{name}.pem", System.Text.Encoding.ASCII.GetBytes(signed.ExportCertificatePem())),
            _folder.Write($"{name}.key", System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem())),
            SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }

    /// <summary>id-kp-serverAuth, RFC 5280 section 4.2.1.12.</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
}

/// <summary>A certificate of a server.</summary>
/// <param name="File">In PEM.</param>
/// <param name="KeyFile">Its key, in PEM.</param>
/// <param name="KeyDigest">SHA-256 of its public key, as TLSA 3 1 1 has it (RFC 6698).</param>
internal sealed record WorldCertificate(string File, string KeyFile, byte[] KeyDigest);
