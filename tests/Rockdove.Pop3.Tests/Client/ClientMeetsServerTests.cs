using System.Buffers;
using System.Text;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Pop3.Tests;

/// <summary>Our client and our server talk to each other, in pieces of any size.</summary>
public class ClientMeetsServerTests
{
    [Theory]
    [InlineData("USER")]
    [InlineData("APOP")]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("CRAM-MD5")]
    [InlineData("SCRAM-SHA-256")]
    public void Logs_in_in_every_way(string way) => SeededRandom.Rounds(10, random =>
    {
        var talk = new Talk(random, Offering(way), new Pop3ClientOptions
        {
            Login = Ann,
            Tls = Pop3ClientTls.Never,
            RevealSecretsInClear = true,
            AllowsApop = true,
        });
        Assert.Equal(Pop3ClientStepKind.Ready, talk.Run());
        Assert.True(talk.Client.IsLoggedIn);
        Assert.Equal(way, talk.Session.Mechanism);
        Assert.Equal("ann", talk.Session.Identity);
    });

    [Fact]
    public void Says_stls_first_and_logs_in_behind_it() => SeededRandom.Rounds(10, random =>
    {
        var options = Offering("PLAIN") with { AllowsSecretsInClear = false };
        options = options with { Extensions = [.. options.Extensions, new Stls()] };
        var talk = new Talk(random, options, new Pop3ClientOptions { Login = Ann });
        Assert.Equal(Pop3ClientStepKind.Ready, talk.Run());
        Assert.True(talk.Client.IsSecure);
        Assert.True(talk.Session.IsSecure);
        Assert.Equal("PLAIN", talk.Session.Mechanism);
        Assert.False(talk.Client.Capabilities.Has("STLS"));
    });

    [Fact]
    public void Does_all_that_can_be_done_with_a_maildrop() => SeededRandom.Rounds(20, random =>
    {
        var talk = new Talk(random, Offering("USER"), new Pop3ClientOptions
        {
            Login = Ann,
            Tls = Pop3ClientTls.Never,
            RevealSecretsInClear = true,
        });
        talk.Run();
        talk.Do(client => client.Stat());
        Assert.True(talk.Client.LastResponse!.TryReadTotals(out var messages, out var bytes));
        Assert.Equal((2, Talk.Messages.Sum(message => message.Length)), (messages, bytes));
        talk.Do(client => client.List());
        Assert.Equal([new(1, "33"), new(2, "5")], talk.Client.Listing);
        talk.Do(client => client.Uidl(2));
        Assert.Equal([new(2, "u2")], talk.Client.Listing);
        talk.Do(client => client.Uidl());
        Assert.Equal([new(1, "u1"), new(2, "u2")], talk.Client.Listing);
        talk.Do(client => client.List(3));
        Assert.False(talk.Client.LastResponse!.IsPositive);
        Assert.Empty(talk.Client.Listing);
        Assert.Equal(Encoding.ASCII.GetString(Talk.Messages[0]), talk.Do(client => client.Retrieve(1)));
        Assert.Equal(Encoding.ASCII.GetString(Talk.Messages[1]), talk.Do(client => client.Retrieve(2)));
        Assert.Equal("Subject: a\r\n\r\n.dot\r\n", talk.Do(client => client.Top(1, 1)));
        talk.Do(client => client.Delete(1));
        talk.Do(client => client.Retrieve(1));
        Assert.False(talk.Client.LastResponse!.IsPositive);
        talk.Do(client => client.Reset());
        talk.Do(client => client.Delete(2));
        talk.Do(client => client.Noop());
        talk.Client.Quit();
        Assert.Equal(Pop3ClientStepKind.Done, talk.Run());
        Assert.Equal([2], talk.Deleted!);
    });

    private static Pop3ProtocolOptions Offering(string way) => new()
    {
        AllowsSecretsInClear = true,
        Extensions = way switch
        {
            "USER" => Pop3Extensions.Standard,
            "APOP" => [new Top(), new Apop()],
            _ => [.. Pop3Extensions.Standard, new Sasl(SaslMechanisms.Find(way)!)],
        },
    };

    private static readonly SaslLogin Ann = new() { UserName = "ann", Password = new Secret("pass word") };

    /// <summary>Both engines, and octets between them that are cut at random.</summary>
    private sealed class Talk
    {
        public static readonly byte[][] Messages =
            ["Subject: a\r\n\r\n.dot\r\n..\r\n.\r\nlast\r\n"u8.ToArray(), "\r\n.\r\n"u8.ToArray()];

        private readonly SeededRandom _random;
        private readonly Pop3ServerEngine _server;
        private readonly ArrayBufferWriter<byte> _toServer = new();
        private readonly ArrayBufferWriter<byte> _toClient = new();
        private readonly StringBuilder _content = new();
        private byte[] _clientUnread = [];
        private byte[] _serverUnread = [];
        private ReadOnlyMemory<byte> _message;
        private bool _serverClosed;

        public Talk(SeededRandom random, Pop3ProtocolOptions server, Pop3ClientOptions client)
        {
            _random = random;
            Session = new Pop3Session();
            _server = new Pop3ServerEngine(new Pop3Protocol(server), Session);
            Client = new Pop3ClientEngine(client);
            _server.Start(_toClient);
        }

        public Pop3ClientEngine Client { get; }

        public Pop3Session Session { get; }

        public int[]? Deleted { get; private set; }

        /// <summary>Gives a command, and runs until it is answered; returns the content that came.</summary>
        public string Do(Action<Pop3ClientEngine> command)
        {
            _content.Clear();
            command(Client);
            Assert.Equal(Pop3ClientStepKind.Ready, Run());
            return _content.ToString();
        }

        /// <summary>Runs both until the client wants a decision.</summary>
        public Pop3ClientStepKind Run()
        {
            while (true)
            {
                Serve();
                Move(_toClient, ref _clientUnread);
                var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(_clientUnread));
                var step = Client.Advance(ref reader, _toServer);
                var rest = _clientUnread[(int)reader.Consumed..];
                if (step.Kind == Pop3ClientStepKind.Content)
                    _content.Append(Encoding.ASCII.GetString(step.Content.Span));
                _clientUnread = rest;
                Move(_toServer, ref _serverUnread);
                switch (step.Kind)
                {
                    case Pop3ClientStepKind.StartTls:
                        _server.Signal(Signal.TlsStarted, _toClient);
                        Client.Signal(Signal.TlsStarted);
                        break;
                    case Pop3ClientStepKind.Ready or Pop3ClientStepKind.Done or Pop3ClientStepKind.Failed:
                        return step.Kind;
                }
            }
        }

        /// <summary>Some of what waits arrives, or all of it.</summary>
        private void Move(ArrayBufferWriter<byte> from, ref byte[] to)
        {
            var length = _random.Next(3) == 0 ? from.WrittenCount : _random.Next(from.WrittenCount + 1);
            to = [.. to, .. from.WrittenSpan[..length]];
            var rest = from.WrittenSpan[length..].ToArray();
            from.ResetWrittenCount();
            from.Write(rest);
        }

        private void Serve()
        {
            while (!_serverClosed)
            {
                var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(_serverUnread));
                var step = _server.Advance(ref reader, _toClient);
                _serverUnread = _serverUnread[(int)reader.Consumed..];
                switch (step.Kind)
                {
                    case StepKind.NeedInput or StepKind.StartTls:
                        return;
                    case StepKind.Close:
                        _serverClosed = true;
                        return;
                    case StepKind.Ask:
                        Answer();
                        break;
                    case StepKind.Feed:
                        var slice = _message[..Math.Min(_random.Next(1, 9), _message.Length)];
                        _message = _message[slice.Length..];
                        if (slice.IsEmpty || !_server.WriteContent(slice.Span, _toClient))
                            _server.EndContent(_toClient);
                        break;
                }
            }
        }

        private void Answer()
        {
            switch (_server.Question)
            {
                case Pop3SecretQuestion { Mechanism: "SCRAM-SHA-256" }:
                    _server.Provide(Scram.CreateVerifier(Ann.Password!, new byte[16], Scram.MinIterations), _toClient);
                    break;
                case Pop3SecretQuestion:
                    _server.Provide(new ClearSecret(Ann.Password!), _toClient);
                    break;
                case LoginQuestion { Credentials: var who }:
                    var isRight = who.Kind == CredentialKind.Proved || Ann.Password!.Equals(who.Secret);
                    _server.Answer(isRight ? Pop3Replies.Authenticated : null, _toClient);
                    break;
                case MaildropQuestion:
                    _server.Open(new ListedMaildrop(Messages), _toClient);
                    break;
                case RetrieveQuestion retrieve:
                    _message = Messages[retrieve.Number - 1];
                    _server.BeginContent(_toClient);
                    break;
                case UpdateQuestion update:
                    Deleted = [.. update.Maildrop.Deleted];
                    _server.Answer(Pop3Replies.Bye, _toClient);
                    break;
                default:
                    _server.Answer(null, _toClient);
                    break;
            }
        }
    }
}
