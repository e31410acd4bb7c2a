using System.Text;
using Rockdove.Storage;

namespace Rockdove.Catcher.Tests;

/// <summary>A mailbox of a store by POP3.</summary>
public class MailboxPop3Tests
{
    [Fact]
    public async Task What_was_deposited_is_retrieved_octet_for_octet()
    {
        await using var server = await RunningMaildrop.StartAsync();
        var large = "Subject: large\r\n\r\n" + string.Concat(Enumerable.Repeat(".a line\r\n..\r\n\u00ff\r\n", 50_000));
        await server.DepositAsync(One);
        await server.DepositAsync(large);
        using var talk = await Pop3Talk.LogInAsync(server.Address);
        Assert.Equal($"+OK 2 {One.Length + large.Length}", await talk.SayAsync("STAT"));
        Assert.Equal($"1 {One.Length}\r\n2 {large.Length}\r\n", await talk.ListAsync("LIST"));
        Assert.Equal(One, await talk.ListAsync("RETR 1"));
        Assert.Equal(large, await talk.ListAsync("RETR 2"));
        Assert.Equal("Subject: large\r\n\r\n.a line\r\n", await talk.ListAsync("TOP 2 1"));
        Assert.Equal("+OK Goodbye", await talk.SayAsync("QUIT"));
    }

    [Theory]
    [InlineData(true, "1 2 seen 1")]
    [InlineData(false, "1 2 seen")]
    public async Task P10_retr_marks_as_seen_where_that_is_wanted_and_top_never(bool isWanted, string state)
    {
        await using var server = await RunningMaildrop.StartAsync(new() { RetrievedIsSeen = isWanted });
        await server.DepositAsync(One);
        await server.DepositAsync(One);
        using var talk = await Pop3Talk.LogInAsync(server.Address);
        await talk.ListAsync("RETR 1");
        await talk.ListAsync("TOP 2 100");
        await talk.SayAsync("QUIT");
        Assert.Equal(state, await server.StateAsync());
    }

    [Fact]
    public async Task P13_a_client_that_goes_away_has_deleted_nothing_and_the_next_one_gets_in()
    {
        await using var server = await RunningMaildrop.StartAsync();
        await server.DepositAsync(One);
        using (var talk = await Pop3Talk.LogInAsync(server.Address))
            await talk.SayAsync("DELE 1");
        using var next = await LogInWhenFreeAsync(server);
        Assert.Equal($"+OK 1 {One.Length}", await next.SayAsync("STAT"));
    }

    [Fact]
    public async Task P15_deletions_are_done_before_the_answer_to_quit()
    {
        await using var server = await RunningMaildrop.StartAsync();
        for (var i = 0; i < 3; i++)
            await server.DepositAsync(One);
        using var talk = await Pop3Talk.LogInAsync(server.Address);
        await talk.ListAsync("RETR 2"); // gomaild lost the deletion of what was retrieved.
        await talk.SayAsync("DELE 2");
        Assert.Equal("1 2 3 seen", await server.StateAsync());
        Assert.Equal("+OK Goodbye", await talk.SayAsync("QUIT"));
        Assert.Equal("1 3 seen", await server.StateAsync());
        Assert.Null(await talk.EndAsync());
    }

    [Fact]
    public async Task P16_unique_ids_are_the_same_in_every_session_and_never_come_again()
    {
        await using var server = await RunningMaildrop.StartAsync();
        for (var i = 0; i < 3; i++)
            await server.DepositAsync(One);
        var validity = (await server.Store.OpenAsync(await server.InboxAsync(), Limit.Token))!.Status.UidValidity;
        using (var talk = await Pop3Talk.LogInAsync(server.Address))
        {
            Assert.Equal($"1 {validity}.1\r\n2 {validity}.2\r\n3 {validity}.3\r\n", await talk.ListAsync("UIDL"));
            await talk.SayAsync("DELE 3");
            await talk.SayAsync("DELE 1");
            await talk.SayAsync("QUIT");
        }

        await server.DepositAsync(One);
        using var again = await Pop3Talk.LogInAsync(server.Address);
        Assert.Equal($"1 {validity}.2\r\n2 {validity}.4\r\n", await again.ListAsync("UIDL"));
        Assert.Equal($"+OK 2 {validity}.4", await again.SayAsync("UIDL 2"));
    }

