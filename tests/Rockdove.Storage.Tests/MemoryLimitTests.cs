using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Tests;

/// <summary>Each limit of the store in memory, at the limit and one past it.</summary>
public sealed class MemoryLimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_fit_to_the_last_one()
    {
        await using var store = new MemoryMailStore(new() { Bytes = 1000 });
        var inbox = await InboxAsync(store);

        await DeliverAsync(store, inbox, 600);
        await DeliverAsync(store, inbox, 400);
        Assert.Equal(1000, store.UsedBytes);

        await Assert.ThrowsAsync<StoreFullException>(() => DeliverAsync(store, inbox, 1));
        Assert.Equal(2, (await store.UsageAsync(Token)).Messages);
        Assert.Equal(1000, store.UsedBytes);
    }

    [Fact]
    public async Task A_message_that_finds_no_room_gives_back_what_it_had()
    {
        await using var store = new MemoryMailStore(new() { Bytes = 1000 });
        var inbox = await InboxAsync(store);
        await using var staged = await store.StageAsync(0, Token);
        await staged.WriteAsync(Body.Of(900), Token);

        await Assert.ThrowsAsync<StoreFullException>(async () => await staged.WriteAsync(Body.Of(101), Token));

        Assert.Equal(0, store.UsedBytes);
        Assert.Equal(0, (await store.UsageAsync(Token)).StagedBytes);
        await Assert.ThrowsAsync<StoreFullException>(async () => await staged.WriteAsync(Body.Of(1), Token));
        await Assert.ThrowsAsync<StoreFullException>(
            async () => await store.CommitAsync(staged, null, [new(inbox, default)], Token));
        await DeliverAsync(store, inbox, 1000);
    }

    [Fact]
    public async Task Messages_being_received_take_room_as_well()
    {
        await using var store = new MemoryMailStore(new() { Bytes = 1000 });
        await using var first = await store.StageAsync(0, Token);
        await using var second = await store.StageAsync(0, Token);
        await first.WriteAsync(Body.Of(600), Token);

        await Assert.ThrowsAsync<StoreFullException>(async () => await second.WriteAsync(Body.Of(500), Token));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task An_announced_size_that_cannot_fit_is_refused_at_once(long expectedBytes, bool fits)
    {
        await using var store = new MemoryMailStore(new() { Bytes = 1000 });

        if (fits)
            await (await store.StageAsync(expectedBytes, Token)).DisposeAsync();
        else
            await Assert.ThrowsAsync<StoreFullException>(async () => await store.StageAsync(expectedBytes, Token));

        Assert.Equal(0, (await store.UsageAsync(Token)).StagedMessages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deleting_makes_room(bool theMailbox)
    {
        await using var store = new MemoryMailStore(new() { Bytes = 1_000_000, Messages = 2 });
        var inbox = await InboxAsync(store);
        for (var i = 0; i < 5; i++)
        {
            await DeliverAsync(store, inbox, 500_000, Envelope(0));
            await DeliverAsync(store, inbox, 499_000, Envelope(500));
            if (theMailbox)
            {
                await store.DeleteMailboxAsync(inbox, Token);
                inbox = await InboxAsync(store);
            }
            else
            {
                await store.ExpungeAsync(inbox, UidSet.All, SystemFlags.None, Token);
            }
            Assert.Equal(0, store.UsedBytes);
        }
    }

    [Fact]
    public async Task What_is_deleted_is_given_back_to_the_runtime()
    {
        await using var store = new MemoryMailStore();
        var inbox = await InboxAsync(store);
        var weak = await DeliverAndForgetAsync(store, inbox);
        await store.ExpungeAsync(inbox, UidSet.All, SystemFlags.None, Token);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(weak.IsAlive);
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(401, false)]
    public async Task The_text_of_an_envelope_takes_two_bytes_a_character(int characters, bool fits)
    {
        await using var store = new MemoryMailStore(new() { Bytes = 1000 });
        var inbox = await InboxAsync(store);

        if (fits)
        {
            await DeliverAsync(store, inbox, 200, Envelope(characters));
            Assert.Equal(1000, store.UsedBytes);
        }
        else
        {
            await Assert.ThrowsAsync<StoreFullException>(
                () => DeliverAsync(store, inbox, 200, Envelope(characters)));
            Assert.Equal(0, store.UsedBytes);
        }
    }

    [Fact]
    public async Task Messages_are_counted_once_for_each_mailbox()
    {
        await using var store = new MemoryMailStore(new() { Messages = 3 });
        var inbox = await InboxAsync(store);
        var other = (await store.CreateMailboxAsync(new("", "Other"), Token)).Id;
        await DeliverAsync(store, inbox, 1);
        await using var staged = await store.StageAsync(0, Token);
        await Assert.ThrowsAsync<StoreFullException>(async () => await store.CommitAsync(
            staged, null, [new(inbox, default), new(other, default), new(inbox, default)], Token));
        Assert.Equal(1, (await store.OpenAsync(inbox, Token))!.Status.Messages);

        await store.CommitAsync(staged, null, [new(inbox, default), new(other, default)], Token);

        await Assert.ThrowsAsync<StoreFullException>(() => DeliverAsync(store, inbox, 1));
        await store.ExpungeAsync(other, UidSet.All, SystemFlags.None, Token);
        await DeliverAsync(store, inbox, 1);
    }

    [Fact]
    public async Task Mailboxes_have_a_limit()
    {
        await using var store = new MemoryMailStore(new() { Mailboxes = 2 });
        await InboxAsync(store);
        var second = await store.CreateMailboxAsync(new("", "2"), Token);

        await Assert.ThrowsAsync<StoreFullException>(
            async () => await store.CreateMailboxAsync(new("", "3"), Token));

        Assert.Equal(new(second.Id, IsNew: false), await store.CreateMailboxAsync(new("", "2"), Token));
        await store.DeleteMailboxAsync(second.Id, Token);
        Assert.True((await store.CreateMailboxAsync(new("", "3"), Token)).IsNew);
    }

    [Fact]
    public async Task The_limit_holds_when_many_write_at_once()
    {
        await using var store = new MemoryMailStore(new() { Bytes = 100_000, Messages = 60 });
        var inbox = await InboxAsync(store);

        var kept = (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                var mine = 0;
                for (var i = 0; i < 50; i++)
                {
                    try
                    {
                        await DeliverAsync(store, inbox, 2000);
                        mine++;
                    }
                    catch (StoreFullException)
                    {
                    }
                }
                return mine;
            },
            Token)))).Sum();

        var usage = await store.UsageAsync(Token);
        Assert.Equal(50, kept);
        Assert.Equal(new(Mailboxes: 1, Messages: 50, BodyBytes: 100_000, 0, 0), usage);
        Assert.Equal(100_000, store.UsedBytes);
    }

    private static DeliveryEnvelope Envelope(int characters) => new()
    {
        ReceivedAt = default,
        ReversePath = new('r', characters / 2),
        ForwardPaths = [new('f', characters - characters / 2)],
    };

    private static async Task<MailboxId> InboxAsync(MemoryMailStore store) =>
        (await store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;

    private static async Task<CommittedMessage> DeliverAsync(
        MemoryMailStore store, MailboxId mailbox, int bytes, DeliveryEnvelope? envelope = null)
    {
        await using var staged = await store.StageAsync(0, Token);
        await staged.WriteAsync(Body.Of(bytes), Token);
        return await store.CommitAsync(staged, envelope, [new(mailbox, default)], Token);
    }

    private static async Task<WeakReference> DeliverAndForgetAsync(MemoryMailStore store, MailboxId inbox)
    {
        var committed = await DeliverAsync(store, inbox, 1_000_000);
        return new WeakReference(await store.OpenBodyAsync(committed.Id, Token));
    }
}
