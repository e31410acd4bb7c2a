using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Mailboxes;

/// <summary>
/// Shows the mailboxes of a store by IMAP: each owner theirs, in any number of sessions at once. Who may log in and
/// whose mailboxes they see, the product says.
/// </summary>
/// <remarks>
/// Nothing is <c>\Recent</c>: the store does not keep who was the first to hear of a message, and IMAP4rev2 has done
/// away with it.
/// </remarks>
public abstract class MailboxImapHandler : ImapHandler
{
    private readonly IMailStore _store;
    private readonly TimeProvider _time;
    private readonly MailboxImapOptions _options;
    private readonly MailboxNaming _naming;
    private readonly KnownFlags _flags;
    private readonly SessionHub _hub = new();

    /// <summary>
    /// What a handler over a store can do beyond <see cref="ImapExtensions.Standard"/>: to be offered by the endpoint
    /// beside these.
    /// </summary>
    public static IReadOnlyList<ImapExtension> Extensions { get; } =
    [
        new ObjectId(), new SaveDate(), new Preview(), new MultiAppend(), new Replace(), new Quota(), new Metadata(),
        new Sort(), new SortDisplay(), new Esort(), new Threading(), new Partial(), new Utf8Accept(),
        new InProgress(), new Notify(),
    ];

    /// <param name="store">Where the mailboxes are.</param>
    /// <param name="time">Says when a message was appended, and what is old in a search.</param>
    /// <param name="options">How they are shown.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    protected MailboxImapHandler(IMailStore store, TimeProvider time, MailboxImapOptions options)
    {
        options.Validate();
        _store = store;
        _time = time;
        _options = options;
        _naming = new MailboxNaming(store, options);
        _flags = new KnownFlags(store, options.KnownFlags);
    }

    /// <summary>
    /// True for credentials that are right; <see cref="CredentialKind.Proved"/> asks only whether this identity may
    /// come in. An account that does not exist must take as long as a wrong password.
    /// </summary>
    protected abstract ValueTask<bool> LetsInAsync(Credentials credentials, CancellationToken cancellationToken);

    /// <summary>
    /// The owner whose mailboxes somebody sees who has shown who they are; null when there are none. INBOX is made.
    /// </summary>
    protected abstract ValueTask<string?> FindOwnerAsync(
        Credentials credentials, CancellationToken cancellationToken);

    public sealed override async ValueTask<ImapReply?> LogInAsync(ImapContext context, AuthQuestion question)
    {
        if (!await LetsInAsync(question.Credentials, context.Aborted)
            || await FindOwnerAsync(question.Credentials, context.Aborted) is not { } owner)
            return null;
        try
        {
            await _naming.WelcomeAsync(owner, context.Aborted);
        }
        catch (StoreException error) when (ImapStoreReplies.To(error) is { } refusal)
        {
            return refusal;
        }

        if (context.State is { } before)
            await before.DisposeAsync();
        context.State = new MailboxSession(owner);
        return ImapReplies.Completed;
    }

    public sealed override async ValueTask<ImapReply?> SelectAsync(ImapContext context, SelectQuestion question)
    {
        var session = MailboxSession.Of(context);
        await session.SelectAsync(null);
        if (await FindAsync(session, question.Mailbox, context.Aborted) is not { } id
            || await SelectedMailbox.OpenAsync(_store, id, context, context.Aborted) is not { } mailbox)
            return ImapReplies.NoSuchMailbox;
        await session.SelectAsync(mailbox);
        var status = mailbox.Status;
        var flags = await _store.FlagsInUseAsync(id, context.Aborted);
        var opened = new OpenedMailbox
        {
            View = mailbox.View,
            UidValidity = status.UidValidity,
            UidNext = status.UidNext.Value,
            FirstUnseen = flags?.FirstUnseen?.Value,
            MailboxId = id.ToString(),
        };
        var inUse = new ImapFlags(opened.Flags.System, flags?.Keywords ?? []);
        context.Opened = opened with { Flags = inUse, PermanentFlags = inUse };
        return null;
    }

