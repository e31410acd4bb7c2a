using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>
/// What the engine needs decided before it reads on; one is open at a time. Messages are always told by UID, so nobody
/// outside the engine deals with sequence numbers. An extension may derive its own.
/// </summary>
public abstract record ImapQuestion
{
    /// <summary>The reply when nobody has an opinion.</summary>
    public abstract ImapReply Default { get; }
}

/// <summary>Somebody connected. OK greets, BYE turns away.</summary>
public sealed record ConnectQuestion : ImapQuestion
{
    public override ImapReply Default => ImapReplies.Completed;
}

/// <summary>STARTTLS: OK goes ahead; NO when the certificate cannot be used just now.</summary>
public sealed record StartTlsQuestion : ImapQuestion
{
    public override ImapReply Default => ImapReplies.BeginTls;
}

/// <summary>
/// The secret of an identity is needed to go on with an exchange. Answer with <see cref="ImapServerEngine.Provide"/>; a
/// reply ends the exchange.
/// </summary>
public sealed record SecretQuestion(string Mechanism, string Identity) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.CannotCheckSecret;
}

/// <summary>Somebody wants in, by LOGIN or AUTHENTICATE. Without an opinion nobody gets in.</summary>
public sealed record AuthQuestion(Credentials Credentials) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.AuthenticationFailed;
}

/// <summary>The client says what it is (RFC 2971). It proves nothing.</summary>
public sealed record IdQuestion(IReadOnlyList<KeyValuePair<string, string?>> Fields) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.Completed;
}

/// <summary>
/// SELECT or EXAMINE. Answer with <see cref="ImapServerEngine.Open"/>, or with NO. The mailbox that was selected before
/// is closed already.
/// </summary>
public sealed record SelectQuestion(string Mailbox, bool IsReadOnly) : ImapQuestion
{
    /// <summary>What a client that comes back knows; the engine asks a FETCH behind the selection.</summary>
    internal ResyncRequest? Resync { get; init; }

    public override ImapReply Default => ImapReplies.NoSuchMailbox;
}

/// <summary>CLOSE or UNSELECT. With <see cref="Expunges"/> what has \Deleted goes, and nobody is told.</summary>
public sealed record CloseQuestion(string Mailbox, bool Expunges) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.Completed;
}

/// <summary>
/// LIST or LSUB. Tell each mailbox that <see cref="Matches"/> and is selected, with
/// <see cref="ImapResponseWriter.List"/>, then answer.
/// </summary>
public sealed record ListQuestion : ImapQuestion
{
    /// <summary>The patterns, the reference in front.</summary>
    public required IReadOnlyList<string> Patterns { get; init; }

    public required char Delimiter { get; init; }

    /// <summary>LSUB of IMAP4rev1: subscriptions only.</summary>
    public bool IsLsub { get; init; }

    /// <summary>
    /// Subscriptions only, also to what is not there any more (\NonExistent).
    /// </summary>
    public bool OnlySubscribed { get; init; }

    /// <summary>Mailboxes with a special use only.</summary>
    public bool OnlySpecialUse { get; init; }

    /// <summary>
    /// Also a mailbox that is not subscribed, where one below it is that does not match:
    /// <see cref="MailboxListing.HasSubscribedChild"/>.
    /// </summary>
    public bool IsRecursive { get; init; }

    /// <summary>What to tell of each mailbox beside its attributes (RFC 5819); None for nothing.</summary>
    public StatusItems Status { get; init; }

    /// <summary>Attributes that the client wants to hear of.</summary>
    public required MailboxAttributes Shown { get; init; }

    public override ImapReply Default => ImapReplies.Completed;

    /// <summary>Whether one of the patterns means this name.</summary>
    public bool Matches(string name) => Patterns.Any(pattern => MailboxPattern.Matches(pattern, name, Delimiter));
}

/// <summary>STATUS. Tell it with <see cref="ImapResponseWriter.Status"/>, then answer.</summary>
public sealed record StatusQuestion(string Mailbox, StatusItems Items) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.NoSuchMailbox;
}

/// <summary>
/// CREATE. The name is fit to be one; a level that is missing above it is made, or appears (\Noselect).
/// </summary>
public sealed record CreateQuestion(string Mailbox) : ImapQuestion
{
    /// <summary>
    /// What it is for, of <see cref="MailboxAttributes.SpecialUse"/>; None for nothing in particular.
    /// </summary>
    public MailboxAttributes SpecialUse { get; init; }

    public override ImapReply Default => ImapReplies.NoName;
}

/// <summary>DELETE; never INBOX.</summary>
public sealed record DeleteQuestion(string Mailbox) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.NoSuchMailbox;
}

/// <summary>
/// RENAME. From INBOX the messages move, and INBOX stays, empty (RFC 9051 section 6.3.6).
/// </summary>
public sealed record RenameQuestion(string Mailbox, string NewName) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.NoSuchMailbox;
}

/// <summary>SUBSCRIBE or UNSUBSCRIBE.</summary>
public sealed record SubscribeQuestion(string Mailbox, bool IsSubscribed) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.NoSuchMailbox;
}

