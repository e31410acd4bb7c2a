namespace Rockdove.Imap;

/// <summary>
/// What sorting and threading look at in one message. A handler fills in what the criteria need; decoded texts, as
/// ENVELOPE has the fields.
/// </summary>
public sealed record SortableMessage
{
    public required uint Uid { get; init; }

    /// <summary>INTERNALDATE.</summary>
    public DateTimeOffset Arrival { get; init; }

    /// <summary>
    /// The Date field, in whatever zone; null where there is none that can be read, and then <see cref="Arrival"/>
    /// takes its place (RFC 5256 section 2.2).
    /// </summary>
    public DateTimeOffset? Sent { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>The Subject field, encoded words decoded; null for none.</summary>
    public string? Subject { get; init; }

    /// <summary>The local part of the first From address.</summary>
    public string? From { get; init; }

    public string? To { get; init; }

    public string? Cc { get; init; }

    /// <summary>The name of the first From address, else <c>local@domain</c>, else what there is (RFC 5957).</summary>
    public string? DisplayFrom { get; init; }

    public string? DisplayTo { get; init; }

    /// <summary>The Message-ID field, with its angle brackets or without; null where there is no valid one.</summary>
    public string? MessageId { get; init; }

    /// <summary>
    /// The identifiers of the References field, the oldest first; where it has none that is valid, the first of
    /// In-Reply-To (RFC 5256 section 3).
    /// </summary>
    public IReadOnlyList<string> References { get; init; } = [];

    internal DateTimeOffset SentOrArrival => Sent ?? Arrival;
}
