using System.Buffers;
using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>What the store does when the disk is full or fails, and when what it reads is not what it wrote.</summary>
public sealed class DiskFaultTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = TemporaryFolders.InMemory();
    private readonly SimulatedFiles _files = new();
    private readonly List<string> _reports = [];
    private SqliteMailStore _store = null!;
    private MailboxId _inbox;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Open();
        _inbox = (await _store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_message_that_would_leave_too_little_free_is_refused_before_it_comes()
    {
        _files.Free = 10_000 + 5000;
        await ReopenAsync(keptFree: 10_000);

        await using (await _store.StageAsync(5000, Token))
        {
        }
        var error = await Assert.ThrowsAsync<StoreFullException>(async () => await _store.StageAsync(5001, Token));

        Assert.Contains("15000 left", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(50_000)]
    public async Task A_disk_that_fills_up_refuses_one_message_keeps_the_others_and_resumes(int bytes)
    {
        var kept = await DeliverAsync(Body.Of(700, 1));
        _files.Free = 100;
        await using (var staged = await _store.StageAsync(0, Token))
        {
            await Assert.ThrowsAsync<StoreFullException>(async () =>
            {
                await staged.WriteAsync(Body.Of(bytes, 2), Token);
                await _store.CommitAsync(staged, null, [new(_inbox, Date)], Token);
            });
        }
        Assert.Equal(new(Mailboxes: 1, Messages: 1, BodyBytes: 700, 0, 0), await _store.UsageAsync(Token));

        _files.Free = 1_000_000;
        var next = await DeliverAsync(Body.Of(bytes, 3));

        await ReopenAsync();
        Body.Expect(Body.Of(700, 1), await BodyAsync(kept));
        Body.Expect(Body.Of(bytes, 3), await BodyAsync(next));
    }

    [Theory]
    [InlineData(700)]
    [InlineData(50_000)]
    public async Task A_sync_that_fails_stops_the_store_until_it_is_opened_again(int bytes)
    {
        var kept = await DeliverAsync(Body.Of(700, 1));
        _files.SyncsFail = true;
        await Assert.ThrowsAsync<StoreFailedException>(() => DeliverAsync(Body.Of(bytes, 2)));
        _files.SyncsFail = false;

        // The disk says yes again, and is not believed.
        await Assert.ThrowsAsync<StoreFailedException>(() => DeliverAsync(Body.Of(700, 3)));
        await Assert.ThrowsAsync<StoreFailedException>(async () => await _store.StageAsync(0, Token));
        await Assert.ThrowsAsync<StoreFailedException>(
            async () => await _store.ExpungeAsync(_inbox, UidSet.All, SystemFlags.None, Token));
        Body.Expect(Body.Of(700, 1), await BodyAsync(kept));
        Assert.Contains(_reports, line => line.Contains("takes nothing more", StringComparison.Ordinal));

        await ReopenAsync();
        Assert.Equal(1, (await _store.UsageAsync(Token)).Messages);
        Body.Expect(Body.Of(700, 4), await BodyAsync(await DeliverAsync(Body.Of(700, 4))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(64 + 699)]
    public async Task A_damaged_body_is_reported_with_its_place_and_the_rest_is_served(int at)
    {
        var first = await DeliverAsync(Body.Of(700, 1));
        var damaged = await DeliverAsync(Body.Of(700, 2));
        var last = await DeliverAsync(Body.Of(700, 3));
        var path = Path.Combine(_folder, "bodies", "00000001.seg");
        using (var file = _files.Open(path, forWriting: true))
        {
            var octet = new byte[1];
            file.Read(octet, 764 + at);
            octet[0] ^= 1;
            file.Write(octet, 764 + at);
        }

        var error = await Assert.ThrowsAsync<StoreException>(() => BodyAsync(damaged));

        Assert.Contains($"{path} is damaged at offset 764", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Message, _reports);
        Body.Expect(Body.Of(700, 1), await BodyAsync(first));
        Body.Expect(Body.Of(700, 3), await BodyAsync(last));

        await ReopenAsync();
        var again = await Assert.ThrowsAsync<StoreException>(() => BodyAsync(damaged));
        Assert.Equal(error.Message, again.Message);
    }

    [Fact]
    public async Task A_missing_segment_is_reported_and_new_mail_goes_elsewhere()
    {
        var lost = await DeliverAsync(Body.Of(700, 1));
        await _store.DisposeAsync();
        _files.Delete(Path.Combine(_folder, "bodies", "00000001.seg"));
        Open();

        Assert.Contains(_reports, line => line.Contains("00000001.seg is missing", StringComparison.Ordinal));
        await Assert.ThrowsAsync<StoreException>(() => BodyAsync(lost));
        Body.Expect(Body.Of(700, 2), await BodyAsync(await DeliverAsync(Body.Of(700, 2))));
    }

    [Fact]
    public async Task A_torn_tail_is_dropped_and_reported()
    {
        var kept = await DeliverAsync(Body.Of(700, 1));
        await _store.DisposeAsync();
        using (var file = _files.Open(Path.Combine(_folder, "bodies", "00000001.seg"), forWriting: true))
            file.Write(new byte[100], 764);
        Open();

        Assert.Contains(
            _reports,
            line => line.Contains("100 bytes of an unfinished record at offset 764", StringComparison.Ordinal));
        Body.Expect(Body.Of(700, 2), await BodyAsync(await DeliverAsync(Body.Of(700, 2))));
        Body.Expect(Body.Of(700, 1), await BodyAsync(kept));
    }

    [Fact]
    public async Task A_segment_that_nobody_refers_to_is_removed()
    {
        await DeliverAsync(Body.Of(50_000, 1));
        Assert.Single(_files.List(Path.Combine(_folder, "bodies")));

        await _store.ExpungeAsync(_inbox, UidSet.All, SystemFlags.None, Token);
        await DeliverAsync(Body.Of(10, 2)); // The removal comes after the answer, and before the next one.

        Assert.Equal(["00000002.seg"], _files.List(Path.Combine(_folder, "bodies")));
    }

    [Fact]
    public async Task A_segment_that_is_appended_to_gives_its_room_back_once_all_in_it_is_expunged()
    {
        await DeliverAsync(Body.Of(192, 1)); // A 64th of a segment, with its header.
        await _store.ExpungeAsync(_inbox, UidSet.All, SystemFlags.None, Token);

        var kept = await DeliverAsync(Body.Of(700, 2));

        Assert.Equal(["00000002.seg"], _files.List(Path.Combine(_folder, "bodies")));
        await ReopenAsync();
        Body.Expect(Body.Of(700, 2), await BodyAsync(kept));
    }

    [Fact]
    public async Task A_small_segment_that_died_while_it_was_appended_to_goes_with_a_later_start()
    {
        await DeliverAsync(Body.Of(191, 1));
        await _store.ExpungeAsync(_inbox, UidSet.All, SystemFlags.None, Token);
        var kept = await DeliverAsync(Body.Of(16_300, 2)); // The first segment has no room for it.
        Assert.Equal(2, _files.List(Path.Combine(_folder, "bodies")).Count);

        await ReopenAsync();

        Assert.Equal(["00000002.seg"], _files.List(Path.Combine(_folder, "bodies")));
        Body.Expect(Body.Of(16_300, 2), await BodyAsync(kept));
    }

    private void Open(long keptFree = 0) => _store = SqliteMailStore.Open(_folder, new()
    {
        Files = _files,
        SegmentBytes = 16 * 1024,
        SpillBytes = 16 * 1024,
        KeptFreeBytes = keptFree,
        Report = notice => _reports.Add(notice.Text),
    });

    private async Task ReopenAsync(long keptFree = 0)
    {
        await _store.DisposeAsync();
        Open(keptFree);
    }

    private async Task<MessageId> DeliverAsync(byte[] body)
    {
        await using var staged = await _store.StageAsync(0, Token);
        await staged.WriteAsync(body, Token);
        return (await _store.CommitAsync(staged, null, [new(_inbox, Date)], Token)).Id;
    }

    private async Task<byte[]?> BodyAsync(MessageId id)
    {
        await using var body = await _store.OpenBodyAsync(id, Token);
        if (body is null)
            return null;
        var buffer = new ArrayBufferWriter<byte>();
        await body.CopyToAsync(ByteRange.Whole, buffer, Token);
        return buffer.WrittenSpan.ToArray();
    }
}
