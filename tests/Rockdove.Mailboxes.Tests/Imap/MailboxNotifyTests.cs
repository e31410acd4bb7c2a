namespace Rockdove.Mailboxes.Tests;

/// <summary>NOTIFY (RFC 5465): what changes in mailboxes that are not selected.</summary>
public abstract class MailboxNotifyTests(StoreKind kind)
{
    [Fact]
    public async Task I103_what_comes_and_goes_elsewhere_is_told_at_once()
    {
        await using var server = MailboxServer.Start(kind);
        await using var ann = await server.LogInAsync();
        await using var other = await server.LogInAsync();
        await ann.SayAsync("CREATE a");
        Assert.Equal(
            Completed, await ann.SayAsync("NOTIFY SET (PERSONAL (MessageNew MessageExpunge FlagChange))"));
        await server.DepositAsync("Subject: x\r\n\r\n");
        Assert.Matches(
            @"^\* STATUS INBOX \(MESSAGES 1 UIDNEXT 2 UIDVALIDITY \d+ UNSEEN 1\)$", await ann.ReadLineAsync());
        await other.SayAsync("SELECT INBOX");
        await other.SayAsync("STORE 1 +FLAGS (\\Seen \\Deleted)");
        Assert.Matches(@"^\* STATUS INBOX \(UIDVALIDITY \d+ UNSEEN 0\)$", await ann.ReadLineAsync());
        await other.SayAsync("EXPUNGE");
        Assert.Equal("* STATUS INBOX (MESSAGES 0 UIDNEXT 2)", await ann.ReadLineAsync());
    }

