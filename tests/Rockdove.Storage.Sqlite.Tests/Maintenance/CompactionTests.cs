using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>Compaction gives the disk back what deleted bodies took, and loses nothing of what is there.</summary>
public sealed class CompactionTests : IAsyncLifetime
{
    private StoreOnDisk _store = null!;

    private static CancellationToken Token => StoreOnDisk.Token;

    public async ValueTask InitializeAsync() => _store = await StoreOnDisk.OpenAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task What_was_deleted_is_given_back_and_the_rest_is_there()
    {
        var blob = await WriteBlobAsync();
        var messages = await _store.FillAsync(40, 1000);
        var gone = messages.Where((_, i) => i % 4 != 0).ToList();
        var left = messages.Where((_, i) => i % 4 == 0).ToList();
        var before = _store.SegmentBytes;
        await _store.ExpungeAsync(gone); // The last one was alone in its segment, which goes at once.

        var result = await _store.Store.CompactAsync(1, null, Token);

        Assert.Equal(11, result.MovedBodies);
        Assert.Equal(30 * (1000 + RecordHeader.Bytes), before - _store.SegmentBytes);
        Assert.Equal(29 * (1000 + RecordHeader.Bytes), result.ReclaimedBytes);
        await ExpectAsync(left, 4);
        await using (var body = await _store.Store.Blobs.OpenAsync(blob, Token))
            Body.Expect(Body.Of(500, 5), await StoreOnDisk.ReadAsync(body!));
        var check = await _store.CheckAsync();
        Assert.Empty(check.Damage);
        Assert.Equal(0, check.RubbishBytes);
        await _store.ReopenAsync();
        await ExpectAsync(left, 4);
    }

    [Fact]
    public async Task Whoever_reads_goes_on_reading()
    {
        var messages = await _store.FillAsync(8, 1000);
        await using var open = (await _store.Store.OpenBodyAsync(messages[0].Id, Token))!;
        var file = _store.Segments[0];
        await _store.ExpungeAsync(messages[1..4]);

        await _store.Store.CompactAsync(0.5, null, Token);

        Assert.False(File.Exists(file));
        Body.Expect(Body.Of(1000, 0), await StoreOnDisk.ReadAsync(open));
        Body.Expect(Body.Of(1000, 0), await _store.BodyAsync(messages[0]));
    }

    [Fact]
    public async Task A_segment_at_the_share_stays_and_one_below_goes()
    {
        var messages = await _store.FillAsync(12, 1000);
        await _store.ExpungeAsync(messages[0], messages[1]); // Half of the first,
        await _store.ExpungeAsync(messages[4], messages[5], messages[6]); // three quarters of the second.
        var segments = _store.Segments;

        var result = await _store.Store.CompactAsync(0.5, null, Token);

        Assert.Equal(1, result.Segments);
        Assert.True(File.Exists(segments[0]));
        Assert.False(File.Exists(segments[1]));
    }

    [Fact]
    public async Task It_happens_by_itself()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _store.ReopenAsync(StoreOnDisk.Small with
        {
            CompactBelow = 0.5,
            Report = notice =>
            {
                if (notice.Kind == StoreNoticeKind.Compacted)
                    told.TrySetResult(notice.Text);
            },
        });
        var messages = await _store.FillAsync(8, 1000);
        var first = _store.Segments[0];

        await _store.ExpungeAsync(messages[0..3]);

