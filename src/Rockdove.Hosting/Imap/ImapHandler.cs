using Rockdove.Imap;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// Answers the questions of IMAP sessions. Override what you have an opinion on: null leaves the default, which lets
/// nobody log in. One handler serves all connections at once; what belongs to one lies in
/// <see cref="ImapContext.State"/>.
/// </summary>
/// <remarks>
/// What there is to say before the answer goes through <see cref="ImapContext.Responses"/>, and is sent on the way with
/// <see cref="ImapContext.SendAsync"/>. An exception is logged, and the client is told NO [UNAVAILABLE]; in the middle
/// of a response it cuts the connection.
/// </remarks>
public abstract class ImapHandler
{
    /// <summary>Somebody connected.</summary>
    public virtual ValueTask<ImapReply?> ConnectAsync(ImapContext context, ConnectQuestion question) => default;

    /// <summary>Finds what CRAM-MD5 and SCRAM compare with; null when there is no such account.</summary>
    public virtual ValueTask<StoredSecret?> FindSecretAsync(ImapContext context, SecretQuestion question) => default;

    /// <summary>
    /// OK lets them in. <see cref="CredentialKind.Proved"/> needs no check of the secret any more. An account that does
    /// not exist must take as long as a wrong password.
    /// </summary>
    public virtual ValueTask<ImapReply?> LogInAsync(ImapContext context, AuthQuestion question) => default;

    /// <summary>The client says what it is.</summary>
    public virtual ValueTask<ImapReply?> IdentifyAsync(ImapContext context, IdQuestion question) => default;

    /// <summary>
    /// SELECT or EXAMINE: null with <see cref="ImapContext.Opened"/> set, or NO. Whatever was selected before is
    /// not any more.
    /// </summary>
    public virtual ValueTask<ImapReply?> SelectAsync(ImapContext context, SelectQuestion question) => default;

    /// <summary>CLOSE or UNSELECT.</summary>
    public virtual ValueTask<ImapReply?> CloseAsync(ImapContext context, CloseQuestion question) => default;

    public virtual ValueTask<ImapReply?> ListAsync(ImapContext context, ListQuestion question) => default;

    public virtual ValueTask<ImapReply?> StatusAsync(ImapContext context, StatusQuestion question) => default;

    public virtual ValueTask<ImapReply?> CreateAsync(ImapContext context, CreateQuestion question) => default;

    public virtual ValueTask<ImapReply?> DeleteAsync(ImapContext context, DeleteQuestion question) => default;

    public virtual ValueTask<ImapReply?> RenameAsync(ImapContext context, RenameQuestion question) => default;

    public virtual ValueTask<ImapReply?> SubscribeAsync(ImapContext context, SubscribeQuestion question) => default;

    /// <summary>
    /// APPEND or REPLACE: null with <see cref="ImapContext.Sink"/> set lets the message come; otherwise NO. When all of
    /// it came, <see cref="ImapSink.CompleteAsync"/> has the last word. Further messages of the same command (RFC 3502)
    /// are the sink's: <see cref="ImapSink.NextAsync"/>.
    /// </summary>
    public virtual ValueTask<ImapReply?> AppendAsync(ImapContext context, AppendQuestion question) => default;

    /// <summary>Something may have changed: tell <see cref="ImapContext.View"/>.</summary>
    public virtual ValueTask<ImapReply?> SyncAsync(ImapContext context, SyncQuestion question) => default;

    public virtual ValueTask<ImapReply?> FetchAsync(ImapContext context, FetchQuestion question) => default;

    public virtual ValueTask<ImapReply?> StoreAsync(ImapContext context, StoreQuestion question) => default;

    /// <summary>SEARCH: null with <see cref="ImapContext.Found"/> set, or NO.</summary>
    public virtual ValueTask<ImapReply?> SearchAsync(ImapContext context, SearchQuestion question) => default;

    /// <summary>COPY or MOVE.</summary>
    public virtual ValueTask<ImapReply?> CopyAsync(ImapContext context, CopyQuestion question) => default;

    public virtual ValueTask<ImapReply?> ExpungeAsync(ImapContext context, ExpungeQuestion question) => default;

    /// <summary>
    /// SORT: null with <see cref="ImapContext.Sorted"/> set, or NO. <see cref="MessageSorter"/> knows the order.
    /// </summary>
    public virtual ValueTask<ImapReply?> SortAsync(ImapContext context, SortQuestion question) => default;

    /// <summary>
    /// THREAD: null with <see cref="ImapContext.Threads"/> set, or NO. <see cref="MessageThreader"/> knows how.
    /// </summary>
    public virtual ValueTask<ImapReply?> ThreadAsync(ImapContext context, ThreadQuestion question) => default;

    public virtual ValueTask<ImapReply?> QuotaAsync(ImapContext context, QuotaQuestion question) => default;

    public virtual ValueTask<ImapReply?> QuotaRootAsync(ImapContext context, QuotaRootQuestion question) => default;

    public virtual ValueTask<ImapReply?> SetQuotaAsync(ImapContext context, SetQuotaQuestion question) => default;

    public virtual ValueTask<ImapReply?> MetadataAsync(ImapContext context, MetadataQuestion question) => default;

    public virtual ValueTask<ImapReply?> SetMetadataAsync(
        ImapContext context, SetMetadataQuestion question) => default;

    /// <summary>NOTIFY: OK promises to tell what is asked for.</summary>
    public virtual ValueTask<ImapReply?> NotifyAsync(ImapContext context, NotifyQuestion question) => default;

    /// <summary>Something may have changed in a mailbox that the client watches: tell what has.</summary>
    public virtual ValueTask<ImapReply?> WatchAsync(ImapContext context, WatchQuestion question) => default;

    /// <summary>Any other question, as an extension of your own may ask it.</summary>
    public virtual ValueTask<ImapReply?> AnswerAsync(ImapContext context) => default;
}
