namespace Rockdove.Pop3;

/// <summary>How much an answer may be before it is taken for an attack.</summary>
public sealed record Pop3ResponseLimits
{
    /// <summary>
    /// The longest line of an answer, but not of a message, CRLF included. RFC 2449 section 4 says 512; some say more,
    /// and a SASL challenge may have more.
    /// </summary>
    public int LineBytes { get; init; } = 16 * 1024;

    /// <summary>The most lines of a listing: as many messages as anybody has in one maildrop.</summary>
    public int Lines { get; init; } = 1_000_000;

    /// <summary>The biggest message. Zero means no bound; it is handed out in slices, and lies nowhere.</summary>
    public long MessageBytes { get; init; } = 1L << 30;

    /// <summary>A leniency: a bare LF ends a line, as CRLF does.</summary>
    public bool AllowBareLineFeeds { get; init; }
}
