namespace Rockdove.Storage.Contract;

/// <summary>Identifiers that were given elsewhere are put back, but none is given twice.</summary>
public abstract class GivenUidContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task A_placement_may_name_its_identifier()
    {
        var committed = await PutAsync(7);

        Assert.Equal(new Uid(7), committed.Places[0].Uid);
        Assert.Equal(new Uid(8), (await OpenAsync(Inbox)).Status.UidNext);
        Assert.Equal(new Uid(8), (await DeliverAsync(Body.Of(10), Inbox)).Places[0].Uid);
    }

    [Fact]
    public async Task The_identifiers_left_out_are_not_there()
    {
        await FillAsync(2);
        Assert.Equal("1:2", (await OpenAsync(Inbox)).Uids.ToString());
        await PutAsync(5);
        await PutAsync(6);
        await PutAsync(9);
        await DeliverAsync(Body.Of(10), Inbox);

        Assert.Equal("1:2,5:6,9:10", (await OpenAsync(Inbox)).Uids.ToString());
        Assert.Equal([1, 2, 5, 6, 9, 10], (await RowsAsync(Inbox)).Select(row => (int)row.Uid.Value));
        Assert.Equal([5u, 6u, 9u, 10u], (await ChangesSinceAsync(new(3))).Changed.Select(row => row.Uid.Value));
    }

    [Fact]
    public async Task An_identifier_that_was_passed_is_refused_and_nothing_happens()
    {
        await FillAsync(3);
        await ExpungeAsync(new Uid(3));
        var other = await MailboxAsync("Other");
        var before = await OpenAsync(Inbox);
        await using var staged = await StageAsync(Body.Of(100));

        await Assert.ThrowsAsync<UidTakenException>(async () => await Store.CommitAsync(
            staged, null, [new(other, Date), new(Inbox, Date, default, new Uid(3))], Token));

        Assert.Equal(before, await OpenAsync(Inbox));
        Assert.Equal(new Uid(1), (await OpenAsync(other)).Status.UidNext);
        var committed = await Store.CommitAsync(staged, null, [new(Inbox, Date, default, new Uid(4))], Token);
        Assert.Equal(new Uid(4), committed.Places[0].Uid);
    }

    [Fact]
    public async Task Two_placements_in_one_mailbox_ascend()
    {
        await using var staged = await StageAsync(Body.Of(100));
        await Assert.ThrowsAsync<UidTakenException>(async () => await Store.CommitAsync(
            staged, null, [new(Inbox, Date, default, new Uid(4)), new(Inbox, Date, default, new Uid(4))], Token));

        var committed = await Store.CommitAsync(
            staged, null, [new(Inbox, Date, default, new Uid(4)), new(Inbox, Date)], Token);

        Assert.Equal([new Uid(4), new Uid(5)], committed.Places.Select(place => place.Uid));
    }

    [Fact]
    public async Task The_last_but_one_can_be_given_and_the_last_cannot()
    {
        await using var staged = await StageAsync(Body.Of(100));
        await Assert.ThrowsAsync<StoreFullException>(
            async () => await Store.CommitAsync(staged, null, [new(Inbox, Date, default, Uid.Last)], Token));

        await Store.CommitAsync(staged, null, [new(Inbox, Date, default, new Uid(Uid.Last.Value - 1))], Token);

        Assert.Equal(Uid.Last, (await OpenAsync(Inbox)).Status.UidNext);
        await Assert.ThrowsAsync<StoreFullException>(() => DeliverAsync(Body.Of(1), Inbox));
    }

    [Fact]
    public async Task Commits_begun_in_an_order_happen_in_it()
    {
        var commits = new List<Task<CommittedMessage>>();
        var staged = new List<IStagedMessage>();
        for (var i = 0; i < 100; i++)
        {
            staged.Add(await StageAsync(Body.Of(50, seed: i)));
            commits.Add(Store.CommitAsync(staged[i], null, [new(Inbox, Date)], Token).AsTask());
        }
        var committed = await Task.WhenAll(commits);

        Assert.Equal(Enumerable.Range(1, 100), committed.Select(each => (int)each.Places[0].Uid.Value));
        foreach (var each in staged)
            await each.DisposeAsync();
    }

    private async Task<CommittedMessage> PutAsync(uint uid)
    {
        await using var staged = await StageAsync(Body.Of(10, seed: (int)uid));
        return await Store.CommitAsync(staged, null, [new(Inbox, Date, default, new Uid(uid))], Token);
    }
}
