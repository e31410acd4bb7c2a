using System.Buffers;
using System.Text;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>
/// A server that repeats a conversation: it waits for each of the client's lines and says the server's. It knows
/// nothing of SMTP but where a message is, whose content need not be the one that was recorded.
/// </summary>
internal sealed class ReplayEngine(ReplayScript script, ReplayMail mail) : IServerEngine
{
    private LineReader _lines;
    private ContentDecoder _content;
    private int _next;
    private long _chunkBytes;
    private long _contentBytes;
    private Mode _mode;
    private bool _isFlushed;

    /// <summary>What the client said or did that the conversation does not have; null while there is nothing.</summary>
    public string? Mismatch { get; private set; }

    public void Start(IBufferWriter<byte> output)
    {
    }

    public Step Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        while (true)
        {
            switch (_mode)
            {
                case Mode.Over:
                    return Step.Close;
                case Mode.Dotted or Mode.Chunk:
                    if (!TakeContent(ref input, output))
                        return _mode == Mode.Over ? Step.Close : Step.NeedInput(Patience);
                    continue;
            }

            if (Next is not { } move)
            {
                if (input.End)
                    return Step.NeedInput(Patience);
                Break("the conversation is over, and the client goes on", output);
                continue;
            }

            switch (move.Kind)
            {
                case ReplayMoveKind.Say:
                    output.Write(move.Octets.Span);
                    mail.OnServer(move.Octets.Span);
                    _next++;
                    break;
                case ReplayMoveKind.StartTls:
                    return Step.StartTls;
                case ReplayMoveKind.Close:
                    return Step.Close;
                case ReplayMoveKind.Reset when !_isFlushed:
                    _isFlushed = true;
                    return Step.Pause(TimeSpan.Zero); // What was said is sent before the link is cut.
                case ReplayMoveKind.Reset:
                    return Step.Abort;
                case ReplayMoveKind.HearContent:
                    _content = ContentDecoder.Dotted(BareNewlines.Keep, int.MaxValue);
                    (_mode, _contentBytes) = (Mode.Dotted, 0);
                    break;
                default:
                    if (!Hear(move, ref input, output))
                        return _mode == Mode.Over ? Step.Close : Step.NeedInput(Patience);
                    break;
            }
        }
    }

    public void Signal(Signal signal, IBufferWriter<byte> output)
    {
        if ((signal & Wire.Signal.TlsStarted) != 0 && Next is { Kind: ReplayMoveKind.StartTls })
            _next++;
        if ((signal & Wire.Signal.TimedOut) != 0)
            Break("the client says nothing", output);
        if ((signal & Wire.Signal.PeerClosed) != 0)
        {
            if (Next is { Kind: ReplayMoveKind.Hear or ReplayMoveKind.HearChunk or ReplayMoveKind.HearContent })
                Mismatch ??= $"{script.Where(_next)}: the client hung up; the script wants '{Next.Line}'";
            _mode = Mode.Over;
        }

        if ((signal & Wire.Signal.Stopping) != 0)
            _mode = Mode.Over;
    }

    private ReplayMove? Next => _next < script.Moves.Count ? script.Moves[_next] : null;

    /// <summary>Takes what the client must say next. False when it has not come, or is another.</summary>
    private bool Hear(ReplayMove move, ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        if (!move.Line!.EndsLine)
            return HearOctets(move, ref input, output);
        switch (_lines.Read(ref input, LineBytes, 0, out var line))
        {
            case LineStatus.NeedInput:
                return false;
            case LineStatus.Line when move.Kind == ReplayMoveKind.HearChunk:
                return HearChunk(move, line, output);
            case LineStatus.Line when move.IsSaidIn(line):
                mail.OnClient(line);
                _next++;
                return true;
            case LineStatus.Line:
                Break($"the client says '{Encoding.UTF8.GetString(line)}'", output);
                return false;
            default:
                Break($"the client's line is longer than {LineBytes} octets, or ends with LF alone", output);
                return false;
        }
    }

    /// <summary>How many octets a chunk has is as free as what they are.</summary>
    private bool HearChunk(ReplayMove move, ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        ReplayMail.TryReadChunk(move.Line!.Octets.Span, out _, out var wantsLast);
        if (!ReplayMail.TryReadChunk(line, out _chunkBytes, out var isLast) || isLast != wantsLast)
        {
            Break($"the client says '{Encoding.UTF8.GetString(line)}'", output);
            return false;
        }

        mail.OnClient(line);
        (_mode, _contentBytes) = (Mode.Chunk, 0);
        return true;
    }

    /// <summary>Octets without a line's end, as a client that breaks off leaves them.</summary>
    private bool HearOctets(ReplayMove move, ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        var wanted = move.Line!.Octets.Span;
        if (input.Remaining < wanted.Length)
            return false;
        if (!input.IsNext(wanted, advancePast: true))
        {
            Break("the client says something else", output);
            return false;
        }

        _next++;
        return true;
    }

    /// <summary>Takes what there is of a message. False when there is no more of it yet.</summary>
    private bool TakeContent(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        var hasEnded = _mode == Mode.Dotted ? TakeDotted(ref input) : TakeChunk(ref input);
        if (mail.ContentBytes > MessageBytes)
        {
            Break($"the message is longer than {MessageBytes} octets", output);
            return false;
        }

        if (Next!.BreaksOffAfterBytes is { } bytes && _contentBytes >= bytes)
            hasEnded = true;
        if (!hasEnded)
            return false;
        if (_mode == Mode.Dotted)
            mail.OnContentEnd();
        _mode = Mode.Conversation;
        _next++;
        return true;
    }

    private bool TakeDotted(ref SequenceReader<byte> input)
    {
        while (!input.End)
        {
            var status = _content.Decode(input.UnreadSequence.First, out var slice, out var consumed);
            input.Advance(consumed);
            Take(slice.Span);
            if (status == ContentStatus.End)
                return true;
        }

        return false;
    }

    private bool TakeChunk(ref SequenceReader<byte> input)
    {
        var taken = Math.Min(_chunkBytes, input.Remaining);
        foreach (var piece in input.UnreadSequence.Slice(0, taken))
            Take(piece.Span);
        input.Advance(taken);
        _chunkBytes -= taken;
        return _chunkBytes == 0;
    }

    private void Take(ReadOnlySpan<byte> octets)
    {
        _contentBytes += octets.Length;
        mail.OnContent(octets);
    }

    private void Break(string what, IBufferWriter<byte> output)
    {
        Mismatch ??= Next?.Line is { } wanted
            ? $"{script.Where(_next)}: {what}; the script wants '{wanted}'"
            : $"{script.Path}: {what}";
        output.Write("554 5.5.1 The script has it otherwise\r\n"u8);
        _mode = Mode.Over;
    }

    private enum Mode : byte
    {
        Conversation,
        Dotted,
        Chunk,
        Over,
    }

    /// <summary>
    /// A client that repeats a recording says its next line at once, or thinks as long as RFC 5321 lets it.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>As the engine's own: the longest are lines of authentication exchanges.</summary>
    private static readonly int LineBytes = new SmtpLimits().SaslLineBytes;

    /// <summary>As the engine's own: a message that a server takes, a script takes.</summary>
    private static readonly long MessageBytes = new SmtpLimits().MessageBytes;
}