    public sealed override async ValueTask<ImapReply?> CloseAsync(ImapContext context, CloseQuestion question)
    {
        var session = MailboxSession.Of(context);
        if (question.Expunges && session.Selected is { } mailbox)
            await _store.ExpungeAsync(mailbox.Id, UidSet.All, SystemFlags.Deleted, context.Aborted);
        await session.SelectAsync(null);
        return null;
    }

    public sealed override async ValueTask<ImapReply?> ListAsync(ImapContext context, ListQuestion question)
    {
        var tree = await _naming.ReadAsync(MailboxSession.Of(context).Owner, context.Aborted);
        tree.DeletedBytes = await DeletedStorage.CountAsync(
            _store, question.Status, tree.Mailboxes.Where(mailbox => question.Matches(mailbox.Name.Name)),
            context.Aborted);
        foreach (var listing in tree.Listings(question))
        {
            context.Responses.List(question, listing);
            await context.SendAsync();
        }

        return null;
    }

    public sealed override async ValueTask<ImapReply?> StatusAsync(ImapContext context, StatusQuestion question)
    {
        var tree = await _naming.ReadAsync(MailboxSession.Of(context).Owner, context.Aborted);
        if (tree.Find(question.Mailbox) is not { } status)
            return ImapReplies.NoSuchMailbox;
        var deleted = await DeletedStorage.CountAsync(_store, question.Items, [status], context.Aborted);
        context.Responses.Status(
            question.Mailbox, question.Items, MailboxTree.StatusOf(status, deleted.GetValueOrDefault(status.Id)));
        return ImapReplies.Completed;
    }

    public sealed override async ValueTask<ImapReply?> CreateAsync(ImapContext context, CreateQuestion question)
    {
        try
        {
            var reply = await _naming.CreateAsync(MailboxSession.Of(context), question, context.Aborted);
            await NamedAsync(context, reply);
            return reply;
        }
        catch (StoreException error) when (ImapStoreReplies.To(error) is { } refusal)
        {
            return refusal;
        }
    }

    public sealed override async ValueTask<ImapReply?> DeleteAsync(ImapContext context, DeleteQuestion question)
    {
        var session = MailboxSession.Of(context);
        var id = await FindAsync(session, question.Mailbox, context.Aborted);
        var reply = await _naming.DeleteAsync(session, question.Mailbox, id, context.Aborted);
        if (reply.IsOk && session.Selected?.Id == id)
            await session.SelectAsync(null);
        await NamedAsync(context, reply);
        return reply;
    }

    public sealed override async ValueTask<ImapReply?> RenameAsync(ImapContext context, RenameQuestion question)
    {
        try
        {
            var reply = await _naming.RenameAsync(MailboxSession.Of(context), question, context.Aborted);
            await NamedAsync(context, reply);
            context.NoteChange(); // It may have been INBOX that is selected, which is empty now.
            return reply;
        }
        catch (StoreException error) when (ImapStoreReplies.To(error) is { } refusal)
        {
            return refusal;
        }
    }

    public sealed override async ValueTask<ImapReply?> SubscribeAsync(
        ImapContext context, SubscribeQuestion question)
    {
        var session = MailboxSession.Of(context);
        var reply = await _naming.SubscribeAsync(session, question, context.Aborted);
        await NamedAsync(context, reply);
        if (reply.IsOk)
            _hub.Subscribed(session.Owner);
        return reply;
    }

    public sealed override async ValueTask<ImapReply?> AppendAsync(ImapContext context, AppendQuestion question)
    {
        var session = MailboxSession.Of(context);
        if (await FindAsync(session, question.Mailbox, context.Aborted) is not { } mailbox)
            return ImapReplies.TryCreate;
        var sink = new AppendSink(context, _store, mailbox, _options, _time);
        if (await sink.NextAsync(question, context.Aborted) is { } refusal)
        {
            await sink.DisposeAsync();
            return refusal;
        }

        context.Sink = sink;
        return null;
    }

