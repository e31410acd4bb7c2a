using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>
/// The certificate of a server, and another one for some names if wanted (SNI). One that came from files is read again
/// when the files change, without a restart; if the new ones are bad, the old one stays in use.
/// </summary>
public abstract class CertificateSource
{
    /// <summary>
    /// Settings for one handshake: TLS 1.2 and 1.3 (RFC 8996), and no renegotiation, which mail has no use for.
    /// </summary>
    /// <param name="serverName">The name that the client asks for (SNI); null when it asks for none.</param>
    /// <exception cref="CertificateException">There is none just now.</exception>
    public SslServerAuthenticationOptions ServerOptions(string? serverName = null) => new()
    {
        ServerCertificateContext = Current(serverName),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
    };

    /// <summary>The certificate as it is now.</summary>
    /// <param name="serverName">The name that the client asks for (SNI); null when it asks for none.</param>
    /// <exception cref="CertificateException">There is none just now.</exception>
    public abstract SslStreamCertificateContext Current(string? serverName = null);

    /// <summary>A certificate that is at hand.</summary>
    public static CertificateSource From(X509Certificate2 certificate) => new Fixed(certificate);

    /// <summary>
    /// A certificate made up for development: self-signed, for these names and the loopback addresses.
    /// </summary>
    public static CertificateSource Development(params IReadOnlyList<string> hostNames) =>
        new Fixed(DevelopmentCertificate.Create(hostNames));

    /// <summary>
    /// A certificate in files: PEM with the chain after it, and its key in another file or the same; or PKCS #12. The
    /// files are looked at again when a handshake begins, at most once a second.
    /// </summary>
    /// <param name="certificatePath">The certificate, or everything.</param>
    /// <param name="keyPath">The private key in PEM; null when it is with the certificate.</param>
    /// <param name="password">What the key or the PKCS #12 file is encrypted with; null when it is not.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="log">Where a change of the certificate, or a bad new one, is told.</param>
    /// <exception cref="CertificateException">The files hold no certificate that can be used. Names them.</exception>
    public static CertificateSource FromFiles(
        string certificatePath,
        string? keyPath = null,
        string? password = null,
        TimeProvider? time = null,
        ILogger? log = null) =>
        new FileCertificate(new CertificateFiles(certificatePath, keyPath, password), time, log);

    /// <summary>Another certificate for some names, by what the client asks for (SNI, RFC 6066 section 3).</summary>
    /// <param name="otherwise">For clients that ask for another name, or for none.</param>
    /// <param name="byName">
    /// Names, each with its source; <c>*.example.org</c> is for every name one label longer.
    /// </param>
    /// <exception cref="ArgumentException">A name is there twice.</exception>
    public static CertificateSource ByName(
        CertificateSource otherwise, params IEnumerable<(string Name, CertificateSource Source)> byName) =>
        new NamedCertificates(otherwise, byName);

    private sealed class Fixed(X509Certificate2 certificate) : CertificateSource
    {
        private readonly SslStreamCertificateContext _context =
            SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);

        public override SslStreamCertificateContext Current(string? serverName = null) => _context;
    }
}

/// <summary>A certificate cannot be had or used; the message says which and why.</summary>
public sealed class CertificateException(string message, Exception? inner = null) : Exception(message, inner);
