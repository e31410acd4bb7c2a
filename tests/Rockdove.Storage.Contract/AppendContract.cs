namespace Rockdove.Storage.Contract;

/// <summary>
/// Several messages at once (MULTIAPPEND, RFC 3502), and one in the place of another (REPLACE, RFC 8508).
/// </summary>
public abstract class AppendContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task Messages_lie_in_their_order_as_they_came()
    {
        await FillAsync(2);
        var flags = new FlagSet(SystemFlags.Seen, "$Label");
        using var watch = Store.Changes.Watch(Inbox);

        var appended = await AppendAsync(
            null,
            new(await StageAsync(Body.Of(100, 7)), Answer("1@x"), Date, flags),
            new(await StageAsync(Body.Of(30_000, 8)), Answer("2@x", "1@x"), Date.AddDays(1)),
            new(await StageAsync(Body.Of(0)), MessageDetails.None, Date.AddDays(2)));

        var snapshot = await OpenAsync(Inbox);
        Assert.Equal(snapshot.Status.UidValidity, appended!.UidValidity);
        Assert.Equal("3:5", appended.Uids.ToString());
        Assert.Equal(snapshot.Status.HighestModSequence, appended.ModSequence);
        Assert.Equal(ModSequence.None, appended.ReplacedModSequence);
        var rows = await RowsAsync(Inbox, appended.Uids);
        Assert.Equal(appended.Ids, rows.Select(row => row.Message));
        Assert.Equal([flags, default, default], rows.Select(row => row.Flags));
        Assert.Equal([Date, Date.AddDays(1), Date.AddDays(2)], rows.Select(row => row.InternalDate));
        Assert.Equal(rows[0].Thread, rows[1].Thread);
        Body.Expect(Body.Of(100, 7), (await BodyAsync(rows[0].Message))!);
        Body.Expect(Body.Of(30_000, 8), (await BodyAsync(rows[1].Message))!);
        Assert.Empty((await BodyAsync(rows[2].Message))!);
        Assert.Equal(new(1, 5, 30_120, 0, 0), await Store.UsageAsync(Token));
        Assert.Equal(new(30_120, 5, default), await Store.Attributes.QuotaAsync("", Token));
        Assert.Equal(appended.ModSequence, (await SoonAsync(watch.NextAsync(Token))).ModSequence);
    }

    [Fact]
    public async Task One_in_the_place_of_another_is_one_step()
    {
        var archive = await MailboxAsync("Archive");
        var old = await DeliverAsync(Body.Of(50), Inbox);
        using var watch = Store.Changes.Watch(Inbox);

        var appended = await Store.AppendAsync(
            archive, [new(await StageAsync(Body.Of(60)), MessageDetails.None, Date)],
            new(Inbox, old.Places[0].Uid), Token);

        var source = await OpenAsync(Inbox);
        Assert.True(source.Uids.IsEmpty);
        Assert.Equal(source.Status.HighestModSequence, appended!.ReplacedModSequence);
        Assert.Equal(appended.ReplacedModSequence, (await SoonAsync(watch.NextAsync(Token))).ModSequence);
        Assert.Equal("1", appended.Uids.ToString());
        Assert.Null(await BodyAsync(old.Id));
        Assert.Equal("1", (await Store.ChangesSinceAsync(Inbox, new(1), Token))!.Expunged.ToString());
        Assert.Equal(new(2, 1, 60, 0, 0), await Store.UsageAsync(Token));
    }

    [Fact]
    public async Task In_the_same_mailbox_it_comes_behind_what_goes()
    {
        await FillAsync(3);

        var appended = await AppendAsync(
            new(Inbox, new(2)), new MessageToAppend(await StageAsync(Body.Of(60)), MessageDetails.None, Date));

        var snapshot = await OpenAsync(Inbox);
        Assert.Equal("1,3:4", snapshot.Uids.ToString());
        Assert.Equal("4", appended!.Uids.ToString());
        Assert.Equal(snapshot.Status.HighestModSequence, appended.ModSequence);
        Assert.Equal(appended.ModSequence, appended.ReplacedModSequence);
        Assert.True((await RowsAsync(Inbox, appended.Uids))[0].ModSequence < appended.ModSequence);
    }

    [Fact]
    public async Task Where_there_is_nothing_to_replace_nothing_comes()
    {
        await FillAsync(2);
        await ExpungeAsync(new Uid(1));
        var before = await OpenAsync(Inbox);
        await using var staged = await StageAsync(Body.Of(60));
        var message = new MessageToAppend(staged, MessageDetails.None, Date);

        Assert.Null(await AppendAsync(new(Inbox, new(1)), message));
        Assert.Null(await AppendAsync(new(MailboxId.Create(Date), new(2)), message));

        Assert.Equal(before, await OpenAsync(Inbox));
        Assert.NotNull(await AppendAsync(new(Inbox, new(2)), message)); // It was still staged.
    }

    [Fact]
    public async Task All_are_refused_when_one_has_no_room()
    {
        await Store.Attributes.SetQuotaAsync("", new(100, 3), Token);
        await FillAsync(1);
        var before = await OpenAsync(Inbox);
        await using var small = await StageAsync(Body.Of(90));
        await using var large = await StageAsync(Body.Of(1));
        MessageToAppend[] both = [new(small, MessageDetails.None, Date), new(large, MessageDetails.None, Date)];

        var error = await Assert.ThrowsAsync<QuotaExceededException>(async () => await AppendAsync(null, both));

        Assert.Equal(QuotaResource.Storage, error.Resource);
        Assert.Equal(before, await OpenAsync(Inbox));
        await Assert.ThrowsAsync<MailboxGoneException>(
            async () => await Store.AppendAsync(MailboxId.Create(Date), both, null, Token));
        Assert.NotNull(await AppendAsync(new(Inbox, new(1)), both)); // What goes makes room for what comes.
        Assert.Equal(91, (await OpenAsync(Inbox)).Status.Bytes);
    }

    [Fact]
    public async Task A_message_is_committed_once()
    {
        await using var staged = await StageAsync(Body.Of(10));
        var message = new MessageToAppend(staged, MessageDetails.None, Date);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await AppendAsync(null, message, message));

        Assert.NotNull(await AppendAsync(null, message));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await AppendAsync(null, message));
        Assert.Equal(1, (await OpenAsync(Inbox)).Status.Messages);
    }

    [Fact]
    public async Task Only_messages_of_this_store_and_one_at_least()
    {
        await using var other = await AnotherStoreAsync();
        await using var staged = await other.StageAsync(0, Token);
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await AppendAsync(null, new MessageToAppend(staged, MessageDetails.None, Date)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await AppendAsync(null));
    }

    [Fact]
    public async Task A_message_has_the_time_when_it_came_into_the_mailbox()
    {
        var archive = await MailboxAsync("Archive");
        var before = DateTimeOffset.UtcNow;
        await DeliverAsync(Body.Of(10), Inbox);
        var saved = Assert.Single(await RowsAsync(Inbox)).SavedAt!.Value;
        Assert.InRange(saved, before, DateTimeOffset.UtcNow);
        Assert.Equal(TimeSpan.Zero, saved.Offset);

        await Store.CopyAsync(Inbox, UidSet.All, archive, Token);
        await Store.StoreFlagsAsync(Inbox, UidSet.All, FlagChange.Add(SystemFlags.Seen), null, Token);

        Assert.Equal(saved, Assert.Single(await RowsAsync(Inbox)).SavedAt);
        Assert.InRange(Assert.Single(await RowsAsync(archive)).SavedAt!.Value, saved, DateTimeOffset.UtcNow);
        await AppendAsync(null, new MessageToAppend(await StageAsync(Body.Of(1)), MessageDetails.None, Date));
        Assert.NotNull((await RowsAsync(Inbox))[1].SavedAt);
    }

    [Fact]
    public async Task Names_are_read_where_they_are_asked_for()
    {
        var details = Answer("2@x", "0@x", "1@x");
        await AppendAsync(null, new MessageToAppend(await StageAsync(Body.Of(1)), details, Date));
        await DeliverAsync(Body.Of(1), Inbox);

        var rows = await RowsAsync(Inbox, fields: MessageFields.Names);

        Assert.Equal(ThreadNames.Of(details), rows[0].Names);
        Assert.Equal(3, rows[0].Names.Count);
        Assert.Empty(rows[1].Names);
    }

    [Fact]
    public async Task Keywords_that_are_in_use_are_told()
    {
        Assert.Null(await Store.FlagsInUseAsync(MailboxId.Create(Date), Token));
        Assert.Empty((await Store.FlagsInUseAsync(Inbox, Token))!.Keywords);
        await FillAsync(4);
        await StoreFlagsAsync(FlagChange.Add(new(SystemFlags.None, "b", "$a")), null, new Uid(1), new Uid(2));
        await StoreFlagsAsync(FlagChange.Add(new(SystemFlags.None, "c")), null, new Uid(2), new Uid(3));
        Assert.Equal(["$a", "b", "c"], (await Store.FlagsInUseAsync(Inbox, Token))!.Keywords);

        await ExpungeAsync(new Uid(2), new Uid(3));
        await StoreFlagsAsync(FlagChange.Remove(new(SystemFlags.None, "B")), null, new Uid(1));

        Assert.Equal(["$a"], (await Store.FlagsInUseAsync(Inbox, Token))!.Keywords);
    }

    [Fact]
    public async Task The_first_message_that_nobody_has_seen_is_told()
    {
        await FillAsync(3);
        Assert.Equal(new Uid(1), (await Store.FlagsInUseAsync(Inbox, Token))!.FirstUnseen);
        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), null, new Uid(1), new Uid(2));
        Assert.Equal(new Uid(3), (await Store.FlagsInUseAsync(Inbox, Token))!.FirstUnseen);
        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), null, new Uid(3));
        Assert.Null((await Store.FlagsInUseAsync(Inbox, Token))!.FirstUnseen);
    }

    private static MessageDetails Answer(string id, params string[] references) =>
        new() { MessageIdField = id, References = references };

    private ValueTask<AppendedMessages?> AppendAsync(MessageEntry? replaces, params MessageToAppend[] messages) =>
        Store.AppendAsync(Inbox, messages, replaces, Token);
}
