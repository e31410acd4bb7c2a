namespace Rockdove.Prober;

/// <summary>What a watch has to tell.</summary>
/// <param name="Timestamp">When, by <see cref="TimeProvider.GetTimestamp"/> of the watch's clock.</param>
public abstract record MailboxEvent(long Timestamp);

/// <summary>The mailbox is open and has been looked through once.</summary>
/// <param name="Timestamp">When it was.</param>
/// <param name="Phases">How long each step took.</param>
public sealed record MailboxReady(long Timestamp, IReadOnlyList<PhaseTime> Phases) : MailboxEvent(Timestamp);

/// <summary>A mail with a valid mark lies in the mailbox. It is told once for each copy.</summary>
/// <param name="Timestamp">When the server told of it: the first sight.</param>
/// <param name="LookedBefore">When it was not there yet, by the same clock; null when nobody had looked.</param>
/// <param name="Mark">Whose mail it is.</param>
/// <param name="Place">Where it lies.</param>
/// <param name="Header">Its header block.</param>
/// <param name="StoredAt">INTERNALDATE; null for POP3.</param>
/// <param name="Bytes">Its size in octets.</param>
public sealed record ProbeArrived(
    long Timestamp,
    long? LookedBefore,
    ProbeMark Mark,
    MailPlace Place,
    ReadOnlyMemory<byte> Header,
    DateTimeOffset? StoredAt,
    long Bytes) : MailboxEvent(Timestamp);

/// <summary>A report of deliveries quotes a valid mark.</summary>
/// <param name="Timestamp">When it was seen.</param>
/// <param name="Mark">Whose mail it is about.</param>
/// <param name="Place">Where the report lies.</param>
/// <param name="Status">The status code of the recipient, such as <c>5.1.1</c>; null when there is none.</param>
/// <param name="Action">Such as <c>failed</c> or <c>delayed</c>.</param>
/// <param name="Diagnostic">What the other server said; null when there is nothing.</param>
/// <param name="RemoteServer">Which server said it; null when there is none.</param>
/// <param name="Message">The whole report.</param>
public sealed record BounceArrived(
    long Timestamp,
    ProbeMark Mark,
    MailPlace Place,
    string? Status,
    string Action,
    string? Diagnostic,
    string? RemoteServer,
    ReadOnlyMemory<byte> Message) : MailboxEvent(Timestamp);

/// <summary>The mailbox cannot be looked into. The watch tries again.</summary>
/// <param name="Timestamp">When it failed.</param>
/// <param name="Failure">What went wrong.</param>
/// <param name="RetryAfter">When it tries again.</param>
/// <param name="Transcript">What was said, with secrets hidden; null when nothing was.</param>
public sealed record MailboxFailed(
    long Timestamp, ProbeFailure Failure, TimeSpan RetryAfter, ReadOnlyMemory<byte>? Transcript)
    : MailboxEvent(Timestamp);

/// <summary>A mail of ours is gone from the mailbox.</summary>
/// <param name="Timestamp">When it was deleted.</param>
/// <param name="Place">Where it lay.</param>
/// <param name="IsExpunged">False when it is only flagged: the server cannot expunge one mail alone.</param>
public sealed record MailDeleted(long Timestamp, MailPlace Place, bool IsExpunged) : MailboxEvent(Timestamp);

/// <summary>A mail of ours could not be deleted. The watch tries again.</summary>
/// <param name="Timestamp">When it was tried.</param>
/// <param name="Place">Where it lies.</param>
/// <param name="Failure">What the server said.</param>
public sealed record MailKept(long Timestamp, MailPlace Place, ProbeFailure Failure) : MailboxEvent(Timestamp);

/// <summary>How many messages lie in a folder: told when the reaper has been there.</summary>
/// <param name="Timestamp">When it was.</param>
/// <param name="Folder">Which.</param>
/// <param name="Messages">All of them.</param>
/// <param name="Orphans">Those that are ours, and old, and could not be deleted.</param>
public sealed record FolderCounted(long Timestamp, string Folder, long Messages, long Orphans)
    : MailboxEvent(Timestamp);

/// <summary>How full the mailbox is, where the server tells (RFC 9208): told when the reaper has been there.</summary>
/// <param name="Timestamp">When it was.</param>
/// <param name="Used">The share of what may be used, of whatever is nearest to its end; above 1 when it is over.
/// </param>
public sealed record QuotaTold(long Timestamp, double Used) : MailboxEvent(Timestamp);
