using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3.Tests;

/// <summary>
/// A client that sends octets to the engine and notes what comes back. Its host lets everybody in whose password is not
/// <c>wrong</c>, and gives messages in slices of one to seven octets.
/// </summary>
internal sealed class ServerConversation
{
    private readonly Pop3ServerEngine _engine;
    private readonly IReadOnlyList<byte[]> _messages;
    private readonly ArrayBufferWriter<byte> _output = new();
    private byte[] _unread = [];
    private ReadOnlyMemory<byte> _content;
    private int _slices;

    public ServerConversation(Pop3ProtocolOptions options, IReadOnlyList<byte[]> messages)
    {
        _messages = messages;
        _engine = new Pop3ServerEngine(new Pop3Protocol(options), new Pop3Session());
        _engine.Start(_output);
        Pump();
    }

    public string Said => Encoding.Latin1.GetString(_output.WrittenSpan);

    public bool IsClosed { get; private set; }

    /// <summary>What was asked to be deleted at QUIT; null without QUIT.</summary>
    public int[]? Deleted { get; private set; }

    public ServerConversation Send(ReadOnlyMemory<byte> octets)
    {
        if (IsClosed)
            return this;
        _unread = [.. _unread, .. octets.Span];
        Pump();
        return this;
    }

    public ServerConversation Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    private void Pump()
    {
        while (true)
        {
            var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(_unread));
            var step = _engine.Advance(ref reader, _output);
            _unread = _unread[(int)reader.Consumed..];
            switch (step.Kind)
            {
                case StepKind.NeedInput:
                    return;
                case StepKind.Ask:
                    Answer();
                    break;
                case StepKind.Feed:
                    Feed();
                    break;
                case StepKind.StartTls or StepKind.Close or StepKind.Abort: // What comes then is for a handshake.
                    IsClosed = true;
                    return;
            }
        }
    }

    private void Answer()
    {
        switch (_engine.Question)
        {
            case Pop3SecretQuestion:
                _engine.Provide(new ClearSecret(new Secret("secret")), _output);
                break;
            case LoginQuestion login:
                var isWrong = login.Credentials.Secret?.RevealText() == "wrong";
                _engine.Answer(isWrong ? null : Pop3Replies.Authenticated, _output);
                break;
            case MaildropQuestion:
                _engine.Open(new ListedMaildrop(_messages), _output);
                break;
            case RetrieveQuestion retrieve:
                (_content, _slices) = (_messages[retrieve.Number - 1], 0);
                _engine.BeginContent(_output);
                break;
            case UpdateQuestion update:
                Deleted = [.. update.Maildrop.Deleted];
                _engine.Answer(Pop3Replies.Bye, _output);
                break;
            default:
                _engine.Answer(null, _output);
                break;
        }
    }

    private void Feed()
    {
        var slice = _content[..Math.Min((_slices++ % 7) + 1, _content.Length)];
        _content = _content[slice.Length..];
        if (slice.IsEmpty || !_engine.WriteContent(slice.Span, _output))
            _engine.EndContent(_output);
    }
}
