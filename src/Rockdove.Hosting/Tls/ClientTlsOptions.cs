using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Hosting;

/// <summary>How a client does its side of TLS, and which certificates it believes.</summary>
public sealed record ClientTlsOptions
{
    /// <summary>The name that the certificate must be for; null: the host that was connected to.</summary>
    public string? ServerName { get; init; }

    /// <summary>Believes any certificate, so whoever is in the middle can read. For tests and probes.</summary>
    public bool AcceptsAnyCertificate { get; init; }

    /// <summary>Believes certificates that these have signed (or are), in place of the system's roots.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Shown when the server asks who we are; needs its private key.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>TLS 1.2 and 1.3 unless a probe wants to see what else is spoken (RFC 8996).</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    internal SslClientAuthenticationOptions For(string host)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = ServerName ?? host,
            EnabledSslProtocols = Protocols,
            ClientCertificates = ClientCertificate is null ? null : [ClientCertificate],
        };
        if (AcceptsAnyCertificate)
            options.RemoteCertificateValidationCallback = (_, _, _, flaws) => Believes(flaws);
        if (TrustedRoots is { } roots)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        return options;
    }

    private bool Believes(SslPolicyErrors flaws) => AcceptsAnyCertificate || flaws == SslPolicyErrors.None;
}
