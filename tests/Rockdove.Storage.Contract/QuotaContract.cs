namespace Rockdove.Storage.Contract;

/// <summary>Quota (RFC 9208): counted with every change, asked before anything is added.</summary>
public abstract class QuotaContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task Who_has_nothing_has_no_limits() =>
        Assert.Equal(new(0, 0, QuotaLimits.None), await Store.Attributes.QuotaAsync("nobody", Token));

    [Fact]
    public async Task The_use_follows_every_change()
    {
        var a = await MailboxAsync("a", "ann");
        var b = await MailboxAsync("b", "ann");
        var others = await MailboxAsync("c", "bob");
        await DeliverAsync(Body.Of(100), a, b, others);
        await ExpectAsync("ann", 200, 2);
        await ExpectAsync("bob", 100, 1);

        await Store.CopyAsync(others, UidSet.All, a, Token);
        await ExpectAsync("ann", 300, 3);
        await Store.MoveAsync(a, UidSet.All, b, Token);
        await ExpectAsync("ann", 300, 3);
        await Store.MoveAsync(b, UidSet.Of(new Uid(1)), others, Token);
        await ExpectAsync("ann", 200, 2);
        await ExpectAsync("bob", 200, 2);

        await Store.ExpungeAsync(b, UidSet.Of(new Uid(2)), SystemFlags.None, Token);
        await ExpectAsync("ann", 100, 1);
        await Store.DeleteMailboxAsync(b, Token);
        await ExpectAsync("ann", 0, 0);
        await ExpectAsync("bob", 200, 2);
    }

    [Theory]
    [InlineData(100L, null, QuotaResource.Storage)]
    [InlineData(null, 2L, QuotaResource.Message)]
    public async Task So_much_may_be_committed_and_no_more(long? bytes, long? messages, QuotaResource resource)
    {
        await Store.Attributes.SetQuotaAsync("", new(bytes, messages), Token);
        await DeliverAsync(Body.Of(60), Inbox);
        await DeliverAsync(Body.Of(40), Inbox);
        var before = await OpenAsync(Inbox);
        await using var staged = await StageAsync(Body.Of(1));

        var error = await Assert.ThrowsAsync<QuotaExceededException>(
            async () => await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token));

        Assert.Equal(("", resource), (error.Owner, error.Resource));
        Assert.Equal(before, await OpenAsync(Inbox));
        await ExpectAsync("", 100, 2);

        await ExpungeAsync(new Uid(1)); // The message is still staged, and now there is room.
        await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token);
        await ExpectAsync("", 41, 2);
    }

    [Fact]
    public async Task A_commit_to_several_is_refused_for_all_when_one_has_too_much()
    {
        var ann = await MailboxAsync("INBOX", "ann");
        var bob = await MailboxAsync("INBOX", "bob");
        var archive = await MailboxAsync("Archive", "bob");
        await Store.Attributes.SetQuotaAsync("bob", new(199, null), Token);

        var error = await Assert.ThrowsAsync<QuotaExceededException>(
            () => DeliverAsync(Body.Of(100), ann, bob, archive)); // Two of bob's.

        Assert.Equal("bob", error.Owner);
        await ExpectAsync("ann", 0, 0);
        Assert.Equal(0, (await Store.UsageAsync(Token)).Messages);
        await DeliverAsync(Body.Of(100), ann, bob);
        await ExpectAsync("bob", 100, 1);
    }

    [Fact]
    public async Task A_copy_asks_and_a_move_of_ones_own_does_not()
    {
        var other = await MailboxAsync("Other");
        var bobs = await MailboxAsync("INBOX", "bob");
        await FillAsync(2);
        await Store.Attributes.SetQuotaAsync("", new(29, null), Token);
        await Store.Attributes.SetQuotaAsync("bob", new(null, 1), Token);

        await Assert.ThrowsAsync<QuotaExceededException>(
            async () => await Store.CopyAsync(Inbox, UidSet.All, other, Token));
        await Assert.ThrowsAsync<QuotaExceededException>(
            async () => await Store.MoveAsync(Inbox, UidSet.All, bobs, Token));
        Assert.Equal(2, (await OpenAsync(Inbox)).Status.Messages);

        await Store.MoveAsync(Inbox, UidSet.All, other, Token);
        await Store.MoveAsync(other, UidSet.Of(new Uid(1)), bobs, Token);
        await ExpectAsync("", 10, 1);
        await ExpectAsync("bob", 10, 1);
    }

    [Fact]
    public async Task A_lower_limit_takes_nothing_away()
    {
        await FillAsync(3);

        await Store.Attributes.SetQuotaAsync("", new(10, 1), Token);

        Assert.Equal(new(30, 3, new(10, 1)), await Store.Attributes.QuotaAsync("", Token));
        await Assert.ThrowsAsync<QuotaExceededException>(() => FillAsync(1));
        await ExpungeAsync(new(1), new(2));
        await Assert.ThrowsAsync<QuotaExceededException>(() => FillAsync(1));
        await Store.Attributes.SetQuotaAsync("", QuotaLimits.None, Token);
        await FillAsync(1);
    }

    [Fact]
    public async Task An_empty_message_asks_for_no_octets()
    {
        await Store.Attributes.SetQuotaAsync("", new(0, null), Token);

        await DeliverAsync(ReadOnlyMemory<byte>.Empty, Inbox);

        await ExpectAsync("", 0, 1);
    }

    [Fact]
    public async Task A_negative_limit_is_none() => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        async () => await Store.Attributes.SetQuotaAsync("", new(-1, null), Token));

    [Fact]
    public async Task Many_at_once_do_not_pass_the_limit_together()
    {
        await Store.Attributes.SetQuotaAsync("", new(null, 5), Token);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            async () =>
            {
                try
                {
                    await DeliverAsync(Body.Of(10), Inbox);
                    return true;
                }
                catch (QuotaExceededException)
                {
                    return false;
                }
            },
            Token)));

        Assert.Equal(5, outcomes.Count(each => each));
        await ExpectAsync("", 50, 5);
    }

    private async Task ExpectAsync(string owner, long bytes, long messages)
    {
        var quota = await Store.Attributes.QuotaAsync(owner, Token);
        Assert.Equal((bytes, messages), (quota.Bytes, quota.Messages));
    }
}
