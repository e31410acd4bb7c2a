namespace Rockdove.Imap;

/// <summary>
/// ENVELOPE (RFC 9051 section 7.5.2): fields as they stand in the header, unfolded, encoded words not decoded. Null
/// means that the field is not there.
/// </summary>
/// <remarks>Whoever makes one sets Sender and ReplyTo to From where the message has none.</remarks>
public sealed record ImapEnvelope
{
    public string? Date { get; init; }
    public string? Subject { get; init; }
    public IReadOnlyList<ImapAddress> From { get; init; } = [];
    public IReadOnlyList<ImapAddress> Sender { get; init; } = [];
    public IReadOnlyList<ImapAddress> ReplyTo { get; init; } = [];
    public IReadOnlyList<ImapAddress> To { get; init; } = [];
    public IReadOnlyList<ImapAddress> Cc { get; init; } = [];
    public IReadOnlyList<ImapAddress> Bcc { get; init; } = [];
    public string? InReplyTo { get; init; }
    public string? MessageId { get; init; }
}

/// <summary>
/// One address. A group begins with one that has no host and its name as <see cref="Mailbox"/>, and ends with one that
/// has nothing.
/// </summary>
public sealed record ImapAddress(string? Name, string? Mailbox, string? Host)
{
    /// <summary>The end of a group.</summary>
    public static readonly ImapAddress GroupEnd = new(null, null, null);

    /// <summary>The beginning of a group.</summary>
    public static ImapAddress GroupStart(string name) => new(null, name, null);
}
