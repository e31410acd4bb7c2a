using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp.Tests;

/// <summary>
/// An engine with a host that keeps nothing and allocates nothing: octets come in blocks of one reused buffer, and
/// replies go to another.
/// </summary>
internal sealed class EngineBench(SmtpServerEngine engine) : IBufferWriter<byte>
{
    private readonly byte[] _input = new byte[80 * 1024];
    private readonly byte[] _output = new byte[64 * 1024];
    private int _written;
    private int _unread;

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public string Output => Encoding.UTF8.GetString(_output, 0, _written);

    public bool IsClosed { get; private set; }

    /// <summary>Octets of content since <see cref="Clear"/>.</summary>
    public long ContentBytes { get; private set; }

    /// <summary>The most that the engine ever left unread.</summary>
    public int MostUnread { get; private set; }

    public static EngineBench Started(SmtpProtocolOptions options)
    {
        var bench = new EngineBench(new SmtpServerEngine(new SmtpProtocol(options), new SmtpSession()));
        bench.Start();
        return bench;
    }

    public void Clear()
    {
        _written = 0;
        ContentBytes = 0;
    }

    public void Start()
    {
        engine.Start(this);
        Take(ReadOnlySpan<byte>.Empty);
    }

    /// <summary>Gives octets in blocks, and answers each question with its default.</summary>
    public void Take(ReadOnlySpan<byte> octets)
    {
        do
        {
            var block = octets[..Math.Min(octets.Length, BlockBytes)];
            octets = octets[block.Length..];
            block.CopyTo(_input.AsSpan(_unread));
            var input = new ReadOnlySequence<byte>(_input, 0, _unread + block.Length);
            var taken = Pump(input);
            _unread = (int)input.Length - taken;
            _input.AsSpan(taken, _unread).CopyTo(_input);
            MostUnread = Math.Max(MostUnread, _unread);
        }
        while (!octets.IsEmpty && !IsClosed);
    }

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => _output.AsMemory(_written);

    public Span<byte> GetSpan(int sizeHint = 0) => _output.AsSpan(_written);

    private int Pump(ReadOnlySequence<byte> input)
    {
        var reader = new SequenceReader<byte>(input);
        while (true)
        {
            var step = engine.Advance(ref reader, this);
            switch (step.Kind)
            {
                case StepKind.Ask:
                    engine.Answer(null, this);
                    break;
                case StepKind.Content:
                    ContentBytes += step.Content.Length;
                    break;
                case StepKind.Pause:
                    break;
                default:
                    IsClosed = step.Kind == StepKind.Close;
                    return (int)reader.Consumed;
            }
        }
    }

    private const int BlockBytes = 64 * 1024;
}
