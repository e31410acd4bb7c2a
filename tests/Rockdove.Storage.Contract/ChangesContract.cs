namespace Rockdove.Storage.Contract;

/// <summary>
/// Whoever asks what happened since a mod-sequence, and applies it, has the mailbox (RFC 7162 section 3.2.5).
/// </summary>
public abstract class ChangesContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task Nothing_has_changed_since_now()
    {
        await FillAsync(3);
        var status = (await OpenAsync(Inbox)).Status;

        var changes = await ChangesSinceAsync(status.HighestModSequence);

        Assert.Empty(changes.Changed);
        Assert.True(changes.Expunged.IsEmpty);
        Assert.Equal(status.HighestModSequence, changes.HighestModSequence);
        Assert.Equal(status.UidNext, changes.UidNext);
    }

    [Fact]
    public async Task New_messages_and_new_flags_are_changes()
    {
        var uids = await FillAsync(3);
        var since = (await OpenAsync(Inbox)).Status.HighestModSequence;
        var arrived = (await FillAsync(1))[0];
        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), null, uids[1]);
        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Flagged), null, uids[1]);

        var changes = await ChangesSinceAsync(since);

        Assert.Equal([uids[1], arrived], changes.Changed.Select(row => row.Uid));
        Assert.Equal(SystemFlags.Seen | SystemFlags.Flagged, changes.Changed[0].Flags.System);
        Assert.Equal(changes.HighestModSequence, changes.Changed[0].ModSequence);
        Assert.Equal(new Uid(5), changes.UidNext);
    }

    [Fact]
    public async Task What_came_and_went_is_only_gone()
    {
        var since = (await OpenAsync(Inbox)).Status.HighestModSequence;
        var uids = await FillAsync(2);
        await ExpungeAsync(uids[0]);

        var changes = await ChangesSinceAsync(since);

        Assert.Equal(uids[1], Assert.Single(changes.Changed).Uid);
        Assert.True(changes.Expunged.Contains(uids[0]));
        Assert.False(changes.Expunged.Contains(uids[1]));
    }

    [Fact]
    public async Task Only_the_last_of_many_changes_of_a_message_counts()
    {
        var uids = await FillAsync(2);
        var since = (await OpenAsync(Inbox)).Status.HighestModSequence;
        for (var i = 0; i < 300; i++)
            await StoreFlagsAsync(new((FlagChangeKind)(i % 2), SystemFlags.Seen), null, uids[1]);
        var last = await StoreFlagsAsync(FlagChange.Add(SystemFlags.Flagged), null, uids[1]);

        Assert.Equal(last.Stored, (await ChangesSinceAsync(since)).Changed);
        Assert.Equal(uids, (await ChangesSinceAsync(ModSequence.None)).Changed.Select(row => row.Uid));
    }

    [Fact]
    public async Task A_mod_sequence_of_the_future_has_seen_everything()
    {
        await FillAsync(2);

        var changes = await ChangesSinceAsync(new(1_000_000));

        Assert.Empty(changes.Changed);
        Assert.True(changes.Expunged.IsEmpty);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_picture_that_follows_the_changes_equals_the_mailbox(int seed)
    {
        var random = new Random(seed);
        var picture = new SortedDictionary<Uid, FlagRow>();
        var since = ModSequence.None;
        for (var step = 0; step < 300; step++)
        {
            var last = (await OpenAsync(Inbox)).Status.UidNext.Value;
            var uid = new Uid((uint)random.Next(1, (int)last + 1));
            var highest = (await OpenAsync(Inbox)).Status.HighestModSequence;
            switch (random.Next(6))
            {
                case 0 or 1:
                    await FillAsync(1);
                    Assert.True((await OpenAsync(Inbox)).Status.HighestModSequence > highest);
                    break;
                case 2 or 3:
                    var flags = (SystemFlags)random.Next(32);
                    await StoreFlagsAsync(new((FlagChangeKind)random.Next(3), flags), null, uid, new Uid(last));
                    break;
                case 4:
                    var gone = await ExpungeAsync(uid);
                    var now = (await OpenAsync(Inbox)).Status.HighestModSequence;
                    Assert.Equal(!gone.IsEmpty, now > highest);
                    break;
                default:
                    since = await FollowAsync(picture, since);
                    break;
            }
        }

        await FollowAsync(picture, since);
    }

    private async Task<ModSequence> FollowAsync(SortedDictionary<Uid, FlagRow> picture, ModSequence since)
    {
        var changes = await ChangesSinceAsync(since);
        foreach (var uid in picture.Keys.Where(changes.Expunged.Contains).ToList())
            picture.Remove(uid);
        foreach (var row in changes.Changed)
        {
            Assert.True(row.ModSequence > since);
            picture[row.Uid] = row;
        }

        var rows = (await RowsAsync(Inbox)).Select(row => new FlagRow(row.Uid, row.ModSequence, row.Flags));
        Assert.Equal(rows, picture.Values);
        return changes.HighestModSequence;
    }
}
