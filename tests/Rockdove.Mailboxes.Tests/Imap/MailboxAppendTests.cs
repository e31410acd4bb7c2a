using Rockdove.Storage;

namespace Rockdove.Mailboxes.Tests;

/// <summary>Several messages in one APPEND (RFC 3502), one in the place of another (RFC 8508), and UTF-8 (RFC
/// 6855).</summary>
public abstract class MailboxAppendTests(StoreKind kind)
{
    [Fact]
    public async Task Messages_of_one_command_are_all_there()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.SelectAsync();
        await using var other = await server.SelectAsync();
        Assert.Matches(
            @"^\* 3 EXISTS\r\n\* 0 RECENT\r\nt OK \[APPENDUID \d+ 1:3\] Kept\r\n$",
            await talk.SayAllAsync(
                "APPEND INBOX (\\Seen) ", "a", " (k) \"01-Feb-2020 10:20:30 +0130\" ", "bb", " ", "ccc"));
        Assert.Equal("* 3 EXISTS\r\n* 0 RECENT\r\n" + Completed, await other.SayAsync("NOOP"));
        Assert.Equal(
            "* 1 FETCH (FLAGS (\\Seen) BODY[] {1}\r\na)\r\n* 2 FETCH (FLAGS (k) BODY[] {2}\r\nbb)\r\n"
            + "* 3 FETCH (FLAGS () BODY[] {3}\r\nccc)\r\n" + Completed,
            await talk.SayAsync("FETCH 1:* (FLAGS BODY.PEEK[])"));
        Assert.Contains("01-Feb-2020", await talk.SayAsync("FETCH 2 INTERNALDATE"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_are_kept_or_none()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.SelectAsync();
        await LimitAsync(server, new(5, null));
        Assert.StartsWith(
            "t NO [OVERQUOTA]", await talk.SayAllAsync("APPEND INBOX ", "aaa", " ", "bbb"), StringComparison.Ordinal);
        await LimitAsync(server, new(null, 1));
        Assert.StartsWith(
            "t NO [OVERQUOTA]", await talk.SayAllAsync("APPEND INBOX ", "a", " ", "b"), StringComparison.Ordinal);
        await LimitAsync(server, default);
        Assert.StartsWith(
            "t BAD", await talk.SayAllAsync("APPEND INBOX ", "a", " (\\Seen \\) ", "b"), StringComparison.Ordinal);
        Assert.StartsWith("t NO", await talk.SayAllAsync("APPEND INBOX ", "a", " ", ""), StringComparison.Ordinal);
        Assert.Equal(Completed, await talk.SayAsync("NOOP"));
        Assert.Equal(new(1, 0, 0, 0, 0), await server.Store.UsageAsync(TestContext.Current.CancellationToken));
        Assert.Contains("t OK", await talk.SayAllAsync("APPEND INBOX ", "a", " ", "b"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I102_a_message_takes_the_place_of_another()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync("old");
        await server.DepositAsync("stays");
        await using var talk = await server.SelectAsync();
        await using var other = await server.SelectAsync();
        Assert.Matches(
            @"^\* OK \[APPENDUID \d+ 3\] Kept\r\n\* 1 EXPUNGE\r\n\* 2 EXISTS\r\n\* 0 RECENT\r\nt OK [^\r]*\r\n$",
            await talk.SayAllAsync("REPLACE 1 INBOX (\\Draft) ", "new"));
        Assert.Equal("* 1 EXPUNGE\r\n* 2 EXISTS\r\n* 0 RECENT\r\n" + Completed, await other.SayAsync("NOOP"));
        Assert.Equal(
            "* 2 FETCH (UID 3 FLAGS (\\Draft) BODY[] {3}\r\nnew)\r\n" + Completed,
            await talk.SayAsync("FETCH 2 (UID FLAGS BODY.PEEK[])"));
        Assert.Equal(Completed, await talk.SayAsync("NOOP"));
    }

    [Fact]
    public async Task I102_in_another_mailbox_too()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync("old");
        await using var talk = await server.SelectAsync();
        await talk.SayAsync("CREATE Sent");
        Assert.Matches(
            @"^\* OK \[APPENDUID \d+ 1\] Kept\r\n\* 1 EXPUNGE\r\nt OK [^\r]*\r\n$",
            await talk.SayAllAsync("UID REPLACE 1 Sent ", "new"));
        Assert.Contains("(MESSAGES 1)", await talk.SayAsync("STATUS Sent (MESSAGES)"), StringComparison.Ordinal);
        Assert.Contains("(MESSAGES 0)", await talk.SayAsync("STATUS INBOX (MESSAGES)"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I102_the_old_one_stays_where_the_new_one_cannot_be()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync("four");
        await using var talk = await server.SelectAsync();
        await using var other = await server.SelectAsync();
        await LimitAsync(server, new(4, 1));
        Assert.StartsWith(
            "t NO [OVERQUOTA]", await talk.SayAllAsync("REPLACE 1 INBOX ", "12345"), StringComparison.Ordinal);
        Assert.StartsWith(
            "t NO [TRYCREATE]", await talk.SayAllAsync("REPLACE 1 Nowhere ", "1234"), StringComparison.Ordinal);
        Assert.Equal(Completed, await talk.SayAsync("NOOP"));
        Assert.Contains("t OK", await talk.SayAllAsync("REPLACE 1 INBOX ", "1234"), StringComparison.Ordinal);

        // It has gone, and this client has not heard of it yet.
        Assert.StartsWith(
            "* 1 EXPUNGE\r\n* 1 EXISTS\r\n* 0 RECENT\r\nt NO [NONEXISTENT]",
            await other.SayAllAsync("REPLACE 1 INBOX ", "4321"), StringComparison.Ordinal);
        Assert.Contains("1234", await other.SayAsync("FETCH 1 BODY[]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_not_said_so_appends_no_header_with_eight_bits()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.SelectAsync();
        const string Eight = "Subject: gr\u00c3\u00bcn\r\n\r\n";
        Assert.StartsWith("t NO [CANNOT]", await talk.AppendAsync("INBOX", Eight), StringComparison.Ordinal);
        Assert.Contains("t OK", await talk.AppendAsync("INBOX", "\r\n" + Eight), StringComparison.Ordinal);
        await talk.SayAsync("UNSELECT");
        await talk.SayAsync("ENABLE UTF8=ACCEPT");
        Assert.StartsWith("t NO [CANNOT]", await talk.AppendAsync("INBOX", Eight), StringComparison.Ordinal);
        await talk.SendAsync($"t APPEND INBOX UTF8 (~{{{Eight.Length}}}\r\n");
        await talk.ReadUntilAsync(line => line.StartsWith('+'));
        await talk.SendAsync(Eight + ")\r\n");
        Assert.Contains("t OK [APPENDUID", await talk.ReadUntilAsync(IsEnd), StringComparison.Ordinal);
        await talk.SayAsync("SELECT INBOX");
        Assert.Contains("\"gr\u00c3\u00bcn\"", await talk.SayAsync("FETCH 2 ENVELOPE"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_may_take_them_all_the_same()
    {
        await using var server = MailboxServer.Start(kind, new MailboxImapOptions { TakesUndeclaredUtf8 = true });
        await using var talk = await server.SelectAsync();
        Assert.Contains(
            "t OK", await talk.AppendAsync("INBOX", "Subject: gr\u00fcn\r\n\r\n"), StringComparison.Ordinal);
    }

    private static async Task LimitAsync(MailboxServer server, QuotaLimits limits) =>
        await server.Store.Attributes.SetQuotaAsync("ann", limits, TestContext.Current.CancellationToken);

    private static bool IsEnd(string line) => line.StartsWith("t ", StringComparison.Ordinal);

    private const string Completed = "t OK Completed\r\n";
}

public sealed class MemoryMailboxAppendTests() : MailboxAppendTests(StoreKind.Memory);

public sealed class SqliteMailboxAppendTests() : MailboxAppendTests(StoreKind.Sqlite);
