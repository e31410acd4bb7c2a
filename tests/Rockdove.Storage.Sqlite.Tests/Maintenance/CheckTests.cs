using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>A check finds what is wrong, names it by file and offset, and finds nothing where nothing is.</summary>
public sealed class CheckTests : IAsyncLifetime
{
    private StoreOnDisk _store = null!;
    private List<CommittedMessage> _messages = [];

    public async ValueTask InitializeAsync()
    {
        _store = await StoreOnDisk.OpenAsync();
        _messages = await _store.FillAsync(6, 1000);
        await _store.DeliverAsync(9000, 7);
        await _store.ExpungeAsync(_messages[1]);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sound_store(bool quick)
    {
        File.WriteAllText(Path.Combine(_store.Folder, "search.db"), "somebody else's");

        var result = await _store.CheckAsync(quick, quarantine: true);

        Assert.Empty(result.Damage);
        Assert.Equal((6, 5 * 1000 + 9000), (result.Bodies, result.Bytes));
        Assert.Equal(1000 + RecordHeader.Bytes, result.RubbishBytes);
        Assert.Equal(["search.db"], result.OtherFiles);
        Assert.Equal((0, 0), (result.Quarantined, result.Released));
    }

    [Fact]
    public async Task A_changed_octet_is_named_quarantined_and_the_rest_is_served()
    {
        await _store.CloseAsync();
        const long Third = 2 * (1000 + RecordHeader.Bytes);
        StoreOnDisk.Flip(_store.Segments[0], Third + RecordHeader.Bytes + 500);

        Assert.True((await _store.CheckAsync(quick: true)).IsSound);
        var damage = Assert.Single((await _store.CheckAsync(quarantine: true)).Damage);

        Assert.Equal((_store.Segments[0], Third, _messages[2].Id), (damage.File, damage.Offset, damage.Message!.Value));
        await _store.ReopenAsync();
        var error = await Assert.ThrowsAsync<StoreException>(() => _store.BodyAsync(_messages[2]));
        Assert.Contains($"{_store.Segments[0]}, offset {Third}", error.Message, StringComparison.Ordinal);
        Body.Expect(Body.Of(1000, 3), await _store.BodyAsync(_messages[3]));

        await _store.CloseAsync();
        StoreOnDisk.Flip(_store.Segments[0], Third + RecordHeader.Bytes + 500);
        Assert.False((await _store.CheckAsync(quick: true)).IsSound); // It was noted, and nobody looked since.
        Assert.Equal(1, (await _store.CheckAsync(quarantine: true)).Released);
        await _store.ReopenAsync();
        Body.Expect(Body.Of(1000, 2), await _store.BodyAsync(_messages[2]));
    }

    [Theory]
    [InlineData(0, "no record")]
    [InlineData(8, "no record")]
    [InlineData(63, "no record")]
    public async Task A_broken_header_is_found_quickly(int at, string expected)
    {
        await _store.CloseAsync();
        StoreOnDisk.Flip(_store.Segments[0], at);

        var damage = Assert.Single((await _store.CheckAsync(quick: true)).Damage);

        Assert.Equal((0, _messages[0].Id), (damage.Offset!.Value, damage.Message!.Value));
        Assert.Contains(expected, damage.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_segment_that_is_gone_and_one_that_is_cut_short()
    {
        await _store.CloseAsync();
        var segments = _store.Segments;
        File.Delete(segments[0]);
        using (var file = new FileStream(segments[1], FileMode.Open))
            file.SetLength(file.Length - 1);

        var result = await _store.CheckAsync();

        Assert.Contains(result.Damage, each => each.File == segments[0] && each.Offset is null);
        Assert.Equal(3, result.Damage.Count(each => each.File == segments[0] && each.Message is not null));
        Assert.Contains(
            "the file ends at", Assert.Single(result.Damage, each => each.File == segments[1]).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_whose_row_says_another_hash()
    {
        await _store.CloseAsync();
        Sql("UPDATE message SET sha256 = zeroblob(32) WHERE offset = 0 AND bytes = 9000");

        var damage = Assert.Single((await _store.CheckAsync(quick: true)).Damage);

        Assert.Contains("another body", damage.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE mailbox SET messages = messages + 1", "counts")]
    [InlineData("UPDATE mailbox SET unseen = 0", "counts")]
    [InlineData("UPDATE mailbox SET bytes = 1", "counts")]
    [InlineData("UPDATE mailbox SET deleted = 9", "counts")]
    [InlineData("UPDATE mailbox SET uidnext = 3", "give identifier 3 again")]
    [InlineData("UPDATE mailbox SET modseq = 2", "mod-sequence 2")]
    [InlineData("UPDATE totals SET messages = 0", "the store counts 0")]
    [InlineData("UPDATE totals SET bytes = 0", "and 0 octets")]
    [InlineData("UPDATE message SET places = 2 WHERE key = 1", "should lie in 2")]
    [InlineData("UPDATE segment SET live = live + 1 WHERE number = 1", "segment 1 counts")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM mailbox", "refers to nothing in mailbox")]
    public async Task Rows_that_disagree(string sql, string expected)
    {
        await _store.CloseAsync();
        Sql(sql);

        var result = await _store.CheckAsync(quick: true);

        Assert.Contains(result.Damage, each => each.File.EndsWith("meta.db", StringComparison.Ordinal)
            && each.What.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_database()
    {
        await _store.CloseAsync();
        var path = Path.Combine(_store.Folder, "meta.db");
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.Position = 8192; // The first page still says that this is a store.
            file.Write(new byte[(int)Math.Min(file.Length - 8192, 40_000)]);
        }

        Assert.False((await _store.CheckAsync()).IsSound);
    }

    [Fact]
    public async Task A_segment_that_nobody_refers_to_is_no_damage()
    {
        await _store.CloseAsync();
        var extra = Path.Combine(_store.Folder, "bodies", "00000099.seg");
        File.WriteAllText(extra, "left by a crash");

        var result = await _store.CheckAsync();

        Assert.True(result.IsSound);
        Assert.Equal([extra], result.UnusedSegments);
    }

    [Fact]
    public void A_store_in_use_is_refused_with_the_process()
    {
        var error = Assert.Throws<StoreInUseException>(
            () => new SqliteStoreCheck(_store.Folder).Run(StoreOnDisk.Token));

        Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_store_is_none_is_made()
    {
        var folder = TemporaryFolders.InMemory();
        Directory.CreateDirectory(folder);

        Assert.Throws<StoreException>(() => new SqliteStoreCheck(folder).Run(StoreOnDisk.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_check_changes_nothing_unless_told()
    {
        await _store.CloseAsync();
        StoreOnDisk.Flip(_store.Segments[0], RecordHeader.Bytes);
        var before = await File.ReadAllBytesAsync(Path.Combine(_store.Folder, "meta.db"), StoreOnDisk.Token);

        Assert.False((await _store.CheckAsync()).IsSound);

        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_store.Folder, "meta.db"), StoreOnDisk.Token));
    }

    [Fact]
    public void Statistics_are_had_while_the_store_is_open()
    {
        var stats = SqliteStoreStats.Read(_store.Folder);

        Assert.Equal((6, 14_000, 9000), (stats.Messages, stats.BodyBytes, stats.LargestBytes));
        Assert.Equal(_store.Segments.Count, stats.Segments);
        Assert.Equal(_store.SegmentBytes, stats.SegmentBytes);
        Assert.Equal(1000 + RecordHeader.Bytes, stats.ReclaimableBytes);
        Assert.Equal(6, Assert.Single(stats.Mailboxes).Messages);
        Assert.Equal(DateTimeOffset.UnixEpoch, stats.Oldest);
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection(Path.Combine(_store.Folder, "meta.db"));
        connection.Execute(sql);
    }
}
