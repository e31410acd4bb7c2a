namespace Rockdove.Imap;

/// <summary>What NOTIFY can watch for (RFC 5465 section 5).</summary>
[Flags]
public enum NotifyEvents : byte
{
    None = 0,

    /// <summary>Messages come. Always together with <see cref="MessageExpunge"/>.</summary>
    MessageNew = 1,

    /// <summary>Messages go.</summary>
    MessageExpunge = 2,

    /// <summary>Flags change; also UIDVALIDITY.</summary>
    FlagChange = 4,

    /// <summary>A mailbox is created, deleted or renamed.</summary>
    MailboxName = 8,

    SubscriptionChange = 16,

    /// <summary>Annotations of a mailbox change (RFC 5464).</summary>
    MailboxMetadataChange = 32,

    /// <summary>Annotations of the server change (RFC 5464).</summary>
    ServerMetadataChange = 64,

    /// <summary>Those about messages.</summary>
    Messages = MessageNew | MessageExpunge | FlagChange,
}

/// <summary>Which mailboxes a group of NOTIFY means (RFC 5465 section 6).</summary>
public enum NotifyMailboxes : byte
{
    /// <summary>The one that is selected; news at any time.</summary>
    Selected,

    /// <summary>The one that is selected; messages that go are told when a command allows it.</summary>
    SelectedDelayed,

    /// <summary>All that can be selected in the user's own namespace.</summary>
    Personal,

    /// <summary>Those that mail is delivered to; as <see cref="Personal"/> where that is not known.</summary>
    Inboxes,

    Subscribed,

    /// <summary>The mailboxes named, and all below them.</summary>
    Subtree,

    /// <summary>The mailboxes named; wildcards are none.</summary>
    Named,
}

/// <summary>One group of NOTIFY SET.</summary>
/// <param name="Mailboxes">Which mailboxes.</param>
/// <param name="Names">Their names, where they are named.</param>
/// <param name="Events">What to watch for; None for nothing.</param>
/// <param name="NewMessageItems">What to tell of new messages of the selected mailbox; none for EXISTS alone.</param>
public sealed record NotifyGroup(
    NotifyMailboxes Mailboxes, IReadOnlyList<string> Names, NotifyEvents Events,
    IReadOnlyList<FetchItem> NewMessageItems)
{
    /// <summary>It is about the selected mailbox, whichever that is.</summary>
    public bool IsSelected => Mailboxes <= NotifyMailboxes.SelectedDelayed;

    public bool Has(NotifyEvents events) => (Events & events) == events;

    /// <summary>What to tell of a mailbox of this group first, with STATUS (section 3.1).</summary>
    public StatusItems StatusItems => (Has(NotifyEvents.MessageNew)
        ? StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity
        : StatusItems.None)
        | (Has(NotifyEvents.FlagChange) ? StatusItems.UidValidity | StatusItems.HighestModSequence : StatusItems.None);
}

/// <summary>
/// NOTIFY (RFC 5465): from now on tell this, unasked. OK promises it. With <see cref="TellsStatus"/> tell first, with
/// <see cref="ImapResponseWriter.Status"/>, how each mailbox stands that is not selected and has
/// <see cref="NotifyGroup.StatusItems"/>. Mailboxes that are not there are passed over. What the session watched before
/// is forgotten.
/// </summary>
/// <param name="Groups">What; none for NOTIFY NONE.</param>
/// <param name="TellsStatus">STATUS was said.</param>
public sealed record NotifyQuestion(IReadOnlyList<NotifyGroup> Groups, bool TellsStatus) : ImapQuestion
{
    /// <summary>The group about the selected mailbox; null where the client wants to hear nothing of it.</summary>
    public NotifyGroup? Selected => Groups.FirstOrDefault(
        group => group.IsSelected && group.Events != NotifyEvents.None);

    public override ImapReply Default => Groups.Count == 0 ? ImapReplies.Completed : ImapReplies.CannotWatch;
}

/// <summary>
/// Something has changed, and the client watches: tell what has changed since the last such question in mailboxes that
/// are not selected, then answer. Messages and flags with <see cref="ImapResponseWriter.Status"/>, names and
/// subscriptions with <see cref="ImapResponseWriter.Renamed"/>, annotations with
/// <see cref="ImapResponseWriter.MetadataChanged"/>; not what this client has done itself. NO says that it is too much:
/// the client is told, and no longer watches.
/// </summary>
/// <param name="Watch">What the client watches.</param>
public sealed record WatchQuestion(NotifyQuestion Watch) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.Completed;
}
