using System.Buffers;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Rockdove.Hosting;

namespace Rockdove.Mock;

/// <summary>Spoils a TLS handshake as a script wants it.</summary>
internal static class HandshakeFault
{
    /// <summary>The certificate to show; null for a good one.</summary>
    /// <exception cref="AuthenticationException">The handshake ends here.</exception>
    public static CertificateSource? Perform(ConnectionContext connection, Performance? act, MockAuthority authority)
    {
        switch (act)
        {
            case { Then: HangUp.Reset }:
                connection.Abort();
                throw new AuthenticationException("The script resets the connection.");
            case { Then: HangUp.Close } or { Tls: TlsFault.Abort }:
                throw new AuthenticationException("The script breaks the handshake off.");
            case { Tls: TlsFault.Garbage }:
                connection.Transport.Output.Write(ReplyOctets.Garbage(GarbageBytes, seed: 0)); // Goes out with the end.
                throw new AuthenticationException("The script spoils the handshake.");
            case { Tls: not TlsFault.None and var fault }:
                return authority.Certificate(fault);
            default:
                return null;
        }
    }

    /// <summary>
    /// More than a TLS record's header, so that a client cannot take it for one that is still to come.
    /// </summary>
    private const int GarbageBytes = 64;
}