    public sealed override async ValueTask<ImapReply?> SyncAsync(ImapContext context, SyncQuestion question) =>
        MailboxSession.Of(context).Selected is not { } mailbox || await mailbox.SyncAsync(context.Aborted)
            ? null
            : ImapStoreReplies.MailboxDeleted;

    public sealed override async ValueTask<ImapReply?> FetchAsync(ImapContext context, FetchQuestion question)
    {
        var mailbox = SelectedOf(context);
        if (FlagsAnswer.Fits(question, mailbox.View, _flags))
            return await new FlagsAnswer(context, _flags, mailbox, question).RunAsync(context.Aborted);
        using var answer = new FetchAnswer(context, _store, mailbox, question, _options);
        return await answer.RunAsync(context.Aborted);
    }

    public sealed override async ValueTask<ImapReply?> StoreAsync(ImapContext context, StoreQuestion question)
    {
        if (!ImapTerms.TryToFlags(question.Flags, out var flags))
            return ImapStoreReplies.TooManyKeywords;
        var mailbox = SelectedOf(context);
        var change = new FlagChange(Kinds[(int)question.Action], flags);
        ModSequence? unchangedSince = question.UnchangedSince is { } since
            ? new ModSequence((long)Math.Min(since, long.MaxValue))
            : null;
        var result = await _store.StoreFlagsAsync(
            mailbox.Id, ImapTerms.ToUids(question.Messages), change, unchangedSince, context.Aborted);
        _flags.Stored(mailbox.Id, result);
        foreach (var row in result.Stored)
        {
            context.Responses.Stored(
                question, row.Uid.Value, ImapTerms.ToImap(row.Flags), (ulong)row.ModSequence.Value);
            await context.SendAsync();
        }

        mailbox.Stored(result, question.IsSilent);
        if (!result.Overfull.IsEmpty)
            return ImapStoreReplies.TooManyKeywords;
        if (!result.Modified.IsEmpty)
            return ImapReply.Ok("Some had changed", context.Modified(ImapTerms.ToMessages(result.Modified)));
        return result.Stored.Count < question.Messages.Count && !context.IsByUid
            ? ImapStoreReplies.SomeHaveGone
            : null;
    }

    public sealed override ValueTask<ImapReply?> SearchAsync(ImapContext context, SearchQuestion question) =>
        new SearchAnswer(context, _store, _options, _time).SearchAsync(question.Key, context.Aborted);

    public sealed override ValueTask<ImapReply?> SortAsync(ImapContext context, SortQuestion question) =>
        new SearchAnswer(context, _store, _options, _time).SortAsync(question, context.Aborted);

    public sealed override ValueTask<ImapReply?> ThreadAsync(ImapContext context, ThreadQuestion question) =>
        new SearchAnswer(context, _store, _options, _time).ThreadAsync(question, context.Aborted);

    public sealed override async ValueTask<ImapReply?> CopyAsync(ImapContext context, CopyQuestion question)
    {
        var mailbox = SelectedOf(context);
        if (await FindAsync(MailboxSession.Of(context), question.Mailbox, context.Aborted) is not { } target)
            return ImapReplies.TryCreate;
        var uids = ImapTerms.ToUids(question.Messages);
        CopiedMessages copied;
        try
        {
            copied = question.IsMove
                ? await _store.MoveAsync(mailbox.Id, uids, target, context.Aborted)
                : await _store.CopyAsync(mailbox.Id, uids, target, context.Aborted);
        }
        catch (StoreException error) when (ImapStoreReplies.To(error) is { } refusal)
        {
            return refusal;
        }

        if (copied.Source.IsEmpty)
            return context.IsByUid ? ImapReplies.Completed : ImapStoreReplies.SomeHaveGone;
        if (question.IsMove)
            mailbox.Removed(copied.Source, copied.SourceModSequence);
        if (target == mailbox.Id)
            context.NoteChange(); // What has come is told with the answer.
        else
            MailboxSession.Of(context).Watched?.Came(target, copied.Target, copied.TargetModSequence);
        return ImapReply.Ok("Done", ImapCodes.CopyUid(
            copied.UidValidity, ImapTerms.ToMessages(copied.Source), ImapTerms.ToMessages(copied.Target)));
    }

