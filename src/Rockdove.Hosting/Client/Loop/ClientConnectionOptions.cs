using System.Net.Security;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// What every client connection needs beyond what its session says: how to get there, and whom to believe.
/// </summary>
public abstract record ClientConnectionOptions
{
    private protected ClientConnectionOptions()
    {
    }

    /// <summary>TLS before the greeting (RFC 8314), as on ports 465, 993 and 995.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>
    /// The name that the certificate must hold, and that is asked for (SNI); null for the one that is dialled.
    /// </summary>
    public string? TlsName { get; init; }

    /// <summary>
    /// Believes whoever answers. TLS then keeps listeners out and nobody else. For tests, and for opportunistic TLS
    /// without a login, where who can forge a certificate can as well cut STARTTLS out.
    /// </summary>
    public bool AcceptsAnyCertificate { get; init; }

    /// <summary>
    /// Changes what the handshake is made with: client certificates, protocols, a check of one's own.
    /// </summary>
    public Action<SslClientAuthenticationOptions>? ConfigureTls { get; init; }

    /// <summary>How long to resolve the name and to connect, over all of its addresses.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Writes down what is said, with secrets hidden and only the beginning of long content.</summary>
    public bool RecordsTranscript { get; init; }

    /// <summary>
    /// How much of each message a transcript shows: enough to see the header and what a body begins with; the
    /// transcript then still has room.
    /// </summary>
    public int TranscriptContentBytes { get; init; } = 32 * 1024;

    /// <summary>Called before each wait with the transcript up to there, to show it while it grows.</summary>
    public Action<TranscriptRecorder>? TranscriptGrew { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal SslClientAuthenticationOptions TlsFor(string host)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = TlsName ?? host };
        if (AcceptsAnyCertificate)
        {
#pragma warning disable CA5359 // That is what the switch is for.
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        ConfigureTls?.Invoke(tls);
        return tls;
    }
}
