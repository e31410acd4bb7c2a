using System.Net;
using System.Net.Sockets;
using System.Text;
using Rockdove.Pop3;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>The client's story against our own server, over sockets, and against servers that lie.</summary>
public class Pop3ClientConnectionTests
{
    private static readonly SaslLogin Ann = new() { UserName = "ann", Password = new Secret("wonder land") };

    private readonly ScriptedMaildrop _handler = new() { Secret = new ClearSecret(Ann.Password!) };
    private readonly ScriptedServer _server = new();
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_goes_through_tls(bool isImplicit)
    {
        await using var server = await StartAsync(options => options.ImplicitTls = isImplicit);

        await using var connection = await ConnectAsync(server, isImplicit: isImplicit);
        Assert.Null(connection.Failure);
        Assert.NotNull(connection.Tls);
        Assert.True(connection.IsLoggedIn);
        Assert.True(connection.Capabilities.Has("UIDL"));
        Assert.Equal(["1 u1", "2 u2"], Listed(await connection.UidlAsync(Cancelled)));
        Assert.Equal(["1 22", "2 22"], Listed(await connection.ListAsync(Cancelled)));
        Assert.Equal("Subject: one\r\n\r\n.dot\r\n", Text(await connection.RetrieveAsync(1, Cancelled)));
        Assert.Equal("Subject: two\r\n\r\n", Text(await connection.TopAsync(2, 0, Cancelled)));
        Assert.False((await connection.TopAsync(3, 0, Cancelled)).IsOk);
        Assert.True((await connection.DeleteAsync(2, Cancelled)).IsOk);
        Assert.True((await connection.QuitAsync(Cancelled))?.IsPositive);
        Assert.Contains("update 2", _handler.Events);
        Assert.True(connection.Times[Pop3ClientPhase.StartTls] > TimeSpan.Zero);
        Assert.True(connection.Times.Total > connection.Times[Pop3ClientPhase.Connect]);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256", "SCRAM-SHA-256 ann")]
    [InlineData("CRAM-MD5", "CRAM-MD5 ann")]
    [InlineData("XOAUTH2", "XOAUTH2 ann ya29.token")]
    [InlineData("OAUTHBEARER", "OAUTHBEARER ann ya29.token")]
    [InlineData("PLAIN", "PLAIN ann wonder land")]
    [InlineData(null, "USER ann wonder land")]
    public async Task Every_way_lets_in_and_none_shows_its_secret(string? mechanism, string expected)
    {
        await using var server = await StartAsync(options =>
            options.Mechanisms = mechanism is null ? [] : [SaslMechanisms.Find(mechanism)!]);

        await using var connection = await ConnectAsync(server, session => session with
        {
            Login = Ann with { Token = new Secret("ya29.token"), ServerHost = "localhost" },
            Mechanisms = mechanism is null ? null : [mechanism],
        });

        Assert.Null(connection.Failure);
        Assert.Equal([expected], _handler.Logins);
        var transcript = connection.Transcript!.ToTranscript("x").ToString();
        Assert.Contains(mechanism is null ? "C: PASS ***" : $"AUTH {mechanism}", transcript, StringComparison.Ordinal);
        foreach (var secret in new[] { "wonder", "ya29", Convert.ToBase64String("\0ann\0wonder land"u8) })
            Assert.DoesNotContain(secret, transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apop_is_a_switch_and_hides_its_digest()
    {
        var opening = OpenAsync(session => session with { AllowsApop = true });
        await _server.SayAsync("+OK <1896.697170952@dbc.mtview.ca.us>\r\n");
        await _server.AnswerAsync("CAPA", "-ERR\r\n", Cancelled);
        await _server.AnswerAsync("APOP ann ", "+OK in\r\n", Cancelled);

        await using var connection = await opening;
        Assert.Null(connection.Failure);
        Assert.Contains("C: APOP ***\n", connection.Transcript!.ToTranscript("x").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_any_size_is_handed_out_as_it_comes()
    {
        var message = $"Subject: long\r\n\r\n{string.Concat(Enumerable.Repeat(".a line of text\r\n", 20_000))}";
        await using var server = await StartAsync(handler: new ScriptedMaildrop { Messages = [message] });
        await using var connection = await ConnectAsync(server);

        var text = new StringBuilder();
        var answer = await connection.RetrieveAsync(
            1,
            (slice, _) =>
            {
                text.Append(Encoding.ASCII.GetString(slice.Span));
                return default;
            },
            Cancelled);

        Assert.True(answer.IsOk);
        Assert.Equal(message, text.ToString());
        Assert.True((await connection.NoopAsync(Cancelled)).IsOk);
        var transcript = connection.Transcript!.ToTranscript("x").ToString();
        Assert.Matches("# and [0-9]+ more octets\nS: .\nC: NOOP\nS: .OK", transcript);
    }

    [Theory]
    [InlineData(22, false)]
    [InlineData(21, true)]
    public async Task What_is_gathered_has_a_limit(int limit, bool isTooMuch)
    {
        await using var server = await StartAsync();
        await using var connection = await ConnectAsync(server, gatheredBytes: limit);

        var answer = await connection.RetrieveAsync(2, Cancelled);

        Assert.Equal(!isTooMuch, answer.IsOk);
        Assert.Equal(isTooMuch ? Pop3ClientFailureCause.ProtocolViolation : null, connection.Failure?.Cause);
    }

    [Fact]
    public async Task Answers_smuggled_behind_the_one_to_stls_end_the_connection()
    {
        var opening = OpenAsync(session => session with { Tls = Pop3ClientTls.Required });
        await _server.SayAsync("+OK liar\r\n");
        await _server.AnswerAsync("CAPA", "+OK\r\nSTLS\r\n.\r\n", Cancelled);
        await _server.AnswerAsync("STLS", "+OK go\r\n+OK smuggled\r\n", Cancelled);

        await using var connection = await opening;
        Assert.Equal(Pop3ClientFailureCause.InjectedBeforeTls, connection.Failure?.Cause);
        Assert.Equal(Pop3ClientPhase.StartTls, connection.Failure?.Phase);
    }

    [Theory]
    [InlineData("+OK\r\n", "+OK\r\nUSER\r\n.\r\n", Pop3ClientFailureCause.TlsUnavailable, Pop3ClientPhase.StartTls)]
    [InlineData("-ERR full\r\n", null, Pop3ClientFailureCause.Refused, Pop3ClientPhase.Greeting)]
    [InlineData("* OK\r\n", null, Pop3ClientFailureCause.ProtocolViolation, Pop3ClientPhase.Greeting)]
    [InlineData("+OK\r\n", "hm\r\n", Pop3ClientFailureCause.ProtocolViolation, Pop3ClientPhase.Capabilities)]
    public async Task A_server_that_does_not_begin_as_it_must_is_a_failure(
        string greeting, string? capabilities, Pop3ClientFailureCause cause, Pop3ClientPhase phase)
    {
        var opening = OpenAsync(session => session with { Tls = Pop3ClientTls.Required });
        await _server.SayAsync(greeting);
        if (capabilities is not null)
            await _server.AnswerAsync("CAPA", capabilities, Cancelled);

        await using var connection = await opening;
        Assert.Equal((cause, phase), (connection.Failure!.Cause, connection.Failure.Phase));
    }

    [Theory]
    [InlineData("+OK\r\n.\r\n", true, Pop3ClientFailureCause.NoWayToLogIn)]
    [InlineData("+OK\r\nSASL PLAIN\r\n.\r\n", false, Pop3ClientFailureCause.NoWayToLogIn)]
    public async Task Without_a_way_to_log_in_nothing_is_said(
        string capabilities, bool revealsSecrets, Pop3ClientFailureCause cause)
    {
        var opening = OpenAsync(session => session with { RevealSecretsInClear = revealsSecrets });
        await _server.SayAsync("+OK liar\r\n");
        await _server.AnswerAsync("CAPA", capabilities, Cancelled);

        await using var connection = await opening;
        Assert.Equal((cause, Pop3ClientPhase.Login), (connection.Failure!.Cause, connection.Failure.Phase));
    }

    [Fact]
    public async Task A_refused_password_is_a_refused_login()
    {
        var opening = OpenAsync();
        await _server.SayAsync("+OK liar\r\n");
        await _server.AnswerAsync("CAPA", "-ERR\r\n", Cancelled);
        await _server.AnswerAsync("USER ann", "+OK\r\n", Cancelled);
        await _server.AnswerAsync("PASS wonder land", "-ERR [AUTH] no\r\n", Cancelled);

        await using var connection = await opening;
        Assert.Equal(Pop3ClientFailureCause.Refused, connection.Failure?.Cause);
        Assert.Equal("Login: The server refused the login. (no)", connection.Failure?.ToString());
        Assert.Null(await connection.QuitAsync(Cancelled));
    }

    [Fact]
    public async Task A_greeting_that_never_comes_is_waited_for_as_messageas_its_patience_and_no_longer()
    {
        var opening = OpenAsync();
        await _time.WaitForTimersAsync(1, Cancelled);
        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds(1));
        Assert.False(opening.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        await using var connection = await opening;
        Assert.Equal(Pop3ClientFailureCause.TimedOut, connection.Failure?.Cause);
        Assert.Equal(Pop3ClientPhase.Greeting, connection.Failure?.Phase);
    }

    [Fact]
    public async Task A_server_that_leaves_in_the_middle_of_a_message_is_a_failure_of_the_command()
    {
        var opening = OpenAsync();
        await _server.SayAsync("+OK liar\r\n");
        await _server.AnswerAsync("CAPA", "-ERR\r\n", Cancelled);
        await _server.AnswerAsync("USER ann", "+OK\r\n", Cancelled);
        await _server.AnswerAsync("PASS ", "+OK\r\n", Cancelled);
        await using var connection = await opening;
        var retrieving = connection.RetrieveAsync(1, Cancelled).AsTask();
        await _server.AnswerAsync("RETR 1", "+OK\r\nSubject: half", Cancelled);
        await _server.HangUpAsync();

        Assert.Null((await retrieving).Response);
        Assert.Equal(Pop3ClientFailureCause.PeerClosed, connection.Failure?.Cause);
        Assert.Equal(Pop3ClientPhase.Command, connection.Failure?.Phase);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await connection.NoopAsync(Cancelled));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_anything_is_said()
    {
        await using var server = await StartAsync();

        await using var connection = await Pop3ClientConnection.ConnectAsync(
            server.Address, new() { Session = new() { Login = Ann } }, Cancelled);

        Assert.Equal(Pop3ClientFailureCause.TlsFailed, connection.Failure?.Cause);
        Assert.Empty(_handler.Logins);
    }

    [Fact]
    public async Task Nobody_at_the_other_end_is_a_failure_to_connect()
    {
        using var notListening = new Socket(SocketType.Stream, ProtocolType.Tcp);
        notListening.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        await using var connection = await Pop3ClientConnection.ConnectAsync(
            notListening.LocalEndPoint!, new() { Session = new() { Login = Ann } }, Cancelled);

        Assert.Equal(Pop3ClientFailureCause.Unreachable, connection.Failure?.Cause);
        Assert.Equal(Pop3ClientPhase.Connect, connection.Failure?.Phase);
    }

    private static IEnumerable<string> Listed(Pop3Answer answer) =>
        answer.Listing.Select(line => $"{line.Number} {line.Value}");

    private static string Text(Pop3Answer answer) => Encoding.ASCII.GetString(answer.Content.Span);

    private Task<RunningServer> StartAsync(
        Action<Pop3ServerOptions>? configure = null, ScriptedMaildrop? handler = null) =>
        RunningServer.StartPop3Async(pop3 => pop3.Handle(handler ?? _handler).Configure(options =>
        {
            options.Certificate = CertificateSource.Development("localhost");
            configure?.Invoke(options);
        }));

    private static Task<Pop3ClientConnection> ConnectAsync(
        RunningServer server,
        Func<Pop3ClientOptions, Pop3ClientOptions>? change = null,
        bool isImplicit = false,
        int gatheredBytes = 1 << 20)
    {
        var session = new Pop3ClientOptions { Login = Ann };
        return Pop3ClientConnection.ConnectAsync(
            server.Address,
            new()
            {
                Session = change?.Invoke(session) ?? session,
                AcceptsAnyCertificate = true,
                ImplicitTls = isImplicit,
                RecordsTranscript = true,
                GatheredBytes = gatheredBytes,
            },
            Cancelled);
    }

    private Task<Pop3ClientConnection> OpenAsync(Func<Pop3ClientOptions, Pop3ClientOptions>? change = null)
    {
        var session = new Pop3ClientOptions
        {
            Login = Ann,
            Tls = Pop3ClientTls.Never,
            RevealSecretsInClear = true,
            Patience = TimeSpan.FromMinutes(1),
        };
        return Pop3ClientConnection.OpenAsync(
            _server.Client,
            "liar.test",
            new() { Session = change?.Invoke(session) ?? session, RecordsTranscript = true, Time = _time },
            Cancelled);
    }
}
