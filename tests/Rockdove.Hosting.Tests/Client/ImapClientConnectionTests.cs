using System.Net;
using System.Net.Sockets;
using System.Text;
using Rockdove.Imap;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>The client's story against our own server, over sockets.</summary>
public class ImapClientConnectionTests
{
    private static readonly SaslLogin Ann = new() { UserName = "ann", Password = new Secret("pass \"word\\") };

    private readonly ScriptedMailbox _handler = new() { Secret = new ClearSecret(Ann.Password!) };

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
        Assert.True(connection.Capabilities.Has("IDLE"));
        var selected = await connection.CommandAsync(ImapCommand.Select("INBOX", isReadOnly: true), Cancelled);
        Assert.True(selected.IsOk);
        Assert.Equal(2u, selected.Exists);
        Assert.Equal(7ul, selected.Number("UIDVALIDITY"));
        var fetched = await connection.CommandAsync(
            ImapCommand.Fetch(new MessageSet([1, 2]), "BODY.PEEK[HEADER]"), Cancelled);
        Assert.Equal([(1u, "xxxxxxxxxx"), (2u, "xxxxxxxxxx")], fetched.Fetched.Select(message => (
            message.Response.SequenceNumber,
            Encoding.ASCII.GetString(message.Octets("body[header]")!.Value.Span))));
        Assert.True((await connection.LogoutAsync(Cancelled))?.IsOk);
        Assert.True(connection.Times[ImapClientPhase.StartTls] > TimeSpan.Zero);
        Assert.True(connection.Times[ImapClientPhase.Login] > TimeSpan.Zero);
        Assert.True(connection.Times.Total > connection.Times[ImapClientPhase.Connect]);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256", "SCRAM-SHA-256 ann")]
    [InlineData("CRAM-MD5", "CRAM-MD5 ann")]
    [InlineData("XOAUTH2", "XOAUTH2 ann ya29.token")]
    [InlineData("OAUTHBEARER", "OAUTHBEARER ann ya29.token")]
    [InlineData("PLAIN", "PLAIN ann pass \"word\\")]
    [InlineData("LOGIN", "LOGIN ann pass \"word\\")]
    public async Task Every_mechanism_lets_in_and_none_shows_its_secret(string mechanism, string expected)
    {
        await using var server = await StartAsync(options => options.Mechanisms = [SaslMechanisms.Find(mechanism)!]);

        await using var connection = await ConnectAsync(server, session => session with
        {
            Login = Ann with { Token = new Secret("ya29.token"), ServerHost = "localhost" },
            Mechanisms = [mechanism],
        });

        Assert.Null(connection.Failure);
        Assert.Equal([expected], _handler.Logins);
        var transcript = connection.Transcript!.ToTranscript("x").ToString();
        Assert.Contains($"AUTHENTICATE {mechanism}", transcript, StringComparison.Ordinal);
        foreach (var secret in new[] { "word", "ya29", Base64("\0ann\0pass \"word\\"), Base64("pass \"word\\") })
            Assert.DoesNotContain(secret, transcript, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("XOAUTH2")]
    [InlineData("OAUTHBEARER")]
    public async Task A_token_that_has_expired_is_a_refused_login(string mechanism)
    {
        var handler = new ScriptedMailbox { OnLogIn = _ => new(ImapReplies.AuthenticationFailed) };
        await using var server = await StartAsync(
            options => options.Mechanisms = [SaslMechanisms.Find(mechanism)!], handler);

        await using var connection = await ConnectAsync(server, session => session with
        {
            Login = new SaslLogin { UserName = "ann", Token = new Secret("ya29.old") },
        });

        Assert.Equal(ImapClientFailureCause.Refused, connection.Failure?.Cause);
        Assert.Equal(ImapClientPhase.Login, connection.Failure?.Phase);
    }

    [Fact]
    public async Task A_message_of_any_size_is_handed_out_as_it_comes()
    {
        var handler = new ScriptedMailbox { MessageBytes = 3_000_000 };
        await using var server = await StartAsync(handler: handler);
        await using var connection = await ConnectAsync(server);
        await connection.CommandAsync(ImapCommand.Select("INBOX"), Cancelled);

        var counting = new Counting();
        var command = ImapCommand.Fetch(new MessageSet([1]), "BODY.PEEK[]");
        Assert.True((await connection.CommandAsync(command, counting, Cancelled))?.IsOk);

        Assert.Equal(3_000_000, counting.Octets);
        Assert.Equal(1, counting.Responses);
        Assert.Contains("more octets\n", connection.Transcript!.ToTranscript("x").ToString(), StringComparison.Ordinal);
        Assert.False(connection.Transcript!.IsTruncated);
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(19, true)]
    public async Task What_is_gathered_has_a_limit(int limit, bool isTooMuch)
    {
        await using var server = await StartAsync();
        await using var connection = await ConnectAsync(server, gatheredBytes: limit);
        await connection.CommandAsync(ImapCommand.Select("INBOX"), Cancelled);

        var answer = await connection.CommandAsync(
            ImapCommand.Fetch(new MessageSet([1, 2]), "BODY.PEEK[]"), Cancelled);

        Assert.Equal(!isTooMuch, answer.IsOk);
        Assert.Equal(
            isTooMuch ? ImapClientFailureCause.ProtocolViolation : null, connection.Failure?.Cause);
    }

    [Fact]
    public async Task A_message_can_be_left_in_a_mailbox()
    {
        await using var server = await StartAsync();
        await using var connection = await ConnectAsync(server);
        var message = Encoding.ASCII.GetBytes($"Subject: x\r\n\r\n{new string('y', 200_000)}\r\n");

        var answer = await connection.AppendAsync(
            ImapCommand.Append("INBOX", message.Length), message, Cancelled);

        Assert.True(answer.Result!.TryReadAppendUid(out var validity, out var uids));
        Assert.Equal((7u, "9"), (validity, uids.ToString()));
        Assert.Contains($"kept {Encoding.ASCII.GetString(message)}", _handler.Events);
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await connection.AppendAsync(ImapCommand.Append("INBOX", 3), message, Cancelled));
    }

