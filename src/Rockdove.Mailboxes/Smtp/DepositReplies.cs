using Rockdove.Smtp;

namespace Rockdove.Mailboxes;

/// <summary>What is said when a store does not take a message.</summary>
public static class DepositReplies
{
    /// <summary>The disk failed: as if it were full (RFC 5321 section 4.2.3), but nobody can make room.</summary>
    public static readonly SmtpReply StorageFailed =
        new(452, "4.3.0", "Storage has failed and takes nothing more, try again later");

    /// <summary>
    /// An owner has too much (RFC 3463 section 3.3, X.2.2). RFC 5321 section 4.2.3 has 552 for it: the sender is to
    /// know now, and not after days of trying.
    /// </summary>
    public static readonly SmtpReply OverQuota = new(552, "5.2.2", "The mailbox is full");

    /// <summary>The reply to a store's refusal, or null if it is another kind of failure: 451, by the host.</summary>
    public static SmtpReply? To(Storage.StoreException error) => error switch
    {
        Storage.StoreFullException => SmtpReplies.StorageFull,
        Storage.StoreFailedException => StorageFailed,
        Storage.QuotaExceededException => OverQuota,
        _ => null,
    };
}
