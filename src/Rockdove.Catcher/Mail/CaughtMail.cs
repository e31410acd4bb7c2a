using System.Buffers;
using Rockdove.Mailboxes;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// Everything that was caught: one mailbox of a store, which forgets the oldest messages. Where people have inboxes of
/// their own, those hold the same messages once more.
/// </summary>
public sealed class CaughtMail : IAsyncDisposable
{
    private readonly CatcherOptions _options;
    private readonly TimeProvider _time;
    private readonly long _keptBytes;
    private readonly ITimer? _timer;
    private Task _pruning = Task.CompletedTask;

    private CaughtMail(
        IMailStore store, MailboxId mailbox, CatcherOptions options, TimeProvider time, long keptBytes)
    {
        Store = store;
        Inboxes = new CaughtInboxes(store, options.InboxPer);
        NamedInboxes = new NamedInboxes(Inboxes, store, time);
        Sessions = new CaughtSessions(options.KeptTranscripts, time);
        Mailbox = mailbox;
        _options = options;
        _time = time;
        _keptBytes = keptBytes;
        if (options.KeptFor is { } age)
        {
            var look = OldestMessages.LookEvery(age);
            _timer = time.CreateTimer(_ => PruneInPassing(), null, look, look);
        }
    }

    public IMailStore Store { get; }

    /// <summary>The one mailbox.</summary>
    public MailboxId Mailbox { get; }

    /// <summary>Inboxes that were asked for.</summary>
    public NamedInboxes NamedInboxes { get; }

    /// <summary>What was said when messages came.</summary>
    public CaughtSessions Sessions { get; }

    /// <summary>The clock that messages are dated by.</summary>
    public TimeProvider Time => _time;

    /// <summary>Which tags mail has from the beginning.</summary>
    public CaughtTagging Tagging => _options.Tagging;

    /// <summary>The biggest message that is taken, in octets.</summary>
    public long MessageBytes => _options.MessageBytes;

    /// <summary>How many messages are kept; the oldest ones go when there are more.</summary>
    public int KeptMessages => _options.KeptMessages;

    /// <summary>What was done since the start.</summary>
    public CaughtTotals Totals { get; } = new();

    internal CaughtInboxes Inboxes { get; }

    /// <summary>Begins with what the store has; with nothing, in memory, if it is null.</summary>
    public static async ValueTask<CaughtMail> CreateAsync(
        CatcherOptions options, TimeProvider time, IMailStore? store, CancellationToken cancellationToken)
    {
        var keptBytes = options.KeptBytes ?? (store is null ? options.MemoryBytes / 2 : long.MaxValue);
        var limits = new MemoryStoreLimits
        {
            Bytes = options.MemoryBytes,
            Messages = int.MaxValue, // Retention counts them; a commit may be one ahead of it.
            Mailboxes = MostMailboxes,
        };
        store ??= new MemoryMailStore(limits, time, MimeTextReader.Instance);
        var mailbox = await store.CreateMailboxAsync(MailboxName.Inbox(""), cancellationToken);
        var mail = new CaughtMail(store, mailbox.Id, options, time, keptBytes);
        await mail.Inboxes.ReadAsync(cancellationToken);
        await mail.PruneAsync(cancellationToken);
        return mail;
    }

    /// <summary>Messages from a place in the list on, the newest being at 0.</summary>
    public async ValueTask<CaughtPage> ListAsync(long start, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var (status, uids) = await OpenAsync(cancellationToken);
        var end = Math.Max(uids.Count - start, 0);
        var count = Math.Min(limit, end);
        var messages = new List<CaughtMessage>((int)count);
        var wanted = uids.Slice(end - count, count);
        await foreach (var row in Store.ReadAsync(Mailbox, wanted, MessageFields.Envelope, cancellationToken))
            messages.Add(new CaughtMessage(row));
        messages.Reverse();
        return new CaughtPage(status.Messages, status.Unseen, messages);
    }

    /// <summary>The message with an id, or null.</summary>
    public async ValueTask<CaughtMessage?> FindAsync(MessageId id, CancellationToken cancellationToken)
    {
        foreach (var row in await Store.FindAsync(id, MessageFields.Envelope, cancellationToken))
        {
            if (row.Mailbox == Mailbox)
                return new CaughtMessage(row);
        }

        return null;
    }

    /// <summary>The octets of a message, exactly as they were sent; null if it is gone.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(MessageId id, CancellationToken cancellationToken)
    {
        await using var body = await Store.OpenBodyAsync(id, cancellationToken);
        if (body is null)
            return null;
        var octets = new ArrayBufferWriter<byte>((int)Math.Max(body.Bytes, 1));
        await body.CopyToAsync(ByteRange.Whole, octets, cancellationToken);
        return octets.WrittenMemory;
    }

    public async ValueTask MarkReadAsync(CaughtMessage message, CancellationToken cancellationToken) =>
        await Store.StoreFlagsAsync(
            Mailbox, UidSet.Of(message.Row.Uid), FlagChange.Add(SystemFlags.Seen), null, cancellationToken);

