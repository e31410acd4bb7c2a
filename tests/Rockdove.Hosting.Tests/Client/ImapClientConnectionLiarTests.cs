using Rockdove.Imap;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>What an IMAP connection makes of servers that lie, stall or leave.</summary>
public class ImapClientConnectionLiarTests
{
    private static readonly SaslLogin Ann = new() { UserName = "ann", Password = new Secret("wonderland") };

    private readonly ScriptedServer _server = new();
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Responses_smuggled_behind_the_one_to_starttls_end_the_connection()
    {
        var opening = OpenAsync(ImapClientTls.Required);
        await _server.SayAsync("* OK [CAPABILITY IMAP4rev1 STARTTLS] liar\r\n");
        await _server.AnswerAsync("A1 STARTTLS", "A1 OK go\r\n* CAPABILITY AUTH=PLAIN\r\n", Cancelled);

        await using var connection = await opening;
        Assert.Equal(ImapClientFailureCause.InjectedBeforeTls, connection.Failure?.Cause);
        Assert.Equal(ImapClientPhase.StartTls, connection.Failure?.Phase);
    }

    [Fact]
    public async Task Octets_after_starttls_go_to_the_handshake_and_not_to_the_engine()
    {
        var opening = OpenAsync(ImapClientTls.Required);
        await _server.SayAsync("* OK [CAPABILITY IMAP4rev1 STARTTLS] liar\r\n");
        await _server.AnswerAsync("A1 STARTTLS", "A1 OK go\r\n", Cancelled);
        await _server.HearOctetsAsync(Cancelled); // The handshake has begun.
        await _server.SayAsync("* CAPABILITY IMAP4rev1\r\n");

        await using var connection = await opening;
        Assert.Equal(ImapClientFailureCause.TlsFailed, connection.Failure?.Cause);
        Assert.Equal(ImapClientPhase.StartTls, connection.Failure?.Phase);
    }

    [Theory]
    [InlineData("* BYE full\r\n", ImapClientFailureCause.Refused, ImapClientPhase.Greeting)]
    [InlineData("220 ESMTP\r\n", ImapClientFailureCause.ProtocolViolation, ImapClientPhase.Greeting)]
    [InlineData("* OK [CAPABILITY IMAP4rev1] x\r\n", ImapClientFailureCause.TlsUnavailable, ImapClientPhase.StartTls)]
    [InlineData("* PREAUTH [CAPABILITY STARTTLS] x\r\n", ImapClientFailureCause.TlsUnavailable,
        ImapClientPhase.StartTls)]
    public async Task A_server_that_does_not_begin_as_it_must_is_a_failure(
        string greeting, ImapClientFailureCause cause, ImapClientPhase phase)
    {
        var opening = OpenAsync(ImapClientTls.Required);
        await _server.SayAsync(greeting);

        await using var connection = await opening;
        Assert.Equal((cause, phase), (connection.Failure!.Cause, connection.Failure.Phase));
    }

    [Theory]
    [InlineData("LOGINDISABLED", true, ImapClientFailureCause.NoWayToLogIn)]
    [InlineData("AUTH=PLAIN", false, ImapClientFailureCause.NoWayToLogIn)]
    public async Task Without_a_way_to_log_in_nothing_is_said(
        string capabilities, bool revealsSecrets, ImapClientFailureCause cause)
    {
        var opening = OpenAsync(ImapClientTls.Never, revealsSecrets);
        await _server.SayAsync($"* OK [CAPABILITY IMAP4rev1 {capabilities}] x\r\n");

        await using var connection = await opening;
        Assert.Equal((cause, ImapClientPhase.Login), (connection.Failure!.Cause, connection.Failure.Phase));
    }

    [Fact]
    public async Task A_greeting_that_never_comes_is_waited_for_as_long_as_its_patience_and_no_longer()
    {
        var opening = OpenAsync();
        await _time.WaitForTimersAsync(1, Cancelled);
        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds(1));
        Assert.False(opening.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        await using var connection = await opening;
        Assert.Equal(ImapClientFailureCause.TimedOut, connection.Failure?.Cause);
        Assert.Equal(ImapClientPhase.Greeting, connection.Failure?.Phase);
    }

