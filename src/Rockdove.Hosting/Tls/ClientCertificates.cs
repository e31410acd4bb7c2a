using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Hosting;

/// <summary>
/// Asks clients for a certificate, and tells who they are by one that it believes: the identity for EXTERNAL
/// (RFC 4422 appendix A). Mail servers show certificates of all kinds to each other, so one that is not believed is no
/// reason to refuse the handshake, unless <see cref="IsRequired"/>.
/// </summary>
public sealed record ClientCertificates
{
    /// <summary>
    /// Who signs our clients' certificates. The system's roots do not count: anybody can be among them.
    /// </summary>
    public required X509Certificate2Collection TrustedRoots { get; init; }

    /// <summary>No handshake without a certificate that is believed.</summary>
    public bool IsRequired { get; init; }

    /// <summary>
    /// Who the holder of a believed certificate is; null for nobody. By default the first mail address or DNS name in
    /// its subject alternative names.
    /// </summary>
    public Func<X509Certificate2, string?> IdentityOf { get; init; } = AlternativeName;

    /// <summary>Who the client is; null without a certificate, or with one that is not believed.</summary>
    internal string? Identify(X509Certificate? shown)
    {
        if (shown is not X509Certificate2 certificate || !Believes(certificate))
            return null;
        return IdentityOf(certificate) is { Length: > 0 } identity ? identity : null;
    }

    internal void AddTo(SslServerAuthenticationOptions options)
    {
        options.ClientCertificateRequired = true; // That is: asked for. The callback decides.
        options.RemoteCertificateValidationCallback =
            (_, certificate, _, _) => !IsRequired || Identify(certificate) is not null;
    }

    private bool Believes(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(TrustedRoots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2")); // TLS client
        return chain.Build(certificate);
    }

    private static string? AlternativeName(X509Certificate2 certificate)
    {
        if (certificate.GetNameInfo(X509NameType.EmailName, forIssuer: false) is { Length: > 0 } address)
            return address;
        return certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault()
            ?.EnumerateDnsNames().FirstOrDefault();
    }
}
