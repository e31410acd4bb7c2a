using Microsoft.Extensions.Logging;
using Rockdove.Imap;

namespace Rockdove.Hosting.Tests;

/// <summary>What the host does between the IMAP engine and a handler, over pipes and a manual clock.</summary>
public class ImapSessionTests
{
    [Fact]
    public async Task A_session_from_the_greeting_to_the_goodbye()
    {
        var handler = new ScriptedMailbox();
        await using var server = PipedServer.StartImap(imap => imap.Handle(handler));
        Assert.StartsWith("* OK [CAPABILITY IMAP4rev1 IMAP4rev2 ", server.Greeting, StringComparison.Ordinal);
        Assert.StartsWith(
            "a OK [CAPABILITY ", await server.SayAsync("a LOGIN ann secret\r\n"), StringComparison.Ordinal);
        var selected = await server.SayAsync("b SELECT INBOX\r\n");
        Assert.Contains("* 2 EXISTS\r\n", selected, StringComparison.Ordinal);
        Assert.EndsWith("b OK [READ-WRITE] Selected\r\n", selected, StringComparison.Ordinal);
        Assert.Equal(
            "* 2 FETCH (BODY[] {10}\r\nxxxxxxxxxx)\r\nc OK Completed\r\n* SEARCH 2\r\nd OK Completed\r\n",
            await server.SayAsync("c FETCH 2 BODY.PEEK[]\r\nd SEARCH ALL\r\n"));
        Assert.Equal("* BYE Goodbye\r\ne OK Completed\r\n", await server.SayAsync("e LOGOUT\r\n"));
        await server.EndAsync();
        Assert.Equal(["closed"], handler.Events);
        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task I95_what_changes_while_a_client_idles_is_told_at_once()
    {
        var handler = new ScriptedMailbox();
        await using var server = await SelectedAsync(handler);
        Assert.Equal("+ Idling\r\n", await server.SayAsync("i IDLE\r\n"));
        handler.Deliver();
        Assert.Equal("* 3 EXISTS\r\n* 0 RECENT\r\n", server.TakeOutput());
        Assert.Equal("i OK Completed\r\n", await server.SayAsync("DONE\r\n"));
    }

    [Fact]
    public async Task What_changes_between_commands_is_told_with_the_next()
    {
        var handler = new ScriptedMailbox();
        await using var server = await SelectedAsync(handler);
        handler.Deliver();
        Assert.Equal("", server.TakeOutput());
        Assert.Equal(
            "* SEARCH 2\r\n* 3 EXISTS\r\n* 0 RECENT\r\ns OK Completed\r\n", await server.SayAsync("s SEARCH ALL\r\n"));
        Assert.Equal(["sync"], handler.Events);
    }

    [Fact]
    public async Task I30_after_thirty_minutes_of_silence_the_session_ends()
    {
        var handler = new ScriptedMailbox();
        await using var server = await SelectedAsync(handler);
        Assert.Equal("", server.Pass(TimeSpan.FromMinutes(29.9)));
        Assert.Equal("n OK Completed\r\n", await server.SayAsync("n NOOP\r\n"));
        Assert.Equal("", server.Pass(TimeSpan.FromMinutes(29.9)));
        Assert.Equal("* BYE Idle for too long\r\n", server.Pass(TimeSpan.FromMinutes(0.2)));
        await server.EndAsync();
        Assert.Equal(["sync", "closed"], handler.Events);
        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task Who_does_not_log_in_is_waited_for_three_minutes()
    {
        await using var server = PipedServer.StartImap(imap => imap.Handle(new ScriptedMailbox()));
        Assert.Equal("", server.Pass(TimeSpan.FromMinutes(2.9)));
        Assert.Equal("* BYE Idle for too long\r\n", server.Pass(TimeSpan.FromMinutes(0.2)));
        await server.EndAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("i IDLE\r\n")]
    public async Task A_server_that_stops_says_so(string before)
    {
        var handler = new ScriptedMailbox();
        await using var server = await SelectedAsync(handler);
        await server.SayAsync(before);
        server.BeginStop();
        Assert.Equal("* BYE [UNAVAILABLE] The server stops, come again\r\n", server.TakeOutput());
        await server.EndAsync();
        Assert.Equal(["closed"], handler.Events);
    }

    [Fact]
    public async Task A_failing_login_is_no_wrong_password()
    {
        var handler = new ScriptedMailbox { OnLogIn = _ => throw new IOException("no disk") };
        await using var server = PipedServer.StartImap(imap => imap.Handle(handler));
        Assert.Equal(
            "a NO [UNAVAILABLE] The secret cannot be checked now\r\nb OK Completed\r\n",
            await server.SayAsync("a LOGIN ann secret\r\nb NOOP\r\n"));
        Assert.Equal(LogLevel.Error, Assert.Single(server.Log.Entries, entry => entry.Level > LogLevel.Debug).Level);
    }

    [Fact]
    public async Task A_handler_that_fails_is_no_end_of_the_session()
    {
        var handler = new ScriptedMailbox { OnStatus = _ => throw new IOException("no disk") };
        await using var server = await SelectedAsync(handler);
        Assert.Equal(
            "c NO [UNAVAILABLE] That cannot be done just now, try again later\r\nd OK Completed\r\n",
            await server.SayAsync("c STATUS INBOX (MESSAGES)\r\nd NOOP\r\n"));
        Assert.Single(server.Log.AboveDebug, text => text.Contains("StatusQuestion", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_is_cancelled_and_the_next_question_has_its_own_time()
    {
        var waits = true;
        var handler = new ScriptedMailbox
        {
            OnStatus = async context =>
            {
                if (waits)
                    await Task.Delay(Timeout.Infinite, context.Aborted);
                return null;
            },
        };
        await using var server = await SelectedAsync(handler);
        await server.SendAsync("c STATUS INBOX (MESSAGES)\r\n");
        server.Clock.Advance(TimeSpan.FromMinutes(5.1));
        Assert.Equal(
            "c NO [UNAVAILABLE] That cannot be done just now, try again later", await server.ReadLineAsync());
        waits = false;
        Assert.Equal(
            "d NO [NONEXISTENT] No such mailbox\r\n", await server.SayAsync("d STATUS INBOX (MESSAGES)\r\n"));
    }

    [Fact]
    public async Task A_message_that_breaks_off_cuts_the_connection_before_its_end()
    {
        var handler = new ScriptedMailbox
        {
            MessageBytes = 5000,
            OnSlice = (_, at) => at > 2000 ? throw new IOException("no disk") : default,
        };
        await using var server = await SelectedAsync(handler);
        await server.SendAsync("f FETCH 1 BODY.PEEK[]\r\n");
        await server.EndAsync();
        Assert.DoesNotContain("f OK", server.TakeOutput(), StringComparison.Ordinal);
        Assert.DoesNotContain("f NO", server.TakeOutput(), StringComparison.Ordinal);
        Assert.Equal(LogLevel.Error, Assert.Single(server.Log.Entries, entry => entry.Level > LogLevel.Debug).Level);
        Assert.Equal(["closed"], handler.Events);
    }

    [Fact]
    public async Task Middleware_may_turn_somebody_away()
    {
        await using var server = PipedServer.StartImap(imap => imap
            .Handle(new ScriptedMailbox())
            .Use((context, next) => context.Question is ConnectQuestion
                ? new(ImapReply.Bye("Not you", ImapCodes.Unavailable))
                : next(context)));
        Assert.Equal("* BYE [UNAVAILABLE] Not you\r\n", server.Greeting);
        await server.EndAsync();
    }

    private static async Task<PipedServer> SelectedAsync(ScriptedMailbox handler)
    {
        var server = PipedServer.StartImap(imap => imap.Handle(handler));
        Assert.EndsWith(
            "b OK [READ-WRITE] Selected\r\n", await server.SayAsync("a LOGIN ann secret\r\nb SELECT INBOX\r\n"),
            StringComparison.Ordinal);
        return server;
    }
}
