using Rockdove.Smtp;

namespace Rockdove.Mailboxes;

/// <summary>What is said when a store does not take a message.</summary>
public static class DepositReplies
{
    /// <summary>The disk failed: as if it were full (RFC 5321 section 4.2.3), but nobody can make room.</summary>
    public static readonly SmtpReply StorageFailed =
        new(452, "4.3.0", "Storage has failed and takes nothing more, try again later");

    /// <summary>The reply to a store's refusal, or null if it is another kind of failure: 451, by the host.</summary>
    public static SmtpReply? To(Storage.StoreException error) => error switch
    {
        Storage.StoreFullException => SmtpReplies.StorageFull,
        Storage.StoreFailedException => StorageFailed,
        _ => null,
    };
}
