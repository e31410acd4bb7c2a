using System.IO.Pipelines;
using System.Net;
using System.Text;
using Rockdove.Hosting;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.RealClients.Tests;

/// <summary>Our client against servers of others: each message is read back.</summary>
public class RealServerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SmtpPipelining.Never)]
    [InlineData(SmtpPipelining.Envelope)]
    [InlineData(SmtpPipelining.EnvelopeAndData)]
    public async Task Smtp_sink_gets_each_message_as_it_was(SmtpPipelining pipelining)
    {
        await using var sink = await SmtpSink.StartAsync();
        string[] messages = [Mail("one"), Mail(".\r\n..\r\n.dot\r\nlast"), Mail(Lines(300_000))];
        await using (var connection = await ConnectAsync(sink, session => session with { Pipelining = pipelining }))
        {
            Assert.Null(connection.Failure);
            Assert.True(connection.Capabilities.Offers("PIPELINING"));
            foreach (var message in messages)
                Assert.Equal(2, (await SendAsync(connection, message, "u@sink.test", "v@sink.test")).DeliveredCount);
            Assert.Equal(221, (await connection.QuitAsync(Cancelled))?.Code);
        }

        Assert.Equal(messages.Order(StringComparer.Ordinal), sink.Messages().Order(StringComparer.Ordinal));
        Assert.Equal(3, sink.EnvelopeLines().Count(line => line.Contains("<v@sink.test>", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Smtp_sink_speaks_lmtp_with_us()
    {
        await using var sink = await SmtpSink.StartAsync("-L");
        await using var connection = await ConnectAsync(
            sink, session => session with { Dialect = SmtpDialect.Lmtp });
        var transaction = await SendAsync(connection, Mail("local"), "u@sink.test", "v@sink.test", "w@sink.test");
        Assert.Equal(3, transaction.DeliveredCount);
        Assert.All(transaction.Recipients, recipient => Assert.Equal(SmtpClientPhase.Message, recipient.Phase));
        Assert.Equal(Mail("local"), Assert.Single(sink.Messages()));
    }

    [Fact]
    public async Task Smtp_sink_without_esmtp_is_spoken_to_with_helo()
    {
        await using var sink = await SmtpSink.StartAsync("-e");
        await using var connection = await ConnectAsync(sink, session => session);
        Assert.Null(connection.Failure);
        Assert.Equal(1, (await SendAsync(connection, Mail("old"), "u@sink.test")).DeliveredCount);
        Assert.Equal(Mail("old"), Assert.Single(sink.Messages()));
    }

    [Theory]
    [InlineData("MAIL", SmtpClientPhase.Mail)]
    [InlineData("RCPT", SmtpClientPhase.Recipient)]
    [InlineData("DATA", SmtpClientPhase.Data)]
    [InlineData(".", SmtpClientPhase.Message)]
    public async Task What_smtp_sink_refuses_is_refused_in_that_phase_and_the_connection_lives_on(
        string command, SmtpClientPhase phase)
    {
        await using var sink = await SmtpSink.StartAsync("-f", command);
        await using var connection = await ConnectAsync(sink, session => session);
        var transaction = await SendAsync(connection, Mail("x"), "u@sink.test");
        var recipient = Assert.Single(transaction.Recipients);
        Assert.Equal(RecipientOutcome.PermanentFailure, recipient.Outcome);
        Assert.Equal(phase, recipient.Phase);
        Assert.Null(connection.Failure);
        Assert.Equal(221, (await connection.QuitAsync(Cancelled))?.Code);
    }

    [Theory]
    [InlineData("-q", "EHLO", SmtpClientFailureCause.PeerClosed, SmtpClientPhase.Hello)]
    [InlineData("-q", "MAIL", SmtpClientFailureCause.PeerClosed, SmtpClientPhase.Mail)]
    [InlineData("-q", "DATA", SmtpClientFailureCause.PeerClosed, SmtpClientPhase.Data)]
    [InlineData("-q", ".", SmtpClientFailureCause.PeerClosed, SmtpClientPhase.Message)]
    [InlineData("-Q", "RCPT", SmtpClientFailureCause.ServiceClosing, SmtpClientPhase.Recipient)]
    public async Task Smtp_sink_that_hangs_up_is_a_failure_of_that_phase(
        string option, string command, SmtpClientFailureCause cause, SmtpClientPhase phase)
    {
        await using var sink = await SmtpSink.StartAsync(option, command);
        await using var connection = await ConnectAsync(
            sink, session => session with { Pipelining = SmtpPipelining.Never });
        if (connection.Failure is null)
            await SendAsync(connection, Mail("x"), "u@sink.test");
        Assert.Equal(cause, connection.Failure?.Cause);
        Assert.Equal(phase, connection.Failure?.Phase);
    }

    [Fact]
    public async Task Aiosmtpd_gets_each_message_octet_for_octet()
    {
        await using var server = await AiosmtpdServer.StartAsync();
        byte[][] messages =
        [
            Encoding.UTF8.GetBytes(Mail("one")),
            Encoding.UTF8.GetBytes(Mail(".\r\n..\r\n.dot\r\nGrüße\r\nlast")),
            Encoding.UTF8.GetBytes(Mail(Lines(300_000))),
        ];
        await using var connection = await ConnectAsync(server, session => session);
        foreach (var message in messages)
        {
            var envelope = new OutgoingEnvelope("a@client.test", "u@mail.test")
            {
                Body = OutgoingBody.EightBitMime,
                MessageBytes = message.Length,
            };
            var transaction = await connection.SendAsync(
                envelope, PipeReader.Create(new MemoryStream(message)), Cancelled);
            Assert.Equal(1, transaction.DeliveredCount);
        }

        Assert.Equal(221, (await connection.QuitAsync(Cancelled))?.Code);
        Assert.Equal(messages, server.Messages());
    }

    [Fact]
    public async Task Aiosmtpd_takes_addresses_with_other_letters()
    {
        await using var server = await AiosmtpdServer.StartAsync();
        await using var connection = await ConnectAsync(server, session => session);
        var transaction = await SendAsync(connection, Mail("x"), "грета@mail.test");
        Assert.Equal(1, transaction.DeliveredCount);
        Assert.Contains("to грета@mail.test", transaction.MessageResponse?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task Aiosmtpd_lets_us_in_after_starttls(string mechanism)
    {
        await using var server = await AiosmtpdServer.StartAsync(withTlsAndLogin: true);
        await using var connection = await ConnectAsync(server, Login("wonderland", mechanism));
        Assert.Null(connection.Failure);
        Assert.NotNull(connection.Tls);
        var transaction = await SendAsync(connection, Mail("secret"), "u@mail.test");
        Assert.Equal(1, transaction.DeliveredCount);
        Assert.EndsWith("by alice tls=True", transaction.MessageResponse?.ToString(), StringComparison.Ordinal);
        Assert.Equal(221, (await connection.QuitAsync(Cancelled))?.Code);
        Assert.Equal(Mail("secret"), Encoding.ASCII.GetString(Assert.Single(server.Messages())));
        Assert.DoesNotContain("wonderland", connection.Transcript!.ToTranscript("x").ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aiosmtpd_refuses_a_wrong_password()
    {
        await using var server = await AiosmtpdServer.StartAsync(withTlsAndLogin: true);
        await using var connection = await ConnectAsync(server, Login("looking-glass", "PLAIN"));
        Assert.Equal(SmtpClientFailureCause.Refused, connection.Failure?.Cause);
        Assert.Equal(SmtpClientPhase.Auth, connection.Failure?.Phase);
        Assert.Equal(535, connection.Failure?.Response?.Code);
    }

    private static Func<SmtpClientOptions, SmtpClientOptions> Login(string password, string mechanism) => session =>
        session with
        {
            Tls = SmtpTlsPolicy.Required,
            Login = new SaslLogin { UserName = "alice", Password = new Secret(password) },
            Sasl = new SaslPolicy { Mechanisms = [mechanism] },
        };

    private static Task<SmtpClientConnection> ConnectAsync(
        RealServer server, Func<SmtpClientOptions, SmtpClientOptions> change) =>
        SmtpClientConnection.ConnectAsync(
            new IPEndPoint(IPAddress.Loopback, server.Port),
            new()
            {
                Session = change(new() { HelloName = "client.test" }),
                AcceptsAnyCertificate = true,
                RecordsTranscript = true,
            },
            Cancelled);

    private static ValueTask<SmtpTransaction> SendAsync(
        SmtpClientConnection connection, string message, params string[] recipients) =>
        connection.SendAsync(
            new OutgoingEnvelope("a@client.test", recipients), Encoding.UTF8.GetBytes(message), Cancelled);

    private static string Mail(string body) => $"From: a@client.test\r\nSubject: x\r\n\r\n{body}\r\n";

    private static string Lines(int octets) =>
        string.Concat(Enumerable.Range(0, octets / 30).Select(i => $".{i:000000} a line of a long text\r\n"));
}