    public sealed override async ValueTask<ImapReply?> ExpungeAsync(ImapContext context, ExpungeQuestion question)
    {
        var mailbox = SelectedOf(context);
        var uids = question.Only is { } only ? ImapTerms.ToUids(only) : UidSet.All;
        var result = await _store.ExpungeAsync(mailbox.Id, uids, SystemFlags.Deleted, context.Aborted);
        mailbox.Removed(result.Expunged, result.HighestModSequence);
        return null;
    }

    public sealed override async ValueTask<ImapReply?> QuotaAsync(ImapContext context, QuotaQuestion question) =>
        await new QuotaAnswer(context, _store).OfRootAsync(question.Root, context.Aborted);

    public sealed override async ValueTask<ImapReply?> QuotaRootAsync(
        ImapContext context, QuotaRootQuestion question) =>
        await new QuotaAnswer(context, _store).OfMailboxAsync(question.Mailbox, context.Aborted);

    public sealed override async ValueTask<ImapReply?> MetadataAsync(
        ImapContext context, MetadataQuestion question)
    {
        var mailbox = await FindAnnotatedAsync(context, question.Mailbox);
        return mailbox is null && question.Mailbox.Length > 0
            ? ImapReplies.NoSuchMailbox
            : await new MetadataAnswer(context, _store, mailbox).ReadAsync(question, context.Aborted);
    }

    public sealed override async ValueTask<ImapReply?> SetMetadataAsync(
        ImapContext context, SetMetadataQuestion question)
    {
        var mailbox = await FindAnnotatedAsync(context, question.Mailbox);
        if (mailbox is null && question.Mailbox.Length > 0)
            return ImapReplies.NoSuchMailbox;
        var reply = await new MetadataAnswer(context, _store, mailbox).WriteAsync(question, context.Aborted);
        var session = MailboxSession.Of(context);
        if (reply.IsOk)
        {
            _hub.Annotated(
                session.Owner, session.Watched, question.Mailbox,
                [.. question.Entries.Select(entry => entry.Name).Distinct()]);
        }

        return reply;
    }

    public sealed override async ValueTask<ImapReply?> NotifyAsync(ImapContext context, NotifyQuestion question)
    {
        var session = MailboxSession.Of(context);
        await session.WatchAsync(null);
        if (!question.Groups.All(group => group.IsSelected))
        {
            await session.WatchAsync(await WatchedMailboxes.BeginAsync(
                _store, _naming, context, _hub, question, context.Aborted));
        }

        return ImapReplies.Completed;
    }

    public sealed override async ValueTask<ImapReply?> WatchAsync(ImapContext context, WatchQuestion question)
    {
        var session = MailboxSession.Of(context);
        if (session.Watched is not { } watched || await watched.TellAsync(context.Aborted))
            return ImapReplies.Completed;
        await session.WatchAsync(null);
        return ImapReplies.WatchesTooMuch;
    }

    private static SelectedMailbox SelectedOf(ImapContext context) => MailboxSession.Of(context).Selected!;

    /// <summary>The mailbox that annotations are about; null for the server, and where there is none.</summary>
    private ValueTask<MailboxId?> FindAnnotatedAsync(ImapContext context, string name) =>
        FindAsync(MailboxSession.Of(context), name, context.Aborted);

    private ValueTask<MailboxId?> FindAsync(
        MailboxSession session, string name, CancellationToken cancellationToken) =>
        session.NameOf(name) is { } mailbox ? _store.FindMailboxAsync(mailbox, cancellationToken) : default;

    /// <summary>What a client has done to names itself, it is not told.</summary>
    private static ValueTask NamedAsync(ImapContext context, ImapReply reply) =>
        reply.IsOk && MailboxSession.Of(context).Watched is { } watched
            ? watched.NamedAsync(context.Aborted)
            : default;

    /// <summary>In the order of <see cref="StoreAction"/>.</summary>
    private static readonly FlagChangeKind[] Kinds =
        [FlagChangeKind.Add, FlagChangeKind.Remove, FlagChangeKind.Replace];
}
