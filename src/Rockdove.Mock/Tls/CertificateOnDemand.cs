using System.Net.Security;
using Rockdove.Hosting;

namespace Rockdove.Mock;

/// <summary>
/// The authority's good certificate, made when somebody first wants TLS: keys cost milliseconds, and most tests want
/// none.
/// </summary>
internal sealed class CertificateOnDemand(MockAuthority authority) : CertificateSource
{
    public override SslStreamCertificateContext Current(string? serverName = null) =>
        authority.Certificate(TlsFault.None).Current(serverName);
}