        Assert.Contains("3192 bytes", await told.Task.WaitAsync(Patience, Token), StringComparison.Ordinal);
        Assert.False(File.Exists(first));
        Body.Expect(Body.Of(1000, 3), await _store.BodyAsync(messages[3]));
    }

    [Fact]
    public async Task It_happens_by_itself_for_what_was_left_when_the_store_was_closed()
    {
        var messages = await _store.FillAsync(8, 1000);
        await _store.ExpungeAsync(messages[0..3]);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        await _store.ReopenAsync(StoreOnDisk.Small with
        {
            CompactBelow = 0.5,
            Report = notice => _ = notice.Kind == StoreNoticeKind.Compacted && told.TrySetResult(),
        });

        await told.Task.WaitAsync(Patience, Token);
        Assert.True((await _store.CheckAsync()).IsSound);
    }

    [Fact]
    public async Task A_damaged_body_stays_where_it_is_and_the_others_move()
    {
        var messages = await _store.FillAsync(8, 1000);
        await _store.ExpungeAsync(messages[0], messages[1]);
        await _store.CloseAsync();
        StoreOnDisk.Flip(_store.Segments[0], 2 * (1000 + RecordHeader.Bytes) + RecordHeader.Bytes);
        await _store.ReopenAsync();

        var result = await _store.Store.CompactAsync(1, null, Token);

        Assert.Equal((0, 1, 1), (result.Segments, result.MovedBodies, result.KeptSegments));
        Assert.Equal(default, await _store.Store.CompactAsync(1, null, Token)); // It is not tried again and again.
        await Assert.ThrowsAsync<StoreException>(() => _store.BodyAsync(messages[2]));
        Body.Expect(Body.Of(1000, 3), await _store.BodyAsync(messages[3]));
        var damage = Assert.Single((await _store.CheckAsync()).Damage);
        Assert.Equal((messages[2].Id, 2 * (1000 + RecordHeader.Bytes)), (damage.Message!.Value, damage.Offset!.Value));
    }

    [Fact]
    public async Task It_can_be_stopped_between_two_moves()
    {
        var messages = await _store.FillAsync(40, 1000);
        await _store.ExpungeAsync(messages.Where((_, i) => i % 2 == 0).ToList());
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.Store.CompactAsync(1, _ => stop.Cancel(), stop.Token));

        var check = await _store.CheckAsync();
        Assert.True(check.IsSound);
        Assert.InRange(check.RubbishBytes, 1, 20 * (1000 + RecordHeader.Bytes) - 1);
    }

    [Fact]
    public async Task A_full_disk_keeps_everything_as_it_is()
    {
        var files = new SimulatedFiles();
        await using var store = await StoreOnDisk.OpenAsync(StoreOnDisk.Small with { Files = files });
        var messages = await store.FillAsync(8, 1000);
        await store.ExpungeAsync(messages[0..3]);
        files.Free = 100;

        await Assert.ThrowsAsync<StoreFullException>(() => store.Store.CompactAsync(0.5, null, Token));

        Body.Expect(Body.Of(1000, 3), await store.BodyAsync(messages[3]));
        files.Free = 1_000_000;
        Assert.Equal(1, (await store.Store.CompactAsync(0.5, null, Token)).Segments);
        Body.Expect(Body.Of(1000, 3), await store.BodyAsync(messages[3]));
    }

    [Fact]
    public async Task Writers_readers_and_deleters_notice_nothing()
    {
        await _store.ReopenAsync(StoreOnDisk.Small with { CompactBelow = 0.9 });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(lane => Task.Run(() => LifeAsync(lane), Token)));

        await _store.Store.CompactAsync(1, null, Token);

        var check = await _store.CheckAsync();
        Assert.Empty(check.Damage);
        Assert.Equal(4 * Kept, check.Bodies);
        Assert.Equal(0, check.RubbishBytes);
    }

    [Fact]
    public void Shares_and_rates_have_limits()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new() { CompactBelow = -0.01 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new() { CompactBelow = 1.01 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new() { CompactBytesPerSecond = 0 }));
        Open(new() { CompactBelow = 1, CompactBytesPerSecond = 1 });

        static void Open(SqliteStoreOptions options) =>
            SqliteMailStore.Open(TemporaryFolders.InMemory(), options).DisposeAsync().AsTask().Wait(Token);
    }

    private async Task LifeAsync(int lane)
    {
        var there = new List<(CommittedMessage Message, int Seed)>();
        var random = new Random(lane);
        for (var seed = lane * 1000; seed < lane * 1000 + 150; seed++)
        {
            there.Add((await _store.DeliverAsync(1000, seed), seed));
            var (message, expected) = there[random.Next(there.Count)];
            Body.Expect(Body.Of(1000, expected), await _store.BodyAsync(message));
            if (there.Count <= Kept)
                continue;
            var going = random.Next(there.Count);
            await _store.ExpungeAsync(there[going].Message);
            there.RemoveAt(going);
        }
    }

    private async Task ExpectAsync(List<CommittedMessage> messages, int step)
    {
        for (var i = 0; i < messages.Count; i++)
            Body.Expect(Body.Of(1000, i * step), await _store.BodyAsync(messages[i]));
    }

    private async Task<BlobId> WriteBlobAsync()
    {
        await using var writer = await _store.Store.Blobs.CreateAsync(0, Token);
        await writer.WriteAsync(Body.Of(500, 5), Token);
        return await writer.CompleteAsync(Token);
    }

    private const int Kept = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
}
