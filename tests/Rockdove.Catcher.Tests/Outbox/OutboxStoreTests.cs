using Rockdove.Outbox;
using Rockdove.Sqlite;
using Rockdove.Storage;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

/// <summary>What is queued is there again after the process has ended, however it ended.</summary>
public sealed class OutboxStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rockdove-outbox-").FullName;

    private string File => Path.Combine(_folder, "outbox.db");

    [Fact]
    public async Task What_waits_is_there_again_with_all_that_is_known_of_it()
    {
        var courier = new ScriptedCourier();
        var time = new ManualTimeProvider();
        OutboxItem before;
        await using (var queue = new OutboxQueue(SqliteOutboxStore.Open(File), [courier], null, time, () => 0.5))
        {
            queue.Start();
            var draft = OutboxCalls.Mail("r", "x\0ÿ", "a@x.test", "b@x.test") with { About = "m1", Subject = "Grüße" };
            var id = queue.Enqueue([draft], new OutboxMark("seen", 7))[0].Id;
            (await courier.NextAsync()).End(("a@x.test", OutboxOutcome.Delivered, "250 ok"));
            before = await queue.WaitAsync(id, one => one.Attempts == 1);
        }

        await using var again = new OutboxQueue(SqliteOutboxStore.Open(File), [courier], null, time);
        var after = again.Find(before.Id)!;

        Assert.Equal(before.Recipients, after.Recipients);
        Assert.Equal(before, after with { Recipients = before.Recipients });
        Assert.Equal(7, again.ReadMark("seen"));
        Assert.Null(again.ReadMark("other"));
        again.Start();
        time.Advance(TimeSpan.FromMinutes(1));
        var attempt = await courier.NextAsync();
        Assert.Equal(before.Bytes, attempt.Content.Length);
        Assert.Equal("b@x.test", attempt.Item.Recipients.Single(one => one.Outcome == OutboxOutcome.Waiting).Address);
    }

    [Fact]
    public async Task What_is_under_way_when_it_ends_is_tried_again()
    {
        var courier = new ScriptedCourier();
        await using (var queue = new OutboxQueue(SqliteOutboxStore.Open(File), [courier]))
        {
            queue.Start();
            queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test"));
            await courier.NextAsync();
        }

        await using var again = new OutboxQueue(SqliteOutboxStore.Open(File), [courier]);
        again.Start();
        (await courier.NextAsync()).End(("a@x.test", OutboxOutcome.Delivered, "250"));
        Assert.Equal(OutboxState.Delivered, (await again.WaitForEndAsync(1)).State);
    }

    [Fact]
    public async Task Ids_are_never_given_twice()
    {
        long first;
        await using (var queue = new OutboxQueue(SqliteOutboxStore.Open(File), []))
        {
            first = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test")).Id;
            queue.Delete(first);
        }

        await using var again = new OutboxQueue(SqliteOutboxStore.Open(File), []);
        Assert.Equal(first + 1, again.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test")).Id);
        Assert.Equal(1, again.List(null, 0, 10).Total);
    }

    [Fact]
    public void Both_stores_do_the_same()
    {
        using var memory = new MemoryOutboxStore();
        using var file = SqliteOutboxStore.Open(File);
        foreach (var store in (IOutboxStore[])[memory, file])
        {
            var item = new OutboxItem
            {
                Id = 0, Kind = OutboxKind.Webhook, Place = "p", Recipients = [new("p")], Bytes = 3,
                QueuedAt = DateTimeOffset.UnixEpoch, ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1),
                NextAttemptAt = DateTimeOffset.UnixEpoch,
            };
            var added = store.Add([(item, "abc"u8.ToArray()), (item, Array.Empty<byte>())], null);
            Assert.Equal([1L, 2L], added.Select(one => one.Id));
            Assert.Equal("abc"u8.ToArray(), store.ReadContent(1)!.Value.ToArray());
            Assert.Equal(0, store.ReadContent(2)!.Value.Length);
            Assert.Null(store.ReadContent(3));

            store.Update(added[0] with { Attempts = 1, EndedAt = item.QueuedAt, NextAttemptAt = null }, false);
            store.Update(added[0] with { Id = 9 }, keepsContent: true);
            store.Delete(2);
            var left = Assert.Single(store.ReadAll());
            Assert.Equal((1, OutboxKind.Webhook, true), (left.Attempts, left.Kind, left.EndedAt is not null));
            Assert.Null(store.ReadContent(1));
        }
    }

    [Fact]
    public void A_file_of_another_program_or_a_newer_one_stays_as_it_is()
    {
        using (var other = new SqliteConnection(File))
            other.Execute("CREATE TABLE other (x)");
        Assert.Contains(
            "another program", Assert.Throws<StoreException>(() => SqliteOutboxStore.Open(File)).Message,
            StringComparison.Ordinal);

        var newer = Path.Combine(_folder, "newer.db");
        SqliteOutboxStore.Open(newer).Dispose();
        using (var connection = new SqliteConnection(newer))
            connection.Execute("PRAGMA user_version = 99");
        Assert.Contains(
            "newer version", Assert.Throws<StoreException>(() => SqliteOutboxStore.Open(newer)).Message,
            StringComparison.Ordinal);

        var text = Path.Combine(_folder, "text.db");
        System.IO.File.WriteAllText(text, new string('x', 5000));
        Assert.Contains(
            "no SQLite database", Assert.Throws<StoreException>(() => SqliteOutboxStore.Open(text)).Message,
            StringComparison.Ordinal);
        Assert.Equal(5000, new FileInfo(text).Length);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
