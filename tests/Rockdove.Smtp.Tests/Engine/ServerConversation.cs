using System.Buffers;
using System.Text;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>
/// A server engine and its client, for what is too big or too random to be written down as a transcript.
/// </summary>
internal sealed class ServerConversation
{
    private readonly SmtpServerEngine _engine;
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<byte> _message = [];
    private readonly StringBuilder _said = new();
    private readonly Func<SmtpQuestion, SmtpReply?> _answers;
    private readonly bool _keepsContent;
    private ReadOnlyMemory<byte> _unread;

    public ServerConversation(
        SmtpProtocolOptions options, bool keepsContent = false, Func<SmtpQuestion, SmtpReply?>? answers = null)
    {
        _keepsContent = keepsContent;
        _answers = answers ?? (static _ => null);
        _engine = new SmtpServerEngine(new SmtpProtocol(options with { HostName = "mx.test" }), new SmtpSession());
        _engine.Start(_output);
        Pump();
    }

    public SmtpSession Session => _engine.Session;

    /// <summary>All replies, and each whole message before the reply to it.</summary>
    public string Said => _said.ToString();

    /// <summary>What the engine said last.</summary>
    public string LastReply { get; private set; } = "";

    public bool IsClosed { get; private set; }

    public long ContentBytes { get; private set; }

    /// <summary>The most that the engine left unread while it went on: what a host must hold for it.</summary>
    public int MostUnread { get; private set; }

    public ServerConversation Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public ServerConversation Send(ReadOnlyMemory<byte> octets)
    {
        if (IsClosed)
            return this;
        _unread = _unread.IsEmpty ? octets : (byte[])[.. _unread.Span, .. octets.Span];
        Pump();
        if (!IsClosed)
            MostUnread = Math.Max(MostUnread, _unread.Length);
        return this;
    }

    private void Pump()
    {
        for (var idle = 0; !IsClosed; idle++)
        {
            Assert.True(idle < 1000, "The engine makes no way.");
            var input = new SequenceReader<byte>(SequenceBuilder.From(_unread.IsEmpty ? [] : [_unread]));
            var step = _engine.Advance(ref input, _output);
            if (step.Kind == StepKind.Content)
                Take(step.Content.Span);
            if (input.Consumed > 0)
                idle = 0;
            _unread = _unread[(int)input.Consumed..];
            switch (step.Kind)
            {
                case StepKind.NeedInput:
                    Flush();
                    return;
                case StepKind.Ask:
                    Answer();
                    break;
                case StepKind.StartTls: // What is unread counts as sent after the handshake, so cuts do not matter.
                    _engine.Signal(Signal.TlsStarted, _output);
                    break;
                case StepKind.Close or StepKind.Abort:
                    IsClosed = true;
                    break;
            }
        }

        Flush();
    }

    private void Take(ReadOnlySpan<byte> content)
    {
        ContentBytes += content.Length;
        if (_keepsContent)
            _message.AddRange(content);
    }

    private void Answer()
    {
        switch (_engine.Question)
        {
            case DataQuestion:
                _message.Clear();
                break;
            case MessageQuestion:
                Flush();
                _said.Append('[').Append(Encoding.Latin1.GetString([.. _message])).Append("]\r\n");
                break;
        }

        if (_engine.Question is SecretQuestion)
            _engine.Provide(new ClearSecret(new Secret("secret")), _output);
        else
            _engine.Answer(_answers(_engine.Question!), _output);
    }

    private void Flush()
    {
        if (_output.WrittenCount == 0)
            return;
        var text = Encoding.UTF8.GetString(_output.WrittenSpan);
        _said.Append(text);
        LastReply = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[^1];
        _output.ResetWrittenCount();
    }
}
