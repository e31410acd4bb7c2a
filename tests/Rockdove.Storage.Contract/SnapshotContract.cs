namespace Rockdove.Storage.Contract;

/// <summary>A snapshot stands still; rows are whole, ascending, and gathered without holding anything.</summary>
public abstract class SnapshotContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task A_snapshot_does_not_change()
    {
        var uids = await FillAsync(3);
        var snapshot = await OpenAsync(Inbox);
        var status = snapshot.Status with { };

        await FillAsync(2);
        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), null, uids);
        await ExpungeAsync(uids[0]);

        Assert.Equal(status, snapshot.Status);
        Assert.Equal(UidSet.Of(new(1), new Uid(3)), snapshot.Uids);
        Assert.Equal(UidSet.Of(new(2), new Uid(5)), (await OpenAsync(Inbox)).Uids);
    }

    [Fact]
    public async Task A_snapshot_agrees_with_itself()
    {
        var uids = await FillAsync(10);
        await ExpungeAsync(uids[2], uids[3], uids[9]);
        await FillAsync(1);

        var snapshot = await OpenAsync(Inbox);

        Assert.Equal("1:2,5:9,11", snapshot.Uids.ToString());
        Assert.Equal(snapshot.Status.Messages, snapshot.Uids.Count);
        Assert.Equal(new Uid(12), snapshot.Status.UidNext);
        Assert.Equal((await RowsAsync(Inbox)).Max(row => row.ModSequence), snapshot.Status.HighestModSequence);
    }

    [Fact]
    public async Task Rows_come_ascending_and_only_those_asked_for()
    {
        var uids = await FillAsync(10);
        await ExpungeAsync(uids[4]);

        var set = UidSet.OfRanges(new(new(8), Uid.Last), new(new(4), new(6)), new(new(1), new(1)));
        var rows = await RowsAsync(Inbox, set);

        Assert.Equal([1u, 4u, 6u, 8u, 9u, 10u], rows.Select(row => row.Uid.Value));
        Assert.All(rows, row => Assert.Equal(Inbox, row.Mailbox));
    }

    [Fact]
    public async Task The_empty_set_reads_nothing()
    {
        await FillAsync(2);

        Assert.Empty(await RowsAsync(Inbox, UidSet.Empty));
    }

    [Fact]
    public async Task The_last_identifier_of_all_can_be_asked_for()
    {
        await FillAsync(2);

        Assert.Empty(await RowsAsync(Inbox, UidSet.Of(Uid.Last)));
    }

    [Fact]
    public async Task A_long_mailbox_is_read_to_its_end()
    {
        var uids = await FillAsync(1100);

        Assert.Equal(uids, (await RowsAsync(Inbox)).Select(row => row.Uid));
        var some = await RowsAsync(Inbox, UidSet.Of(uids[500], uids[1049]));
        Assert.Equal(uids[500..1050], some.Select(row => row.Uid));
    }

    [Fact]
    public async Task A_row_does_not_change_after_it_was_read()
    {
        var uids = await FillAsync(1);
        var row = (await RowsAsync(Inbox))[0];
        var before = row with { };

        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Flagged), null, uids);

        Assert.Equal(before, row);
        Assert.Equal(SystemFlags.None, row.Flags.System);
    }

    [Fact]
    public async Task A_mailbox_may_change_while_it_is_read()
    {
        var uids = await FillAsync(1000);
        var read = new List<Uid>();
        await foreach (var row in Store.ReadAsync(Inbox, UidSet.All, MessageFields.None, Token))
        {
            read.Add(row.Uid);
            if (read.Count == 10)
            {
                await ExpungeAsync(uids[900..]);
                await FillAsync(5);
            }
        }

        Assert.Equal(read.Order().Distinct(), read);
        Assert.Equal(uids[..900], read[..900]);
    }

    [Fact]
    public async Task A_mailbox_may_go_while_it_is_read()
    {
        await FillAsync(1000);
        var read = 0;
        await foreach (var row in Store.ReadAsync(Inbox, UidSet.All, MessageFields.None, Token))
        {
            if (++read == 10)
                await Store.DeleteMailboxAsync(Inbox, Token);
        }

        Assert.InRange(read, 10, 1000);
    }

    [Fact]
    public async Task Reading_can_be_cancelled_between_rows()
    {
        await FillAsync(1000);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var read = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in Store.ReadAsync(Inbox, UidSet.All, MessageFields.None, enough.Token))
            {
                if (++read == 10)
                    await enough.CancelAsync();
            }
        });

        Assert.InRange(read, 10, 999);
    }

    [Fact]
    public async Task No_mailbox_is_ahead_of_the_commit_that_filled_it()
    {
        var other = await MailboxAsync("Other");
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < 100; i++)
                    await DeliverAsync(Body.Of(10), Inbox, other);
            },
            Token)));

        while (!writing.IsCompleted)
        {
            var first = await OpenAsync(other);
            var second = await OpenAsync(Inbox);
            var third = await OpenAsync(other);
            Assert.InRange(second.Status.Messages, first.Status.Messages, third.Status.Messages);
            Assert.Equal(second.Status.Messages, second.Uids.Count);
            Assert.Equal(second.Status.UidNext.Value - 1, second.Uids.Count);
        }

        await writing.WaitAsync(Patience, Token);
        Assert.Equal(400, (await OpenAsync(other)).Status.Messages);
    }
}
