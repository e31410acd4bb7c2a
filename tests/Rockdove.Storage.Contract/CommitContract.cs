namespace Rockdove.Storage.Contract;

/// <summary>A commit makes a message in all the mailboxes it names, or in none (RFC 9051 section 2.3.1.1).</summary>
public abstract class CommitContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task One_body_lies_in_several_mailboxes()
    {
        var other = await MailboxAsync("Archive");
        await DeliverAsync(Body.Of(7), other);
        var body = Body.Of(1000);

        var committed = await DeliverAsync(body, Inbox, other);

        Assert.Equal([Inbox, other], committed.Places.Select(place => place.Mailbox));
        Assert.Equal([new Uid(1), new Uid(2)], committed.Places.Select(place => place.Uid));
        Assert.Equal(committed.Id, Assert.Single(await RowsAsync(Inbox)).Message);
        Assert.Equal(committed.Id, (await RowsAsync(other))[1].Message);
        Assert.Equal(body, await BodyAsync(committed.Id));
        Assert.Equal(new(Mailboxes: 2, Messages: 2, BodyBytes: 1007, 0, 0), await Store.UsageAsync(Token));
    }

    [Fact]
    public async Task The_places_tell_what_the_mailboxes_say()
    {
        await FillAsync(3);

        var place = (await DeliverAsync(Body.Of(10), Inbox)).Places[0];

        var status = (await OpenAsync(Inbox)).Status;
        Assert.Equal(status.UidValidity, place.UidValidity);
        Assert.Equal(status.UidNext.Value - 1, place.Uid.Value);
        Assert.Equal(status.HighestModSequence, place.ModSequence);
        Assert.Equal(place.ModSequence, (await RowsAsync(Inbox))[^1].ModSequence);
    }

    [Fact]
    public async Task A_commit_that_names_a_missing_mailbox_happens_nowhere()
    {
        var gone = await MailboxAsync("Gone");
        await Store.DeleteMailboxAsync(gone, Token);
        var before = await OpenAsync(Inbox);
        await using var staged = await StageAsync(Body.Of(100));

        var error = await Assert.ThrowsAsync<MailboxGoneException>(
            async () => await Store.CommitAsync(staged, null, [new(Inbox, Date), new(gone, Date)], Token));

        Assert.Equal(gone, error.Mailbox);
        Assert.Equal(before, await OpenAsync(Inbox));
        Assert.Equal(0, (await Store.UsageAsync(Token)).Messages);
    }

    [Fact]
    public async Task A_message_that_found_no_mailbox_can_be_committed_elsewhere()
    {
        var gone = await MailboxAsync("Gone");
        await Store.DeleteMailboxAsync(gone, Token);
        var body = Body.Of(100);
        await using var staged = await StageAsync(body);
        await Assert.ThrowsAsync<MailboxGoneException>(
            async () => await Store.CommitAsync(staged, null, [new(gone, Date)], Token));

        var committed = await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token);

        Assert.Equal(body, await BodyAsync(committed.Id));
        Assert.Equal(new(Mailboxes: 1, Messages: 1, BodyBytes: 100, 0, 0), await Store.UsageAsync(Token));
    }

    [Fact]
    public async Task A_message_that_found_no_mailbox_can_be_given_up()
    {
        var gone = await MailboxAsync("Gone");
        await Store.DeleteMailboxAsync(gone, Token);
        var staged = await StageAsync(Body.Of(100));
        await Assert.ThrowsAsync<MailboxGoneException>(
            async () => await Store.CommitAsync(staged, null, [new(gone, Date)], Token));

        await staged.DisposeAsync();

        Assert.Equal(new(Mailboxes: 1, 0, 0, 0, 0), await Store.UsageAsync(Token));
    }

    [Fact]
    public async Task A_commit_needs_a_placement()
    {
        await using var staged = await StageAsync(Body.Of(10));

        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await Store.CommitAsync(staged, null, [], Token));
    }

    [Fact]
    public async Task A_mailbox_named_twice_gets_two_entries()
    {
        var committed = await DeliverAsync(Body.Of(10), Inbox, Inbox);

        Assert.Equal([new Uid(1), new Uid(2)], committed.Places.Select(place => place.Uid));
        Assert.Equal(2, (await Store.FindAsync(committed.Id, MessageFields.None, Token)).Count);
        Assert.Equal(1, (await Store.UsageAsync(Token)).Messages);
    }

    [Fact]
    public async Task A_cancelled_commit_happens_nowhere_and_can_be_repeated()
    {
        await using var staged = await StageAsync(Body.Of(10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.CommitAsync(staged, null, [new(Inbox, Date)], Cancelled));
        Assert.Empty(await RowsAsync(Inbox));

        await Store.CommitAsync(staged, null, [new(Inbox, Date)], Token);

        Assert.Single(await RowsAsync(Inbox));
    }

    [Fact]
    public async Task Unique_identifiers_grow_from_one()
    {
        var uids = await FillAsync(20);

        Assert.Equal(Enumerable.Range(1, 20).Select(i => new Uid((uint)i)), uids);
        Assert.Equal(new Uid(21), (await OpenAsync(Inbox)).Status.UidNext);
    }

    [Fact]
    public async Task Unique_identifiers_are_never_used_again()
    {
        var uids = await FillAsync(3);
        await ExpungeAsync(uids[2]);
        Assert.Equal(new Uid(4), (await OpenAsync(Inbox)).Status.UidNext);
        await Store.ExpungeAsync(Inbox, UidSet.All, SystemFlags.None, Token);

        Assert.Equal([new Uid(4)], await FillAsync(1));
    }

    [Fact]
    public async Task Every_commit_takes_a_greater_mod_sequence()
    {
        var last = (await OpenAsync(Inbox)).Status.HighestModSequence;
        Assert.True(last > ModSequence.None);
        for (var i = 0; i < 10; i++)
        {
            var place = (await DeliverAsync(Body.Of(1), Inbox)).Places[0];
            Assert.True(place.ModSequence > last);
            last = place.ModSequence;
        }
    }

    [Fact]
    public async Task Flags_and_date_are_each_mailboxs_own()
    {
        var other = await MailboxAsync("Sent");
        var later = Date.AddDays(1).ToOffset(TimeSpan.FromMinutes(330));
        await using var staged = await StageAsync(Body.Of(10));

        await Store.CommitAsync(
            staged,
            null,
            [new(Inbox, Date), new(other, later, new FlagSet(SystemFlags.Seen, "$Forwarded"))],
            Token);

        var here = Assert.Single(await RowsAsync(Inbox));
        var there = Assert.Single(await RowsAsync(other));
        Assert.Equal(FlagSet.None, here.Flags);
        Assert.Equal(new FlagSet(SystemFlags.Seen, "$Forwarded"), there.Flags);
        Assert.True(here.InternalDate.EqualsExact(Date), "to the tick, with its offset");
        Assert.True(there.InternalDate.EqualsExact(later), "to the tick, with its offset");
    }

    [Fact]
    public async Task The_envelope_is_kept_as_it_was_given()
    {
        var envelope = new DeliveryEnvelope
        {
            ReceivedAt = Date,
            ReversePath = "sender@example.org",
            ForwardPaths = ["b@example.com", "ä@example.com", "b@example.com"],
            Helo = "[192.0.2.1]",
            ClientAddress = "192.0.2.1:4711",
            Tls = "TLSv1.3 TLS_AES_256_GCM_SHA384",
            Identity = "söder",
        };
        await using var staged = await StageAsync(Body.Of(10));
        var committed = await Store.CommitAsync(staged, envelope, [new(Inbox, Date)], Token);

        var found = Assert.Single(await Store.FindAsync(committed.Id, MessageFields.Envelope, Token)).Envelope;
        var read = Assert.Single(await RowsAsync(Inbox, fields: MessageFields.Envelope)).Envelope;

        foreach (var kept in new[] { found, read })
        {
            Assert.NotNull(kept);
            Assert.Equal(envelope.ForwardPaths, kept.ForwardPaths);
            Assert.Equal(envelope, kept with { ForwardPaths = envelope.ForwardPaths });
            Assert.True(envelope.ReceivedAt.EqualsExact(kept.ReceivedAt), "to the tick, with its offset");
        }
    }

    [Fact]
    public async Task A_bare_envelope_is_kept_bare()
    {
        var envelope = new DeliveryEnvelope { ReceivedAt = Date, ReversePath = "", ForwardPaths = [] };
        await using var staged = await StageAsync(Body.Of(10));
        await Store.CommitAsync(staged, envelope, [new(Inbox, Date)], Token);

        var kept = Assert.Single(await RowsAsync(Inbox, fields: MessageFields.Envelope)).Envelope;

        Assert.Empty(kept!.ForwardPaths);
        Assert.Equal(envelope, kept with { ForwardPaths = envelope.ForwardPaths });
    }

    [Fact]
    public async Task A_message_without_an_envelope_has_none()
    {
        await DeliverAsync(Body.Of(10), Inbox);

        Assert.Null(Assert.Single(await RowsAsync(Inbox, fields: MessageFields.Envelope)).Envelope);
    }

    [Fact]
    public async Task Ids_are_distinct_and_can_be_read_back()
    {
        var ids = new HashSet<MessageId>();
        for (var i = 0; i < 100; i++)
            ids.Add((await DeliverAsync(Body.Of(1), Inbox)).Id);

        Assert.Equal(100, ids.Count);
        Assert.All(ids, id => Assert.Equal(id, MessageId.Parse(id.ToString())));
    }

    [Fact]
    public async Task An_unknown_message_is_found_nowhere()
    {
        var unknown = MessageId.Create(Date);

        Assert.Empty(await Store.FindAsync(unknown, MessageFields.None, Token));
        Assert.Null(await Store.OpenBodyAsync(unknown, Token));
    }
}
