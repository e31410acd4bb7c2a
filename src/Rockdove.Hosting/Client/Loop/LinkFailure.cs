namespace Rockdove.Hosting;

/// <summary>Why there is no connection, or no TLS on it, in the words that all protocols have for it.</summary>
/// <param name="Kind">For a program.</param>
/// <param name="Explanation">For a person, in a sentence.</param>
internal sealed record LinkFailure(LinkFailureKind Kind, string Explanation);

internal enum LinkFailureKind : byte
{
    /// <summary>Nobody is there.</summary>
    Unreachable,

    /// <summary>The handshake failed.</summary>
    TlsFailed,

    TimedOut,
}
