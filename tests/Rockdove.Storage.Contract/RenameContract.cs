namespace Rockdove.Storage.Contract;

/// <summary>RENAME (RFC 9051 section 6.3.6): names change, and nothing else.</summary>
public abstract class RenameContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task A_renamed_mailbox_is_the_same_one()
    {
        var work = await MailboxAsync("Work");
        await DeliverAsync(Body.Of(10), work);
        var before = await OpenAsync(work);

        var renaming = await RenameAsync("Work", "Office");

        Assert.Equal(RenameOutcome.Renamed, renaming.Outcome);
        Assert.Equal(new(work, new("", "Work"), new("", "Office")), Assert.Single(renaming.Renamed));
        Assert.Equal(before.Status with { Name = new("", "Office") }, (await OpenAsync(work)).Status);
        Assert.Equal(work, await Store.FindMailboxAsync(new("", "Office"), Token));
        Assert.Null(await Store.FindMailboxAsync(new("", "Work"), Token));
        Assert.Equal(new Uid(2), (await DeliverAsync(Body.Of(10), work)).Places[0].Uid);
    }

    [Fact]
    public async Task What_lies_below_comes_along()
    {
        await MailboxAsync("a");
        await MailboxAsync("a/b");
        await MailboxAsync("a/b/c");
        await MailboxAsync("ab");
        await MailboxAsync("a.b");
        await MailboxAsync("A/b");
        await MailboxAsync("a/b", "other");

        var renaming = await RenameAsync("a", "x/y");

        Assert.Equal(["x/y", "x/y/b", "x/y/b/c"], renaming.Renamed.Select(each => each.To.Name));
        Assert.Equal(
            ["/A/b", "/INBOX", "/a.b", "/ab", "/x/y", "/x/y/b", "/x/y/b/c", "other/a/b"], await NamesAsync());
    }

    [Fact]
    public async Task A_name_that_only_has_something_below_it_can_be_renamed()
    {
        await MailboxAsync("a/b");

        Assert.Equal(RenameOutcome.Renamed, (await RenameAsync("a", "x")).Outcome);

        Assert.Equal(["/INBOX", "/x/b"], await NamesAsync());
    }

    [Fact]
    public async Task A_mailbox_can_rise_to_the_place_above_it()
    {
        await MailboxAsync("b/x");
        await MailboxAsync("b/x/x");

        Assert.Equal(RenameOutcome.Renamed, (await RenameAsync("b/x", "b")).Outcome);

        Assert.Equal(["/INBOX", "/b", "/b/x"], await NamesAsync());
    }

    [Theory]
    [InlineData("none", "x", RenameOutcome.NotFound)]
    [InlineData("a", "taken", RenameOutcome.Taken)]
    [InlineData("a", "below", RenameOutcome.Taken)] // below/b is there, where a/b would go.
    [InlineData("a", "a", RenameOutcome.Impossible)]
    [InlineData("a", "a/z", RenameOutcome.Impossible)]
    [InlineData("inbox", "x", RenameOutcome.Impossible)]
    [InlineData("a", "Inbox", RenameOutcome.Impossible)]
    public async Task What_cannot_be_changes_nothing(string from, string to, RenameOutcome outcome)
    {
        await MailboxAsync("a");
        await MailboxAsync("a/b");
        await MailboxAsync("taken");
        await MailboxAsync("below/b");
        var before = await NamesAsync();

        var renaming = await RenameAsync(from, to);

        Assert.Equal(outcome, renaming.Outcome);
        Assert.Empty(renaming.Renamed);
        Assert.Equal(before, await NamesAsync());
    }

    [Theory]
    [InlineData(MailboxName.MaximumLength, RenameOutcome.Renamed)]
    [InlineData(MailboxName.MaximumLength + 1, RenameOutcome.TooLong)]
    public async Task Names_below_stay_within_the_limit(int length, RenameOutcome outcome)
    {
        await MailboxAsync("a/bc");

        Assert.Equal(outcome, (await RenameAsync("a", new('x', length - "/bc".Length))).Outcome);
    }

    [Fact]
    public async Task The_old_name_can_be_made_again_with_a_greater_validity()
    {
        var work = await MailboxAsync("Work");
        await RenameAsync("Work", "Office");

        var again = await MailboxAsync("Work");

        Assert.NotEqual(work, again);
        Assert.True((await OpenAsync(again)).Status.UidValidity > (await OpenAsync(work)).Status.UidValidity);
    }

    [Fact]
    public async Task Watchers_hear_of_it()
    {
        var work = await MailboxAsync("Work");
        using var watch = Store.Changes.Watch(work);

        await RenameAsync("Work", "Office");

        Assert.Equal(work, (await SoonAsync(watch.NextAsync(Token))).Mailbox);
    }

    [Fact]
    public async Task A_mailbox_stays_with_its_owner() => await Assert.ThrowsAsync<ArgumentException>(
        async () => await Store.RenameMailboxAsync(new("a", "x"), new("b", "x"), '/', Token));

    private async Task<MailboxRenaming> RenameAsync(string from, string to) =>
        await Store.RenameMailboxAsync(new("", from), new("", to), '/', Token);

    private async Task<List<string>> NamesAsync() =>
        [.. (await Store.ListMailboxesAsync(null, Token)).Select(each => each.Name.ToString())];
}
