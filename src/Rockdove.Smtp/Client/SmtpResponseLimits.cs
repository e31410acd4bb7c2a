namespace Rockdove.Smtp;

/// <summary>How much one reply may be before it is taken for an attack rather than an answer.</summary>
public sealed record SmtpResponseLimits
{
    /// <summary>The longest line, CRLF included. RFC 5321 section 4.5.3.1.5 says 512; real servers say more.</summary>
    public int ReplyLineBytes { get; init; } = 4096;

    /// <summary>The most lines in one reply: EHLO has a few dozen, HELP a hundred.</summary>
    public int ReplyLines { get; init; } = 512;

    /// <summary>The most octets in one reply: as much as the most lines of the RFC's length.</summary>
    public int ReplyBytes { get; init; } = 512 * 512;

    /// <summary>
    /// A leniency: a bare LF ends a reply line, as CRLF does. Off, since RFC 5321 section 2.3.8 forbids it.
    /// </summary>
    public bool AllowBareLineFeeds { get; init; }
}
