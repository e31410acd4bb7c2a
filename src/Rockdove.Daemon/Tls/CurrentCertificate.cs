using System.Net.Security;
using Rockdove.Hosting;

namespace Rockdove.Daemon;

/// <summary>The certificate of the settings as they are at each handshake, so that a reload changes it.</summary>
internal sealed class CurrentCertificate(Func<CertificateSource?> find) : CertificateSource
{
    public override SslStreamCertificateContext Current(string? serverName = null) =>
        (find() ?? throw new CertificateException("There is no certificate any more.")).Current(serverName);
}
