using System.Buffers;
using System.Collections.Concurrent;
using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>
/// A short life of a store on a disk that may lose power: small bodies one by one and in a batch, a large one, a new
/// segment, an expunge that removes a segment, a compaction that moves bodies, three in the place of one.
/// </summary>
internal sealed class CommitScenario(string folder, SimulatedFiles files)
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _hold;
    private readonly ConcurrentDictionary<MessageId, (Uid Uid, byte[] Body)> _acknowledged = new();

    /// <summary>Messages whose commit has returned and that nobody expunged, with what was written.</summary>
    public IReadOnlyDictionary<MessageId, (Uid Uid, byte[] Body)> Acknowledged => _acknowledged;

    /// <summary>What was about to be replaced, and was or was not; null before that.</summary>
    public MessageId? Replaced { get; private set; }

    /// <summary>Bodies that compaction moved.</summary>
    public long Moved { get; private set; }

    /// <summary>Runs to its end, or as far as the power goes.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        try
        {
            await using var store = Open(step => Hold(step, token));
            var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), token)).Id;
            await DeliverAsync(store, inbox, 700, 1, token);
            var large = await DeliverAsync(store, inbox, 9000, 2, token);

            // The first, alone, keeps the writer busy until three more wait, which then are one batch.
            var hold = _hold = new();
            var first = DeliverAsync(store, inbox, 900, 3, token);
            await Task.WhenAny(_held.Task, first);
            Task<CommittedMessage>[] batch =
            [
                first, .. Enumerable.Range(4, 3).Select(seed => DeliverAsync(store, inbox, 300 * seed, seed, token)),
            ];
            hold.SetResult();
            await Task.WhenAll(batch);
            _acknowledged.TryRemove(large.Id, out _); // From here on it may be gone.
            await store.ExpungeAsync(inbox, UidSet.Of(large.Places[0].Uid), SystemFlags.None, token);
            await DeliverAsync(store, inbox, 1500, 7, token);
            await DeliverAsync(store, inbox, 0, 8, token);

            // Something goes of two segments, the rest of them is moved, and they go too.
            var going = await Task.WhenAll(batch[..2]);
            foreach (var each in going)
                _acknowledged.TryRemove(each.Id, out _);
            await store.ExpungeAsync(
                inbox, UidSet.Of([.. going.Select(each => each.Places[0].Uid)]), SystemFlags.None, token);
            Moved = (await store.CompactAsync(1, null, token)).MovedBodies;
            await ReplaceAsync(store, inbox, await DeliverAsync(store, inbox, 600, 9, token), token);
        }
        catch (Exception error) when (error is PowerCutException or StoreFailedException)
        {
        }
    }

    /// <summary>Opens the store as it was found, and checks all that was promised.</summary>
    public async Task CheckAsync(CommitScenario found, CancellationToken token)
    {
        await using var store = found.Open(_ => { });
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), token)).Id;
        var rows = await ReadAsync(store, inbox, token);
        foreach (var (id, (uid, body)) in Acknowledged)
        {
            Assert.Equal(uid, Assert.Single(rows, row => row.Message == id).Uid);
            Body.Expect(body, await BodyAsync(store, id, token));
        }
        foreach (var row in rows) // Also those that nobody was told of: if they are there, they are whole.
            Assert.Equal(row.Bytes, (await BodyAsync(store, row.Message, token)).Length);

        var come = rows.Count(row => row.Bytes is ReplacingBytes or ReplacingBytes + 1 or LargeReplacingBytes);
        if (Replaced is { } replaced)
            Assert.Equal(rows.Exists(row => row.Message == replaced) ? 0 : 3, come);

        var next = await found.DeliverAsync(store, inbox, 800, 99, token);
        Assert.All(Acknowledged.Values, each => Assert.True(each.Uid < next.Places[0].Uid));
        Body.Expect(Body.Of(800, 99), await BodyAsync(store, next.Id, token));
    }

    private SqliteMailStore Open(Action<StoreStep> onStep) => SqliteMailStore.Open(folder, new()
    {
        Files = files,
        SegmentBytes = 4096,
        SpillBytes = 4096,
        KeptFreeBytes = 0,
        CompactBelow = 0, // By itself it would begin at any moment, and no run would be like another.
        OnStep = onStep,
    });

    private void Hold(StoreStep step, CancellationToken token)
    {
        if (step != StoreStep.BatchTaken || _hold is not { } hold)
            return;
        _held.TrySetResult();
        hold.Task.Wait(token);
    }

    private async Task<CommittedMessage> DeliverAsync(
        SqliteMailStore store, MailboxId mailbox, int bytes, int seed, CancellationToken token)
    {
        var body = Body.Of(bytes, seed);
        await using var staged = await store.StageAsync(bytes, token);
        await staged.WriteAsync(body.AsMemory(0, bytes / 2), token);
        await staged.WriteAsync(body.AsMemory(bytes / 2), token);
        var committed = await store.CommitAsync(staged, null, [new(mailbox, Date)], token);
        _acknowledged[committed.Id] = (committed.Places[0].Uid, body);
        return committed;
    }

    private async Task ReplaceAsync(
        SqliteMailStore store, MailboxId mailbox, CommittedMessage old, CancellationToken token)
    {
        _acknowledged.TryRemove(old.Id, out _); // From here on it may be gone.
        Replaced = old.Id;
        var bodies = new[] { ReplacingBytes, LargeReplacingBytes, ReplacingBytes + 1 }
            .Select(bytes => Body.Of(bytes, bytes)).ToArray();
        var messages = new List<MessageToAppend>();
        foreach (var body in bodies)
        {
            var staged = await store.StageAsync(body.Length, token);
            await staged.WriteAsync(body, token);
            messages.Add(new(staged, MessageDetails.None, Date));
        }

        var appended = await store.AppendAsync(mailbox, messages, new(mailbox, old.Places[0].Uid), token);
        foreach (var ((id, uid), body) in appended!.Ids.Zip(appended.Uids).Zip(bodies))
            _acknowledged[id] = (uid, body);
    }

    private static async Task<List<MessageRow>> ReadAsync(
        SqliteMailStore store, MailboxId mailbox, CancellationToken token)
    {
        var rows = new List<MessageRow>();
        await foreach (var row in store.ReadAsync(mailbox, UidSet.All, MessageFields.None, token))
            rows.Add(row);
        return rows;
    }

    private static async Task<byte[]> BodyAsync(SqliteMailStore store, MessageId id, CancellationToken token)
    {
        await using var body = await store.OpenBodyAsync(id, token);
        var buffer = new ArrayBufferWriter<byte>();
        await body!.CopyToAsync(ByteRange.Whole, buffer, token);
        return buffer.WrittenSpan.ToArray();
    }

    private const int ReplacingBytes = 410;
    private const int LargeReplacingBytes = 8000;
}