    [Fact]
    public async Task News_end_an_idle_through_tls_again_and_again()
    {
        await using var server = await StartAsync(options => options.ImplicitTls = true);
        await using var connection = await ConnectAsync(server, isImplicit: true);
        await connection.CommandAsync(ImapCommand.Select("INBOX"), Cancelled);
        for (var i = 3u; i < 10; i++)
        {
            var idling = connection.IdleAsync(TimeSpan.FromMinutes(9), Cancelled).AsTask();
            _handler.Deliver();
            var idle = await idling.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
            Assert.True(idle.Answer.IsOk);
            Assert.NotNull(idle.NewsAt);
            Assert.Equal(i, idle.Answer.Exists);
        }
    }

    [Fact]
    public async Task Another_thread_ends_an_idle()
    {
        await using var server = await StartAsync(options => options.ImplicitTls = true);
        await using var connection = await ConnectAsync(server, isImplicit: true);
        await connection.CommandAsync(ImapCommand.Select("INBOX"), Cancelled);
        for (var i = 0; i < 10; i++)
        {
            var idling = connection.IdleAsync(TimeSpan.FromMinutes(9), Cancelled).AsTask();
            connection.Wake();
            var idle = await idling.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
            Assert.True(idle.Answer.IsOk);
            Assert.Null(idle.NewsAt);
        }

        connection.Wake(); // None runs: the next one ends.
        Assert.True((await connection.CommandAsync(ImapCommand.Noop(), Cancelled)).IsOk);
        Assert.Null((await connection.IdleAsync(TimeSpan.FromMinutes(9), Cancelled)).NewsAt);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_anything_is_said()
    {
        await using var server = await StartAsync();

        await using var connection = await ImapClientConnection.ConnectAsync(
            server.Address, new() { Session = new() { Login = Ann, Tls = ImapClientTls.IfOffered } }, Cancelled);

        Assert.Equal(ImapClientFailureCause.TlsFailed, connection.Failure?.Cause);
        Assert.Equal(ImapClientPhase.StartTls, connection.Failure?.Phase);
        Assert.Empty(_handler.Logins);
    }

    [Fact]
    public async Task Nobody_at_the_other_end_is_a_failure_to_connect()
    {
        using var notListening = new Socket(SocketType.Stream, ProtocolType.Tcp);
        notListening.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        await using var connection = await ImapClientConnection.ConnectAsync(
            notListening.LocalEndPoint!, new() { Session = new() { Login = Ann } }, Cancelled);

        Assert.Equal(ImapClientFailureCause.Unreachable, connection.Failure?.Cause);
        Assert.Equal(ImapClientPhase.Connect, connection.Failure?.Phase);
        Assert.Null(await connection.LogoutAsync(Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await connection.CommandAsync(ImapCommand.Noop(), Cancelled));
    }

    private Task<RunningServer> StartAsync(
        Action<ImapServerOptions>? configure = null, ScriptedMailbox? handler = null) =>
        RunningServer.StartImapAsync(imap => imap.Handle(handler ?? _handler).Configure(options =>
        {
            options.Certificate = CertificateSource.Development("localhost");
            options.Mechanisms = [SaslMechanisms.Find("PLAIN")!];
            configure?.Invoke(options);
        }));

    private static Task<ImapClientConnection> ConnectAsync(
        RunningServer server,
        Func<ImapClientOptions, ImapClientOptions>? change = null,
        bool isImplicit = false,
        int gatheredBytes = 1 << 20)
    {
        var session = new ImapClientOptions { Login = Ann };
        return ImapClientConnection.ConnectAsync(
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

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private sealed class Counting : ImapReading
    {
        public long Octets { get; private set; }

        public int Responses { get; private set; }

        public override ValueTask ResponseAsync(ImapResponse response, CancellationToken cancellationToken)
        {
            Responses++;
            return default;
        }

        public override ValueTask ContentAsync(
            ImapContent content, ReadOnlyMemory<byte> slice, CancellationToken cancellationToken)
        {
            Octets += slice.Length;
            return default;
        }
    }
}
