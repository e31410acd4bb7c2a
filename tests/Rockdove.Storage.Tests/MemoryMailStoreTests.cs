using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Tests;

/// <summary>What the store in memory promises beyond the contract.</summary>
public sealed class MemoryMailStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_small_message_costs_its_bytes_and_little_more()
    {
        await using var store = new MemoryMailStore();
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
        var body = Body.Of(1024);
        Placement[] placements = [new(inbox, default)];
        for (var i = 0; i < 2000; i++)
            Deliver(store, body, placements);
        // What tables grew to they keep, so that from here on every byte is a message's own.
        await store.ExpungeAsync(inbox, UidSet.All, SystemFlags.None, Token);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Deliver(store, body, placements);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;

        TestContext.Current.SendDiagnosticMessage($"{each} bytes allocated for a message of 1024.");
        // About 800 without a debugger's state machines, which are objects.
        Assert.InRange(each, 1024, 1024 + 1200);
    }

    [Fact]
    public async Task A_large_message_needs_no_large_array()
    {
        await using var store = new MemoryMailStore();
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
        var slice = Body.Of(50_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var staged = Now(store.StageAsync(0, Token));
        for (var i = 0; i < 2000; i++)
            Now(staged.WriteAsync(slice, Token));
        var committed = Now(store.CommitAsync(staged, null, [new(inbox, default)], Token));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Single(committed.Places);
        Assert.Equal(100_000_000, store.UsedBytes);
        Assert.InRange(allocated, 99_000_000, 101_000_000);
    }

    [Fact]
    public async Task Uidvalidity_is_the_time_and_always_grows()
    {
        var time = new FixedTime(DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));
        await using var store = new MemoryMailStore(time: time);

        Assert.Equal(1_900_000_000u, await CreateAsync(store, "a"));
        Assert.Equal(1_900_000_001u, await CreateAsync(store, "b"));
        time.Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        Assert.Equal(1_900_000_002u, await CreateAsync(store, "c"));
        time.Now = DateTimeOffset.FromUnixTimeSeconds(1_900_000_100);
        Assert.Equal(1_900_000_100u, await CreateAsync(store, "d"));
    }

    [Fact]
    public async Task Ids_of_later_messages_sort_later()
    {
        var time = new FixedTime(DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));
        await using var store = new MemoryMailStore(time: time);
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
        var ids = new List<MessageId>();
        for (var i = 0; i < 50; i++)
        {
            ids.Add(Deliver(store, Body.Of(1), [new(inbox, default)]).Id);
            time.Now += TimeSpan.FromMilliseconds(1);
        }

        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids.Select(id => id.ToString()).Order(StringComparer.Ordinal), ids.Select(id => id.ToString()));
    }

    [Fact]
    public async Task A_watch_that_is_not_taken_keeps_one_hint_for_each_mailbox()
    {
        await using var store = new MemoryMailStore();
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
        var other = (await store.CreateMailboxAsync(new("", "Other"), Token)).Id;
        using var watch = store.Changes.Watch(null);
        ModSequence last = default;
        for (var i = 0; i < 500; i++)
            last = Deliver(store, Body.Of(1), [new(inbox, default), new(other, default)]).Places[0].ModSequence;

        Assert.Equal(new(inbox, last), await watch.NextAsync(Token));
        Assert.Equal(new(other, last), await watch.NextAsync(Token));
        Assert.False(watch.NextAsync(Token).AsTask().IsCompleted);
    }

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 1, -1)]
    public void A_negative_limit_is_refused(long bytes, int messages, int mailboxes)
    {
        var limits = new MemoryStoreLimits { Bytes = bytes, Messages = messages, Mailboxes = mailboxes };

        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryMailStore(limits));
    }

    private static async Task<uint> CreateAsync(MemoryMailStore store, string name)
    {
        var mailbox = await store.CreateMailboxAsync(new("", name), Token);
        return (await store.OpenAsync(mailbox.Id, Token))!.Status.UidValidity;
    }

    /// <summary>Without a task: memory answers at once, and the test counts what only the store allocates.</summary>
    private static CommittedMessage Deliver(MemoryMailStore store, byte[] body, Placement[] placements)
    {
        var staged = Now(store.StageAsync(body.Length, Token));
        Now(staged.WriteAsync(body, Token));
        var committed = Now(store.CommitAsync(staged, null, placements, Token));
        Now(staged.DisposeAsync());
        return committed;
    }

    private static T Now<T>(ValueTask<T> task) =>
        task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("Memory does not wait.");

    private static void Now(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
            throw new InvalidOperationException("Memory does not wait.");
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
