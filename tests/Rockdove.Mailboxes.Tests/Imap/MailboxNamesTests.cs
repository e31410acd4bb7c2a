using Rockdove.Storage;

namespace Rockdove.Mailboxes.Tests;

/// <summary>Mailboxes as a whole: how they are made, named, listed and removed.</summary>
public abstract class MailboxNamesTests(StoreKind kind)
{
    [Fact]
    public async Task I45_levels_that_are_missing_are_made()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        Assert.Matches(Created, await talk.SayAsync("CREATE a/b/c/"));
        Assert.Equal(
            "* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST (\\HasChildren) \"/\" a\r\n"
            + "* LIST (\\HasChildren) \"/\" a/b\r\n* LIST (\\HasNoChildren) \"/\" a/b/c\r\n" + Completed,
            await talk.SayAsync("LIST \"\" *"));
        Assert.Equal("t NO [ALREADYEXISTS] There is one already\r\n", await talk.SayAsync("CREATE a/b"));
    }

    [Fact]
    public async Task I46_what_is_below_a_mailbox_outlives_it()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await talk.SayAsync("CREATE a/b");
        Assert.Equal(Completed, await talk.SayAsync("DELETE a"));
        Assert.Equal(
            "* LIST (\\Noselect \\HasChildren) \"/\" a\r\n* LIST (\\HasNoChildren) \"/\" a/b\r\n" + Completed,
            await talk.SayAsync("LIST \"\" a*"));
        Assert.StartsWith("t NO [HASCHILDREN]", await talk.SayAsync("DELETE a"), StringComparison.Ordinal);
        Assert.StartsWith("t NO [NONEXISTENT]", await talk.SayAsync("SELECT a"), StringComparison.Ordinal);
        Assert.Equal(Completed, await talk.SayAsync("DELETE a/b"));
        Assert.StartsWith("t NO [NONEXISTENT]", await talk.SayAsync("DELETE a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I48_a_mailbox_made_anew_has_a_greater_uidvalidity()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        var before = await UidValidityAsync(talk);
        await talk.SayAsync("DELETE a");
        Assert.True(await UidValidityAsync(talk) > before);

        static async Task<uint> UidValidityAsync(ImapTalk talk)
        {
            await talk.SayAsync("CREATE a");
            var status = await talk.SayAsync("STATUS a (UIDVALIDITY)");
            return uint.Parse(status.Split("UIDVALIDITY ")[1].Split(')')[0], provider: null);
        }
    }

    [Fact]
    public async Task I49_from_inbox_the_messages_move_and_inbox_stays()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.SelectAsync();
        await talk.SayAsync("CREATE INBOX/below");
        await server.DepositAsync("Subject: one\r\n\r\n");
        await server.DepositAsync("Subject: two\r\n\r\n");
        await talk.SayAsync("NOOP");
        Assert.Equal("* 2 EXPUNGE\r\n* 1 EXPUNGE\r\n" + Completed, await talk.SayAsync("RENAME INBOX old/mail"));
        Assert.Equal("* STATUS INBOX (MESSAGES 0)\r\n" + Completed, await talk.SayAsync("STATUS INBOX (MESSAGES)"));
        Assert.Equal(
            "* STATUS old/mail (MESSAGES 2)\r\n" + Completed, await talk.SayAsync("STATUS old/mail (MESSAGES)"));
        Assert.Contains("INBOX/below", await talk.SayAsync("LIST \"\" *"), StringComparison.Ordinal);
        Assert.StartsWith("t NO [ALREADYEXISTS]", await talk.SayAsync("RENAME INBOX old"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I50_what_is_below_a_mailbox_is_renamed_with_it()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await talk.SayAsync("CREATE a/b");
        await talk.SayAsync("CREATE taken");
        var before = await talk.SayAsync("STATUS a/b (UIDVALIDITY UIDNEXT)");
        Assert.Equal(Completed, await talk.SayAsync("RENAME a x/y"));
        Assert.Equal(
            before.Replace("a/b", "x/y/b", StringComparison.Ordinal),
            await talk.SayAsync("STATUS x/y/b (UIDVALIDITY UIDNEXT)"));
        Assert.Contains(
            "* LIST (\\HasChildren) \"/\" x\r\n", await talk.SayAsync("LIST \"\" x"),
            StringComparison.Ordinal);
        Assert.StartsWith("t NO [NONEXISTENT]", await talk.SayAsync("RENAME a z"), StringComparison.Ordinal);
        Assert.StartsWith("t NO [ALREADYEXISTS]", await talk.SayAsync("RENAME x taken"), StringComparison.Ordinal);
        Assert.StartsWith("t NO [CANNOT]", await talk.SayAsync("RENAME x x/y/z"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_stays_in_a_mailbox_that_is_renamed()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await talk.SayAsync("CREATE a");
        await talk.SayAsync("SELECT a");
        await talk.SayAsync("RENAME a b");
        await talk.AppendAsync("b", "Subject: x\r\n\r\n");
        Assert.Contains("* SEARCH 1\r\n", await talk.SayAsync("SEARCH ALL"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I54_subscriptions_outlive_their_mailbox()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await talk.SayAsync("CREATE a/b");
        Assert.Equal(Completed, await talk.SayAsync("SUBSCRIBE a/b"));
        Assert.Equal(Completed, await talk.SayAsync("SUBSCRIBE INBOX"));
        Assert.StartsWith("t NO [NONEXISTENT]", await talk.SayAsync("SUBSCRIBE c"), StringComparison.Ordinal);
        await talk.SayAsync("DELETE a/b");
        await talk.SayAsync("DELETE a");
        Assert.Equal(
            "* LIST (\\HasNoChildren \\Subscribed) \"/\" INBOX\r\n* LIST (\\NonExistent \\Subscribed) \"/\" a/b\r\n"
            + Completed, await talk.SayAsync("LIST (SUBSCRIBED) \"\" *"));
        Assert.Equal(
            "* LSUB () \"/\" INBOX\r\n* LSUB (\\Noselect) \"/\" a\r\n" + Completed,
            await talk.SayAsync("LSUB \"\" %"));
        Assert.Equal(Completed, await talk.SayAsync("UNSUBSCRIBE a/b"));
        Assert.Equal("* LSUB () \"/\" INBOX\r\n" + Completed, await talk.SayAsync("LSUB \"\" *"));
    }

    [Fact]
    public async Task A_level_is_told_for_the_sake_of_what_is_subscribed_below()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await talk.SayAsync("CREATE a/b");
        await talk.SayAsync("CREATE c");
        await talk.SayAsync("SUBSCRIBE a/b");
        Assert.Equal(
            "* LIST (\\HasChildren) \"/\" a (CHILDINFO (\"SUBSCRIBED\"))\r\n" + Completed,
            await talk.SayAsync("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" %"));
    }

    [Fact]
    public async Task I55_a_level_that_is_no_mailbox_has_no_status()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await talk.SayAsync("CREATE a/b");
        await talk.SayAsync("DELETE a");
        Assert.Equal(
            "* LIST (\\Noselect \\HasChildren) \"/\" a\r\n* LIST (\\HasNoChildren) \"/\" a/b\r\n"
            + "* STATUS a/b (MESSAGES 0 UNSEEN 0)\r\n" + Completed,
            await talk.SayAsync("LIST \"\" a* RETURN (STATUS (MESSAGES UNSEEN))"));
    }

    [Fact]
    public async Task I57_status_counts()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await talk.AppendAsync("INBOX (\\Seen)", "Subject: one\r\n\r\n");
        await talk.AppendAsync("INBOX (\\Deleted)", "Subject: three\r\n\r\n");
        var status = await talk.SayAsync("STATUS INBOX (MESSAGES UNSEEN DELETED SIZE UIDNEXT RECENT HIGHESTMODSEQ)");
        Assert.Matches(
            @"^\* STATUS INBOX \(MESSAGES 2 UIDNEXT 3 UNSEEN 1 DELETED 1 SIZE 34 RECENT 0 HIGHESTMODSEQ \d+\)", status);
    }

    [Fact]
    public async Task Special_uses_are_given_once()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        Assert.Matches(Created, await talk.SayAsync("CREATE Gone (USE (\\Trash))"));
        Assert.StartsWith(
            "t NO [USEATTR]", await talk.SayAsync("CREATE Bin (USE (\\Trash))"), StringComparison.Ordinal);
        Assert.StartsWith(
            "t NO [USEATTR]", await talk.SayAsync("CREATE Each (USE (\\All))"), StringComparison.Ordinal);
        Assert.Equal(
            "* LIST (\\HasNoChildren \\Trash) \"/\" Gone\r\n" + Completed,
            await talk.SayAsync("LIST (SPECIAL-USE) \"\" *"));
    }

    [Fact]
    public async Task Everybody_has_their_own_and_the_first_ones_are_made_once()
    {
        var options = new MailboxImapOptions
        {
            FirstMailboxes = [new("Sent", SpecialUses.Sent), new("Drafts", SpecialUses.Drafts)],
        };
        await using var server = MailboxServer.Start(kind, options);
        await using (var talk = await server.LogInAsync())
        {
            Assert.Equal(
                "* LSUB () \"/\" INBOX\r\n* LSUB () \"/\" Drafts\r\n* LSUB () \"/\" Sent\r\n" + Completed,
                await talk.SayAsync("LSUB \"\" *"));
            Assert.Contains(
                "(\\HasNoChildren \\Sent) \"/\" Sent", await talk.SayAsync("LIST \"\" *"),
                StringComparison.Ordinal);
            await talk.SayAsync("DELETE Drafts");
        }

        await using var again = await server.LogInAsync();
        Assert.DoesNotContain("Drafts", await again.SayAsync("LIST \"\" *"), StringComparison.Ordinal);
        await using var bob = await server.LogInAsync("bob");
        Assert.Contains("Drafts", await bob.SayAsync("LIST \"\" *"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_mailbox_too_many_is_refused()
    {
        await using var server = MailboxServer.Start(kind, new MailboxImapOptions { Mailboxes = 3 });
        await using var talk = await server.LogInAsync();
        Assert.StartsWith("t NO [LIMIT]", await talk.SayAsync("CREATE a/b/c"), StringComparison.Ordinal);
        Assert.Matches(Created, await talk.SayAsync("CREATE a/b"));
        Assert.StartsWith("t NO [LIMIT]", await talk.SayAsync("CREATE c"), StringComparison.Ordinal);
        Assert.StartsWith("t NO [LIMIT]", await talk.SayAsync("RENAME INBOX d"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_that_is_deleted_is_left_by_whoever_deletes_it()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await talk.SayAsync("CREATE a");
        await talk.SayAsync("SELECT a");
        Assert.Equal(
            "* OK [CLOSED] The previous mailbox is closed\r\n" + Completed, await talk.SayAsync("DELETE a"));
        Assert.StartsWith("t BAD ", await talk.SayAsync("SEARCH ALL"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_that_somebody_else_deletes_ends_the_session()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await talk.SayAsync("CREATE a");
        await using var other = await server.SelectAsync("a");
        await other.SendAsync("i IDLE\r\n");
        Assert.Equal("+ Idling", await other.ReadLineAsync());
        await talk.SayAsync("DELETE a");
        Assert.Equal("* BYE The selected mailbox was deleted", await other.ReadLineAsync());
        await other.Session;
    }

    [Theory]
    [InlineData("LOGIN ann wrong")]
    [InlineData("LOGIN nobody secret")]
    public async Task Who_is_not_let_in_is_told_no_more_than_that(string login)
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.ConnectAsync();
        Assert.Equal("t NO [AUTHENTICATIONFAILED] Wrong name or secret\r\n", await talk.SayAsync(login));
    }

    private const string Completed = "t OK Completed\r\n";
    private const string Created = @"^t OK \[MAILBOXID \(\w{22}\)\] Completed\r\n$";
}

public sealed class MemoryMailboxNamesTests() : MailboxNamesTests(StoreKind.Memory);

public sealed class SqliteMailboxNamesTests() : MailboxNamesTests(StoreKind.Sqlite);
