namespace Rockdove.Storage;

/// <summary>A message that is kept, and where it lies.</summary>
/// <param name="Id">One id, in however many mailboxes.</param>
/// <param name="Places">In the order of the placements that were asked for.</param>
public sealed record CommittedMessage(MessageId Id, IReadOnlyList<CommittedPlace> Places);

/// <summary>One message in one mailbox: what APPENDUID tells (RFC 4315 section 3, RFC 9051 section 7.1).</summary>
public readonly record struct CommittedPlace(MailboxId Mailbox, uint UidValidity, Uid Uid, ModSequence ModSequence);
