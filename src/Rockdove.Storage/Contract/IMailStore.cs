namespace Rockdove.Storage;

/// <summary>
/// Mailboxes and the messages in them. Bytes go in once, by staging; a commit makes them a message, in all the
/// mailboxes it names or in none.
/// </summary>
/// <remarks>
/// <para>Every member may be called from any thread at any time. A call that has returned is true for every call that
/// begins later. A call that throws <see cref="OperationCanceledException"/> has done all of its work or none.</para>
/// <para>A mailbox, message or identifier that is not there is no error: it is null, false, or left out.</para>
/// <para>Unique identifiers follow RFC 9051 section 2.3.1.1, mod-sequences RFC 7162 section 3.1. A reader who sees one
/// identifier sees, or could have seen, all smaller ones: they become visible in their order.</para>
/// </remarks>
public interface IMailStore : IAsyncDisposable
{
    /// <summary>Tells that mailboxes have changed, after the change can be seen.</summary>
    IChangeFeed Changes { get; }

    /// <summary>What mailboxes and their owners have besides messages: uses, subscriptions, metadata, quota.</summary>
    IMailboxAttributes Attributes { get; }

    /// <summary>Begins a message. It does not exist until it is committed.</summary>
    /// <remarks>
    /// The expected bytes are the size that was announced, or 0. A store that has no room for so much says so now; that
    /// it does not is no promise.
    /// </remarks>
    /// <exception cref="StoreFullException">There is no room.</exception>
    ValueTask<IStagedMessage> StageAsync(long expectedBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a staged message real: when this returns it is in every mailbox named, as durable as this store can make
    /// it, and only then may a 250 be sent.
    /// </summary>
    /// <param name="message">From <see cref="StageAsync"/> of this store. After a success it is done with.</param>
    /// <param name="envelope">Kept beside the message; null for one that came by APPEND.</param>
    /// <param name="details">What was found in the message; <see cref="MessageDetails.None"/> if nobody looked.</param>
    /// <param name="placements">At least one. A mailbox named twice gets two entries.</param>
    /// <param name="cancellationToken">Asks to give up; see the remarks on <see cref="IMailStore"/>.</param>
    /// <remarks>
    /// <para>Commits that one caller begins one after the other happen in that order.</para>
    /// <para>The message joins the thread of that owner in which its own id was named before, or else the nearest
    /// message that it names, whether that has come already or not; and it begins one if there is none. A thread lasts
    /// as long as a message of it, and what belongs to two is not made one: RFC 8474 section 5.2 forbids changes.
    /// </para>
    /// </remarks>
    /// <exception cref="MailboxGoneException">A mailbox does not exist. The message is still staged.</exception>
    /// <exception cref="UidTakenException">
    /// A placement names an identifier below UIDNEXT. The message is still staged.
    /// </exception>
    /// <exception cref="QuotaExceededException">
    /// The owner of one of the mailboxes has too much. The message is still staged.
    /// </exception>
    /// <exception cref="StoreFullException">
    /// There is no room. The message is still staged, unless it was a write that found none.
    /// </exception>
    /// <exception cref="InvalidOperationException">The message was committed or given up.</exception>
    /// <exception cref="ArgumentException">The message is another store's, or there is no placement.</exception>
    ValueTask<CommittedMessage> CommitAsync(
        IStagedMessage message,
        DeliveryEnvelope? envelope,
        MessageDetails details,
        IReadOnlyList<Placement> placements,
        CancellationToken cancellationToken);

    /// <summary>
    /// Makes staged messages real in one mailbox, all or none, in their order; and takes another one away in the same
    /// step, if one is named: at every moment, also after a crash, there is the old one or the new ones (MULTIAPPEND,
    /// RFC 3502; REPLACE, RFC 8508).
    /// </summary>
    /// <param name="mailbox">Where to.</param>
    /// <param name="messages">At least one. After a success they are done with.</param>
    /// <param name="replaces">A message of the same owner that goes; a quota counts it as gone.</param>
    /// <param name="cancellationToken">Asks to give up; see the remarks on <see cref="IMailStore"/>.</param>
    /// <returns>Null if what is to be replaced is not there. Nothing was done, and the messages are still
    /// staged.</returns>
    /// <exception cref="MailboxGoneException">The mailbox does not exist. The messages are still staged.</exception>
    /// <exception cref="QuotaExceededException">The owner would have too much. The messages are still
    /// staged.</exception>
    /// <exception cref="StoreFullException">
    /// There is no room. The messages are still staged, unless it was a write that found none.
    /// </exception>
    /// <exception cref="InvalidOperationException">A message was committed or given up, or is named twice.</exception>
    /// <exception cref="ArgumentException">A message is another store's, or there is none.</exception>
    ValueTask<AppendedMessages?> AppendAsync(
        MailboxId mailbox,
        IReadOnlyList<MessageToAppend> messages,
        MessageEntry? replaces,
        CancellationToken cancellationToken);

    /// <summary>The mailbox of that name, made if there is none.</summary>
    ValueTask<CreatedMailbox> CreateMailboxAsync(MailboxName name, CancellationToken cancellationToken);

    ValueTask<MailboxId?> FindMailboxAsync(MailboxName name, CancellationToken cancellationToken);

    /// <summary>
    /// The mailboxes of one owner, or of all if null, with their counters; by owner, then by name, ordinal.
    /// </summary>
    ValueTask<IReadOnlyList<MailboxStatus>> ListMailboxesAsync(string? owner, CancellationToken cancellationToken);

    /// <summary>Gives a mailbox and all below it other names, in one step (RFC 9051 section 6.3.6).</summary>
    /// <remarks>
    /// Ids, UIDVALIDITY and everything in them stay: UIDVALIDITY is never used twice in a store, so no other mailbox
    /// had the new name and this UIDVALIDITY. Subscriptions are of names, and stay too. INBOX is not renamed: whoever
    /// is asked to makes the new mailbox and moves all messages to it.
    /// </remarks>
    /// <param name="from">Need not exist itself, if a mailbox below it does.</param>
    /// <param name="to">Of the same owner.</param>
    /// <param name="separator">Between the levels of a name.</param>
    /// <param name="cancellationToken">Asks to give up; see the remarks on <see cref="IMailStore"/>.</param>
    /// <exception cref="ArgumentException">The names have two owners.</exception>
    ValueTask<MailboxRenaming> RenameMailboxAsync(
        MailboxName from, MailboxName to, char separator, CancellationToken cancellationToken);

    /// <summary>Removes a mailbox and everything in it. False if there is none.</summary>
    ValueTask<bool> DeleteMailboxAsync(MailboxId mailbox, CancellationToken cancellationToken);

    /// <summary>The mailbox as it is now; null if there is none.</summary>
    ValueTask<MailboxSnapshot?> OpenAsync(MailboxId mailbox, CancellationToken cancellationToken);

    /// <summary>
    /// The flags that are in use in a mailbox, found without reading all of it; null if there is no such mailbox.
    /// </summary>
    ValueTask<FlagsInUse?> FlagsInUseAsync(MailboxId mailbox, CancellationToken cancellationToken);

    /// <summary>What happened in the mailbox after that mod-sequence; null if there is no such mailbox.</summary>
    ValueTask<MailboxChanges?> ChangesSinceAsync(
        MailboxId mailbox, ModSequence since, CancellationToken cancellationToken);

    /// <summary>The messages of a set that are there, ascending.</summary>
    /// <remarks>
    /// Each row is whole. Rows may be of different moments if the mailbox changes meanwhile; a message that goes
    /// before the reading reaches it is left out. Nothing is held while the caller looks at a row, however long.
    /// </remarks>
    IAsyncEnumerable<MessageRow> ReadAsync(
        MailboxId mailbox, UidSet uids, MessageFields fields, CancellationToken cancellationToken);

    /// <summary>One message wherever it lies: a row for each entry, none if it is gone.</summary>
    ValueTask<IReadOnlyList<MessageRow>> FindAsync(
        MessageId message, MessageFields fields, CancellationToken cancellationToken);

    /// <summary>Opens the body, which then stays readable until disposed, even if the message is expunged.</summary>
    ValueTask<IBlob?> OpenBodyAsync(MessageId message, CancellationToken cancellationToken);

    /// <summary>Changes flags, each message by itself; atomic with everything else that touches them.</summary>
    /// <param name="mailbox">One that does not exist has no messages.</param>
    /// <param name="uids">Those that are not there are left out.</param>
    /// <param name="change">Applied to what each message has at that moment.</param>
    /// <param name="unchangedSince">
    /// If stated, a message that has changed after it is left alone and reported (RFC 7162 section 3.1.3).
    /// </param>
    /// <param name="cancellationToken">Asks to give up; see the remarks on <see cref="IMailStore"/>.</param>
    ValueTask<FlagResult> StoreFlagsAsync(
        MailboxId mailbox,
        UidSet uids,
        FlagChange change,
        ModSequence? unchangedSince,
        CancellationToken cancellationToken);

    /// <summary>
    /// Removes messages from a mailbox for ever. A message that lies nowhere else is gone, and its bytes are freed.
    /// </summary>
    /// <param name="mailbox">One that does not exist has no messages.</param>
    /// <param name="uids"><see cref="UidSet.All"/> empties the mailbox.</param>
    /// <param name="having">
    /// Only those that have these flags at that moment: <see cref="SystemFlags.Deleted"/> for IMAP (RFC 9051 section
    /// 6.4.3), none for POP3 and a catcher.
    /// </param>
    /// <param name="cancellationToken">Asks to give up; see the remarks on <see cref="IMailStore"/>.</param>
    ValueTask<ExpungeResult> ExpungeAsync(
        MailboxId mailbox, UidSet uids, SystemFlags having, CancellationToken cancellationToken);

    /// <summary>
    /// Puts messages into another mailbox as well, all or none, in their order: the same body and id, flags and date as
    /// they are (RFC 9051 section 6.4.7).
    /// </summary>
    /// <param name="source">One that does not exist has no messages.</param>
    /// <param name="uids">Those that are not there are left out.</param>
    /// <param name="target">May be the source.</param>
    /// <param name="cancellationToken">Asks to give up; see the remarks on <see cref="IMailStore"/>.</param>
    /// <exception cref="MailboxGoneException">There is no target: <c>NO [TRYCREATE]</c>.</exception>
    /// <exception cref="QuotaExceededException">The target's owner would have too much.</exception>
    /// <exception cref="StoreFullException">There is no room.</exception>
    ValueTask<CopiedMessages> CopyAsync(
        MailboxId source, UidSet uids, MailboxId target, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="CopyAsync"/>, and takes them out of the source in the same step: each message is in one of the two
    /// at every moment, also after a crash (RFC 6851 section 3.3).
    /// </summary>
    /// <remarks>Within one owner it asks no quota, for nothing is added.</remarks>
    /// <param name="source">One that does not exist has no messages.</param>
    /// <param name="uids">Those that are not there are left out.</param>
    /// <param name="target">May be the source: the messages then have new identifiers.</param>
    /// <param name="cancellationToken">Asks to give up; see the remarks on <see cref="IMailStore"/>.</param>
    /// <exception cref="MailboxGoneException">There is no target: <c>NO [TRYCREATE]</c>.</exception>
    /// <exception cref="QuotaExceededException">The target's owner, another one, would have too much.</exception>
    /// <exception cref="StoreFullException">There is no room.</exception>
    ValueTask<CopiedMessages> MoveAsync(
        MailboxId source, UidSet uids, MailboxId target, CancellationToken cancellationToken);

    /// <summary>Finds messages, and gives their rows with envelopes as it finds them.</summary>
    /// <remarks>
    /// What a commit has returned before the search began is found, however young any index is. Messages that go or
    /// change meanwhile may be found as they were or not at all; one that is damaged is judged by its row, or by what
    /// an index kept of its text. Nothing is held while the caller looks at a row, however long.
    /// </remarks>
    /// <param name="scope">Where to look; a mailbox that does not exist has no messages.</param>
    /// <param name="query">What to look for.</param>
    /// <param name="page">The order, and how many.</param>
    /// <param name="cancellationToken">Asks to give up.</param>
    IAsyncEnumerable<MessageRow> SearchAsync(
        SearchScope scope, SearchQuery query, SearchPage page, CancellationToken cancellationToken);

    /// <summary>Counts what <see cref="SearchAsync"/> would find, with less to do.</summary>
    /// <param name="scope">Where to look; a mailbox that does not exist has no messages.</param>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Asks to give up.</param>
    ValueTask<SearchCount> CountAsync(SearchScope scope, SearchQuery query, CancellationToken cancellationToken);

    ValueTask<StoreUsage> UsageAsync(CancellationToken cancellationToken);
}
