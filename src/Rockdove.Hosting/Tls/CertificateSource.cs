using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Rockdove.Hosting;

/// <summary>
/// The certificate of a server, and another one for some names if wanted (SNI). One that came from files is read again
/// when the files change, without a restart; if the new ones are bad, the old one stays in use.
/// </summary>
public abstract class CertificateSource
{
    /// <summary>Settings for one handshake.</summary>
    public SslServerAuthenticationOptions ServerOptions() => new() { ServerCertificateContext = Current() };

    /// <summary>The certificate as it is now.</summary>
    public abstract SslStreamCertificateContext Current();

    /// <summary>A certificate that is at hand.</summary>
    public static CertificateSource From(X509Certificate2 certificate) => new Fixed(certificate);

    /// <summary>
    /// A certificate made up for development: self-signed, for these names and the loopback addresses.
    /// </summary>
    public static CertificateSource Development(params IReadOnlyList<string> hostNames) =>
        new Fixed(DevelopmentCertificate.Create(hostNames));

    private sealed class Fixed(X509Certificate2 certificate) : CertificateSource
    {
        private readonly SslStreamCertificateContext _context =
            SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);

        public override SslStreamCertificateContext Current() => _context;
    }
}
