namespace Rockdove.Hosting;

/// <summary>How we end a connection without being asked to.</summary>
public enum HangUp : byte
{
    /// <summary>We do not.</summary>
    None,

    /// <summary>What was written is sent, then the connection is closed in good order (FIN).</summary>
    Close,

    /// <summary>The connection is cut: what was written may be lost, and TCP tells the peer (RST).</summary>
    Reset,
}
