using System.Buffers;

namespace Rockdove.Imap;

/// <summary>
/// Finds the end of a command without parsing it: lines joined by literals. It takes nothing and copies nothing; the
/// octets stay where they are until the command is whole, and it remembers how far it has looked.
/// </summary>
internal struct CommandFramer
{
    private long _lineStart;
    private long _scanned;
    private long _literalBytes;
    private int _literals;

    /// <summary>How many octets of the input belong to what was found, the line end included.</summary>
    public long Length { get; private set; }

    /// <summary>The literal that was announced at the end of <see cref="Length"/> octets.</summary>
    public LiteralHead Literal { get; private set; }

    /// <summary>Where the line begins that was looked at last.</summary>
    public readonly long LineStart => _lineStart;

    /// <summary>Literals that were taken into this command.</summary>
    public readonly int Literals => _literals;

    /// <summary>The octets of this command so far, a literal of this length included.</summary>
    public readonly long With(long octets) => octets > long.MaxValue - Length ? long.MaxValue : Length + octets;

    /// <summary>Looks on from where it stopped.</summary>
    public FrameStatus Read(ReadOnlySequence<byte> input, int limitBytes)
    {
        if (input.Length <= _scanned)
            return FrameStatus.NeedInput; // Also while the octets of a literal are on their way.
        var fresh = new SequenceReader<byte>(input.Slice(_scanned));
        var isLine = fresh.TryAdvanceTo((byte)'\n', advancePastDelimiter: true);
        Length = isLine ? _scanned + fresh.Consumed : input.Length;
        if (Length - _literalBytes > limitBytes)
            return FrameStatus.TooLong;
        _scanned = Length;
        if (!isLine)
            return FrameStatus.NeedInput;

        Span<byte> tail = stackalloc byte[LiteralHead.TailBytes + 2];
        var size = (int)Math.Min(tail.Length, Length - _lineStart);
        tail = tail[..size];
        input.Slice(Length - size, size).CopyTo(tail);
        var isBare = size < 2 || tail[^2] != '\r';
        if (LiteralHead.TryFindAtEnd(tail[..^(isBare ? 1 : 2)], out var literal))
        {
            Literal = literal;
            return isBare ? FrameStatus.BareLiteral : FrameStatus.Literal;
        }

        return isBare ? FrameStatus.BareCommand : FrameStatus.Command;
    }

    /// <summary>The literal belongs to the command: go on looking behind it.</summary>
    public void TakeLiteral()
    {
        _literals++;
        _literalBytes += Literal.Octets;
        _lineStart = Length + Literal.Octets;
        _scanned = _lineStart;
    }

    /// <summary>The command was taken, or is being thrown away: the next one begins.</summary>
    public void Reset() => this = default;
}

internal enum FrameStatus : byte
{
    NeedInput,

    /// <summary>A whole command.</summary>
    Command,

    /// <summary>A whole command, but its last line ends in LF alone.</summary>
    BareCommand,

    /// <summary>A literal is announced.</summary>
    Literal,

    /// <summary>A literal is announced in a line that ends in LF alone.</summary>
    BareLiteral,

    /// <summary>The lines of the command are longer than the limit.</summary>
    TooLong,
}