    [Fact]
    public async Task A_handshake_that_never_goes_on_times_out()
    {
        var opening = OpenAsync(ImapClientTls.Required);
        await _server.SayAsync("* OK [CAPABILITY IMAP4rev1 STARTTLS] liar\r\n");
        await _server.AnswerAsync("A1 STARTTLS", "A1 OK go\r\n", Cancelled);
        await _server.HearOctetsAsync(Cancelled);
        _time.Advance(TimeSpan.FromMinutes(2));

        await using var connection = await opening;
        Assert.Equal(ImapClientFailureCause.TimedOut, connection.Failure?.Cause);
        Assert.Equal(ImapClientPhase.StartTls, connection.Failure?.Phase);
    }

    [Fact]
    public async Task The_transcript_hides_a_login_and_its_literal()
    {
        var opening = OpenAsync();
        await _server.SayAsync("* OK [CAPABILITY IMAP4rev1] liar\r\n");
        await _server.AnswerAsync("A1 LOGIN \"ann\" \"wonderland\"", "A1 NO no wonderland here\r\n", Cancelled);

        await using var connection = await opening;
        Assert.Equal(ImapClientFailureCause.Refused, connection.Failure?.Cause);
        Assert.Equal(ImapClientPhase.Login, connection.Failure?.Phase);
        var text = connection.Transcript!.ToTranscript("x").ToString();
        Assert.Contains("C: A1 LOGIN***\nS: A1 NO", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_phase_is_charged_with_the_time_that_passed_in_it()
    {
        var opening = OpenAsync();
        await _time.WaitForTimersAsync(1, Cancelled);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _server.SayAsync("* OK liar\r\n");
        await Answer("A1 CAPABILITY", 2, "* CAPABILITY IMAP4rev1\r\nA1 OK\r\n");
        await Answer("A2 LOGIN", 3, "A2 OK [CAPABILITY IMAP4rev1 IDLE] in\r\n");
        await using var connection = await opening;
        _time.Advance(TimeSpan.FromSeconds(100)); // Our own time.
        var asking = connection.CommandAsync(ImapCommand.Noop(), Cancelled).AsTask();
        await Answer("A3 NOOP", 4, "A3 OK\r\n");
        await asking;

        Assert.Equal([1.0, 2, 3, 4], new[]
        {
            ImapClientPhase.Greeting, ImapClientPhase.Capabilities, ImapClientPhase.Login, ImapClientPhase.Command,
        }.Select(phase => connection.Times[phase].TotalSeconds));
        Assert.Equal(10, connection.Times.Total.TotalSeconds);

        async Task Answer(string expected, int seconds, string reply)
        {
            Assert.StartsWith(expected, await _server.HearAsync(Cancelled), StringComparison.Ordinal);
            _time.Advance(TimeSpan.FromSeconds(seconds));
            await _server.SayAsync(reply);
        }
    }

    [Fact]
    public async Task An_idle_without_news_ends_when_its_time_is_over()
    {
        await using var connection = await LogInAsync(patienceMinutes: 20);
        var idling = connection.IdleAsync(TimeSpan.FromMinutes(9), Cancelled).AsTask();
        await _server.AnswerAsync("A2 IDLE", "+ idling\r\n* OK Still here\r\n", Cancelled);
        _time.Advance(TimeSpan.FromMinutes(9) - TimeSpan.FromSeconds(1));
        Assert.False(idling.IsCompleted);
        var done = _server.HearAsync(Cancelled);
        Assert.False(done.IsCompleted);
        while (!done.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("DONE", await done);
        await _server.SayAsync("A2 OK done\r\n");
        var idle = await idling;
        Assert.True(idle.Answer.IsOk);
        Assert.Null(idle.NewsAt);
        Assert.Null(connection.Failure);
    }

    [Fact]
    public async Task News_are_stamped_when_they_come_and_not_when_the_idle_is_over()
    {
        await using var connection = await LogInAsync();
        var idling = connection.IdleAsync(TimeSpan.FromMinutes(9), Cancelled).AsTask();
        await _server.AnswerAsync("A2 IDLE", "+ idling\r\n", Cancelled);
        _time.Advance(TimeSpan.FromSeconds(7));
        var then = _time.GetTimestamp();
        await _server.SayAsync("* 3 EXISTS\r\n");
        Assert.Equal("DONE", await _server.HearAsync(Cancelled));
        _time.Advance(TimeSpan.FromSeconds(5));
        await _server.SayAsync("* 4 EXISTS\r\nA2 OK done\r\n");

        var idle = await idling;
        Assert.Equal(then, idle.NewsAt);
        Assert.Equal(4u, idle.Answer.Exists);
    }

    [Theory]
    [InlineData("A2 BAD no idle\r\n", true)]
    [InlineData("* BYE restart\r\n", false)]
    public async Task An_idle_that_the_server_ends_is_over(string answer, bool goesOn)
    {
        await using var connection = await LogInAsync();
        var idling = connection.IdleAsync(TimeSpan.FromMinutes(9), Cancelled).AsTask();
        await _server.AnswerAsync("A2 IDLE", answer, Cancelled);

        Assert.False((await idling).Answer.IsOk);
        Assert.Equal(goesOn, connection.Failure is null);
        Assert.Equal(goesOn ? null : ImapClientFailureCause.Bye, connection.Failure?.Cause);
    }

    [Fact]
    public async Task A_server_that_never_ends_an_idle_times_out()
    {
        await using var connection = await LogInAsync();
        var idling = connection.IdleAsync(TimeSpan.FromSeconds(1), Cancelled).AsTask();
        await _server.AnswerAsync("A2 IDLE", "+ idling\r\n", Cancelled);
        while (!idling.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal(ImapClientFailureCause.TimedOut, connection.Failure?.Cause);
        Assert.Null((await idling).Answer.Result);
    }

    [Fact]
    public async Task A_transcript_can_begin_anew()
    {
        await using var connection = await LogInAsync();
        connection.BeginTranscript();
        var asking = connection.CommandAsync(ImapCommand.Noop(), Cancelled).AsTask();
        await _server.AnswerAsync("A2 NOOP", "A2 OK\r\n", Cancelled);
        await asking;

        var text = connection.Transcript!.ToTranscript("x").ToString();
        Assert.Equal("# The session goes on.\nC: A2 NOOP\nS: A2 OK\n", text);
    }

    [Fact]
    public async Task A_server_that_leaves_is_a_failure_of_what_was_asked()
    {
        await using var connection = await LogInAsync();
        var asking = connection.CommandAsync(ImapCommand.Noop(), Cancelled).AsTask();
        Assert.Equal("A2 NOOP", await _server.HearAsync(Cancelled));
        await _server.HangUpAsync();

        Assert.Null((await asking).Result);
        Assert.Equal(ImapClientFailureCause.PeerClosed, connection.Failure?.Cause);
        Assert.Equal(ImapClientPhase.Command, connection.Failure?.Phase);
    }

    [Fact]
    public async Task Cancelling_ends_a_wait()
    {
        using var source = new CancellationTokenSource();
        var opening = OpenAsync(cancellation: source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    private async Task<ImapClientConnection> LogInAsync(int patienceMinutes = 1)
    {
        var opening = OpenAsync(patienceMinutes: patienceMinutes);
        await _server.SayAsync("* OK [CAPABILITY IMAP4rev1 IDLE] liar\r\n");
        await _server.AnswerAsync("A1 LOGIN", "A1 OK [CAPABILITY IMAP4rev1 IDLE] in\r\n", Cancelled);
        return await opening;
    }

    private Task<ImapClientConnection> OpenAsync(
        ImapClientTls tls = ImapClientTls.Never,
        bool revealsSecrets = true,
        int patienceMinutes = 1,
        CancellationToken? cancellation = null) =>
        ImapClientConnection.OpenAsync(
            _server.Client,
            "liar.test",
            new()
            {
                Session = new()
                {
                    Login = Ann,
                    Tls = tls,
                    RevealSecretsInClear = revealsSecrets,
                    Patience = TimeSpan.FromMinutes(patienceMinutes),
                },
                RecordsTranscript = true,
                Time = _time,
            },
            cancellation ?? Cancelled);
}
