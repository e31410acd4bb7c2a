using Microsoft.Extensions.Logging;
using Rockdove.Pop3;

namespace Rockdove.Hosting.Tests;

/// <summary>What the host does between the POP3 engine and a handler, over pipes and a manual clock.</summary>
public class Pop3SessionTests
{
    [Fact]
    public async Task A_session_from_the_greeting_to_the_goodbye()
    {
        var handler = new ScriptedMaildrop();
        await using var server = PipedServer.StartPop3(pop3 => pop3.Handle(handler));
        Assert.Equal("+OK localhost POP3 Rockdove\r\n", server.Greeting);
        Assert.Equal(LoggedIn, await server.SayAsync(LogIn));
        Assert.Equal("+OK 2 44\r\n", await server.SayAsync("STAT\r\n"));
        Assert.Equal(
            "+OK 22 octets\r\nSubject: one\r\n\r\n..dot\r\n.\r\n+OK The top of the message follows\r\nSubject: two\r\n"
            + "\r\n.\r\n+OK\r\n",
            await server.SayAsync("RETR 1\r\nTOP 2 0\r\nNOOP\r\n"));
        Assert.Equal("+OK Message 2 goes at QUIT\r\n+OK Goodbye\r\n", await server.SayAsync("DELE 2\r\nQUIT\r\n"));
        await server.EndAsync();
        Assert.Equal(["sent 1", "let go 1", "let go 2", "update 2", "closed"], handler.Events);
        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task P13_a_client_that_goes_deletes_nothing_and_lets_go()
    {
        var handler = new ScriptedMaildrop();
        await using var server = PipedServer.StartPop3(pop3 => pop3.Handle(handler));
        await server.SayAsync(LogIn + "DELE 1\r\n");
        server.HangUp();
        await server.EndAsync();
        Assert.Equal(["closed"], handler.Events);
    }

    [Fact]
    public async Task P14_after_ten_minutes_the_session_ends_without_a_word_and_without_update()
    {
        var handler = new ScriptedMaildrop();
        await using var server = PipedServer.StartPop3(pop3 => pop3.Handle(handler));
        await server.SayAsync(LogIn + "DELE 1\r\n");
        Assert.Equal("", server.Pass(TimeSpan.FromMinutes(9.9)));
        Assert.Equal("+OK\r\n", await server.SayAsync("NOOP\r\n"));
        Assert.Equal("", server.Pass(TimeSpan.FromMinutes(9.9)));
        Assert.False(server.Session.IsCompleted);
        Assert.Equal("", server.Pass(TimeSpan.FromMinutes(0.2)));
        await server.EndAsync();
        Assert.Equal(["closed"], handler.Events);
        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task A_server_that_stops_says_so_and_deletes_nothing()
    {
        var handler = new ScriptedMaildrop();
        await using var server = PipedServer.StartPop3(pop3 => pop3.Handle(handler));
        await server.SayAsync(LogIn + "DELE 1\r\n");
        server.BeginStop();
        Assert.Equal("-ERR [SYS/TEMP] The server is stopping, nothing was deleted\r\n", server.TakeOutput());
        await server.EndAsync();
        Assert.Equal(["closed"], handler.Events);
    }

    [Fact]
    public async Task A_failing_login_is_no_wrong_password() =>
        await FailsAsync(
            new ScriptedMaildrop { OnLogIn = _ => throw new IOException("no disk") },
            "USER a\r\nPASS b\r\n",
            "+OK Now the password\r\n-ERR [SYS/TEMP] Cannot check that just now, try again later\r\n",
            goesOn: "-ERR Not before you have logged in\r\n");

    [Fact]
    public async Task A_maildrop_that_cannot_be_opened_leaves_the_client_outside() =>
        await FailsAsync(
            new ScriptedMaildrop { OnOpen = _ => throw new IOException("no disk") },
            "USER a\r\nPASS b\r\n",
            "+OK Now the password\r\n-ERR [SYS/TEMP] The mailbox cannot be opened just now, try again later\r\n",
            goesOn: "-ERR Not before you have logged in\r\n");

    [Fact]
    public async Task A_message_that_cannot_be_opened_is_refused() =>
        await FailsAsync(
            new ScriptedMaildrop { OnRetrieve = (_, _) => throw new IOException("no disk") },
            LogIn + "RETR 1\r\n",
            LoggedIn + "-ERR [SYS/TEMP] The message cannot be read just now, try again later\r\n",
            goesOn: "+OK\r\n");

    [Fact]
    public async Task A_message_that_breaks_off_cuts_the_connection_before_its_end()
    {
        var handler = new ScriptedMaildrop { OnRetrieve = (_, _) => new(Retrieval.From(new BreakingSource())) };
        await using var server = PipedServer.StartPop3(pop3 => pop3.Handle(handler));
        var said = await server.SayAsync(LogIn + "RETR 1\r\n");
        await server.EndAsync();
        Assert.DoesNotContain("\r\n.\r\n", said + server.TakeOutput(), StringComparison.Ordinal);
        Assert.Equal(LogLevel.Error, Assert.Single(server.Log.Entries, entry => entry.Level > LogLevel.Debug).Level);
        Assert.Equal(["closed"], handler.Events);
    }

    [Fact]
    public async Task P15_deletions_that_fail_are_told()
    {
        var handler = new ScriptedMaildrop { OnUpdate = (_, _) => throw new IOException("no disk") };
        await using var server = PipedServer.StartPop3(pop3 => pop3.Handle(handler));
        Assert.EndsWith(
            "-ERR [SYS/TEMP] Some messages were not deleted, they are still there\r\n",
            await server.SayAsync(LogIn + "DELE 1\r\nQUIT\r\n"), StringComparison.Ordinal);
        await server.EndAsync();
        Assert.Equal(["update 1", "closed"], handler.Events);
    }

    [Fact]
    public async Task P15_the_answer_to_quit_waits_for_the_deletions()
    {
        var gate = new TaskCompletionSource<Pop3Reply?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new ScriptedMaildrop { OnUpdate = (_, _) => new(gate.Task) };
        await using var server = PipedServer.StartPop3(pop3 => pop3.Handle(handler));
        await server.SayAsync(LogIn + "DELE 1\r\n");
        Assert.Equal("", await server.SayAsync("QUIT\r\n"));
        gate.SetResult(null);
        Assert.Equal("+OK Goodbye", await server.ReadLineAsync());
        await server.EndAsync();
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_cancelled()
    {
        var handler = new ScriptedMaildrop
        {
            OnRetrieve = async (_, stop) =>
            {
                await Task.Delay(Timeout.Infinite, stop);
                return null;
            },
        };
        await using var server = PipedServer.StartPop3(pop3 => pop3.Handle(handler));
        await server.SayAsync(LogIn);
        Assert.Equal("", await server.SayAsync("RETR 1\r\n"));
        server.Clock.Advance(TimeSpan.FromMinutes(5.1));
        Assert.Equal(
            "-ERR [SYS/TEMP] The message cannot be read just now, try again later", await server.ReadLineAsync());
        Assert.Equal("+OK", await AskAsync(server, "NOOP"));
    }

    [Fact]
    public async Task One_connection_too_many_is_turned_away()
    {
        var turnsAway = new ScriptedMaildrop();
        await using var server = PipedServer.StartPop3(pop3 => pop3
            .Handle(turnsAway)
            .Use((context, next) => context.Question is Pop3ConnectQuestion
                ? new(Pop3Replies.TooManyConnections)
                : next(context)));
        Assert.Equal("-ERR [SYS/TEMP] Too many connections, try again later\r\n", server.Greeting);
        await server.EndAsync();
    }

    [Fact]
    public async Task Secrets_are_in_no_log_and_messages_only_at_trace()
    {
        var handler = new ScriptedMaildrop();
        await using var server = PipedServer.StartPop3(
            pop3 => pop3.Handle(handler).Configure(options =>
            {
                options.OffersApop = true;
                options.Mechanisms = [new Wire.PlainMechanism(), new Wire.LoginMechanism()];
            }),
            logsWire: true);
        await server.SayAsync("USER ann\r\nPASS hunter2\r\n");
        await server.SayAsync("RETR 1\r\nLIST\r\nNOOP\r\nQUIT\r\n");
        await server.EndAsync();
        var log = server.Log.Entries.ToArray();
        Assert.DoesNotContain(log, entry => entry.Text.Contains("hunter2", StringComparison.Ordinal));
        Assert.Contains(log, entry => entry.Text.EndsWith("C: PASS ***", StringComparison.Ordinal));
        Assert.Equal(
            ["Subject: one", "", "..dot", "."],
            log.Where(entry => entry.Level == LogLevel.Trace).Select(entry => entry.Text.Split("S: ")[1]));
        Assert.Contains(log, entry => entry is (LogLevel.Debug, var text) && text.EndsWith("S: 1 22", Ordinal));
    }

    [Theory]
    [InlineData("Certificate", "ImplicitTls")]
    [InlineData("Connections", "Connections")]
    [InlineData("Implementation", "Implementation")]
    public void Settings_that_make_no_sense_stop_the_start(string named, string setting)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => PipedServer.StartPop3(pop3 =>
            pop3.Handle(new ScriptedMaildrop()).Configure(options =>
            {
                options.ImplicitTls = setting == nameof(options.ImplicitTls);
                options.Connections = setting == nameof(options.Connections) ? 0 : 1;
                options.Implementation = setting == nameof(options.Implementation) ? "\r\n" : "x";
            })));
        Assert.Contains(named, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task FailsAsync(ScriptedMaildrop handler, string says, string hears, string goesOn)
    {
        await using var server = PipedServer.StartPop3(pop3 => pop3.Handle(handler));
        Assert.Equal(hears, await server.SayAsync(says));
        Assert.Equal(goesOn, await server.SayAsync("NOOP\r\n"));
        Assert.Equal(LogLevel.Error, Assert.Single(server.Log.Entries, entry => entry.Level > LogLevel.Debug).Level);
    }

    private static async Task<string?> AskAsync(PipedServer server, string command)
    {
        await server.SendAsync(command + "\r\n");
        return await server.ReadLineAsync();
    }

    private sealed class BreakingSource : MessageSource
    {
        private bool _hasBegun;

        public override ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
        {
            if (_hasBegun)
                throw new IOException("no disk");
            _hasBegun = true;
            "Subject"u8.CopyTo(destination.Span);
            return new(7);
        }
    }

    private const string LogIn = "USER a\r\nPASS b\r\n";
    private const string LoggedIn = "+OK Now the password\r\n+OK 2 messages (44 octets)\r\n";
    private const StringComparison Ordinal = StringComparison.Ordinal;
}
