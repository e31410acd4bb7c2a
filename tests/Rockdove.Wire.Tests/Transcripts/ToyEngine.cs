using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rockdove.Wire.Tests;

/// <summary>Ways in which the toy can be wrong, so that the player can be seen to notice.</summary>
public enum Flaw
{
    None,
    CountsCalls,
    AnswersEarly,
    KeepsMemory,
    NeverMoves,
    Throws,
    LeavesOutCr,
    WakesUpTalking,
}

/// <summary>
/// A line protocol of a dozen commands that uses the whole seam: it echoes, asks, takes dotted content, pauses, starts
/// TLS and compression, closes and aborts.
/// </summary>
public sealed class ToyEngine(Flaw flaw, bool isSecure) : IServerEngine
{
    private readonly List<ReadOnlyMemory<byte>> _kept = [];
    private bool _takesContent;
    private bool _atLineStart;
    private bool _lastWasCr;
    private bool _closes;
    private long _contentOctets;
    private int _calls;

    /// <summary>The open question; null when there is none.</summary>
    public string? Question { get; private set; }

    public void Start(IBufferWriter<byte> output) => Reply(output, "+ toy ready");

    public void Signal(Signal signal, IBufferWriter<byte> output)
    {
        switch (signal)
        {
            case Wire.Signal.TlsStarted:
                isSecure = true;
                break;
            case Wire.Signal.TimedOut:
                Reply(output, "- too slow");
                _closes = true;
                break;
            case Wire.Signal.Stopping:
                Reply(output, "- stopping");
                _closes = true;
                break;
            case Wire.Signal.PeerClosed:
                _closes = true;
                break;
            default:
                Reply(output, $"~ {signal}");
                break;
        }
    }

    public void Answer(string answer, IBufferWriter<byte> output)
    {
        Question = null;
        foreach (var line in answer.Split('\n'))
            Reply(output, line);
    }

    public Step Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        _calls++;
        if (_closes)
            return Step.Close;
        if (_takesContent)
            return TakeContent(ref input);
        if (flaw == Flaw.NeverMoves && !input.End)
            return Step.Pause(TimeSpan.Zero);
        if (flaw == Flaw.WakesUpTalking && input.Length > 0)
            Reply(output, "~ hm");

        var start = input;
        if (!input.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
        {
            input = start;
            return Step.NeedInput(TimeSpan.FromMinutes(5));
        }

        var text = Encoding.Latin1.GetString(line);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return Run(space < 0 ? text : text[..space], space < 0 ? "" : text[(space + 1)..], line, output);
    }

    private Step Run(string verb, string argument, ReadOnlySequence<byte> line, IBufferWriter<byte> output)
    {
        switch (verb)
        {
            case "SAY":
                if (flaw == Flaw.KeepsMemory)
                    _kept.Add(line.First);
                Reply(output, "+ " + argument);
                break;
            case "RECALL":
                foreach (var kept in _kept)
                    Reply(output, "+ " + Encoding.Latin1.GetString(kept.Span));
                break;
            case "CALLS":
                Reply(output, flaw == Flaw.CountsCalls ? $"+ {_calls} calls" : "+ many calls");
                break;
            case "BUG" when flaw == Flaw.Throws:
                throw new InvalidOperationException("a bug of the toy");
            case "CUT" when flaw == Flaw.LeavesOutCr:
                output.Write("+ half a line\n"u8);
                break;
            case "PART":
                output.Write("+ first"u8);
                break;
            case "REST":
                output.Write(" and last\r\n"u8);
                break;
            case "SECURE":
                Reply(output, isSecure ? "+ yes" : "- no");
                break;
            case "ASK":
                if (flaw == Flaw.AnswersEarly)
                    Reply(output, "+ soon");
                Question = argument;
                return Step.Ask;
            case "TAKE":
                Reply(output, "+ go on");
                (_takesContent, _atLineStart, _lastWasCr, _contentOctets) = (true, true, false, 0);
                break;
            case "TLS":
                Reply(output, "+ go");
                return Step.StartTls;
            case "SQUEEZE":
                Reply(output, "+ squeezing");
                return Step.StartCompression;
            case "SLOW":
                Reply(output, "+ slowly");
                return Step.Pause(TimeSpan.FromSeconds(2));
            case "DROP":
                return Step.Abort;
            case "QUIT":
                Reply(output, "+ bye");
                return Step.Close;
            default:
                Reply(output, "- what is " + verb);
                break;
        }

        return Step.Pause(TimeSpan.Zero); // Says "again": a pause that nobody expects is no event.
    }

    private Step TakeContent(ref SequenceReader<byte> input)
    {
        if (_atLineStart && input.TryPeek(out var first) && first == '.')
        {
            if (!input.TryPeek(1, out var second) || (second == '\r' && input.Remaining < 3))
                return Step.NeedInput(TimeSpan.FromMinutes(10));
            if (second == '\r' && input.TryPeek(2, out var third) && third == '\n')
            {
                input.Advance(3);
                _takesContent = false;
                Question = string.Create(CultureInfo.InvariantCulture, $"keep {_contentOctets}");
                return Step.Ask;
            }

            input.Advance(1);
            _atLineStart = false;
        }

        var rest = input.UnreadSequence;
        var position = rest.Start;
        while (rest.TryGet(ref position, out var memory))
        {
            if (memory.IsEmpty)
                continue;

            var newline = memory.Span.IndexOf((byte)'\n');
            var slice = newline < 0 ? memory : memory[..(newline + 1)];
            _atLineStart = newline >= 0 && (newline == 0 ? _lastWasCr : memory.Span[newline - 1] == '\r');
            _lastWasCr = slice.Span[^1] == '\r';
            _contentOctets += slice.Length;
            input.Advance(slice.Length);
            return Step.Slice(slice);
        }

        return Step.NeedInput(TimeSpan.FromMinutes(10));
    }

    private static void Reply(IBufferWriter<byte> output, string text) =>
        output.Write(Encoding.Latin1.GetBytes(text + "\r\n"));
}
