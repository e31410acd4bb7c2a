using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting.Tests;

/// <summary>The client's story against our own server, over sockets.</summary>
public class SmtpClientConnectionTests
{
    private readonly KeepingHandler _handler = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_arrive_byte_for_byte_one_after_another_on_one_connection()
    {
        await using var server = await RunningServer.StartAsync(smtp => smtp.Handle(_handler));
        byte[][] messages = [Mail("one"), Mail(".dots\r\n..\r\n.\r\nend"), Mail(new string('x', 900))];

        await using var connection = await ConnectAsync(server, new());
        foreach (var message in messages)
        {
            var transaction = await connection.SendAsync(Envelope("u@test", "v@test"), message, Cancelled);
            Assert.Equal(2, transaction.DeliveredCount);
        }

        Assert.Equal(221, (await connection.QuitAsync(Cancelled))?.Code);
        Assert.Null(connection.Failure);
        Assert.Equal(messages, _handler.Messages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_long_message_streams_from_a_reader(bool chunks)
    {
        await using var server = await RunningServer.StartAsync(smtp => smtp.Handle(_handler));
        var message = Mail(string.Concat(Enumerable.Range(0, 60_000).Select(i => $".line {i} of a long text\r\n")));

        await using var connection = await ConnectAsync(
            server, new(), session => session with { UseChunking = chunks });
        var transaction = await connection.SendAsync(
            Envelope("u@test"), PipeReader.Create(new MemoryStream(message)), Cancelled);

        Assert.Equal(1, transaction.DeliveredCount);
        Assert.Equal(chunks, transaction.DataResponse is null);
        Assert.Equal(message, Assert.Single(_handler.Messages));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Login_and_mail_go_through_tls(bool isImplicit)
    {
        var handler = new LoginHandler();
        await using var server = await RunningServer.StartAsync(smtp => smtp
            .Configure(options =>
            {
                options.Certificate = CertificateSource.Development("mx.test");
                options.ImplicitTls = isImplicit;
                options.RequiresTls = true;
                options.RequiresAuthentication = true;
                options.Mechanisms = [SaslMechanisms.Find("PLAIN")!, SaslMechanisms.Find("LOGIN")!];
            })
            .Handle(handler));

        await using var connection = await ConnectAsync(
            server,
            new() { AcceptsAnyCertificate = true, ImplicitTls = isImplicit, RecordsTranscript = true },
            session => session with
            {
                Tls = SmtpTlsPolicy.Required,
                Login = new SaslLogin { UserName = "alice", Password = new Secret("wonderland") },
            });
        Assert.Null(connection.Failure);
        Assert.NotNull(connection.Tls);
        Assert.True(connection.IsAuthenticated);
        var transaction = await connection.SendAsync(Envelope("u@test"), Mail("in TLS"), Cancelled);
        Assert.Equal(1, transaction.DeliveredCount);
        Assert.Equal(221, (await connection.QuitAsync(Cancelled))?.Code);
        Assert.Equal(["alice:wonderland"], handler.Logins);
        Assert.Contains("C: AUTH PLAIN ***\n", connection.Transcript!.ToTranscript("x").ToString(),
            StringComparison.Ordinal);
        Assert.True(connection.Times[SmtpClientPhase.StartTls] > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_anything_is_said()
    {
        await using var server = await RunningServer.StartAsync(smtp => smtp
            .Configure(options => options.Certificate = CertificateSource.Development("mx.test"))
            .Handle(_handler));

        await using var connection = await ConnectAsync(
            server, new(), session => session with { Tls = SmtpTlsPolicy.Opportunistic });
        Assert.Equal(SmtpClientFailureCause.TlsFailed, connection.Failure?.Cause);
        Assert.Equal(SmtpClientPhase.StartTls, connection.Failure?.Phase);
        Assert.Equal("Nobody who is believed has signed the certificate.", connection.Failure?.Explanation);
    }

    [Fact]
    public async Task Lmtp_answers_for_each_recipient()
    {
        await using var server = await RunningServer.StartAsync(smtp => smtp
            .Configure(options => options.IsLmtp = true)
            .Handle(new RefusingHandler()));

        await using var connection = await ConnectAsync(
            server, new(), session => session with { Dialect = SmtpDialect.Lmtp });
        var transaction = await connection.SendAsync(
            Envelope("good@test", "bad@test", "late@test"), Mail("x"), Cancelled);

        Assert.Equal(
            [RecipientOutcome.Delivered, RecipientOutcome.PermanentFailure, RecipientOutcome.TemporaryFailure],
            transaction.Recipients.Select(recipient => recipient.Outcome));
        Assert.Equal(
            [SmtpClientPhase.Message, SmtpClientPhase.Recipient, SmtpClientPhase.Message],
            transaction.Recipients.Select(recipient => recipient.Phase));
    }

    [Fact]
    public async Task After_a_refused_transaction_the_next_one_goes_through()
    {
        var handler = new RefusingHandler();
        await using var server = await RunningServer.StartAsync(smtp => smtp.Handle(handler));

        await using var connection = await ConnectAsync(server, new());
        Assert.Equal(0, (await connection.SendAsync(Envelope("bad@test"), Mail("x"), Cancelled)).DeliveredCount);
        Assert.Equal(1, (await connection.SendAsync(Envelope("good@test"), Mail("y"), Cancelled)).DeliveredCount);
    }

    [Fact]
    public async Task Nobody_at_the_other_end_is_a_failure_to_connect()
    {
        using var notListening = new Socket(SocketType.Stream, ProtocolType.Tcp);
        notListening.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        await using var connection = await SmtpClientConnection.ConnectAsync(
            notListening.LocalEndPoint!, new() { Session = new() { HelloName = "client.test" } }, Cancelled);
        Assert.Equal(SmtpClientFailureCause.Unreachable, connection.Failure?.Cause);
        Assert.Equal(SmtpClientPhase.Connect, connection.Failure?.Phase);
        Assert.Null(await connection.QuitAsync(Cancelled));
    }

    [Fact]
    public async Task A_socket_that_is_not_there_is_called_that()
    {
        var nowhere = new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}"));

        await using var connection = await SmtpClientConnection.ConnectAsync(
            nowhere, new() { Session = new() { HelloName = "client.test" } }, Cancelled);

        Assert.Equal("There is no such socket.", connection.Failure?.Explanation);
    }

    [Fact]
    public async Task A_name_is_resolved()
    {
        await using var server = await RunningServer.StartAsync(smtp => smtp.Handle(_handler));
        await using var connection = await SmtpClientConnection.ConnectAsync(
            new DnsEndPoint("localhost", server.Address.Port),
            new() { Session = new() { HelloName = "client.test" } },
            Cancelled);
        Assert.Null(connection.Failure);
        Assert.True(connection.Times.Resolving > TimeSpan.Zero);
    }

    [Fact]
    public async Task Content_that_fails_to_be_read_leaves_no_message_behind()
    {
        await using var server = await RunningServer.StartAsync(smtp => smtp.Handle(_handler));
        await using (var connection = await ConnectAsync(server, new()))
        {
            var content = new Pipe();
            await content.Writer.WriteAsync(Mail("half"), Cancelled);
            await content.Writer.CompleteAsync(new IOException("The disk is gone."));
            await Assert.ThrowsAsync<IOException>(
                async () => await connection.SendAsync(Envelope("u@test"), content.Reader, Cancelled));
        }

        await server.StopAsync(Cancelled);
        Assert.Empty(_handler.Messages);
    }

    private static async Task<SmtpClientConnection> ConnectAsync(
        RunningServer server, OpenTo opening, Func<SmtpClientOptions, SmtpClientOptions>? change = null)
    {
        var session = new SmtpClientOptions { HelloName = "client.test", Tls = SmtpTlsPolicy.Never };
        return await SmtpClientConnection.ConnectAsync(
            server.Address,
            new()
            {
                Session = change?.Invoke(session) ?? session,
                AcceptsAnyCertificate = opening.AcceptsAnyCertificate,
                ImplicitTls = opening.ImplicitTls,
                RecordsTranscript = opening.RecordsTranscript,
            },
            Cancelled);
    }

    private static OutgoingEnvelope Envelope(params string[] recipients) => new("a@client.test", recipients);

    private static byte[] Mail(string body) => Encoding.ASCII.GetBytes($"Subject: x\r\n\r\n{body}\r\n");

    private sealed record OpenTo
    {
        public bool AcceptsAnyCertificate { get; init; }

        public bool ImplicitTls { get; init; }

        public bool RecordsTranscript { get; init; }
    }

    private sealed class LoginHandler : SmtpHandler
    {
        private readonly KeepingHandler _keeping = new();

        public ConcurrentQueue<string> Logins { get; } = new();

        public override ValueTask<SmtpReply?> AuthenticateAsync(SmtpContext context, AuthQuestion question)
        {
            Logins.Enqueue($"{question.Credentials.Identity}:{question.Credentials.Secret?.RevealText()}");
            return new(new SmtpReply(235, "2.7.0", "Welcome"));
        }

        public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question) =>
            _keeping.ReceiveAsync(context, question);
    }

    /// <summary>Refuses bad@test at once, and late@test after the message.</summary>
    private sealed class RefusingHandler : SmtpHandler
    {
        public override ValueTask<SmtpReply?> RecipientAsync(SmtpContext context, RecipientQuestion question) =>
            new(question.Recipient.Path.ToString()!.Contains("bad@", StringComparison.Ordinal)
                ? new SmtpReply(550, "5.1.1", "No such user")
                : null);

        public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question) =>
            new(new Sink());

        private sealed class Sink : MessageSink
        {
            public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
                default;

            public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
                new(new SmtpReply(250, "2.0.0", "Kept"));

            public override ValueTask<IReadOnlyList<SmtpReply>> CompleteEachAsync(
                IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken) => new(
                [
                    .. recipients.Select(recipient =>
                        recipient.Path.ToString()!.Contains("late@", StringComparison.Ordinal)
                            ? new SmtpReply(452, "4.2.2", "Full")
                            : new SmtpReply(250, "2.0.0", "Kept")),
                ]);
        }
    }
}
