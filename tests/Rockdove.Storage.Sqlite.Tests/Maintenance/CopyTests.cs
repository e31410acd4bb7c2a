using System.Collections.Concurrent;
using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>A backup is a store of one moment, whatever happened meanwhile, and can be put back.</summary>
public sealed class CopyTests : IAsyncLifetime
{
    private StoreOnDisk _store = null!;

    public async ValueTask InitializeAsync() => _store = await StoreOnDisk.OpenAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task What_was_acknowledged_before_it_began_is_in_it_while_mail_comes_and_goes()
    {
        await _store.ReopenAsync(StoreOnDisk.Small with { CompactBelow = 0.9 });
        var known = new ConcurrentDictionary<MessageId, int>();
        using var stop = new CancellationTokenSource();
        var traffic = Task.Run(() => TrafficAsync(known, stop.Token), StoreOnDisk.Token);
        for (var round = 0; round < 5; round++)
        {
            var kept = await _store.DeliverAsync(2000, 1_000_000 + round);
            var backup = TemporaryFolders.InMemory();

            var result = new SqliteStoreCopy().Run(_store.Folder, backup, StoreOnDisk.Token);

            Assert.Empty(result.Damage);
            var restored = TemporaryFolders.InMemory();
            Assert.Empty(new SqliteStoreCopy().Run(backup, restored, StoreOnDisk.Token).Damage);
            await using var copy = await StoreOnDisk.OpenAsync(folder: restored);
            Body.Expect(Body.Of(2000, 1_000_000 + round), await copy.BodyAsync(kept));
            var messages = 0;
            var rows = copy.Store.ReadAsync(copy.Inbox, UidSet.All, MessageFields.None, StoreOnDisk.Token);
            await foreach (var row in rows)
            {
                await using var body = await copy.Store.OpenBodyAsync(row.Message, StoreOnDisk.Token);
                if (known.TryGetValue(row.Message, out var seed))
                    Body.Expect(Body.Of(1000, seed), await StoreOnDisk.ReadAsync(body!));
                messages++;
            }
            Assert.Equal(messages, result.Messages);
        }
        await stop.CancelAsync();
        await traffic;
        Assert.True((await _store.CheckAsync()).IsSound);
    }

    [Fact]
    public async Task Rows_of_a_copy_are_those_of_the_store()
    {
        var messages = await _store.FillAsync(9, 1000);
        await _store.ExpungeAsync(messages[3]);
        await _store.Store.StoreFlagsAsync(_store.Inbox, UidSet.Of(new Uid(5)),
            FlagChange.Add(new(SystemFlags.Seen, "$Junk")), null, StoreOnDisk.Token);
        var before = await _store.Store.OpenAsync(_store.Inbox, StoreOnDisk.Token);
        var backup = TemporaryFolders.InMemory();

        new SqliteStoreCopy().Run(_store.Folder, backup, StoreOnDisk.Token);

        await using var copy = await StoreOnDisk.OpenAsync(folder: backup);
        Assert.Equal(before, await copy.Store.OpenAsync(copy.Inbox, StoreOnDisk.Token));
        var next = await copy.DeliverAsync(1000, 99);
        Assert.Equal(new Uid(10), next.Places[0].Uid);
        Body.Expect(Body.Of(1000, 99), await copy.BodyAsync(next));
        Body.Expect(Body.Of(1000, 8), await copy.BodyAsync(messages[8]));
    }

    [Fact]
    public async Task Databases_and_files_of_others_are_copied_but_for_what_can_be_made_again()
    {
        await _store.DeliverAsync(1000, 1);
        await File.WriteAllTextAsync(Path.Combine(_store.Folder, "notes.txt"), "mine", StoreOnDisk.Token);
        await File.WriteAllTextAsync(Path.Combine(_store.Folder, "search.db"), "words", StoreOnDisk.Token);
        using var accounts = new SqliteConnection(Path.Combine(_store.Folder, "accounts.db"));
        accounts.Execute("PRAGMA journal_mode = WAL; "
            + "CREATE TABLE account (name TEXT); INSERT INTO account VALUES ('ann')");
        var backup = TemporaryFolders.InMemory();

        var result = new SqliteStoreCopy().Run(_store.Folder, backup, StoreOnDisk.Token);

        Assert.Equal(["accounts.db", "notes.txt"], result.OtherFiles);
        Assert.Equal(["search.db"], result.LeftOut);
        using var copied = new SqliteConnection(Path.Combine(backup, "accounts.db"));
        Assert.Equal(1, copied.Scalar("SELECT count(*) FROM account WHERE name = 'ann'"));
        Assert.Equal(
            ["accounts.db", "meta.db", "notes.txt"],
            Directory.EnumerateFiles(backup).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Damage_is_told_and_what_is_missing_does_not_keep_the_rest()
    {
        var messages = await _store.FillAsync(9, 1000);
        await _store.CloseAsync();
        File.Delete(_store.Segments[0]);
        StoreOnDisk.Flip(_store.Segments[0], RecordHeader.Bytes + 1);
        var backup = TemporaryFolders.InMemory();

        var result = new SqliteStoreCopy().Run(_store.Folder, backup, StoreOnDisk.Token);

        Assert.Equal(1 + 4 + 1, result.Damage.Count); // A segment, the four messages in it, one octet.
        await using var copy = await StoreOnDisk.OpenAsync(folder: backup);
        Body.Expect(Body.Of(1000, 8), await copy.BodyAsync(messages[8]));
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_left_alone()
    {
        await _store.DeliverAsync(1000, 1);
        var target = TemporaryFolders.InMemory();
        Directory.CreateDirectory(target);
        await File.WriteAllTextAsync(Path.Combine(target, "mine"), "precious", StoreOnDisk.Token);

        Assert.Throws<StoreException>(() => new SqliteStoreCopy().Run(_store.Folder, target, StoreOnDisk.Token));

        Assert.Equal(["mine"], Directory.EnumerateFileSystemEntries(target).Select(path => Path.GetFileName(path)));
        Assert.False(Directory.Exists(target + ".part"));
    }

    [Fact]
    public async Task A_copy_that_is_stopped_leaves_nothing()
    {
        await _store.FillAsync(3, 1000);
        var target = TemporaryFolders.InMemory();
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            new SqliteStoreCopy { Progress = _ => stop.Cancel() }.Run(_store.Folder, target, stop.Token));

        Assert.False(Directory.Exists(target));
        Assert.False(Directory.Exists(target + ".part"));
    }

    private async Task TrafficAsync(ConcurrentDictionary<MessageId, int> known, CancellationToken stop)
    {
        var there = new Queue<CommittedMessage>();
        for (var seed = 0; !stop.IsCancellationRequested; seed++)
        {
            var message = await _store.DeliverAsync(1000, seed);
            known[message.Id] = seed;
            there.Enqueue(message);
            if (there.Count > 20)
                await _store.ExpungeAsync(Enumerable.Range(0, 10).Select(_ => there.Dequeue()).ToList());
        }
    }
}
