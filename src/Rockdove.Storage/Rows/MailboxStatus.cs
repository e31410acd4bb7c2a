namespace Rockdove.Storage;

/// <summary>The counters of a mailbox at one moment (RFC 9051 section 6.3.11, STATUS).</summary>
public sealed record MailboxStatus
{
    public required MailboxId Id { get; init; }

    public required MailboxName Name { get; init; }

    /// <summary>
    /// Not zero. A mailbox made later under the same name has a greater one (RFC 9051 section 2.3.1.1).
    /// </summary>
    public required uint UidValidity { get; init; }

    /// <summary>Every message that comes later has this identifier or a greater one.</summary>
    public required Uid UidNext { get; init; }

    public required ModSequence HighestModSequence { get; init; }

    public required long Messages { get; init; }

    /// <summary>Messages without <c>\Seen</c>.</summary>
    public required long Unseen { get; init; }

    /// <summary>Messages with <c>\Deleted</c>.</summary>
    public required long Deleted { get; init; }

    /// <summary>Octets of all messages together (RFC 8438, STATUS=SIZE).</summary>
    public required long Bytes { get; init; }

    /// <summary>What the mailbox is for (RFC 6154); see <see cref="IMailboxAttributes.SetSpecialUseAsync"/>.</summary>
    public SpecialUses SpecialUse { get; init; }
}
