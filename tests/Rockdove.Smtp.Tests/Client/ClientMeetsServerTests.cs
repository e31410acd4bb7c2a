using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>Our client talks to our server: what one side writes the other must read as it was meant.</summary>
public sealed class ClientMeetsServerTests
{
    public static TheoryData<SmtpDialect, SmtpPipelining, bool, string?> Ways
    {
        get
        {
            var ways = new TheoryData<SmtpDialect, SmtpPipelining, bool, string?>();
            foreach (var dialect in Enum.GetValues<SmtpDialect>())
            {
                foreach (var pipelining in Enum.GetValues<SmtpPipelining>())
                {
                    foreach (var usesChunking in new[] { false, true })
                        ways.Add(dialect, pipelining, usesChunking, null);
                }
            }

            foreach (var mechanism in new[] { "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256" })
                ways.Add(SmtpDialect.Smtp, SmtpPipelining.EnvelopeAndData, false, mechanism);
            return ways;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void Messages_arrive_as_they_were_sent(
        SmtpDialect dialect, SmtpPipelining pipelining, bool usesChunking, string? mechanism)
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var meeting = new Meeting(dialect, mechanism, random, Conversation.Options with
            {
                Dialect = dialect,
                Tls = mechanism is null ? SmtpTlsPolicy.Never : SmtpTlsPolicy.Required,
                Pipelining = pipelining,
                UseChunking = usesChunking,
                ChunkBytes = 7,
                Login = mechanism is null ? null : Login,
                Sasl = new SaslPolicy { Mechanisms = mechanism is null ? null : [mechanism] },
            });
            for (var message = 0; message < 3; message++)
            {
                var content = string.Concat(
                    Enumerable.Range(0, random.Next(20)).Select(_ => Bits[random.Next(Bits.Length)]));
                var transaction = meeting.Send(Rich, content);
                Assert.All(transaction.Recipients, r => Assert.Equal(RecipientOutcome.Delivered, r.Outcome));
                var expected = usesChunking || content.Length == 0 || content.EndsWith("\r\n", StringComparison.Ordinal)
                    ? content
                    : content + "\r\n";
                Assert.Equal(expected, meeting.TakeContent());
                AssertIsRich(meeting.Envelope!);
            }

            meeting.Quit();
            Assert.Equal(mechanism, meeting.Server.Session.Mechanism);
            Assert.Equal(mechanism is not null, meeting.Client.IsAuthenticated && meeting.Client.IsSecure);
        }
    }

    [Fact]
    public void Recipients_over_the_servers_limit_go_into_a_second_transaction()
    {
        // The server would announce RCPTMAX; without LIMITS the client has to learn it from 452.
        var meeting = new Meeting(SmtpDialect.Smtp, null, new Random(1), Conversation.Options, recipients: 2);
        var first = meeting.Send(new OutgoingEnvelope("", "x@test", "y@test", "z@test"), "x\r\n");
        Assert.Equal(
            [RecipientOutcome.Delivered, RecipientOutcome.Delivered, RecipientOutcome.TooManyRecipients],
            first.Recipients.Select(r => r.Outcome));
        var second = meeting.Send(new OutgoingEnvelope("", "z@test"), "x\r\n");
        Assert.Equal(1, second.DeliveredCount);
        meeting.Quit();
    }

    private static void AssertIsRich(Envelope envelope)
    {
        Assert.Equal("a@c.example", envelope.Sender.Path.Address);
        Assert.Equal(10, envelope.Sender.Get<DeclaredSize>()!.MessageBytes);
        Assert.Equal(BodyType.EightBitMime, envelope.Sender.Body);
        Assert.True(envelope.Sender.IsSmtpUtf8);
        Assert.False(envelope.Sender.Get<DsnReturn>()!.IsFull);
        Assert.Equal("QQ+1= x", envelope.Sender.Get<DsnEnvelopeId>()!.Id);
        Assert.Equal(["\"jürgen <x>\"@test", "y@test"], envelope.Recipients.Select(r => r.Path.Address));
        var original = envelope.Recipients[0].Get<DsnOriginalRecipient>()!;
        Assert.Equal(("rfc822", "a+b@test"), (original.Type, original.Address));
    }

    /// <summary>Both engines and the two wires between them, which cut at random.</summary>
    private sealed class Meeting
    {
        private readonly Random _random;
        private readonly Wire _toServer = new();
        private readonly Wire _toClient = new();
        private readonly StringBuilder _content = new();

        public Meeting(
            SmtpDialect dialect, string? mechanism, Random random, SmtpClientOptions options, int recipients = 100)
        {
            _random = random;
            List<SmtpExtension> extensions =
                [.. SmtpExtensions.Standard.Where(extension => extension is not (Limits or StartTls))];
            if (mechanism is not null)
                extensions.AddRange([new StartTls(), new Auth([SaslMechanisms.Find(mechanism)!])]);
            Server = new SmtpServerEngine(
                new SmtpProtocol(new SmtpProtocolOptions
                {
                    HostName = "mx.test",
                    IsLmtp = dialect == SmtpDialect.Lmtp,
                    Extensions = extensions,
                    Limits = new SmtpLimits { Recipients = recipients },
                }),
                new SmtpSession());
            Client = new SmtpClientEngine(options);
            Server.Start(_toClient.Writer);
            Run();
            Assert.Null(Client.Failure);
        }

