namespace Rockdove.Storage;

/// <summary>What one append did, as APPENDUID tells it (RFC 4315 section 3, RFC 3502).</summary>
public sealed record AppendedMessages
{
    /// <summary>Of the mailbox.</summary>
    public required uint UidValidity { get; init; }

    /// <summary>Where the messages lie, in their order.</summary>
    public required UidSet Uids { get; init; }

    /// <summary>What the messages are, in their order.</summary>
    public required IReadOnlyList<MessageId> Ids { get; init; }

    /// <summary>The mailbox's HIGHESTMODSEQ when it was done.</summary>
    public required ModSequence ModSequence { get; init; }

    /// <summary>
    /// That of the mailbox in which a message was replaced; <see cref="ModSequence.None"/> if none was.
    /// </summary>
    public ModSequence ReplacedModSequence { get; init; }
}