    [Fact]
    public async Task P17_one_session_at_a_time_has_the_mailbox()
    {
        await using var server = await RunningMaildrop.StartAsync();
        await server.DepositAsync(One);
        await server.DepositAsync(One, "bob");
        using var first = await Pop3Talk.LogInAsync(server.Address);
        using var second = await Pop3Talk.ConnectAsync(server.Address);
        await second.SayAsync("USER ann");
        Assert.Equal(
            "-ERR [IN-USE] Another session reads this mailbox, try again later", await second.SayAsync("PASS secret"));
        Assert.Equal("-ERR Not before you have logged in", await second.SayAsync("STAT"));
        using var bob = await Pop3Talk.LogInAsync(server.Address, "bob");
        Assert.Equal("+OK Goodbye", await first.SayAsync("QUIT"));
        await second.SayAsync("USER ann");
        Assert.StartsWith("+OK", await second.SayAsync("PASS secret"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task P18_what_comes_or_goes_during_a_session_does_not_show()
    {
        await using var server = await RunningMaildrop.StartAsync();
        await server.DepositAsync(One);
        await server.DepositAsync(One);
        using var talk = await Pop3Talk.LogInAsync(server.Address);
        await server.DepositAsync(One);
        await server.Store.ExpungeAsync(
            await server.InboxAsync(), UidSet.Of(new Uid(1)), SystemFlags.None, Limit.Token);
        Assert.Equal($"+OK 2 {2 * One.Length}", await talk.SayAsync("STAT"));
        Assert.Equal($"1 {One.Length}\r\n2 {One.Length}\r\n", await talk.ListAsync("LIST"));
        Assert.Equal("-ERR Somebody has deleted this message", await talk.SayAsync("RETR 1"));
        Assert.Equal(One, await talk.ListAsync("RETR 2"));
        Assert.Equal("+OK Goodbye", await talk.SayAsync("QUIT"));
    }

    [Fact]
    public async Task Utf8_in_a_header_is_for_those_who_said_utf8()
    {
        await using var server = await RunningMaildrop.StartAsync();
        const string header = "Subject: \u00c3\u00a9\r\n\r\nbody\r\n";
        const string body = "Subject: a\r\n\r\n\u00c3\u00a9\r\n";
        await server.DepositAsync(header);
        await server.DepositAsync(body);
        using (var talk = await Pop3Talk.LogInAsync(server.Address))
        {
            Assert.StartsWith("-ERR [UTF8] ", await talk.SayAsync("RETR 1"), StringComparison.Ordinal);
            Assert.StartsWith("-ERR [UTF8] ", await talk.SayAsync("TOP 1 0"), StringComparison.Ordinal);
            Assert.Equal(body, await talk.ListAsync("RETR 2"));
            await talk.SayAsync("QUIT");
        }

        using var utf8 = await Pop3Talk.ConnectAsync(server.Address);
        await utf8.SayAsync("UTF8");
        await utf8.SayAsync("USER ann");
        await utf8.SayAsync("PASS secret");
        Assert.Equal(header, await utf8.ListAsync("RETR 1"));
    }

    [Fact]
    public async Task Utf8_in_a_header_is_sent_as_it_is_where_that_is_wanted()
    {
        await using var server = await RunningMaildrop.StartAsync(new() { RefusesUtf8Headers = false });
        await server.DepositAsync("Subject: \u00c3\u00a9\r\n\r\nbody\r\n");
        using var talk = await Pop3Talk.LogInAsync(server.Address);
        Assert.Equal("Subject: \u00c3\u00a9\r\n\r\nbody\r\n", await talk.ListAsync("RETR 1"));
    }

    [Theory]
    [InlineData(8190, true)]
    [InlineData(8191, true)]
    [InlineData(8192, true)]
    [InlineData(16_384, true)]
    [InlineData(16_385, false)]
    public async Task A_header_is_looked_at_up_to_a_bound(int headerOctets, bool isSent)
    {
        await using var server = await RunningMaildrop.StartAsync(new() { HeaderBytes = 16_384 });
        var header = "a: " + new string('x', headerOctets - 7) + "\r\n\r\n";
        await server.DepositAsync(header + "\u00e9\r\n");
        using var talk = await Pop3Talk.LogInAsync(server.Address);
        var answer = await talk.SayAsync("TOP 1 0");
        Assert.StartsWith(isSent ? "+OK" : "-ERR [UTF8]", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    public async Task A_session_sees_the_oldest_messages_up_to_a_bound(int deposited, int shown)
    {
        await using var server = await RunningMaildrop.StartAsync(new() { Messages = 3 });
        for (var i = 0; i < deposited; i++)
            await server.DepositAsync(One);
        using var talk = await Pop3Talk.LogInAsync(server.Address);
        Assert.Equal($"+OK {shown} {shown * One.Length}", await talk.SayAsync("STAT"));
    }

    [Fact]
    public async Task Somebody_without_a_mailbox_is_told_so_and_an_empty_one_is_empty()
    {
        await using var server = await RunningMaildrop.StartAsync();
        using var talk = await Pop3Talk.ConnectAsync(server.Address);
        await talk.SayAsync("USER nobody");
        Assert.StartsWith("-ERR [SYS/TEMP]", await talk.SayAsync("PASS secret"), StringComparison.Ordinal);
        await server.InboxAsync("nobody");
        await talk.SayAsync("USER nobody");
        Assert.Equal("+OK 0 messages (0 octets)", await talk.SayAsync("PASS secret"));
        Assert.Equal("", await talk.ListAsync("LIST"));
        Assert.Equal("+OK Goodbye", await talk.SayAsync("QUIT"));
    }

    [Fact]
    public async Task The_catcher_shows_all_that_was_caught_to_anybody()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(Encoding.ASCII.GetBytes(One), to: "c@example.org");
        using var talk = await Pop3Talk.LogInAsync(catcher.AddressOf(CatcherEndpoint.Pop3), "whoever");
        Assert.Equal(One, await talk.ListAsync("RETR 1"));
        Assert.Contains(
            "SASL CRAM-MD5 PLAIN LOGIN\r\n", await Pop3CapabilitiesAsync(catcher), StringComparison.Ordinal);
        await talk.SayAsync("DELE 1");
        await talk.SayAsync("QUIT");
        Assert.Equal(0, (await catcher.Mail.ListAsync(0, 10, Limit.Token)).Total);
    }

    [Fact]
    public async Task A_catcher_with_accounts_lets_in_nobody_else()
    {
        var accounts = new Dictionary<string, Wire.Secret> { ["ann"] = new("secret") };
        await using var catcher = await RunningCatcher.StartAsync(new CatcherOptions { Accounts = accounts });
        using var talk = await Pop3Talk.ConnectAsync(catcher.AddressOf(CatcherEndpoint.Pop3));
        await talk.SayAsync("USER bob");
        Assert.Equal("-ERR [AUTH] Name or password is wrong", await talk.SayAsync("PASS secret"));
        await talk.SayAsync("USER ann");
        Assert.Equal("-ERR [AUTH] Name or password is wrong", await talk.SayAsync("PASS wrong"));
        await talk.SayAsync("USER ann");
        Assert.Equal("+OK 0 messages (0 octets)", await talk.SayAsync("PASS secret"));
    }

    private static async Task<string> Pop3CapabilitiesAsync(RunningCatcher catcher)
    {
        using var talk = await Pop3Talk.ConnectAsync(catcher.AddressOf(CatcherEndpoint.Pop3));
        return await talk.ListAsync("CAPA");
    }

    /// <summary>The server learns that a client has gone when it learns it; until then the mailbox is in use.</summary>
    private static async Task<Pop3Talk> LogInWhenFreeAsync(RunningMaildrop server)
    {
        var talk = await Pop3Talk.ConnectAsync(server.Address);
        while (true)
        {
            await talk.SayAsync("USER ann");
            var answer = await talk.SayAsync("PASS secret");
            if (answer.StartsWith("+OK", StringComparison.Ordinal))
                return talk;
            Assert.StartsWith("-ERR [IN-USE]", answer, StringComparison.Ordinal);
        }
    }

    private const string One = "Subject: one\r\n\r\n.dot\r\n";
}
