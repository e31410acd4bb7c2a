using System.Buffers;

namespace Rockdove.Imap;

/// <summary>
/// Throws away the rest of a command that is refused, so that none of it becomes a command: announced literals are
/// counted off, whatever is in them (RFC 7888 section 3).
/// </summary>
internal sealed class CommandSkip
{
    private readonly byte[] _tail = new byte[LiteralHead.TailBytes + 2];
    private int _tailLength;
    private long _literal;
    private long _left;

    /// <summary>Why the command was refused.</summary>
    public ImapReply Reply { get; private set; } = ImapReplies.BadArguments;

    /// <summary>Begins before a literal, or at the start of a line.</summary>
    /// <param name="literal">Octets that come first, whatever they are.</param>
    /// <param name="limitBytes">How much is thrown away before it is too much.</param>
    /// <param name="reply">What the client is told when the command is over.</param>
    public void Begin(long literal, long limitBytes, ImapReply reply)
    {
        Reply = reply;
        _literal = literal;
        _left = limitBytes;
        _tailLength = 0;
    }

    /// <summary>Throws away what there is.</summary>
    public SkipStatus Read(ref SequenceReader<byte> input)
    {
        while (true)
        {
            if (_literal > _left)
                return SkipStatus.Endless; // Known before it comes: there is no use in waiting for it.
            if (_literal > 0)
            {
                var octets = Math.Min(_literal, input.Remaining);
                input.Advance(octets);
                _literal -= octets;
                _left -= octets;
                if (_literal > 0)
                    return SkipStatus.NeedInput;
            }

            var span = input.UnreadSpan;
            if (span.IsEmpty)
                return SkipStatus.NeedInput;
            var end = span.IndexOf((byte)'\n') + 1;
            var piece = end > 0 ? span[..end] : span;
            Remember(piece);
            input.Advance(piece.Length);
            _left -= piece.Length;
            if (_left < 0)
                return SkipStatus.Endless;
            if (end == 0)
                continue;

            var line = _tail.AsSpan(0, _tailLength - 1);
            if (line.EndsWith("\r"u8))
                line = line[..^1];
            var isLiteral = LiteralHead.TryFindAtEnd(line, out var literal);
            _tailLength = 0;
            if (!isLiteral || literal.IsSynchronizing)
                return SkipStatus.Done; // One that waits for our "+" is not sent.
            _literal = literal.Octets;
        }
    }

    private void Remember(ReadOnlySpan<byte> piece)
    {
        if (piece.Length >= _tail.Length)
        {
            piece[^_tail.Length..].CopyTo(_tail);
            _tailLength = _tail.Length;
            return;
        }

        var keep = Math.Min(_tailLength, _tail.Length - piece.Length);
        _tail.AsSpan(_tailLength - keep, keep).CopyTo(_tail);
        piece.CopyTo(_tail.AsSpan(keep));
        _tailLength = keep + piece.Length;
    }
}

internal enum SkipStatus : byte
{
    NeedInput,

    /// <summary>The command is over; the next octet begins another one.</summary>
    Done,

    /// <summary>It is more than the bound. Only closing the connection helps.</summary>
    Endless,
}
