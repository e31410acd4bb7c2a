namespace Rockdove.Storage.Contract;

/// <summary>COPY (RFC 9051 section 6.4.7) and MOVE (RFC 6851).</summary>
public abstract class CopyContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_lie_in_the_target_in_their_order_as_they_were(bool isMove)
    {
        var archive = await MailboxAsync("Archive");
        await FillAsync(5);
        await StoreFlagsAsync(FlagChange.Replace(new(SystemFlags.Seen, "$Junk")), null, new Uid(2));
        await DeliverAsync(Body.Of(7), archive);
        var before = await RowsAsync(Inbox);

        var copied = await CopyAsync(isMove, UidSet.OfRanges(new(new(4), new(9)), new(new(2), new(2))), archive);

        var target = await OpenAsync(archive);
        Assert.Equal(target.Status.UidValidity, copied.UidValidity);
        Assert.Equal("2,4:5", copied.Source.ToString());
        Assert.Equal("2:4", copied.Target.ToString());
        Assert.Equal(target.Status.HighestModSequence, copied.TargetModSequence);
        var rows = await RowsAsync(archive, copied.Target);
        foreach (var (was, now) in new[] { before[1], before[3], before[4] }.Zip(rows))
        {
            Assert.Equal(
                was with
                {
                    Mailbox = archive,
                    Uid = now.Uid,
                    ModSequence = now.ModSequence,
                    SavedAt = now.SavedAt,
                },
                now);
            Assert.True(was.InternalDate.EqualsExact(now.InternalDate), "to the tick, with its offset");
        }
        Assert.Equal(Body.Of(10, seed: 1), await BodyAsync(rows[0].Message));
    }

    [Fact]
    public async Task A_copy_leaves_the_source_as_it_is_and_takes_no_octets()
    {
        var archive = await MailboxAsync("Archive");
        await FillAsync(3);
        var before = await OpenAsync(Inbox);

        var copied = await CopyAsync(isMove: false, UidSet.All, archive);

        Assert.Equal(before, await OpenAsync(Inbox));
        Assert.Equal(before.Status.HighestModSequence, copied.SourceModSequence);
        Assert.Equal(new(Mailboxes: 2, Messages: 3, BodyBytes: 30, 0, 0), await Store.UsageAsync(Token));
        Assert.Equal(3, (await OpenAsync(archive)).Status.Messages);
    }

    [Fact]
    public async Task A_copied_message_outlives_its_original()
    {
        var archive = await MailboxAsync("Archive");
        var body = Body.Of(1000);
        var committed = await DeliverAsync(body, Inbox);
        await CopyAsync(isMove: false, UidSet.All, archive);

        await Store.DeleteMailboxAsync(Inbox, Token);

        Assert.Equal(body, await BodyAsync(committed.Id));
        Assert.Equal(archive, Assert.Single(await Store.FindAsync(committed.Id, MessageFields.None, Token)).Mailbox);
        await Store.ExpungeAsync(archive, UidSet.All, SystemFlags.None, Token);
        Assert.Null(await BodyAsync(committed.Id));
        Assert.Equal(0, (await Store.UsageAsync(Token)).BodyBytes);
    }

    [Fact]
    public async Task A_move_takes_messages_out_of_the_source_as_an_expunge_does()
    {
        var archive = await MailboxAsync("Archive");
        await FillAsync(4);
        var before = await OpenAsync(Inbox);

        var moved = await CopyAsync(isMove: true, UidSet.Of(new(2), new Uid(3)), archive);

        var after = await OpenAsync(Inbox);
        Assert.Equal("1,4", after.Uids.ToString());
        Assert.Equal(2, after.Status.Messages);
        Assert.Equal(20, after.Status.Bytes);
        Assert.Equal(2, after.Status.Unseen);
        Assert.Equal(after.Status.HighestModSequence, moved.SourceModSequence);
        var changes = await ChangesSinceAsync(before.Status.HighestModSequence);
        Assert.Equal(moved.Source, changes.Expunged);
        Assert.Empty(changes.Changed);
        Assert.Equal(4, (await Store.UsageAsync(Token)).Messages);
    }

    [Fact]
    public async Task Moved_within_a_mailbox_messages_have_new_identifiers()
    {
        await FillAsync(3);

        var moved = await CopyAsync(isMove: true, UidSet.Of(new(1), new Uid(2)), Inbox);

        Assert.Equal("3:5", (await OpenAsync(Inbox)).Uids.ToString());
        Assert.Equal("4:5", moved.Target.ToString());
        Assert.Equal(3, (await OpenAsync(Inbox)).Status.Messages);
        Assert.Equal(moved.SourceModSequence, (await OpenAsync(Inbox)).Status.HighestModSequence);
    }

    [Fact]
    public async Task Copied_within_a_mailbox_a_message_is_there_twice()
    {
        var committed = await DeliverAsync(Body.Of(10), Inbox);

        await CopyAsync(isMove: false, UidSet.All, Inbox);
        await ExpungeAsync(new Uid(1));

        Assert.Equal(new Uid(2), Assert.Single(await Store.FindAsync(committed.Id, MessageFields.None, Token)).Uid);
        Assert.NotNull(await BodyAsync(committed.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_there_is_no_target_nothing_happens(bool isMove)
    {
        await FillAsync(1);
        var before = await OpenAsync(Inbox);
        var gone = MailboxId.Create(Date);

        var error = await Assert.ThrowsAsync<MailboxGoneException>(() => CopyAsync(isMove, UidSet.All, gone));

        Assert.Equal(gone, error.Mailbox);
        Assert.Equal(before, await OpenAsync(Inbox));
        await Assert.ThrowsAsync<MailboxGoneException>(() => CopyAsync(isMove, UidSet.Empty, gone));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_not_there_is_not_copied(bool isMove)
    {
        await FillAsync(1);
        var archive = await MailboxAsync("Archive");
        var before = await OpenAsync(archive);
        var inbox = await OpenAsync(Inbox);

        var copied = await CopyAsync(isMove, UidSet.Of(new(2), new Uid(1000)), archive);
        var fromNowhere = isMove
            ? await Store.MoveAsync(MailboxId.Create(Date), UidSet.All, archive, Token)
            : await Store.CopyAsync(MailboxId.Create(Date), UidSet.All, archive, Token);

        Assert.True(copied.Source.IsEmpty && copied.Target.IsEmpty);
        Assert.Equal(inbox.Status.HighestModSequence, copied.SourceModSequence);
        Assert.Equal(ModSequence.None, fromNowhere.SourceModSequence);
        Assert.True(fromNowhere.Source.IsEmpty && fromNowhere.Target.IsEmpty);
        Assert.Equal(before, await OpenAsync(archive));
    }

    [Fact]
    public async Task Watchers_of_both_mailboxes_hear_of_a_move()
    {
        var archive = await MailboxAsync("Archive");
        await FillAsync(2);
        using var ofSource = Store.Changes.Watch(Inbox);
        using var ofTarget = Store.Changes.Watch(archive);

        var moved = await CopyAsync(isMove: true, UidSet.All, archive);

        Assert.Equal(new(Inbox, moved.SourceModSequence), await SoonAsync(ofSource.NextAsync(Token)));
        Assert.Equal(new(archive, moved.TargetModSequence), await SoonAsync(ofTarget.NextAsync(Token)));
    }

    [Fact]
    public async Task Each_message_is_moved_once_though_many_move_it()
    {
        var archive = await MailboxAsync("Archive");
        await FillAsync(20);

        var moves = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () => await Store.MoveAsync(Inbox, UidSet.All, archive, Token), Token)));

        Assert.Equal(20, moves.Sum(move => move.Source.Count));
        Assert.Equal(20, (await OpenAsync(archive)).Status.Messages);
        Assert.Equal(0, (await OpenAsync(Inbox)).Status.Messages);
    }

    [Fact]
    public async Task A_cancelled_copy_does_nothing()
    {
        await FillAsync(1);
        var archive = await MailboxAsync("Archive");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.MoveAsync(Inbox, UidSet.All, archive, Cancelled));

        Assert.Equal(1, (await OpenAsync(Inbox)).Status.Messages);
    }

    private async Task<CopiedMessages> CopyAsync(bool isMove, UidSet uids, MailboxId target) => isMove
        ? await Store.MoveAsync(Inbox, uids, target, Token)
        : await Store.CopyAsync(Inbox, uids, target, Token);
}