    [Fact]
    public async Task I103_how_mailboxes_stand_is_told_first_where_it_is_asked_for()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync("x");
        await using var ann = await server.LogInAsync();
        await ann.SayAsync("CREATE a");
        await ann.SayAsync("CREATE a/b");
        await ann.SayAsync("CREATE c");
        Assert.Matches(
            @"^\* STATUS a \(MESSAGES 0 UIDNEXT 1 UIDVALIDITY \d+\)\r\n"
            + @"\* STATUS a/b \(MESSAGES 0 UIDNEXT 1 UIDVALIDITY \d+\)\r\nt OK Completed\r\n$",
            await ann.SayAsync("NOTIFY SET STATUS (SUBTREE a (MessageNew MessageExpunge))"));
        Assert.Matches(
            @"^\* STATUS INBOX \(MESSAGES 1 UIDNEXT 2 UIDVALIDITY \d+ HIGHESTMODSEQ \d+\)\r\nt OK Completed\r\n$",
            await ann.SayAsync(
                "NOTIFY SET STATUS (MAILBOXES (INBOX nowhere) (MessageNew MessageExpunge FlagChange))"));
        await ann.SayAsync("SELECT INBOX");
        Assert.Equal(
            Completed,
            await ann.SayAsync("NOTIFY SET STATUS (MAILBOXES INBOX (MessageNew MessageExpunge FlagChange))"));
    }

    [Fact]
    public async Task I103_what_one_does_oneself_is_no_news()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync("x");
        await using var ann = await server.SelectAsync();
        await ann.SayAsync("CREATE a");
        await ann.SayAsync(
            "NOTIFY SET (SELECTED (MessageNew MessageExpunge)) (PERSONAL (MessageNew MessageExpunge MailboxName "
            + "SubscriptionChange MailboxMetadataChange ServerMetadataChange))");
        Assert.Contains("t OK [APPENDUID", await ann.AppendAsync("a", "y"), StringComparison.Ordinal);
        await ann.SayAsync("COPY 1 a");
        await ann.SayAsync("CREATE b");
        await ann.SayAsync("RENAME b c");
        await ann.SayAsync("SUBSCRIBE c");
        await ann.SayAsync("SETMETADATA c (/private/comment \"x\")");
        Assert.Equal(Completed, await ann.SayAsync("NOOP"));
        await ann.SayAsync("DELETE c");
        Assert.Equal(Completed, await ann.SayAsync("NOOP"));
    }

    [Fact]
    public async Task I103_names_subscriptions_and_annotations_are_told()
    {
        await using var server = MailboxServer.Start(kind);
        await using var ann = await server.LogInAsync();
        await using var other = await server.LogInAsync();
        await using var stranger = await server.LogInAsync("bob");
        await ann.SayAsync(
            "NOTIFY SET (PERSONAL (MailboxName SubscriptionChange MailboxMetadataChange ServerMetadataChange))");
        await stranger.SayAsync("CREATE theirs");
        await other.SayAsync("CREATE a");
        Assert.Equal("* LIST (\\HasNoChildren) \"/\" a", await ann.ReadLineAsync());
        await other.SayAsync("CREATE a/b");
        Assert.Equal("* LIST (\\HasChildren) \"/\" a", await ann.ReadLineAsync());
        Assert.Equal("* LIST (\\HasNoChildren) \"/\" a/b", await ann.ReadLineAsync());
        await other.SayAsync("RENAME a z");
        Assert.Equal("* LIST (\\HasChildren) \"/\" z (\"OLDNAME\" (a))", await ann.ReadLineAsync());
        await other.SayAsync("SUBSCRIBE z");
        Assert.Equal("* LIST (\\HasChildren \\Subscribed) \"/\" z", await ann.ReadLineAsync());
        await other.SayAsync("UNSUBSCRIBE z");
        Assert.Equal("* LIST (\\HasChildren) \"/\" z", await ann.ReadLineAsync());
        await other.SayAsync("SETMETADATA z (/private/comment \"x\" /shared/comment NIL)");
        Assert.Equal("* METADATA z /private/comment /shared/comment", await ann.ReadLineAsync());
        await other.SayAsync("SETMETADATA \"\" (/private/comment \"x\")");
        Assert.Equal("* METADATA \"\" /private/comment", await ann.ReadLineAsync());
        await other.SayAsync("DELETE z/b");
        Assert.Equal("* LIST (\\HasNoChildren) \"/\" z", await ann.ReadLineAsync());
        Assert.Equal("* LIST (\\NonExistent) \"/\" z/b", await ann.ReadLineAsync());
        Assert.Equal(Completed, await ann.SayAsync("NOTIFY NONE"));
        await other.SayAsync("CREATE more");
        Assert.Equal(Completed, await ann.SayAsync("NOOP"));
    }

    [Fact]
    public async Task I103_also_while_idle_and_of_the_selected_mailbox_with_its_items()
    {
        await using var server = MailboxServer.Start(kind);
        await using var ann = await server.SelectAsync();
        await ann.SayAsync("CREATE a");
        await ann.SayAsync(
            "NOTIFY SET (SELECTED (MessageNew (FLAGS) MessageExpunge)) (MAILBOXES a (MessageNew MessageExpunge))");
        await using var other = await server.LogInAsync();
        await other.AppendAsync("INBOX (\\Draft)", "x");
        Assert.Equal("* 1 EXISTS", await ann.ReadLineAsync());
        Assert.Equal("* 0 RECENT", await ann.ReadLineAsync());
        Assert.Equal("* 1 FETCH (UID 1 FLAGS (\\Draft))", await ann.ReadLineAsync());
        await ann.SendAsync("t IDLE\r\n");
        await ann.ReadUntilAsync(line => line.StartsWith('+'));
        await other.AppendAsync("a", "x");
        Assert.Equal("* STATUS a (MESSAGES 1 UIDNEXT 2)", await ann.ReadLineAsync());
        await ann.SendAsync("DONE\r\n");
        await ann.ReadUntilAsync(line => line.StartsWith("t OK", StringComparison.Ordinal));
    }

    private const string Completed = "t OK Completed\r\n";
}

public sealed class MemoryMailboxNotifyTests() : MailboxNotifyTests(StoreKind.Memory);

public sealed class SqliteMailboxNotifyTests() : MailboxNotifyTests(StoreKind.Sqlite);
