using Rockdove.Storage;

namespace Rockdove.Mailboxes.Tests;

/// <summary>QUOTA (RFC 9208) and METADATA (RFC 5464).</summary>
public abstract class MailboxQuotaTests(StoreKind kind)
{
    [Fact]
    public async Task I99_what_is_used_and_may_be_is_told_in_units_of_1024()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(new string('x', 1025));
        await using var talk = await server.SelectAsync();
        Assert.Equal("* QUOTAROOT INBOX\r\n" + Completed, await talk.SayAsync("GETQUOTAROOT INBOX"));
        Assert.StartsWith("t NO [NONEXISTENT]", await talk.SayAsync("GETQUOTA account"), StringComparison.Ordinal);

        await server.Store.Attributes.SetQuotaAsync("ann", new(4096, 10), TestContext.Current.CancellationToken);

        const string Usage = "* QUOTA \"account\" (STORAGE 2 4 MESSAGE 1 10)\r\n";
        Assert.Equal(
            "* QUOTAROOT INBOX \"account\"\r\n" + Usage + Completed, await talk.SayAsync("GETQUOTAROOT INBOX"));
        Assert.Equal(Usage + Completed, await talk.SayAsync("GETQUOTA account"));
        Assert.StartsWith("t NO [NONEXISTENT]", await talk.SayAsync("GETQUOTA other"), StringComparison.Ordinal);
        Assert.StartsWith("t BAD", await talk.SayAsync("SETQUOTA account (STORAGE 9)"), StringComparison.Ordinal);
        var capabilities = await talk.SayAsync("CAPABILITY");
        Assert.Contains(" QUOTA QUOTA=RES-STORAGE QUOTA=RES-MESSAGE ", capabilities, StringComparison.Ordinal);
        Assert.DoesNotContain("QUOTASET", capabilities, StringComparison.Ordinal);
    }

    [Fact]
    public async Task I99_an_account_without_limits_of_any_kind_is_told_none()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.SelectAsync();
        await server.Store.Attributes.SetQuotaAsync(
            "ann", new(long.MaxValue, long.MaxValue), TestContext.Current.CancellationToken);
        Assert.Equal("* QUOTAROOT INBOX\r\n" + Completed, await talk.SayAsync("GETQUOTAROOT INBOX"));
        await server.Store.Attributes.SetQuotaAsync(
            "ann", new(long.MaxValue - 1, long.MaxValue), TestContext.Current.CancellationToken);
        Assert.Equal(
            "* QUOTA \"account\" (STORAGE 0 9007199254740992)\r\n" + Completed,
            await talk.SayAsync("GETQUOTA account"));
    }

    [Fact]
    public async Task What_an_expunge_would_free_is_counted_where_it_is_asked_for()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync("12345");
        await server.DepositAsync("1234567");
        await using var talk = await server.SelectAsync();
        Assert.Equal(
            "* STATUS INBOX (DELETED-STORAGE 0)\r\n" + Completed,
            await talk.SayAsync("STATUS INBOX (DELETED-STORAGE)"));
        await talk.SayAsync("STORE 2 +FLAGS (\\Deleted)");
        Assert.Equal(
            "* STATUS INBOX (DELETED-STORAGE 7)\r\n" + Completed,
            await talk.SayAsync("STATUS INBOX (DELETED-STORAGE)"));
        Assert.Contains(
            "* STATUS INBOX (DELETED-STORAGE 7)",
            await talk.SayAsync("LIST \"\" * RETURN (STATUS (DELETED-STORAGE))"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I98_annotations_are_kept_and_told()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        Assert.Equal(
            "* METADATA INBOX (/private/comment NIL)\r\n" + Completed,
            await talk.SayAsync("GETMETADATA INBOX /private/comment"));
        Assert.Equal(
            Completed,
            await talk.SayAsync(
                "SETMETADATA INBOX (/private/comment \"mine\" /shared/comment \"ours\" /private/comment/deep \"d\" "
                + "/private/comment/deep/er \"e\")"));
        Assert.Equal(
            "* METADATA INBOX (/private/comment \"mine\")\r\n* METADATA INBOX (/shared/comment \"ours\")\r\n"
            + Completed,
            await talk.SayAsync("GETMETADATA INBOX (/shared/comment /private/COMMENT)"));
        Assert.Equal(
            "* METADATA INBOX (/private/comment \"mine\")\r\n* METADATA INBOX (/private/comment/deep \"d\")\r\n"
            + Completed,
            await talk.SayAsync("GETMETADATA (DEPTH 1) INBOX /private/comment"));
        Assert.Contains(
            "/private/comment/deep/er", await talk.SayAsync("GETMETADATA (DEPTH infinity) INBOX (/private/comment)"),
            StringComparison.Ordinal);
        Assert.Equal(
            "* METADATA INBOX (/private/comment/deep \"d\")\r\nt OK [METADATA LONGENTRIES 4] Some were left out\r\n",
            await talk.SayAsync("GETMETADATA (DEPTH 1 MAXSIZE 3) INBOX /private/comment"));

        Assert.Equal(Completed, await talk.SayAsync("SETMETADATA INBOX (/private/comment NIL)"));
        Assert.Equal(
            "* METADATA INBOX (/private/comment NIL)\r\n" + Completed,
            await talk.SayAsync("GETMETADATA INBOX /private/comment"));
    }

    [Fact]
    public async Task I98_of_the_server_only_what_is_private_can_be_written()
    {
        await using var server = MailboxServer.Start(kind);
        await using var ann = await server.LogInAsync();
        await using var bob = await server.LogInAsync("bob");
        Assert.Equal(Completed, await ann.SayAsync("SETMETADATA \"\" (/private/note \"x\")"));
        Assert.Equal(
            "* METADATA \"\" (/private/note \"x\")\r\n" + Completed,
            await ann.SayAsync("GETMETADATA \"\" /private/note"));
        Assert.Equal(
            "* METADATA \"\" (/private/note NIL)\r\n" + Completed,
            await bob.SayAsync("GETMETADATA \"\" /private/note"));
        Assert.StartsWith(
            "t NO [NOPERM]", await ann.SayAsync("SETMETADATA \"\" (/private/note \"y\" /shared/admin \"x\")"),
            StringComparison.Ordinal);
        Assert.Contains("\"x\"", await ann.SayAsync("GETMETADATA \"\" /private/note"), StringComparison.Ordinal);
        Assert.StartsWith(
            "t NO [NONEXISTENT]", await ann.SayAsync("GETMETADATA Nowhere /private/note"), StringComparison.Ordinal);
        Assert.StartsWith(
            "t NO [NONEXISTENT]", await ann.SayAsync("SETMETADATA Nowhere (/private/note \"\")"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task I98_as_many_annotations_as_there_may_be_and_no_more()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        for (var i = 0; i < IMailboxAttributes.MaximumMetadataEntries; i++)
            Assert.Equal(Completed, await talk.SayAsync($"SETMETADATA INBOX (/shared/n{i} \"x\")"));
        Assert.StartsWith(
            "t NO [METADATA TOOMANY]",
            await talk.SayAsync("SETMETADATA INBOX (/private/a \"x\" /shared/more \"x\")"), StringComparison.Ordinal);
        Assert.Contains("NIL", await talk.SayAsync("GETMETADATA INBOX /private/a"), StringComparison.Ordinal);
        Assert.Equal(Completed, await talk.SayAsync("SETMETADATA INBOX (/shared/n0 NIL /shared/more \"x\")"));
    }

    private const string Completed = "t OK Completed\r\n";
}

public sealed class MemoryMailboxQuotaTests() : MailboxQuotaTests(StoreKind.Memory);

public sealed class SqliteMailboxQuotaTests() : MailboxQuotaTests(StoreKind.Sqlite);
