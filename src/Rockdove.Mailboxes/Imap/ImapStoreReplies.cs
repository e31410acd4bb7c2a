using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>What is said when a store does not do what a client wants.</summary>
internal static class ImapStoreReplies
{
    public static readonly ImapReply OverQuota =
        ImapReply.No("There is no room left in this account", ImapCodes.OverQuota);

    public static readonly ImapReply Full = ImapReply.No("There is no room on this server", ImapCodes.Limit);

    public static readonly ImapReply Failed =
        ImapReply.No("Storage has failed, try again later", ImapCodes.Unavailable);

    public static readonly ImapReply TooManyMailboxes = ImapReply.No("There are too many mailboxes", ImapCodes.Limit);

    public static readonly ImapReply TooManySubscriptions =
        ImapReply.No("There are too many subscriptions", ImapCodes.Limit);

    public static readonly ImapReply UseIsTaken =
        ImapReply.No("No mailbox can be made for that use, or there is one", ImapCodes.UseAttribute);

    public static readonly ImapReply HasChildren =
        ImapReply.No("There are mailboxes below this name", ImapCodes.HasChildren);

    public static readonly ImapReply TooManyKeywords =
        ImapReply.No("A message cannot have so many keywords, or so long ones", ImapCodes.Limit);

    public static readonly ImapReply SomeHaveGone =
        ImapReply.No("Some of the messages have gone", ImapCodes.ExpungeIssued);

    public static readonly ImapReply PartTooBig =
        ImapReply.No("The part is too big to be decoded", ImapCodes.Limit);

    public static readonly ImapReply UndeclaredUtf8 = ImapReply.No(
        "There are eight bits in the header: ENABLE UTF8=ACCEPT, and APPEND with UTF8", ImapCodes.Cannot);

    public static readonly ImapReply TooManyToSort =
        ImapReply.No("These are too many messages to sort or to thread", ImapCodes.Limit);

    public static readonly ImapReply NoAnnotation =
        ImapReply.No("No annotation can have this name", ImapCodes.Cannot);

    public static readonly ImapReply NotYours =
        ImapReply.No("What all share of this server is not yours to change", ImapCodes.NoPermission);

    public static readonly ImapReply AnnotationTooBig = ImapReply.No(
        "An annotation is too big", ImapCodes.MetadataMaxSize(IMailboxAttributes.MaximumMetadataBytes));

    public static readonly ImapReply TooManyAnnotations =
        ImapReply.No("There are too many annotations", ImapCodes.MetadataTooMany);

    public static readonly ImapReply MailboxDeleted = ImapReply.Bye("The selected mailbox was deleted");

    /// <summary>The reply to a store's refusal, or null if it is another kind of failure: the host's to tell.</summary>
    public static ImapReply? To(StoreException error) => error switch
    {
        QuotaExceededException => OverQuota,
        StoreFullException => Full,
        StoreFailedException => Failed,
        MailboxGoneException => ImapReplies.TryCreate,
        _ => null,
    };
}
