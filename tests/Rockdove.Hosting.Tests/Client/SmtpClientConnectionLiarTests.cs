using System.Text;
using Rockdove.Smtp;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>What a client connection makes of servers that lie, stall or leave.</summary>
public class SmtpClientConnectionLiarTests
{
    private readonly ScriptedServer _server = new();
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replies_smuggled_behind_the_one_to_starttls_end_the_connection()
    {
        var opening = OpenAsync(Options(SmtpTlsPolicy.Required));
        await _server.OpenAsync(Cancelled, "STARTTLS");
        await _server.AnswerAsync("STARTTLS", "220 Go ahead\r\n250 smuggled\r\n", Cancelled);

        await using var connection = await opening;
        Assert.Equal(SmtpClientFailureCause.InjectedBeforeTls, connection.Failure?.Cause);
        Assert.Equal(SmtpClientPhase.StartTls, connection.Failure?.Phase);
    }

    [Fact]
    public async Task Octets_after_starttls_go_to_the_handshake_and_not_to_the_engine()
    {
        var opening = OpenAsync(Options(SmtpTlsPolicy.Required));
        await _server.OpenAsync(Cancelled, "STARTTLS");
        await _server.AnswerAsync("STARTTLS", "220 Go ahead\r\n", Cancelled);
        await _server.HearOctetsAsync(Cancelled); // The handshake has begun.
        await _server.SayAsync("250-no.tls.here\r\n250 AUTH PLAIN\r\n");

        await using var connection = await opening;
        Assert.Equal(SmtpClientPhase.StartTls, connection.Failure?.Phase);
        Assert.Equal(SmtpClientFailureCause.TlsFailed, connection.Failure?.Cause);
        Assert.Equal("220 Go ahead", connection.LastResponse?.ToString());
        Assert.False(connection.Capabilities.Offers("AUTH"));
    }

