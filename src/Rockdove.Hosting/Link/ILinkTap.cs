using System.Net.Security;

namespace Rockdove.Hosting;

/// <summary>
/// Sees the octets of a link in clear, in the order in which they were read and written. Told in the middle of the work
/// and by one thread at a time; must not throw. A link without taps pays nothing for them.
/// </summary>
public interface ILinkTap
{
    /// <summary>Octets came from the peer. They are the tap's only until the call is done.</summary>
    void OnInput(ReadOnlySpan<byte> octets);

    /// <summary>Octets were written for the peer; they leave with the next flush.</summary>
    void OnOutput(ReadOnlySpan<byte> octets);

    /// <summary>From here on both directions are protected.</summary>
    void OnTls(SslStream tls);

    /// <summary>We end the connection and the engine knows nothing of it; the end comes next.</summary>
    void OnHangUp(HangUp how)
    {
    }

    /// <summary>The link is done with.</summary>
    void OnEnd();
}
