namespace Rockdove.Storage.Contract;

/// <summary>Mailboxes: their names, their UIDVALIDITY (RFC 9051 section 2.3.1.1) and their counters.</summary>
public abstract class MailboxContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task A_new_mailbox_is_empty()
    {
        var snapshot = await OpenAsync(Inbox);

        Assert.Equal(UidSet.Empty, snapshot.Uids);
        Assert.NotEqual(0u, snapshot.Status.UidValidity);
        Assert.Equal(
            new MailboxStatus
            {
                Id = Inbox,
                Name = MailboxName.Inbox(""),
                UidValidity = snapshot.Status.UidValidity,
                UidNext = Uid.First,
                HighestModSequence = ModSequence.First,
                Messages = 0,
                Unseen = 0,
                Deleted = 0,
                Bytes = 0,
            },
            snapshot.Status);
    }

    [Fact]
    public async Task A_name_is_made_once()
    {
        var again = await Store.CreateMailboxAsync(new("", "INBOX"), Token);

        Assert.Equal(new(Inbox, IsNew: false), again);
    }

    [Fact]
    public async Task One_mailbox_is_made_when_many_ask_at_once()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            async () => await Store.CreateMailboxAsync(new("all", "Same"), Token), Token)));

        Assert.Single(made, each => each.IsNew);
        Assert.Single(made.Select(each => each.Id).Distinct());
    }

    [Fact]
    public async Task The_inbox_is_one_in_any_case()
    {
        Assert.Equal(Inbox, await Store.FindMailboxAsync(new("", "inBox"), Token));
    }

    [Fact]
    public async Task Other_names_are_told_apart_by_case()
    {
        var upper = await MailboxAsync("Work");
        var lower = await MailboxAsync("work");

        Assert.NotEqual(upper, lower);
        Assert.Equal(lower, await Store.FindMailboxAsync(new("", "work"), Token));
    }

    [Theory]
    [InlineData("a/b/c")]
    [InlineData(" ")]
    [InlineData("Entwürfe")]
    [InlineData("受信箱")]
    [InlineData("x'; drop table mailbox; --")]
    [InlineData("%")]
    [InlineData("../../etc/passwd")]
    public async Task A_name_is_kept_as_it_is(string name)
    {
        var mailbox = await MailboxAsync(name, "owner");

        Assert.Equal(name, (await OpenAsync(mailbox)).Status.Name.Name);
        Assert.Equal(mailbox, await Store.FindMailboxAsync(new("owner", name), Token));
        Assert.Null(await Store.FindMailboxAsync(new("owner", name + "x"), Token));
    }

    [Fact]
    public async Task Owners_do_not_share_names()
    {
        var a = await MailboxAsync("INBOX", "a@example.org");
        var b = await MailboxAsync("INBOX", "b@example.org");
        await DeliverAsync(Body.Of(1), a);

        Assert.Equal(1, (await OpenAsync(a)).Status.Messages);
        Assert.Equal(0, (await OpenAsync(b)).Status.Messages);
    }

    [Fact]
    public async Task Mailboxes_are_listed_by_owner_and_name()
    {
        await MailboxAsync("b", "y");
        await MailboxAsync("a", "y");
        await MailboxAsync("c", "x");

        var all = await Store.ListMailboxesAsync(null, Token);
        var ofY = await Store.ListMailboxesAsync("y", Token);

        Assert.Equal(["/INBOX", "x/c", "y/a", "y/b"], all.Select(each => each.Name.ToString()));
        Assert.Equal(["y/a", "y/b"], ofY.Select(each => each.Name.ToString()));
        Assert.Empty(await Store.ListMailboxesAsync("z", Token));
    }

    [Fact]
    public async Task Counters_follow_every_change()
    {
        await using var seen = await StageAsync(Body.Of(30));
        await Store.CommitAsync(seen, null, [new(Inbox, Date, SystemFlags.Seen | SystemFlags.Deleted)], Token);
        await DeliverAsync(Body.Of(400), Inbox);
        await DeliverAsync(Body.Of(5000), Inbox);
        await ExpectAsync(messages: 3, unseen: 2, deleted: 1, bytes: 5430);

        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), null, new(1), new(2));
        await StoreFlagsAsync(FlagChange.Replace(SystemFlags.Deleted), null, new Uid(3));
        await ExpectAsync(messages: 3, unseen: 1, deleted: 2, bytes: 5430);

        await ExpungeAsync(new Uid(3));
        await ExpectAsync(messages: 2, unseen: 0, deleted: 1, bytes: 430);

        await StoreFlagsAsync(FlagChange.Replace(FlagSet.None), null, new(1), new(2));
        await ExpectAsync(messages: 2, unseen: 2, deleted: 0, bytes: 430);

        await Store.ExpungeAsync(Inbox, UidSet.All, SystemFlags.None, Token);
        await ExpectAsync(messages: 0, unseen: 0, deleted: 0, bytes: 0);
    }

    [Fact]
    public async Task A_deleted_mailbox_is_gone_with_its_messages()
    {
        var mailbox = await MailboxAsync("Old");
        var committed = await DeliverAsync(Body.Of(1000), mailbox);

        Assert.True(await Store.DeleteMailboxAsync(mailbox, Token));

        Assert.Null(await Store.OpenAsync(mailbox, Token));
        Assert.Null(await Store.ChangesSinceAsync(mailbox, ModSequence.None, Token));
        Assert.Null(await Store.FindMailboxAsync(new("", "Old"), Token));
        Assert.Null(await BodyAsync(committed.Id));
        Assert.False(await Store.DeleteMailboxAsync(mailbox, Token));
        Assert.Equal(new(Mailboxes: 1, 0, 0, 0, 0), await Store.UsageAsync(Token));
    }

    [Fact]
    public async Task A_message_outlives_one_of_its_mailboxes()
    {
        var mailbox = await MailboxAsync("Old");
        var body = Body.Of(1000);
        var committed = await DeliverAsync(body, Inbox, mailbox);

        await Store.DeleteMailboxAsync(mailbox, Token);

        Assert.Equal(body, await BodyAsync(committed.Id));
        var row = Assert.Single(await Store.FindAsync(committed.Id, MessageFields.None, Token));
        Assert.Equal(Inbox, row.Mailbox);
        Assert.Equal(1000, (await Store.UsageAsync(Token)).BodyBytes);
    }

    [Fact]
    public async Task A_mailbox_made_again_is_another_one()
    {
        var validities = new List<uint>();
        var ids = new HashSet<MailboxId>();
        for (var i = 0; i < 5; i++)
        {
            var mailbox = await MailboxAsync("Again");
            validities.Add((await OpenAsync(mailbox)).Status.UidValidity);
            ids.Add(mailbox);
            await Store.DeleteMailboxAsync(mailbox, Token);
        }

        Assert.Equal(validities.Order().Distinct(), validities);
        Assert.Equal(5, ids.Count);
    }

    [Fact]
    public async Task A_mailbox_that_is_not_there_has_nothing()
    {
        var nowhere = MailboxId.Create(Date);

        Assert.Null(await Store.OpenAsync(nowhere, Token));
        Assert.Null(await Store.ChangesSinceAsync(nowhere, ModSequence.None, Token));
        Assert.Empty(await RowsAsync(nowhere));
        Assert.True((await Store.ExpungeAsync(nowhere, UidSet.All, SystemFlags.None, Token)).Expunged.IsEmpty);
        var flags = await Store.StoreFlagsAsync(
            nowhere, UidSet.All, FlagChange.Add(SystemFlags.Seen), null, Token);
        Assert.Empty(flags.Stored);
    }

    private async Task ExpectAsync(long messages, long unseen, long deleted, long bytes)
    {
        var status = (await OpenAsync(Inbox)).Status;
        Assert.Equal(
            status with { Messages = messages, Unseen = unseen, Deleted = deleted, Bytes = bytes },
            status);
        Assert.Equal(status, Assert.Single(await Store.ListMailboxesAsync("", Token)));
    }
}
