using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>
/// A server that talks as go-smtp-mock does. It has an engine of its own since it takes what SMTP does not (names
/// before
/// addresses, a recipient after the message has gone), refuses what SMTP has to take, and says any text at all; see
/// docs/decisions/0024.
/// </summary>
internal sealed class GoSmtpMockEngine(GoSmtpMockProfile profile, GoSmtpMockDialogue dialogue) : IServerEngine
{
    private LineReader _lines;
    private ContentDecoder _content;
    private long _contentBytes;
    private Mode _mode;
    private bool _isStopping;

    /// <summary>What must be decided before anything more is read; null when nothing is open.</summary>
    public GoSmtpMockVerdict? Question { get; private set; }

    public void Start(IBufferWriter<byte> output) => Question = dialogue.Greet();

    public Step Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        while (Question is null)
        {
            switch (_mode)
            {
                case Mode.Command when _isStopping:
                    Write("421 Service not available", output);
                    _mode = Mode.Closing;
                    break;
                case Mode.Command:
                    if (!TakeCommand(ref input))
                        return Step.NeedInput(profile.SessionTimeout);
                    break;
                case Mode.Content:
                    if (TakeContent(ref input) is { } step)
                        return step;
                    break;
                case Mode.StartTls:
                    return Step.StartTls;
                case Mode.Closing:
                    return Step.Close;
            }
        }

        return Step.Ask;
    }

    /// <summary>Decides the open question, and says so.</summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="output">Where the reply goes.</param>
    /// <exception cref="InvalidOperationException">No question is open.</exception>
    public void Answer(GoSmtpMockDecision decision, IBufferWriter<byte> output)
    {
        var verdict = Question ?? throw new InvalidOperationException("No question is open.");
        Question = null;
        Write(decision.Reply, output);
        dialogue.Conclude(verdict, decision);
        if (decision.IsGood)
            Follow(verdict.Command);
        else if (profile.IsCmdFailFast && verdict.CountsAsFailure)
            _mode = Mode.Closing;
    }

    public void Signal(Signal signal, IBufferWriter<byte> output)
    {
        if ((signal & Wire.Signal.TlsStarted) != 0)
        {
            dialogue.IsSecure = true;
            _mode = _mode == Mode.StartTls ? Mode.Command : _mode;
        }

        // go-smtp-mock says nothing when it has waited too long, and a test may look for just that.
        if ((signal & (Wire.Signal.TimedOut | Wire.Signal.PeerClosed)) != 0)
            _mode = Mode.Closing;
        if ((signal & Wire.Signal.Stopping) != 0)
            _isStopping = true;
    }

    private bool TakeCommand(ref SequenceReader<byte> input)
    {
        switch (_lines.Read(ref input, CommandLineBytes, DiscardedLineBytes, out var line))
        {
            case LineStatus.NeedInput:
                return false;
            case LineStatus.Endless:
                _mode = Mode.Closing;
                return true;
            case LineStatus.TooLong:
                Question = dialogue.Weigh("");
                return true;
            default: // A bare LF ends a command too.
                Question = dialogue.Weigh(Encoding.UTF8.GetString(line).Trim());
                return true;
        }
    }

    /// <summary>
    /// All of the message is read, however big it is: what comes after the limit is no command, as it is in
    /// go-smtp-mock.
    /// </summary>
    private Step? TakeContent(ref SequenceReader<byte> input)
    {
        while (true)
        {
            var piece = input.End ? default : input.UnreadSequence.First;
            var status = _content.Decode(piece, out var slice, out var consumed);
            input.Advance(consumed);
            switch (status)
            {
                case ContentStatus.Slice:
                    _contentBytes += slice.Length;
                    if (_contentBytes <= profile.MsgSizeLimit)
                        return Step.Slice(slice);
                    if (_contentBytes - profile.MsgSizeLimit <= DiscardedMessageBytes)
                        break;
                    _mode = Mode.Closing;
                    return null;
                case ContentStatus.NeedInput when input.End:
                    return Step.NeedInput(profile.SessionTimeout);
                case ContentStatus.End:
                    _mode = Mode.Command;
                    Question = dialogue.WeighMessage(_contentBytes);
                    return null;
            }
        }
    }

    private void Follow(GoSmtpMockCommand command)
    {
        switch (command)
        {
            case GoSmtpMockCommand.Data:
                _content = ContentDecoder.Dotted(BareNewlines.Keep, int.MaxValue);
                _contentBytes = 0;
                _mode = Mode.Content;
                break;
            case GoSmtpMockCommand.StartTls:
                _mode = Mode.StartTls;
                break;
            case GoSmtpMockCommand.Quit:
                _mode = Mode.Closing;
                break;
        }
    }

    private static void Write(string reply, IBufferWriter<byte> output)
    {
        Encoding.UTF8.GetBytes(reply, output);
        output.Write("\r\n"u8);
    }

    private enum Mode : byte
    {
        Command,
        Content,
        StartTls,
        Closing,
    }

    /// <summary>As our own engine has it; a longer line is no command.</summary>
    public const int CommandLineBytes = 4096;

    /// <summary>How much of a longer line is thrown away before the connection closes.</summary>
    public const int DiscardedLineBytes = 1024 * 1024;

    /// <summary>
    /// How much of a message past the limit is read, to find its end, before the connection closes: more than the limit
    /// unless that is set higher.
    /// </summary>
    public const int DiscardedMessageBytes = 16 * 1024 * 1024;
}
