namespace Rockdove.Storage.Contract;

/// <summary>The feed is a hint, and there is always one after the last change.</summary>
public abstract class ChangeFeedContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task A_commit_is_told_to_whoever_watched_before()
    {
        using var watch = Store.Changes.Watch(Inbox);

        var place = (await DeliverAsync(Body.Of(10), Inbox)).Places[0];

        var change = await SoonAsync(watch.NextAsync(Token));
        Assert.Equal(Inbox, change.Mailbox);
        Assert.True(change.ModSequence >= place.ModSequence);
    }

    [Fact]
    public async Task A_change_can_be_seen_when_it_is_told()
    {
        using var watch = Store.Changes.Watch(Inbox);
        var waiting = watch.NextAsync(Token).AsTask();
        Assert.False(waiting.IsCompleted);
        var delivering = DeliverAsync(Body.Of(10), Inbox);

        var change = await waiting.WaitAsync(Patience, Token);

        var status = (await OpenAsync(Inbox)).Status;
        Assert.True(status.HighestModSequence >= change.ModSequence);
        Assert.Equal(1, status.Messages);
        await delivering;
    }

    [Theory]
    [InlineData("flags")]
    [InlineData("expunge")]
    [InlineData("delete")]
    public async Task A_waiting_watch_is_woken_by_every_kind_of_change(string kind)
    {
        var uids = await FillAsync(1);
        var before = (await OpenAsync(Inbox)).Status.HighestModSequence;
        using var watch = Store.Changes.Watch(Inbox);
        var waiting = NextAfterAsync(watch, before);

        if (kind == "flags")
            await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), null, uids);
        else if (kind == "expunge")
            await ExpungeAsync(uids);
        else
            await Store.DeleteMailboxAsync(Inbox, Token);

        await waiting.WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task A_commit_is_told_for_each_of_its_mailboxes()
    {
        var other = await MailboxAsync("Other");
        using var here = Store.Changes.Watch(Inbox);
        using var there = Store.Changes.Watch(other);

        await DeliverAsync(Body.Of(10), Inbox, other);

        Assert.Equal(Inbox, (await SoonAsync(here.NextAsync(Token))).Mailbox);
        Assert.Equal(other, (await SoonAsync(there.NextAsync(Token))).Mailbox);
    }

    [Fact]
    public async Task A_watch_hears_of_its_own_mailbox_only()
    {
        var other = await MailboxAsync("Other");
        using var watch = Store.Changes.Watch(Inbox);

        await DeliverAsync(Body.Of(10), other);
        await DeliverAsync(Body.Of(10), Inbox);

        Assert.Equal(Inbox, (await SoonAsync(watch.NextAsync(Token))).Mailbox);
    }

    [Fact]
    public async Task A_watch_of_all_hears_of_old_and_new_mailboxes()
    {
        using var watch = Store.Changes.Watch(null);
        await DeliverAsync(Body.Of(10), Inbox);
        var made = await MailboxAsync("Made");

        var heard = new HashSet<MailboxId>();
        while (heard.Count < 2)
            heard.Add((await SoonAsync(watch.NextAsync(Token))).Mailbox);

        Assert.Equal([Inbox, made], heard);
    }

    [Fact]
    public async Task Every_watch_of_a_mailbox_is_told()
    {
        var watches = Enumerable.Range(0, 50).Select(_ => Store.Changes.Watch(Inbox)).ToList();
        var waiting = watches.ConvertAll(watch => watch.NextAsync(Token).AsTask());

        await DeliverAsync(Body.Of(10), Inbox);

        await Task.WhenAll(waiting).WaitAsync(Patience, Token);
        watches.ForEach(watch => watch.Dispose());
    }

    [Fact]
    public async Task Disposing_one_watch_leaves_the_others()
    {
        var first = Store.Changes.Watch(Inbox);
        using var second = Store.Changes.Watch(Inbox);
        first.Dispose();
        first.Dispose();

        await DeliverAsync(Body.Of(10), Inbox);

        Assert.Equal(Inbox, (await SoonAsync(second.NextAsync(Token))).Mailbox);
    }

    [Fact]
    public async Task Nothing_is_missed_however_many_write()
    {
        using var watch = Store.Changes.Watch(Inbox);
        var following = Task.Run(
            async () =>
            {
                var seen = 0;
                var since = ModSequence.First;
                while (seen < 400)
                {
                    var change = await watch.NextAsync(Token);
                    if (change.ModSequence <= since)
                        continue;
                    var changes = await ChangesSinceAsync(since);
                    seen += changes.Changed.Count;
                    since = changes.HighestModSequence;
                }
                return seen;
            },
            Token);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => FillAsync(50), Token)));

        Assert.Equal(400, await following.WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled_and_begun_again()
    {
        using var watch = Store.Changes.Watch(Inbox);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = watch.NextAsync(giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience, Token));

        await DeliverAsync(Body.Of(10), Inbox);

        Assert.Equal(Inbox, (await SoonAsync(watch.NextAsync(Token))).Mailbox);
    }

    [Fact]
    public async Task A_disposed_watch_ends_the_waiting()
    {
        var watch = Store.Changes.Watch(Inbox);
        var waiting = watch.NextAsync(Token).AsTask();

        watch.Dispose();
        watch.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience, Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await watch.NextAsync(Token));
        await DeliverAsync(Body.Of(10), Inbox);
    }

    [Fact]
    public async Task A_store_that_is_disposed_ends_the_waiting()
    {
        var store = await AnotherStoreAsync();
        var mailbox = await store.CreateMailboxAsync(MailboxName.Inbox(""), Token);
        using var watch = store.Changes.Watch(mailbox.Id);
        var waiting = watch.NextAsync(Token).AsTask();

        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience, Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.StageAsync(0, Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.OpenAsync(mailbox.Id, Token));
        await store.DisposeAsync();
    }

    private static async Task NextAfterAsync(IChangeWatch watch, ModSequence before)
    {
        while ((await watch.NextAsync(Token)).ModSequence <= before)
        {
        }
    }
}
