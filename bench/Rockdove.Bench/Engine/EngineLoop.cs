using System.Buffers;
using System.Text;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Bench;

/// <summary>
/// The cheapest driver there can be: bytes from an array, every question answered as the engine proposes, content
/// dropped. What is measured through it is the engine.
/// </summary>
internal sealed class EngineLoop
{
    private readonly SmtpServerEngine _engine = new(new SmtpProtocol(new SmtpProtocolOptions()), new SmtpSession());
    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);

    public EngineLoop()
    {
        _engine.Start(_output);
        Feed(ReadOnlyMemory<byte>.Empty);
        Feed("EHLO bench.test\r\n"u8.ToArray());
    }

    /// <summary>Octets of content handed out so far.</summary>
    public long ContentBytes { get; private set; }

    /// <summary>Replies as text since the last call.</summary>
    public string TakeReplies()
    {
        var text = Encoding.ASCII.GetString(_output.WrittenSpan);
        _output.ResetWrittenCount();
        return text;
    }

    /// <summary>Drives the engine until it needs more; returns how much it has consumed.</summary>
    public int Feed(ReadOnlyMemory<byte> input)
    {
        var sequence = new ReadOnlySequence<byte>(input);
        var reader = new SequenceReader<byte>(sequence);
        _output.ResetWrittenCount();
        while (true)
        {
            var step = _engine.Advance(ref reader, _output);
            switch (step.Kind)
            {
                case StepKind.NeedInput:
                    return (int)reader.Consumed;
                case StepKind.Ask:
                    _engine.Answer(null, _output);
                    break;
                case StepKind.Content:
                    ContentBytes += step.Content.Length;
                    break;
                default:
                    throw new InvalidOperationException($"{step.Kind} after {TakeReplies()}");
            }
        }
    }

    /// <summary>The same input, a byte more in each call, as a peer that drips would have it read.</summary>
    public void Drip(ReadOnlyMemory<byte> input)
    {
        var consumed = 0;
        for (var end = 1; end <= input.Length; end++)
            consumed += Feed(input[consumed..end]);
    }
}