    /// <summary>These messages are read, or unread again; those that are not there are left out.</summary>
    public async ValueTask MarkAsync(
        IEnumerable<MessageId> ids, bool isRead, CancellationToken cancellationToken) =>
        await MarkAsync(await UidsOfAsync(ids, cancellationToken), isRead, cancellationToken);

    /// <summary>All messages are read, or unread again.</summary>
    public ValueTask MarkAllAsync(bool isRead, CancellationToken cancellationToken) =>
        MarkAsync(UidSet.All, isRead, cancellationToken);

    /// <summary>Forgets these messages; those that are not there already were.</summary>
    public async ValueTask DeleteAsync(IEnumerable<MessageId> ids, CancellationToken cancellationToken) =>
        await ExpungeAsync(await UidsOfAsync(ids, cancellationToken), cancellationToken);

    /// <summary>Forgets everything.</summary>
    public ValueTask ClearAsync(CancellationToken cancellationToken) => ExpungeAsync(UidSet.All, cancellationToken);

    /// <summary>
    /// Forgets the oldest messages as far as there are too many, too much or too old ones: after messages came into the
    /// store by another way.
    /// </summary>
    public ValueTask ForgetAsync(CancellationToken cancellationToken) => PruneAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
        await _pruning;
        await NamedInboxes.DisposeAsync();
        await Store.DisposeAsync();
    }

    internal async ValueTask MarkAsync(UidSet uids, bool isRead, CancellationToken cancellationToken)
    {
        var change = isRead ? FlagChange.Add(SystemFlags.Seen) : FlagChange.Remove(SystemFlags.Seen);
        await Store.StoreFlagsAsync(Mailbox, uids, change, null, cancellationToken);
    }

    internal async ValueTask<UidSet> UidsOfAsync(IEnumerable<MessageId> ids, CancellationToken cancellationToken)
    {
        var uids = new List<Uid>();
        foreach (var id in ids)
        {
            foreach (var row in await Store.FindAsync(id, MessageFields.None, cancellationToken))
            {
                if (row.Mailbox == Mailbox)
                    uids.Add(row.Uid);
            }
        }

        return UidSet.Of([.. uids]);
    }

    /// <summary>As <see cref="PruneAsync"/> after a message was kept, which must not fail it.</summary>
    /// <param name="places">Where it is.</param>
    internal async ValueTask PruneInPassingAsync(IReadOnlyList<CommittedPlace> places)
    {
        await NamedInboxes.Pruning.PruneInPassingAsync(places.Select(place => place.Mailbox));
        try
        {
            await PruneAsync(CancellationToken.None);
        }
        catch (StoreException)
        {
            // Too much is kept until the next message or the next start: no reason to refuse this one.
        }
    }

    /// <summary>
    /// Forgets the oldest messages, as many as are too many, too much or too old. The newest one stays unless it is
    /// old.
    /// </summary>
    internal async ValueTask PruneAsync(CancellationToken cancellationToken)
    {
        var tooOld = _options.KeptFor is { } age ? _time.GetUtcNow() - age : (DateTimeOffset?)null;
        var over = await OldestMessages.FindAsync(
            Store, Mailbox, _options.KeptMessages, _keptBytes, tooOld, cancellationToken)
            ?? throw new MailboxGoneException(Mailbox);
        if (!over.IsEmpty)
            await ExpungeAsync(over, cancellationToken);
    }

    private async ValueTask<(MailboxStatus Status, UidSet Uids)> OpenAsync(CancellationToken cancellationToken)
    {
        var snapshot = await Store.OpenAsync(Mailbox, cancellationToken)
            ?? throw new MailboxGoneException(Mailbox);
        return (snapshot.Status, snapshot.Uids);
    }

    /// <summary>Time has passed. Nobody waits for it, and what fails now is tried again the next time.</summary>
    private void PruneInPassing()
    {
        if (_pruning.IsCompleted)
            _pruning = PruneQuietlyAsync();
    }

    private async Task PruneQuietlyAsync()
    {
        try
        {
            await PruneAsync(CancellationToken.None);
        }
        catch (StoreException)
        {
        }
    }

    internal async ValueTask ExpungeAsync(UidSet uids, CancellationToken cancellationToken)
    {
        if (!Inboxes.IsEmpty)
        {
            var messages = new List<MessageRow>();
            await foreach (var row in Store.ReadAsync(Mailbox, uids, MessageFields.None, cancellationToken))
                messages.Add(row);
            await Inboxes.ForgetAsync(messages, cancellationToken);
        }

        var gone = await Store.ExpungeAsync(Mailbox, uids, SystemFlags.None, cancellationToken);
        Totals.Delete(gone.Expunged.Count);
    }

    /// <summary>Inboxes, and what people make by IMAP, in memory: each costs a kilobyte.</summary>
    private const int MostMailboxes = 10_000;
}
