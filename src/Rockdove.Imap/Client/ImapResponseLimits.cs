namespace Rockdove.Imap;

/// <summary>How much a server may say before it is taken for an attack.</summary>
public sealed record ImapResponseLimits
{
    /// <summary>
    /// The longest line, CRLF included; literals are not counted. A SEARCH that finds a hundred thousand messages is
    /// one
    /// line; ESEARCH says the same in less.
    /// </summary>
    public int LineBytes { get; init; } = 1024 * 1024;

    /// <summary>The biggest literal that is kept: a name, a subject. Content of messages is not kept.</summary>
    public int LiteralBytes { get; init; } = 1024 * 1024;

    /// <summary>All that is kept of one response, lines and literals.</summary>
    public int ResponseBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Words, numbers, strings and lists in one response: each costs more memory than octets.</summary>
    public int Values { get; init; } = 250_000;

    /// <summary>How deep lists may lie in lists. A structure of a message has two for each level of it.</summary>
    public int Depth { get; init; } = 200;

    /// <summary>
    /// Untagged responses to one command, IDLE excepted: as many as anybody has messages in one mailbox.
    /// </summary>
    public int Responses { get; init; } = 2_000_000;

    /// <summary>
    /// The biggest literal that is handed out. Zero means no bound; it goes in slices, and lies nowhere.
    /// </summary>
    public long ContentBytes { get; init; } = 1L << 30;
}