    [Fact]
    public async Task A_greeting_that_never_comes_is_waited_for_as_long_as_its_patience_and_no_longer()
    {
        var opening = OpenAsync(Options());
        await _time.WaitForTimersAsync(1, Cancelled);
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.False(opening.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        await using var connection = await opening;
        Assert.Equal(SmtpClientFailureCause.TimedOut, connection.Failure?.Cause);
        Assert.Equal(SmtpClientPhase.Greeting, connection.Failure?.Phase);
    }

    [Fact]
    public async Task After_a_failure_that_both_sides_understand_quit_is_still_said()
    {
        var opening = OpenAsync(Options(SmtpTlsPolicy.Required));
        await _server.OpenAsync(Cancelled, "PIPELINING");
        await using var connection = await opening;
        Assert.Equal(SmtpClientFailureCause.TlsNotOffered, connection.Failure?.Cause);

        var leaving = connection.QuitAsync(Cancelled).AsTask();
        await _server.AnswerAsync("QUIT", "221 Bye\r\n", Cancelled);
        Assert.Equal(221, (await leaving)?.Code);
    }

    [Fact]
    public async Task A_handshake_that_never_goes_on_times_out()
    {
        var opening = OpenAsync(Options(SmtpTlsPolicy.Required));
        await _server.OpenAsync(Cancelled, "STARTTLS");
        await _server.AnswerAsync("STARTTLS", "220 Go ahead\r\n", Cancelled);
        await _server.HearOctetsAsync(Cancelled);
        _time.Advance(TimeSpan.FromMinutes(6));

        await using var connection = await opening;
        Assert.Equal(SmtpClientFailureCause.TimedOut, connection.Failure?.Cause);
        Assert.Equal(SmtpClientPhase.StartTls, connection.Failure?.Phase);
    }

    [Fact]
    public async Task A_server_that_stops_reading_times_out_the_content()
    {
        var server = new ScriptedServer(windowBytes: 64 * 1024);
        var opening = OpenAsync(Options(), server);
        await server.OpenAsync(Cancelled);
        await using var connection = await opening;
        var sending = connection.SendAsync(Envelope(), Lines(1 << 20), Cancelled).AsTask();
        await server.AnswerAsync("MAIL", "250 Ok\r\n", Cancelled);
        await server.AnswerAsync("RCPT", "250 Ok\r\n", Cancelled);
        await server.AnswerAsync("DATA", "354 Go on\r\n", Cancelled);
        for (var minute = 0; minute < 1_000_000 && !sending.IsCompleted; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal(SmtpClientFailureCause.TimedOut, connection.Failure?.Cause);
        Assert.Equal(RecipientOutcome.TemporaryFailure, (await sending).Recipients[0].Outcome);
    }

    [Fact]
    public async Task A_server_that_leaves_after_its_greeting_is_a_failure_of_the_hello()
    {
        var opening = OpenAsync(Options());
        await _server.SayAsync("220 liar.test\r\n");
        await _server.HangUpAsync();

        await using var connection = await opening;
        Assert.Equal(SmtpClientFailureCause.PeerClosed, connection.Failure?.Cause);
        Assert.Equal(SmtpClientPhase.Hello, connection.Failure?.Phase);
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await connection.SendAsync(Envelope(), Lines(10), Cancelled));
        Assert.Null(await connection.QuitAsync(Cancelled));
    }

    [Fact]
    public async Task A_refusal_in_the_middle_of_the_content_is_heard_even_when_the_server_hangs_up()
    {
        var server = new ScriptedServer(windowBytes: 64 * 1024);
        var opening = OpenAsync(Options(), server);
        await server.OpenAsync(Cancelled);
        await using var connection = await opening;
        var sending = connection.SendAsync(Envelope(), Lines(1 << 20), Cancelled).AsTask();
        await server.AnswerAsync("MAIL", "250 Ok\r\n", Cancelled);
        await server.AnswerAsync("RCPT", "250 Ok\r\n", Cancelled);
        await server.AnswerAsync("DATA", "354 Go on\r\n", Cancelled);
        await server.SayAsync("554 5.7.1 Spam\r\n");
        await server.HangUpAsync();

        var recipient = (await sending).Recipients[0];
        Assert.Equal(RecipientOutcome.PermanentFailure, recipient.Outcome);
        Assert.Equal("554 5.7.1 Spam", recipient.Response?.ToString());
        Assert.Equal(SmtpClientPhase.Message, connection.Failure?.Phase);
    }

    [Fact]
    public async Task Replies_cut_anywhere_are_the_same_replies()
    {
        var opening = OpenAsync(Options());
        foreach (var octet in "220 liar.test\r\n")
            await _server.SayAsync(octet.ToString());
        Assert.StartsWith("EHLO ", await _server.HearAsync(Cancelled), StringComparison.Ordinal);
        foreach (var octet in "250-liar.test\r\n250 SIZE 1000\r\n")
            await _server.SayAsync(octet.ToString());

        await using var connection = await opening;
        Assert.Null(connection.Failure);
        Assert.Equal(1000, connection.Capabilities.MessageBytesLimit);
    }

    [Fact]
    public async Task The_transcript_hides_what_is_said_in_auth()
    {
        var password = "correct horse battery staple";
        var shown = 0;
        var opening = OpenAsync(Options() with
        {
            RecordsTranscript = true,
            TranscriptGrew = _ => shown++,
            Session = new SmtpClientOptions
            {
                HelloName = "client.test",
                Login = new SaslLogin { UserName = "alice", Password = new Secret(password) },
                Sasl = new SaslPolicy { RevealSecretsInClear = true, Mechanisms = ["LOGIN"] },
            },
        });
        await _server.OpenAsync(Cancelled, "AUTH LOGIN PLAIN");
        await _server.AnswerAsync("AUTH LOGIN", "334 VXNlcm5hbWU6\r\n", Cancelled);
        await _server.AnswerAsync(Base64("alice"), "334 UGFzc3dvcmQ6\r\n", Cancelled);
        await _server.AnswerAsync(Base64(password), "235 2.7.0 Welcome\r\n", Cancelled);

        await using var connection = await opening;
        Assert.True(connection.IsAuthenticated);
        var text = connection.Transcript!.ToTranscript("x").ToString();
        Assert.Contains("C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ***\nS: 334 UGFzc3dvcmQ6\nC: ***\nS: 235", text,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Base64(password), text, StringComparison.Ordinal);
        Assert.True(shown > 3);
    }

    [Fact]
    public async Task Long_content_is_cut_in_the_transcript_and_what_follows_is_not()
    {
        var opening = OpenAsync(Options() with { RecordsTranscript = true });
        await _server.OpenAsync(Cancelled);
        await using var connection = await opening;
        var sending = connection.SendAsync(Envelope(), Lines(3 << 20), Cancelled).AsTask();
        await _server.AnswerAsync("MAIL", "250 Ok\r\n", Cancelled);
        await _server.AnswerAsync("RCPT", "250 Ok\r\n", Cancelled);
        await _server.AnswerAsync("DATA", "354 Go on\r\n", Cancelled);
        while (await _server.HearAsync(Cancelled) != ".")
            continue;
        await _server.SayAsync("250 2.0.0 Kept as 1234\r\n");

        Assert.Equal(1, (await sending).DeliveredCount);
        Assert.False(connection.Transcript!.IsTruncated);
        Assert.Contains("more octets\nS: 250 2.0.0 Kept as 1234\n", connection.Transcript!.ToTranscript("x").ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_phase_is_charged_with_the_time_that_passed_in_it()
    {
        var opening = OpenAsync(Options() with
        {
            Session = new SmtpClientOptions { HelloName = "client.test", Pipelining = SmtpPipelining.Never },
        });
        await _time.WaitForTimersAsync(1, Cancelled);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _server.SayAsync("220 liar.test\r\n");
        await Answer("EHLO", 2, "250 liar.test\r\n");
        await using var connection = await opening;
        var opened = connection.Times.Copy();
        _time.Advance(TimeSpan.FromSeconds(100)); // Our own time.
        var sending = connection.SendAsync(Envelope(), Lines(10), Cancelled).AsTask();
        await Answer("MAIL", 3, "250 Ok\r\n");
        await Answer("RCPT", 4, "250 Ok\r\n");
        await Answer("DATA", 5, "354 Go on\r\n");
        while (await _server.HearAsync(Cancelled) != ".")
            continue;
        _time.Advance(TimeSpan.FromSeconds(6));
        await _server.SayAsync("250 Ok\r\n");
        await sending;

        Assert.Equal(
            [1.0, 2, 3, 4, 5, 6],
            new[]
            {
                SmtpClientPhase.Greeting, SmtpClientPhase.Hello, SmtpClientPhase.Mail, SmtpClientPhase.Recipient,
                SmtpClientPhase.Data, SmtpClientPhase.Message,
            }.Select(phase => connection.Times[phase].TotalSeconds));
        Assert.Equal(21, connection.Times.Total.TotalSeconds);
        Assert.Equal(18, connection.Times.Since(opened).Total.TotalSeconds);

        async Task Answer(string expected, int seconds, string reply)
        {
            Assert.StartsWith(expected, await _server.HearAsync(Cancelled), StringComparison.Ordinal);
            _time.Advance(TimeSpan.FromSeconds(seconds));
            await _server.SayAsync(reply);
        }
    }

    [Fact]
    public async Task Cancelling_ends_a_wait()
    {
        using var source = new CancellationTokenSource();
        var opening = SmtpClientConnection.OpenAsync(_server.Client, "liar.test", Options(), source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Fact]
    public async Task A_command_of_ones_own_is_answered_by_its_reply()
    {
        var opening = OpenAsync(Options());
        await _server.OpenAsync(Cancelled);
        await using var connection = await opening;
        var asking = connection.CommandAsync("VRFY bob", Cancelled).AsTask();
        await _server.AnswerAsync("VRFY bob", "252 2.1.5 Perhaps\r\n", Cancelled);
        Assert.Equal(252, (await asking)?.Code);

        var leaving = connection.QuitAsync(Cancelled).AsTask();
        await _server.AnswerAsync("QUIT", "221 Bye\r\n", Cancelled);
        Assert.Equal(221, (await leaving)?.Code);
    }

    private Task<SmtpClientConnection> OpenAsync(SmtpClientConnectionOptions options, ScriptedServer? server = null) =>
        SmtpClientConnection.OpenAsync((server ?? _server).Client, "liar.test", options, Cancelled);

    private SmtpClientConnectionOptions Options(SmtpTlsPolicy tls = SmtpTlsPolicy.Never) => new()
    {
        Session = new SmtpClientOptions { HelloName = "client.test", Tls = tls },
        Time = _time,
    };

    private static OutgoingEnvelope Envelope() => new("a@client.test", "b@liar.test");

    private static byte[] Lines(int octets) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 62) + "\r\n", octets / 64 + 1)));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