/// <summary>
/// APPEND: may this message come? OK lets it, and its octets are handed out as they come. A mailbox that is not there
/// is NO [TRYCREATE].
/// </summary>
/// <param name="Mailbox">Where to.</param>
/// <param name="Flags">What it gets.</param>
/// <param name="InternalDate">When it was received; null for now.</param>
/// <param name="MessageBytes">How many octets will come.</param>
/// <param name="MayHoldNul">It comes as literal8 (RFC 3516).</param>
public sealed record AppendQuestion(
    string Mailbox, ImapFlags Flags, DateTimeOffset? InternalDate, long MessageBytes, bool MayHoldNul) : ImapQuestion
{
    /// <summary>
    /// How many messages came before it in the same command (MULTIAPPEND, RFC 3502). All are kept, or none: with NO to
    /// this one those before it are forgotten too.
    /// </summary>
    public int Index { get; init; }

    /// <summary>
    /// REPLACE (RFC 8508): the UID of the message in the selected mailbox whose place it takes; null with APPEND. What
    /// a quota makes of it counts that message as gone.
    /// </summary>
    public uint? Replaces { get; init; }

    /// <summary>
    /// The client says that there is UTF-8 in the header (RFC 6855 section 4). A client that has not enabled it must
    /// not send such, and a handler says NO where it finds 8-bit octets there.
    /// </summary>
    public bool IsUtf8 { get; init; }

    public override ImapReply Default => ImapReplies.NotKept;
}

/// <summary>
/// All of the message came, and the command ended well. OK promises that it is kept; with
/// <see cref="ImapCodes.AppendUid(uint, uint)"/> it says where. Where it replaces another, both are done or neither is;
/// tell the view that the other has gone, then answer.
/// </summary>
/// <param name="Append">The last message of the command.</param>
public sealed record MessageQuestion(AppendQuestion Append) : ImapQuestion
{
    /// <summary>All messages of the command, in their order: more than one only with MULTIAPPEND.</summary>
    public IReadOnlyList<AppendQuestion> All { get; init; } = [Append];

    public override ImapReply Default => ImapReplies.NotKept;
}

/// <summary>
/// COMPRESS DEFLATE (RFC 4978): OK goes ahead, and from the octet behind the reply both directions are raw DEFLATE.
/// Octets that were read by then and not taken belong to the compressed stream.
/// </summary>
public sealed record CompressQuestion : ImapQuestion
{
    public override ImapReply Default => ImapReplies.NoCompression;
}

/// <summary>
/// Something may have changed: tell <see cref="ImapServerEngine.View"/> what has, then answer. The engine tells the
/// client.
/// </summary>
/// <param name="MayReportExpunges">Messages that have gone will be told now; others can wait for later.</param>
public sealed record SyncQuestion(bool MayReportExpunges) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.Completed;
}

/// <summary>
/// FETCH. For each message that is still there: <see cref="ImapResponseWriter.BeginFetch"/>, the items,
/// <see cref="ImapResponseWriter.EndFetch"/>; then answer. A message that has gone is left out and the answer is NO
/// [EXPUNGEISSUED], or its items are told all the same.
/// </summary>
/// <param name="Messages">Which; none only with <see cref="VanishedAmong"/>.</param>
/// <param name="Items">
/// What to tell, each once, in this order. UID and MODSEQ are among them where they must be.
/// </param>
/// <param name="ChangedSince">Only messages with a higher mod-sequence; null for all.</param>
/// <param name="SetsSeen">Set \Seen on each message first; FLAGS is among the items.</param>
public sealed record FetchQuestion(
    MessageSet Messages, IReadOnlyList<FetchItem> Items, ulong? ChangedSince, bool SetsSeen) : ImapQuestion
{
    /// <summary>
    /// Tell first, with <see cref="ImapResponseWriter.VanishedEarlier"/>, which of these have gone since
    /// <see cref="ChangedSince"/>. Where that is not remembered: all of them that are not there. Null to tell nothing.
    /// </summary>
    public MessageSet? VanishedAmong { get; init; }

    public override ImapReply Default => ImapReplies.Completed;
}

/// <summary>What STORE does with the flags it names.</summary>
public enum StoreAction : byte
{
    Add,
    Remove,
    Replace,
}

/// <summary>
/// STORE. For each message that was changed: <see cref="ImapResponseWriter.Stored"/>. Messages that changed after
/// <see cref="UnchangedSince"/> stay as they are, and OK has <see cref="ImapServerEngine.Modified"/> as its code.
/// </summary>
public sealed record StoreQuestion(
    MessageSet Messages, StoreAction Action, ImapFlags Flags, bool IsSilent, ulong? UnchangedSince) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.Completed;
}

/// <summary>SEARCH. Answer with <see cref="ImapServerEngine.Found"/>.</summary>
public sealed record SearchQuestion(SearchKey Key, SearchReturns Returns) : ImapQuestion
{
    /// <summary>A mod-sequence was in the search, so the answer tells the highest of what was found.</summary>
    public bool TellsModSequence { get; init; }

    /// <summary>
    /// The client wants to see these of the results (RFC 9394). The answer has all; the engine tells what is asked.
    /// </summary>
    public ResultWindow? Window { get; init; }

    public override ImapReply Default => ImapReplies.SearchTooDeep;
}

/// <summary>
/// COPY or MOVE, all or nothing; flags and INTERNALDATE are kept. OK has <see cref="ImapCodes.CopyUid"/>. For a MOVE
/// tell the view first what has gone.
/// </summary>
public sealed record CopyQuestion(MessageSet Messages, string Mailbox, bool IsMove) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.TryCreate;
}

/// <summary>
/// EXPUNGE: what has \Deleted goes, with <see cref="Only"/> among these. Tell the view, then answer.
/// </summary>
public sealed record ExpungeQuestion(MessageSet? Only) : ImapQuestion
{
    public override ImapReply Default => ImapReplies.Completed;
}
