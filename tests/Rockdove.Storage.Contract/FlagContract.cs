namespace Rockdove.Storage.Contract;

/// <summary>Flags change atomically, message by message (RFC 9051 section 6.4.6, RFC 7162 section 3.1.3).</summary>
public abstract class FlagContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task Flags_are_added_removed_and_replaced()
    {
        var uid = (await FillAsync(1))[0];

        await StoreFlagsAsync(FlagChange.Add(new(SystemFlags.Seen | SystemFlags.Draft, "$Junk", "a")), null, uid);
        Assert.Equal(new FlagSet(SystemFlags.Seen | SystemFlags.Draft, "$Junk", "a"), await FlagsAsync(uid));

        await StoreFlagsAsync(FlagChange.Remove(new(SystemFlags.Draft | SystemFlags.Flagged, "a", "b")), null, uid);
        Assert.Equal(new FlagSet(SystemFlags.Seen, "$Junk"), await FlagsAsync(uid));

        await StoreFlagsAsync(FlagChange.Replace(new(SystemFlags.Answered, "c")), null, uid);
        Assert.Equal(new FlagSet(SystemFlags.Answered, "c"), await FlagsAsync(uid));

        await StoreFlagsAsync(FlagChange.Replace(FlagSet.None), null, uid);
        Assert.Equal(FlagSet.None, await FlagsAsync(uid));
    }

    [Fact]
    public async Task Keywords_have_no_case()
    {
        var uid = (await FillAsync(1))[0];
        await StoreFlagsAsync(FlagChange.Add(new(SystemFlags.None, "Later")), null, uid);

        await StoreFlagsAsync(FlagChange.Add(new(SystemFlags.None, "LATER")), null, uid);
        Assert.Equal("Later", (await FlagsAsync(uid)).ToString());

        await StoreFlagsAsync(FlagChange.Remove(new(SystemFlags.None, "later")), null, uid);
        Assert.True((await FlagsAsync(uid)).IsEmpty);
    }

    [Fact]
    public async Task One_change_gives_all_its_messages_one_greater_mod_sequence()
    {
        var uids = await FillAsync(5);
        var before = (await OpenAsync(Inbox)).Status.HighestModSequence;

        var result = await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), null, uids[1], uids[3]);

        Assert.True(result.HighestModSequence > before);
        Assert.Equal(before, result.PreviousModSequence);
        Assert.Equal(
            [
                new(uids[1], result.HighestModSequence, SystemFlags.Seen),
                new FlagRow(uids[3], result.HighestModSequence, SystemFlags.Seen),
            ],
            result.Stored);
        Assert.Equal(result.HighestModSequence, (await OpenAsync(Inbox)).Status.HighestModSequence);
        var rows = await RowsAsync(Inbox);
        Assert.Equal(result.Stored[0].ModSequence, rows[1].ModSequence);
        Assert.All([rows[0], rows[2], rows[4]], row => Assert.True(row.ModSequence <= before));
    }

    [Fact]
    public async Task A_change_that_changes_nothing_takes_no_mod_sequence()
    {
        var uids = await FillAsync(2);
        var first = await StoreFlagsAsync(FlagChange.Add(new(SystemFlags.Seen, "x")), null, uids[0]);

        var second = await StoreFlagsAsync(FlagChange.Add(new(SystemFlags.Seen, "x")), null, uids[0]);
        var third = await StoreFlagsAsync(FlagChange.Remove(SystemFlags.Draft), null, uids[0]);

        Assert.Equal(first.Stored, second.Stored);
        Assert.Equal(first.Stored, third.Stored);
        Assert.Equal(first.HighestModSequence, (await OpenAsync(Inbox)).Status.HighestModSequence);
        Assert.Equal(first.HighestModSequence, second.PreviousModSequence);
    }

    [Fact]
    public async Task Messages_that_are_not_there_are_left_out()
    {
        var uids = await FillAsync(3);
        await ExpungeAsync(uids[1]);

        var result = await Store.StoreFlagsAsync(
            Inbox, UidSet.All, FlagChange.Add(SystemFlags.Seen), null, Token);

        Assert.Equal([uids[0], uids[2]], result.Stored.Select(row => row.Uid));
    }

    [Fact]
    public async Task Unchangedsince_leaves_alone_what_has_changed()
    {
        var uids = await FillAsync(4);
        var known = (await OpenAsync(Inbox)).Status.HighestModSequence;
        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Flagged), null, uids[1], uids[2]);

        var result = await StoreFlagsAsync(FlagChange.Replace(SystemFlags.Deleted), known, uids);

        Assert.Equal(UidSet.Of(uids[1], uids[2]), result.Modified);
        Assert.Equal([uids[0], uids[3]], result.Stored.Select(row => row.Uid));
        Assert.Equal(
            [SystemFlags.Deleted, SystemFlags.Flagged, SystemFlags.Flagged, SystemFlags.Deleted],
            (await RowsAsync(Inbox)).Select(row => row.Flags.System));
    }

    [Fact]
    public async Task Unchangedsince_the_messages_own_mod_sequence_changes_it()
    {
        var uid = (await FillAsync(1))[0];
        var own = (await RowsAsync(Inbox))[0].ModSequence;

        var result = await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), own, uid);

        Assert.True(result.Modified.IsEmpty);
        Assert.Single(result.Stored);
    }

    [Fact]
    public async Task Unchangedsince_zero_changes_nothing()
    {
        var uids = await FillAsync(2);

        var result = await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), ModSequence.None, uids);

        Assert.Equal(UidSet.Of(uids), result.Modified);
        Assert.Empty(result.Stored);
        Assert.All(await RowsAsync(Inbox), row => Assert.True(row.Flags.IsEmpty));
    }

    [Fact]
    public async Task A_message_takes_so_many_keywords_and_no_more()
    {
        var uids = await FillAsync(2);
        string[] most = [.. Enumerable.Range(1, FlagSet.MaximumKeywords).Select(i => $"keyword{i}")];
        await StoreFlagsAsync(FlagChange.Add(new(SystemFlags.None, most)), null, uids[0]);
        Assert.Equal(FlagSet.MaximumKeywords, (await FlagsAsync(uids[0])).Keywords.Length);

        var result = await StoreFlagsAsync(FlagChange.Add(new(SystemFlags.Seen, "more")), null, uids);

        Assert.Equal(UidSet.Of(uids[0]), result.Overfull);
        Assert.Equal(uids[1], Assert.Single(result.Stored).Uid);
        Assert.Equal(new FlagSet(SystemFlags.None, most), await FlagsAsync(uids[0]));
    }

    [Fact]
    public async Task No_flag_is_lost_when_many_change_at_once()
    {
        var uids = await FillAsync(3);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < 10; i++)
                    await StoreFlagsAsync(FlagChange.Add(new(SystemFlags.None, $"w{writer}-{i}")), null, uids);
            },
            Token)));

        var expected = new FlagSet(
            SystemFlags.None, [.. Enumerable.Range(0, 80).Select(i => $"w{i / 10}-{i % 10}")]);
        Assert.All(await RowsAsync(Inbox), row => Assert.Equal(expected, row.Flags));
    }

    [Fact]
    public async Task One_of_many_conditional_changes_wins()
    {
        var uid = (await FillAsync(1))[0];
        for (var round = 0; round < 20; round++)
        {
            var known = (await RowsAsync(Inbox))[0].ModSequence;

            var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(
                () => StoreFlagsAsync(FlagChange.Replace(new(SystemFlags.None, $"r{round}w{writer}")), known, uid),
                Token)));

            var winner = Assert.Single(results, result => result.Modified.IsEmpty);
            Assert.Equal(winner.Stored[0].Flags, await FlagsAsync(uid));
        }
    }

    [Fact]
    public async Task A_cancelled_change_is_not_made()
    {
        var uid = (await FillAsync(1))[0];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.StoreFlagsAsync(
            Inbox, UidSet.Of(uid), FlagChange.Add(SystemFlags.Seen), null, Cancelled));

        Assert.True((await FlagsAsync(uid)).IsEmpty);
    }
}
