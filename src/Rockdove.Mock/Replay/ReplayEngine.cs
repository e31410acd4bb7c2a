using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>
/// A server that repeats a conversation: it waits for each of the client's lines and says the server's. It knows nothing
/// of SMTP but where a message is, whose content need not be the one that was recorded.
/// </summary>
internal sealed class ReplayEngine(ReplayScript script, ReplayMail mail) : IServerEngine
{
    private LineReader _lines;
    private int _next;
    private long _chunkBytes;
    private bool _isInContent;
    private bool _isOver;
    private bool _awaitsTls;

    /// <summary>What the client said or did that the conversation does not have; null while there is nothing.</summary>
    public string? Mismatch { get; private set; }

    public void Start(IBufferWriter<byte> output)
    {
    }

    public Step Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        while (!_isOver)
        {
            if (_chunkBytes > 0 || _isInContent)
            {
                if (!TakeContent(ref input))
                    return Step.NeedInput(Patience);
                continue;
            }

            if (_next == script.Moves.Count)
            {
                if (script.ServerCloses)
                    return Step.Close;
                if (input.End)
                    return Step.NeedInput(Patience);
                Break("the conversation is over, and the client goes on", output);
                break;
            }

            var move = script.Moves[_next];
            switch (move.Kind)
            {
                case ReplayMoveKind.Say:
                    output.Write(move.Octets.Span);
                    mail.OnServer(move.Octets.Span);
                    _next++;
                    break;
                case ReplayMoveKind.StartTls when !_awaitsTls:
                    _awaitsTls = true;
                    return Step.StartTls;
                case ReplayMoveKind.StartTls:
                    return Step.NeedInput(Patience);
                case ReplayMoveKind.Close:
                    return Step.Close;
                case ReplayMoveKind.Hear when !Hear(move, ref input, output):
                    return _isOver ? Step.Close : Step.NeedInput(Patience);
            }
        }

        return Step.Close;
    }

    public void Signal(Signal signal, IBufferWriter<byte> output)
    {
        if ((signal & Wire.Signal.TlsStarted) != 0)
        {
            _awaitsTls = false;
            _next++;
        }

        if ((signal & Wire.Signal.TimedOut) != 0)
            Break("the client says nothing", output);
        if ((signal & (Wire.Signal.Stopping | Wire.Signal.PeerClosed)) != 0)
        {
            if ((signal & Wire.Signal.PeerClosed) != 0 && _next < script.Moves.Count
                && script.Moves[_next].Kind == ReplayMoveKind.Hear)
                Mismatch ??= $"{script.Where(_next)}: the client hung up before {script.Moves[_next].Line}";
            _isOver = true;
        }
    }

    /// <summary>Takes what the client must say next. False when it has not come, or is another.</summary>
    private bool Hear(ReplayMove move, ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        if (!move.Line!.EndsLine)
            return HearOctets(move, ref input, output);
        switch (_lines.Read(ref input, LineBytes, 0, out var line))
        {
            case LineStatus.NeedInput:
                return false;
            case LineStatus.Line when move.IsSaidIn(line):
                _next++;
                var content = mail.OnClient(line);
                _chunkBytes = content.ChunkBytes;
                _isInContent = content.IsDotted && Next is { Kind: ReplayMoveKind.Say } go && go.Octets.Span.StartsWith("354"u8);
                if (_isInContent || _chunkBytes > 0)
                    EnterContent(output);
                return true;
            case LineStatus.Line:
                Break($"the client says '{Encoding.UTF8.GetString(line)}'", output);
                return false;
            default:
                Break("the client's line is too long, or ends with LF alone", output);
                return false;
        }
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

    private ReplayMove? Next => _next < script.Moves.Count ? script.Moves[_next] : null;

    /// <summary>After DATA the server says 354 first; of the recorded content nothing is wanted.</summary>
    private void EnterContent(IBufferWriter<byte> output)
    {
        while (_isInContent && Next is { Kind: ReplayMoveKind.Say } say)
        {
            output.Write(say.Octets.Span);
            mail.OnServer(say.Octets.Span);
            _next++;
        }

        _next = script.SkipContent(_next, _chunkBytes, _isInContent);
    }

    private bool TakeContent(ref SequenceReader<byte> input)
    {
        if (!_isInContent)
        {
            var taken = Math.Min(_chunkBytes, input.Remaining);
            foreach (var piece in input.UnreadSequence.Slice(0, taken))
                mail.OnChunk(piece.Span);
            input.Advance(taken);
            _chunkBytes -= taken;
            return _chunkBytes == 0;
        }

        if (_lines.Read(ref input, ContentLineBytes, 0, out var line) is not (LineStatus.Line or LineStatus.BareLineFeed))
            return false;
        _isInContent = !mail.OnContentLine(line);
        return true;
    }

    private void Break(string what, IBufferWriter<byte> output)
    {
        Mismatch ??= _next < script.Moves.Count
            ? $"{script.Where(_next)}: {what}; the script wants '{script.Moves[_next].Line}'"
            : $"{script.Path}: {what}";
        output.Write(Encoding.UTF8.GetBytes("554 5.5.1 The script has it otherwise\r\n"));
        _isOver = true;
    }

    /// <summary>A client that repeats a recording says its next line at once, or thinks as long as RFC 5321 lets it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>As the engine's own, see SmtpLimits: longest are lines of authentication exchanges.</summary>
    private const int LineBytes = 12_288;

    private const int ContentLineBytes = 1024 * 1024;
}