        public SmtpServerEngine Server { get; }

        public SmtpClientEngine Client { get; }

        public Envelope? Envelope { get; private set; }

        public SmtpTransaction Send(OutgoingEnvelope envelope, string content)
        {
            var transaction = Client.Begin(envelope);
            if (Run() == SmtpClientStepKind.SendContent)
            {
                Client.WriteContent(Encoding.Latin1.GetBytes(content), isLast: true, _toServer.Writer);
                Assert.Equal(SmtpClientStepKind.Ready, Run());
            }

            return transaction;
        }

        public string TakeContent()
        {
            var text = _content.ToString();
            _content.Clear();
            return text;
        }

        public void Quit()
        {
            Client.Quit();
            Assert.Equal(SmtpClientStepKind.Done, Run());
        }

        /// <summary>Moves bytes to and fro until the client wants something of its caller.</summary>
        private SmtpClientStepKind Run()
        {
            for (var turn = 0; turn < 100_000; turn++)
            {
                var step = AdvanceClient();
                if (step is not (SmtpClientStepKind.NeedInput or SmtpClientStepKind.StartTls))
                    return step;
                _toServer.Deliver(_random.Next(1, 60));
                if (AdvanceServer() == StepKind.StartTls)
                    Server.Signal(Signal.TlsStarted, _toClient.Writer);
                if (step == SmtpClientStepKind.StartTls)
                    Client.Signal(Signal.TlsStarted);
                _toClient.Deliver(_random.Next(1, 60));
            }

            throw new InvalidOperationException("Client and server wait for each other.");
        }

        private SmtpClientStepKind AdvanceClient()
        {
            var input = _toClient.Read();
            var step = Client.Advance(ref input, _toServer.Writer);
            _toClient.Consume(input.Consumed);
            return step.Kind;
        }

        private StepKind AdvanceServer()
        {
            while (true)
            {
                var input = _toServer.Read();
                var step = Server.Advance(ref input, _toClient.Writer);
                if (step.Kind == StepKind.Content)
                    _content.Append(Encoding.Latin1.GetString(step.Content.Span));
                _toServer.Consume(input.Consumed);
                if (step.Kind == StepKind.Ask)
                    Answer();
                else if (step.Kind != StepKind.Content)
                    return step.Kind;
            }
        }

        private void Answer()
        {
            if (Server.Question is MessageQuestion message)
                Envelope = message.Envelope;
            if (Server.Question is SecretQuestion)
                Server.Provide(new ClearSecret(Login.Password!), _toClient.Writer);
            else if (Server.Question is AuthQuestion { Credentials: var credentials })
                Server.Answer(IsLogin(credentials) ? SmtpReplies.Authenticated : null, _toClient.Writer);
            else
                Server.Answer(null, _toClient.Writer);
        }

        private static bool IsLogin(Credentials credentials) =>
            credentials.Identity == Login.UserName
            && (credentials.Kind == CredentialKind.Proved || Login.Password!.Equals(credentials.Secret));
    }

    /// <summary>Bytes on their way: written, then delivered in pieces, then read.</summary>
    private sealed class Wire
    {
        private byte[] _delivered = [];

        public ArrayBufferWriter<byte> Writer { get; } = new();

        public void Deliver(int most)
        {
            var length = Math.Min(most, Writer.WrittenCount);
            var rest = Writer.WrittenSpan[length..].ToArray();
            _delivered = [.. _delivered, .. Writer.WrittenSpan[..length]];
            Writer.ResetWrittenCount();
            Writer.Write(rest);
        }

        public SequenceReader<byte> Read() => new(new ReadOnlySequence<byte>(_delivered));

        public void Consume(long count) => _delivered = _delivered[(int)count..];
    }

    private static readonly SaslLogin Login = new() { UserName = "tim", Password = new Secret("tanstaaftanstaaf") };

    private static readonly string[] Bits = ["\r\n", ".", "..", "\r\n.\r\n", "a", "QUIT\r\n", "\u00FF", "\r\n..\r\n"];

    private static readonly OutgoingEnvelope Rich = new(
        "a@c.example",
        [
            new OutgoingRecipient("\"jürgen <x>\"@test")
            {
                Notify = OutgoingNotify.Failure,
                OriginalRecipient = new OriginalRecipient("rfc822", "a+b@test"),
            },
            new OutgoingRecipient("y@test"),
        ])
    {
        MessageBytes = 10,
        Body = OutgoingBody.EightBitMime,
        Return = OutgoingReturn.Headers,
        EnvelopeId = "QQ+1= x",
    };
}
