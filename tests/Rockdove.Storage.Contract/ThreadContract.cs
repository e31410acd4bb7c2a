namespace Rockdove.Storage.Contract;

/// <summary>Conversations (RFC 8474 section 5.2), and what else is told of a message at the commit.</summary>
public abstract class ThreadContract<THarness> : MailStoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task A_message_that_names_nobody_is_a_thread_by_itself()
    {
        await FillAsync(2);

        var rows = await RowsAsync(Inbox);

        Assert.NotEqual(rows[0].Thread, rows[1].Thread);
        Assert.All(rows, row => Assert.Equal(ThreadId.Of(row.Message), row.Thread));
        Assert.NotEqual(rows[0].Message.ToString(), rows[0].Thread.ToString());
    }

    [Fact]
    public async Task An_answer_joins_what_it_answers()
    {
        await DeliverAsync("a@x", []);
        await DeliverAsync("b@x", ["a@x"]);
        await DeliverAsync("c@x", ["a@x", "b@x"]);
        await DeliverAsync("d@x", ["b@x"]);
        await DeliverAsync("other@x", []);

        Assert.Equal("aaaab", await PatternAsync(Inbox));
    }

    [Fact]
    public async Task An_answer_that_comes_first_is_joined_by_what_it_answers()
    {
        await DeliverAsync("c@x", ["a@x", "b@x"]);
        await DeliverAsync("b@x", ["a@x"]);
        await DeliverAsync("a@x", []);

        Assert.Equal("aaa", await PatternAsync(Inbox));
    }

    [Fact]
    public async Task Answers_to_one_message_are_one_thread_though_it_never_comes()
    {
        await DeliverAsync("b@x", ["lost@x"]);
        await DeliverAsync(null, ["lost@x"]);

        Assert.Equal("aa", await PatternAsync(Inbox));
    }

    [Fact]
    public async Task The_same_message_again_is_in_the_same_thread()
    {
        await DeliverAsync("a@x", []);
        await DeliverAsync("a@x", []);

        Assert.Equal("aa", await PatternAsync(Inbox));
    }

    [Fact]
    public async Task Ids_are_compared_to_the_letter()
    {
        await DeliverAsync("a@x", []);
        await DeliverAsync("A@x", []);

        Assert.Equal("ab", await PatternAsync(Inbox));
    }

    [Fact]
    public async Task A_message_that_belongs_to_two_threads_joins_the_nearest_and_changes_neither()
    {
        await DeliverAsync("a@x", []);
        await DeliverAsync("b@x", []);
        await DeliverAsync("c@x", ["a@x", "b@x"]);

        Assert.Equal("abb", await PatternAsync(Inbox));
    }

    [Fact]
    public async Task Owners_have_threads_of_their_own()
    {
        var other = await MailboxAsync("INBOX", "other");
        await DeliverAsync("a@x", [], Inbox);
        await DeliverAsync("b@x", ["a@x"], Inbox, other);
        await DeliverAsync("c@x", ["b@x"], other);

        Assert.Equal("aa", await PatternAsync(Inbox));
        Assert.Equal("aa", await PatternAsync(other));
        Assert.NotEqual((await RowsAsync(Inbox))[1].Thread, (await RowsAsync(other))[0].Thread);
    }

    [Fact]
    public async Task A_thread_spans_the_mailboxes_of_its_owner()
    {
        var sent = await MailboxAsync("Sent");
        await DeliverAsync("a@x", [], sent);
        await DeliverAsync("b@x", ["a@x"]);

        Assert.Equal((await RowsAsync(sent))[0].Thread, (await RowsAsync(Inbox))[0].Thread);
    }

    [Fact]
    public async Task A_thread_lasts_as_long_as_one_message_of_it()
    {
        await DeliverAsync("a@x", []);
        await DeliverAsync("b@x", ["a@x"]);
        var thread = (await RowsAsync(Inbox))[0].Thread;

        await ExpungeAsync(new Uid(1));
        await DeliverAsync("c@x", ["a@x"]);
        Assert.All(await RowsAsync(Inbox), row => Assert.Equal(thread, row.Thread));

        await Store.ExpungeAsync(Inbox, UidSet.All, SystemFlags.None, Token);
        await DeliverAsync("d@x", ["a@x"]);
        Assert.NotEqual(thread, Assert.Single(await RowsAsync(Inbox)).Thread);
    }

    [Fact]
    public async Task A_thread_goes_with_the_last_mailbox_that_has_it()
    {
        var old = await MailboxAsync("Old");
        await DeliverAsync("a@x", [], old);
        var thread = Assert.Single(await RowsAsync(old)).Thread;

        await Store.DeleteMailboxAsync(old, Token);
        await DeliverAsync("b@x", ["a@x"]);

        Assert.NotEqual(thread, Assert.Single(await RowsAsync(Inbox)).Thread);
    }

    [Fact]
    public async Task Copies_and_moves_keep_the_thread()
    {
        var archive = await MailboxAsync("Archive");
        await DeliverAsync("a@x", []);
        await DeliverAsync("b@x", ["a@x"]);
        var thread = (await RowsAsync(Inbox))[0].Thread;

        await Store.CopyAsync(Inbox, UidSet.Of(new Uid(1)), archive, Token);
        await Store.MoveAsync(Inbox, UidSet.All, archive, Token);
        await DeliverAsync("c@x", ["b@x"]);

        Assert.Equal([thread, thread, thread], (await RowsAsync(archive)).Select(row => row.Thread));
        Assert.Equal(thread, Assert.Single(await RowsAsync(Inbox)).Thread);
    }

    [Fact]
    public async Task A_copy_for_another_owner_joins_a_thread_there()
    {
        var other = await MailboxAsync("INBOX", "other");
        await DeliverAsync("a@x", [], other);
        await DeliverAsync("b@x", ["a@x"], Inbox);

        await Store.CopyAsync(Inbox, UidSet.All, other, Token);
        await Store.CopyAsync(Inbox, UidSet.All, other, Token);

        Assert.Equal("aaa", await PatternAsync(other));
        Assert.NotEqual((await RowsAsync(other))[0].Thread, (await RowsAsync(Inbox))[0].Thread);
    }

    [Theory]
    [InlineData(MessageDetails.MaximumReferences, true)]
    [InlineData(MessageDetails.MaximumReferences + 1, false)]
    public async Task So_many_references_count(int references, bool joins)
    {
        await DeliverAsync("1@x", []);

        // The first and the last ones always do; the second is the one to go.
        await DeliverAsync("z@x", [.. Enumerable.Range(0, references).Select(i => $"{i}@x")]);
        await DeliverAsync("0@x", []);

        Assert.Equal(joins ? "aaa" : "abb", await PatternAsync(Inbox));
    }

    [Theory]
    [InlineData(MessageDetails.MaximumIdLength, true)]
    [InlineData(MessageDetails.MaximumIdLength + 1, false)]
    public async Task So_long_an_id_counts(int length, bool joins)
    {
        var id = new string('a', length);
        await DeliverAsync(id, []);
        await DeliverAsync(null, [id]);

        Assert.Equal(joins ? "aa" : "ab", await PatternAsync(Inbox));
    }

    [Theory]
    [InlineData(ThreadNames.MaximumInThread, true)]
    [InlineData(ThreadNames.MaximumInThread + 1, false)]
    public async Task A_thread_remembers_so_many_names(int names, bool joins)
    {
        await DeliverAsync("0@x", []);
        for (var i = 1; i < names - 1;)
        {
            var more = Math.Min(names - 1 - i, MessageDetails.MaximumReferences - 1);
            await DeliverAsync(null, ["0@x", .. Enumerable.Range(i, more).Select(n => $"{n}@x")]);
            i += more;
        }
        await DeliverAsync(null, ["0@x", $"{names - 1}@x"]);

        var last = await DeliverAsync($"{names - 1}@x", []);

        var rows = await RowsAsync(Inbox);
        Assert.All(rows[..^1], row => Assert.Equal(rows[0].Thread, row.Thread));
        Assert.Equal(joins ? rows[0].Thread : ThreadId.Of(last.Id), rows[^1].Thread);
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_no_thread()
    {
        await using var staged = await StageAsync(Body.Of(1));
        await Assert.ThrowsAsync<MailboxGoneException>(async () => await Store.CommitAsync(
            staged, null, Details("a@x", []), [new(Inbox, Date), new(MailboxId.Create(Date), Date)], Token));

        var committed = await DeliverAsync("b@x", ["a@x"]);

        Assert.Equal(ThreadId.Of(committed.Id), Assert.Single(await RowsAsync(Inbox)).Thread);
    }

    [Fact]
    public async Task A_thread_id_can_be_read_back()
    {
        await FillAsync(1);
        var thread = Assert.Single(await RowsAsync(Inbox)).Thread;

        Assert.Equal(thread, ThreadId.Parse(thread.ToString()));
        Assert.False(ThreadId.TryParse(thread.ToString().AsSpan(1), out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(MessageDetails.MaximumStructureBytes)]
    public async Task A_structure_is_given_back_as_it_was(int bytes)
    {
        var structure = Body.Of(bytes);
        var archive = await MailboxAsync("Archive");
        await using var staged = await StageAsync(Body.Of(1));
        var committed = await Store.CommitAsync(
            staged, null, new() { Structure = structure }, [new(Inbox, Date)], Token);
        await Store.CopyAsync(Inbox, UidSet.All, archive, Token);

        Body.Expect(structure, (await RowsAsync(Inbox, fields: MessageFields.Structure))[0].Structure.ToArray());
        foreach (var row in await Store.FindAsync(committed.Id, MessageFields.Structure, Token))
            Body.Expect(structure, row.Structure.ToArray());
    }

    [Fact]
    public void A_larger_structure_is_none() => Assert.Throws<ArgumentException>(
        () => new MessageDetails { Structure = new byte[MessageDetails.MaximumStructureBytes + 1] });

    [Fact]
    public async Task A_structure_is_a_copy()
    {
        byte[] structure = [1, 2, 3];
        await using var staged = await StageAsync(Body.Of(1));
        await Store.CommitAsync(staged, null, new() { Structure = structure }, [new(Inbox, Date)], Token);

        structure[0] = 9;

        var row = Assert.Single(await RowsAsync(Inbox, fields: MessageFields.Structure));
        Assert.Equal([1, 2, 3], row.Structure.ToArray());
    }

    private static MessageDetails Details(string? id, IReadOnlyList<string> references) =>
        new() { MessageIdField = id, References = references };

    private async Task<CommittedMessage> DeliverAsync(
        string? id, IReadOnlyList<string> references, params MailboxId[] mailboxes)
    {
        await using var staged = await StageAsync(Body.Of(1));
        if (mailboxes.Length == 0)
            mailboxes = [Inbox];
        return await Store.CommitAsync(
            staged, null, Details(id, references), [.. mailboxes.Select(each => new Placement(each, Date))], Token);
    }

    /// <summary>A letter for each message in its order, the same for those of one thread.</summary>
    private async Task<string> PatternAsync(MailboxId mailbox)
    {
        var threads = new List<ThreadId>();
        var pattern = "";
        foreach (var row in await RowsAsync(mailbox))
        {
            if (!threads.Contains(row.Thread))
                threads.Add(row.Thread);
            pattern += (char)('a' + threads.IndexOf(row.Thread));
        }
        return pattern;
    }
}
