using System.Buffers;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>Everything that was caught: one mailbox of a store, which forgets the oldest messages.</summary>
public sealed class CaughtMail : IAsyncDisposable
{
    private readonly CatcherOptions _options;

    private CaughtMail(IMailStore store, MailboxId mailbox, CatcherOptions options)
    {
        Store = store;
        Mailbox = mailbox;
        _options = options;
    }

    public IMailStore Store { get; }

    /// <summary>The one mailbox.</summary>
    public MailboxId Mailbox { get; }

    /// <summary>Begins with nothing, in memory.</summary>
    public static async ValueTask<CaughtMail> CreateAsync(
        CatcherOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var limits = new MemoryStoreLimits
        {
            Bytes = options.MemoryBytes,
            Messages = int.MaxValue, // Retention counts them; a commit may be one ahead of it.
            Mailboxes = 1,
        };
        var store = new MemoryMailStore(limits, time);
        var mailbox = await store.CreateMailboxAsync(MailboxName.Inbox(""), cancellationToken);
        return new CaughtMail(store, mailbox.Id, options);
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
    public async ValueTask<CaughtMessage?> FindAsync(MessageId id, CancellationToken cancellationToken) =>
        await Store.FindAsync(id, MessageFields.Envelope, cancellationToken) is [var row, ..]
            ? new CaughtMessage(row)
            : null;

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

    /// <summary>Forgets these messages; those that are not there already were.</summary>
    public async ValueTask DeleteAsync(IEnumerable<MessageId> ids, CancellationToken cancellationToken)
    {
        var uids = new List<Uid>();
        foreach (var id in ids)
        {
            foreach (var row in await Store.FindAsync(id, MessageFields.None, cancellationToken))
                uids.Add(row.Uid);
        }

        await ExpungeAsync(UidSet.Of([.. uids]), cancellationToken);
    }

    /// <summary>Forgets everything.</summary>
    public ValueTask ClearAsync(CancellationToken cancellationToken) => ExpungeAsync(UidSet.All, cancellationToken);

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    /// <summary>Forgets the oldest messages, as many as are too many. The newest one stays.</summary>
    internal async ValueTask PruneAsync(CancellationToken cancellationToken)
    {
        var (status, uids) = await OpenAsync(cancellationToken);
        var tooMany = Math.Max(status.Messages - _options.KeptMessages, 0);
        var tooMuch = status.Bytes - _options.MemoryBytes / 2;
        if (tooMuch > 0)
        {
            var count = 0L;
            await foreach (var row in Store.ReadAsync(Mailbox, uids, MessageFields.None, cancellationToken))
            {
                if (tooMuch <= 0 || count == uids.Count - 1)
                    break;
                tooMuch -= row.Bytes;
                count++;
            }

            tooMany = Math.Max(tooMany, count);
        }

        if (tooMany > 0)
            await ExpungeAsync(uids.Slice(0, tooMany), cancellationToken);
    }

    private async ValueTask<(MailboxStatus Status, UidSet Uids)> OpenAsync(CancellationToken cancellationToken)
    {
        var snapshot = await Store.OpenAsync(Mailbox, cancellationToken)
            ?? throw new MailboxGoneException(Mailbox);
        return (snapshot.Status, snapshot.Uids);
    }

    private async ValueTask ExpungeAsync(UidSet uids, CancellationToken cancellationToken) =>
        await Store.ExpungeAsync(Mailbox, uids, SystemFlags.None, cancellationToken);
}
