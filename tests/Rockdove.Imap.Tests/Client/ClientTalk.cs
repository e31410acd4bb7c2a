using System.Buffers;
using System.Text;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Imap.Tests;

/// <summary>Our client and our server, and octets between them that are cut at random.</summary>
internal sealed class ClientTalk
{
    public static readonly SaslLogin Ann = new() { UserName = "ann", Password = new Secret("pass \"word\\") };

    private readonly SeededRandom _random;
    private readonly ImapServerEngine _server;
    private readonly FakeHost _host;
    private readonly ArrayBufferWriter<byte> _toServer = new();
    private readonly ArrayBufferWriter<byte> _toClient = new();
    private readonly List<byte> _content = [];
    private readonly List<byte> _said = [];
    private byte[] _clientUnread = [];
    private byte[] _serverUnread = [];
    private bool _isOver;

    public ClientTalk(SeededRandom random, ImapProtocolOptions server, ImapClientOptions client)
    {
        _random = random;
        Session = new ImapSession();
        _server = new ImapServerEngine(new ImapProtocol(server), Session);
        Mailboxes["INBOX"] = new FakeMailbox("INBOX");
        _host = new FakeHost(_server, Mailboxes);
        Client = new ImapClientEngine(client);
        _server.Start(_toClient);
    }

    public static ImapClientOptions InClear { get; } =
        new() { Login = Ann, Tls = ImapClientTls.Never, RevealSecretsInClear = true };

    public Dictionary<string, FakeMailbox> Mailboxes { get; } = new(StringComparer.Ordinal);

    public ImapClientEngine Client { get; }

    public ImapSession Session { get; }

    /// <summary>What the client has said.</summary>
    public string Said => Encoding.UTF8.GetString([.. _said]);

    /// <summary>What the client was told since the last command.</summary>
    public List<ImapResponse> Responses { get; } = [];

    /// <summary>The message to feed.</summary>
    public byte[] Message { get; set; } = [];

    /// <summary>The octets that were handed out since the last command.</summary>
    public string Content => Encoding.UTF8.GetString([.. _content]);

    public ImapResult Do(ImapCommand command)
    {
        Responses.Clear();
        _content.Clear();
        Client.Send(command);
        Assert.Equal(ImapClientStepKind.Ready, Run());
        return Client.LastResult!;
    }

    /// <summary>Somebody else has changed something.</summary>
    public void Knock() => _server.Signal(Signal.Changed, _toClient);

    /// <summary>Runs both until the client wants a decision, or both wait.</summary>
    public ImapClientStepKind Run(bool stopsWhenIdle = false)
    {
        for (var quiet = 0; ;)
        {
            Serve();
            var moved = Move(_toClient, ref _clientUnread);
            var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(_clientUnread));
            var step = Client.Advance(ref reader, _toServer);
            if (step.Kind == ImapClientStepKind.Content)
                _content.AddRange(step.Content.Span);
            _clientUnread = _clientUnread[(int)reader.Consumed..];
            if (step.Response is { } response)
                Responses.Add(response);
            if (step.Kind == ImapClientStepKind.Feed)
            {
                var slice = Message.AsSpan(Message.Length - (int)Client.ContentLeft);
                Client.WriteContent(slice[..Math.Min(slice.Length, _random.Next(1, 9))], _toServer);
            }

            moved += Move(_toServer, ref _serverUnread);
            switch (step.Kind)
            {
                case ImapClientStepKind.StartTls:
                    _server.Signal(Signal.TlsStarted, _toClient);
                    Client.Signal(Signal.TlsStarted);
                    break;
                case ImapClientStepKind.Ready when _toClient.WrittenCount + _clientUnread.Length > 0:
                    break;
                case ImapClientStepKind.Ready or ImapClientStepKind.Done or ImapClientStepKind.Failed:
                    return step.Kind;
            }

            quiet = moved == 0 && step.Kind == ImapClientStepKind.NeedInput ? quiet + 1 : 0;
            if (quiet > 50 && stopsWhenIdle)
                return step.Kind;
            Assert.True(quiet < 10_000, "Both wait.");
        }
    }

    /// <summary>Some of what waits arrives, or all of it.</summary>
    private int Move(ArrayBufferWriter<byte> from, ref byte[] to)
    {
        var length = _random.Next(3) == 0 ? from.WrittenCount : _random.Next(from.WrittenCount + 1);
        if (from == _toServer)
            _said.AddRange(from.WrittenSpan[..length]);
        to = [.. to, .. from.WrittenSpan[..length]];
        var rest = from.WrittenSpan[length..].ToArray();
        from.ResetWrittenCount();
        from.Write(rest);
        return length;
    }

    private void Serve()
    {
        while (!_isOver)
        {
            var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(_serverUnread));
            var step = _server.Advance(ref reader, _toClient);
            if (step.Kind == StepKind.Content)
                _host.Take(step.Content.Span);
            _serverUnread = _serverUnread[(int)reader.Consumed..];
            switch (step.Kind)
            {
                case StepKind.NeedInput or StepKind.StartTls:
                    return;
                case StepKind.Close or StepKind.Abort:
                    _isOver = true;
                    return;
                case StepKind.Ask:
                    Answer();
                    break;
            }
        }
    }

    private void Answer()
    {
        switch (_server.Question)
        {
            case SecretQuestion { Mechanism: "SCRAM-SHA-256" }:
                _server.Provide(Scram.CreateVerifier(Ann.Password!, new byte[16], Scram.MinIterations), _toClient);
                break;
            case SecretQuestion:
                _server.Provide(new ClearSecret(Ann.Password!), _toClient);
                break;
            case AuthQuestion { Credentials: var who }:
                var isRight = who.Kind == CredentialKind.Proved || Ann.Password!.Equals(who.Secret);
                _server.Answer(isRight ? ImapReply.Ok("Welcome") : null, _toClient);
                break;
            default:
                _host.Answer(_toClient);
                break;
        }
    }
}
