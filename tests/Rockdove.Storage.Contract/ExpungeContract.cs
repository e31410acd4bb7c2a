namespace Rockdove.Storage.Contract;

/// <summary>What is expunged is gone, is remembered by mod-sequence (RFC 7162 section 5.3), and is freed.</summary>
public abstract class ExpungeContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task An_expunged_message_is_gone()
    {
        var first = await DeliverAsync(Body.Of(10), Inbox);
        var second = await DeliverAsync(Body.Of(10), Inbox);

        Assert.Equal(UidSet.Of(first.Places[0].Uid), await ExpungeAsync(first.Places[0].Uid));

        Assert.Equal(second.Id, Assert.Single(await RowsAsync(Inbox)).Message);
        Assert.Empty(await Store.FindAsync(first.Id, MessageFields.None, Token));
        Assert.Null(await BodyAsync(first.Id));
        Assert.NotNull(await BodyAsync(second.Id));
    }

    [Fact]
    public async Task Expunging_everything_frees_everything()
    {
        var other = await MailboxAsync("Other");
        for (var i = 0; i < 10; i++)
            await DeliverAsync(Body.Of(100_000), Inbox, other);

        await Store.ExpungeAsync(Inbox, UidSet.All, SystemFlags.None, Token);
        Assert.Equal(new(Mailboxes: 2, Messages: 10, BodyBytes: 1_000_000, 0, 0), await Store.UsageAsync(Token));

        await Store.ExpungeAsync(other, UidSet.All, SystemFlags.None, Token);
        Assert.Equal(new(Mailboxes: 2, 0, 0, 0, 0), await Store.UsageAsync(Token));
    }

    [Fact]
    public async Task Only_messages_with_the_flags_go_if_flags_are_named()
    {
        var uids = await FillAsync(4);
        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Deleted), null, uids[0], uids[2]);

        var result = await Store.ExpungeAsync(Inbox, UidSet.Of(uids[0], uids[1]), SystemFlags.Deleted, Token);

        Assert.Equal(UidSet.Of(uids[0]), result.Expunged);
        Assert.Equal(uids[1..], (await RowsAsync(Inbox)).Select(row => row.Uid));
    }

    [Fact]
    public async Task One_expunge_takes_one_greater_mod_sequence()
    {
        var uids = await FillAsync(4);
        var before = (await OpenAsync(Inbox)).Status.HighestModSequence;

        var result = await Store.ExpungeAsync(Inbox, UidSet.Of(uids[0], uids[2]), SystemFlags.None, Token);

        Assert.True(result.HighestModSequence > before);
        Assert.Equal(result.HighestModSequence, (await OpenAsync(Inbox)).Status.HighestModSequence);
        Assert.Equal(result.Expunged, (await ChangesSinceAsync(before)).Expunged);
        Assert.Equal(UidSet.Empty, (await ChangesSinceAsync(result.HighestModSequence)).Expunged);
    }

    [Fact]
    public async Task Expunging_what_is_not_there_changes_nothing()
    {
        var uids = await FillAsync(2);
        await ExpungeAsync(uids[0]);
        var before = await OpenAsync(Inbox);

        Assert.True((await ExpungeAsync(uids[0], new Uid(77))).IsEmpty);

        Assert.Equal(before, await OpenAsync(Inbox));
    }

    [Fact]
    public async Task A_message_is_expunged_once_when_many_try()
    {
        var uids = await FillAsync(50);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                var gone = UidSet.Empty;
                foreach (var uid in uids)
                {
                    var one = await ExpungeAsync(uid);
                    Assert.True(gone.Intersect(one).IsEmpty);
                    gone = gone.Union(one);
                }
                return gone;
            },
            Token)));

        Assert.Equal(50, results.Sum(gone => gone.Count));
        Assert.Equal(new(Mailboxes: 1, 0, 0, 0, 0), await Store.UsageAsync(Token));
    }

    [Fact]
    public async Task A_cancelled_expunge_does_not_happen()
    {
        await FillAsync(2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.ExpungeAsync(Inbox, UidSet.All, SystemFlags.None, Cancelled));

        Assert.Equal(2, (await RowsAsync(Inbox)).Count);
    }
}
