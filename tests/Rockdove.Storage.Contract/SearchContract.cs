using System.Text;

namespace Rockdove.Storage.Contract;

/// <summary>What is found by rows, in which order, how much of it, and while others change the mailbox.</summary>
public abstract class SearchContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task Everything_is_found_in_either_order()
    {
        var uids = await FillAsync(600);
        await ExpungeAsync(uids[300]);
        Uid[] left = [.. uids.Where(uid => uid != uids[300])];

        Assert.Equal(left, await FindAsync(SearchQuery.All));
        Assert.Equal(left.Reverse(), await FindAsync(SearchQuery.All, new() { Order = SearchOrder.NewestFirst }));
        Assert.Equal(new SearchCount(599, 599), await Store.CountAsync(SearchScope.Of(Inbox), SearchQuery.All, Token));
    }

    [Theory]
    [InlineData(SearchOrder.Ascending)]
    [InlineData(SearchOrder.NewestFirst)]
    public async Task A_page_is_a_part_of_what_is_found(SearchOrder order)
    {
        await FillAsync(20);
        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), null, [.. Enumerable.Range(1, 10).Select(Uid2)]);
        var all = await FindAsync(SearchQuery.Flags(SystemFlags.Seen), new() { Order = order });

        var page = new SearchPage { Order = order, Skip = 3, Limit = 4 };
        Assert.Equal(all[3..7], await FindAsync(SearchQuery.Flags(SystemFlags.Seen), page));
        Assert.Equal(all[8..], await FindAsync(SearchQuery.Flags(SystemFlags.Seen), page with { Skip = 8 }));
        Assert.Empty(await FindAsync(SearchQuery.Flags(SystemFlags.Seen), page with { Skip = 10 }));
        Assert.Empty(await FindAsync(SearchQuery.Flags(SystemFlags.Seen), page with { Limit = 0 }));

        static Uid Uid2(int i) => new((uint)(2 * i));
    }

    [Fact]
    public void A_page_cannot_be_negative()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Store.SearchAsync(SearchScope.Of(Inbox), SearchQuery.All, new() { Skip = -1 }, Token));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Store.SearchAsync(SearchScope.Of(Inbox), SearchQuery.All, new() { Limit = -1 }, Token));
    }

    [Fact]
    public async Task Flags_and_keywords_are_found_as_they_are_now()
    {
        var uids = await FillAsync(4);
        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), null, uids[0], uids[1]);
        await StoreFlagsAsync(FlagChange.Add(new(SystemFlags.Flagged, "$Junk")), null, uids[1], uids[2]);

        Assert.Equal([uids[0], uids[1]], await FindAsync(SearchQuery.Flags(SystemFlags.Seen)));
        Assert.Equal([uids[1]], await FindAsync(SearchQuery.Flags(SystemFlags.Seen | SystemFlags.Flagged)));
        Assert.Equal([uids[1], uids[2]], await FindAsync(SearchQuery.Keyword("$jUNK")));
        Assert.Equal([uids[2], uids[3]], await FindAsync(SearchQuery.Not(SearchQuery.Flags(SystemFlags.Seen))));

        await StoreFlagsAsync(FlagChange.Remove(SystemFlags.Seen), null, uids[0]);
        Assert.Equal([uids[1]], await FindAsync(SearchQuery.Flags(SystemFlags.Seen)));
    }

    [Fact]
    public async Task Sizes_are_found_with_their_bounds()
    {
        foreach (var bytes in (int[])[10, 11, 12, 13])
            await DeliverAsync(Body.Of(bytes), Inbox);

        Assert.Equal([new(2), new(3)], await FindAsync(SearchQuery.Size(11, 12)));
        Assert.Equal([new(3), new(4)], await FindAsync(SearchQuery.Size(12)));
        Assert.Equal([new Uid(1)], await FindAsync(SearchQuery.Size(0, 10)));
    }

    [Fact]
    public async Task Days_of_arrival_are_those_of_the_zone()
    {
        // 23:59:58 on the first of March, seven hours behind Greenwich, where it is the second.
        await FillAsync(1);
        DateOnly first = new(2026, 3, 1), second = new(2026, 3, 2);

        Assert.Single(await FindAsync(SearchQuery.Days(SearchDate.Internal, first, second)));
        Assert.Single(await FindAsync(SearchQuery.Days(SearchDate.Internal, null, second)));
        Assert.Empty(await FindAsync(SearchQuery.Days(SearchDate.Internal, second, null)));
        Assert.Empty(await FindAsync(SearchQuery.Days(SearchDate.Internal, null, first)));
    }

    [Fact]
    public async Task Moments_of_arrival_are_exact()
    {
        await FillAsync(1);
        var next = Date.AddTicks(1);

        Assert.Single(await FindAsync(SearchQuery.Moments(SearchDate.Internal, Date, next)));
        Assert.Empty(await FindAsync(SearchQuery.Moments(SearchDate.Internal, next, null)));
        Assert.Empty(await FindAsync(SearchQuery.Moments(SearchDate.Internal, null, Date)));
    }

    [Fact]
    public async Task Identifiers_and_changes_are_found()
    {
        var uids = await FillAsync(10);
        await StoreFlagsAsync(FlagChange.Add(SystemFlags.Seen), null, uids[3]);
        var changed = (await RowsAsync(Inbox, UidSet.Of(uids[3])))[0].ModSequence;

        var some = UidSet.OfRanges(new(new(2), new(4)), new(new(9), Uid.Last));
        Assert.Equal("2,3,4,9,10", string.Join(',', await FindAsync(SearchQuery.Uids(some))));
        Assert.Equal([uids[3]], await FindAsync(SearchQuery.ChangedSince(changed)));
        Assert.Equal([uids[3]], await FindAsync(
            SearchQuery.And(SearchQuery.Uids(some), SearchQuery.Flags(SystemFlags.Seen))));
        Assert.Empty(await FindAsync(SearchQuery.Uids(UidSet.Empty)));
    }

    [Fact]
    public async Task The_envelope_is_searched_apart_from_the_header()
    {
        var envelope = new DeliveryEnvelope
        {
            ReceivedAt = Date,
            ReversePath = "Bounces@list.example",
            ForwardPaths = ["ann@example.org", "ben@example.org"],
        };
        await using (var staged = await StageAsync(Body.Of("To: everybody@example.org\r\n\r\nbody\r\n")))
            await Store.CommitAsync(staged, envelope, [new(Inbox, Date)], Token);
        await FillAsync(1);

        Assert.Single(await FindAsync(SearchQuery.Address(AddressPlaces.EnvelopeRecipient, "BEN@example.org")));
        Assert.Single(await FindAsync(SearchQuery.Address(AddressPlaces.EnvelopeSender, "bounces@list.example")));
        Assert.Single(await FindAsync(SearchQuery.Address(AddressPlaces.Any, "ann@example.org")));
        Assert.Empty(await FindAsync(SearchQuery.Address(AddressPlaces.To, "ann@example.org")));
        Assert.Empty(await FindAsync(SearchQuery.Address(AddressPlaces.EnvelopeSender, "ann@example.org")));
        Assert.Empty(await FindAsync(SearchQuery.Address(AddressPlaces.EnvelopeRecipient, "nn@example.org")));
    }

    [Fact]
    public async Task Mailboxes_are_searched_apart_and_together()
    {
        var (a, b, other) = (await MailboxAsync("A", "ann"), await MailboxAsync("B", "ann"), await MailboxAsync("C"));
        await DeliverAsync(Body.Of("Subject: needle\r\n\r\n"), b, a);
        await DeliverAsync(Body.Of("Subject: needle\r\n\r\n"), other);
        var needle = SearchQuery.InMessage("needle");
        await SettleAsync();

        Assert.Equal([a, b], await MailboxesAsync(SearchScope.OwnedBy("ann"), SearchPage.All));
        Assert.Equal([other, a, b], await MailboxesAsync(SearchScope.Everything, SearchPage.All));
        Assert.Equal([a], await MailboxesAsync(SearchScope.Everything, new() { Skip = 1, Limit = 1 }));
        Assert.Empty(await MailboxesAsync(SearchScope.Of(Inbox), SearchPage.All));
        Assert.Empty(await MailboxesAsync(SearchScope.Of(MailboxId.Create(Date)), SearchPage.All));

        async Task<List<MailboxId>> MailboxesAsync(SearchScope scope, SearchPage page)
        {
            var found = new List<MailboxId>();
            await foreach (var row in Store.SearchAsync(scope, needle, page, Token))
                found.Add(row.Mailbox);
            return found;
        }
    }

    [Fact]
    public async Task What_is_expunged_while_it_is_searched_is_passed_over()
    {
        for (var i = 0; i < 600; i++)
            await DeliverAsync(Body.Of($"Subject: needle {i}\r\n\r\n"), Inbox);
        await SettleAsync();
        var found = new List<Uid>();
        await foreach (var row in Store.SearchAsync(
            SearchScope.Of(Inbox), SearchQuery.InMessage("needle"), SearchPage.All, Token))
        {
            found.Add(row.Uid);
            if (found.Count == 10)
                await Store.ExpungeAsync(Inbox, UidSet.Of(new(21), Uid.Last), SystemFlags.None, Token);
        }

        Assert.Equal(Enumerable.Range(1, 20).Select(i => new Uid((uint)i)), found.Take(20));
        Assert.Equal(20, (await FindAsync(SearchQuery.InMessage("needle"))).Count);
    }

    [Fact]
    public async Task A_commit_that_returned_is_found_at_once()
    {
        for (var i = 0; i < 300; i++)
        {
            await DeliverAsync(Body.Of($"Subject: token{i:D5}end\r\n\r\nbody {i}\r\n"), Inbox);
            var found = await RowsOfAsync(SearchQuery.InField("subject", $"token{i:D5}end"));
            Assert.Equal(new Uid((uint)(i + 1)), Assert.Single(found).Uid);
        }
    }

    [Fact]
    public async Task A_search_can_be_cancelled()
    {
        await FillAsync(10);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in Store.SearchAsync(
                SearchScope.Of(Inbox), SearchQuery.InBody("x"), SearchPage.All, Cancelled))
            {
            }
        });
    }

    [Fact]
    public void A_query_is_as_deep_as_allowed_and_no_deeper()
    {
        var query = SearchQuery.All;
        for (var i = 1; i < SearchQuery.MaximumDepth; i++)
            query = SearchQuery.Not(query);

        Assert.Equal(SearchQuery.MaximumDepth, query.Depth);
        Assert.Throws<ArgumentException>(() => SearchQuery.Not(query));
        Assert.Throws<ArgumentException>(() => SearchQuery.And(query, SearchQuery.All));
    }

    [Fact]
    public async Task A_query_has_as_many_conditions_as_allowed_and_no_more()
    {
        await FillAsync(2);
        var query = SearchQuery.Flags(SystemFlags.Seen);
        for (var i = 1; i < SearchQuery.MaximumTerms; i++)
            query = SearchQuery.Or(SearchQuery.Flags(SystemFlags.Seen), query);

        Assert.Equal((2, SearchQuery.MaximumTerms), (query.Depth, query.Terms));
        Assert.Empty(await FindAsync(query));
        Assert.Throws<ArgumentException>(() => SearchQuery.Or(query, SearchQuery.All));
    }

    [Fact]
    public async Task A_text_is_as_long_as_allowed_and_no_longer()
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < SearchQuery.MaximumTextLength; i++)
            text.Append(i).Append(' ');
        text.Length = SearchQuery.MaximumTextLength;
        await DeliverAsync(Body.Of($"\r\n{text}\r\n"), Inbox);

        Assert.Single(await FindAsync(SearchQuery.InBody(text.ToString())));
        Assert.Throws<ArgumentException>(() => SearchQuery.InBody(text + "1"));
        Assert.Throws<ArgumentException>(() => SearchQuery.InField(new string('x', text.Length + 1), ""));
        Assert.Throws<ArgumentException>(() => SearchQuery.Address(AddressPlaces.Any, text + "1"));
        Assert.Throws<ArgumentException>(() => SearchQuery.Keyword("no keyword"));
        Assert.Throws<ArgumentException>(() => SearchQuery.And());
    }

    /// <summary>What is found, at once and after everything has settled: the same.</summary>
    private async Task<List<Uid>> FindAsync(SearchQuery query, SearchPage? page = null)
    {
        var found = (await RowsOfAsync(query, page)).ConvertAll(row => row.Uid);
        await SettleAsync();
        Assert.Equal(found, (await RowsOfAsync(query, page)).ConvertAll(row => row.Uid));
        return found;
    }

    private async Task<List<MessageRow>> RowsOfAsync(SearchQuery query, SearchPage? page = null)
    {
        var found = new List<MessageRow>();
        await foreach (var row in Store.SearchAsync(SearchScope.Of(Inbox), query, page ?? SearchPage.All, Token))
            found.Add(row);
        return found;
    }
}
