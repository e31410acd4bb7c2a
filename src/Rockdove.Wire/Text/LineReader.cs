using System.Buffers;

namespace Rockdove.Wire;

/// <summary>
/// Takes lines from the input, each whole or not at all, within a bound. A line past the bound is thrown away as it
/// comes, up to a second bound, and reported once at its end.
/// </summary>
public struct LineReader
{
    private byte[]? _scratch;
    private long _skipped;

    /// <summary>Takes the next line.</summary>
    /// <param name="input">Where from; advanced past what was taken or thrown away.</param>
    /// <param name="limitBytes">The longest line, its end included.</param>
    /// <param name="discardBytes">
    /// How much more of a longer line is thrown away before it is <see cref="LineStatus.Endless"/>.
    /// </param>
    /// <param name="line">
    /// The line without its end; of one that was too long the first octets, at most 16, which tell what it was. Good
    /// until the next call.
    /// </param>
    public LineStatus Read(
        ref SequenceReader<byte> input, int limitBytes, int discardBytes, out ReadOnlySpan<byte> line)
    {
        line = default;
        var unread = input.UnreadSpan;
        var length = unread.IndexOf((byte)'\n') + 1;
        if (length > 0 && _skipped == 0 && length <= limitBytes)
        {
            line = unread[..length];
            input.Advance(length);
            return End(ref line);
        }

        if (!input.TryReadTo(out ReadOnlySequence<byte> pieces, (byte)'\n', advancePastDelimiter: false))
        {
            if (_skipped + input.Remaining > (long)limitBytes + discardBytes)
                return LineStatus.Endless;
            if (_skipped > 0 || input.Remaining > limitBytes)
            {
                if (_skipped == 0)
                    KeepHead(input.UnreadSequence, limitBytes);
                _skipped += input.Remaining;
                input.AdvanceToEnd();
            }

            return LineStatus.NeedInput;
        }

        input.Advance(1);
        var total = _skipped + pieces.Length + 1;
        if (total > (long)limitBytes + discardBytes)
            return LineStatus.Endless;
        if (total > limitBytes)
        {
            if (_skipped == 0)
                KeepHead(pieces, limitBytes);
            _skipped = 0;
            line = _scratch.AsSpan(0, Math.Min(HeadBytes, limitBytes));
            return LineStatus.TooLong;
        }

        MakeScratch(limitBytes);
        pieces.CopyTo(_scratch);
        _scratch![total - 1] = (byte)'\n';
        line = _scratch.AsSpan(0, (int)total);
        return End(ref line);
    }

    /// <summary>Keeps the first octets of a line that is thrown away.</summary>
    private void KeepHead(ReadOnlySequence<byte> line, int limitBytes)
    {
        MakeScratch(limitBytes);
        line.Slice(0, Math.Min(HeadBytes, limitBytes)).CopyTo(_scratch);
    }

    private void MakeScratch(int limitBytes)
    {
        if (_scratch is null || _scratch.Length < limitBytes)
            _scratch = new byte[limitBytes];
    }

    private static LineStatus End(ref ReadOnlySpan<byte> line)
    {
        var hasCr = line.Length > 1 && line[^2] == '\r';
        line = line[..^(hasCr ? 2 : 1)];
        return hasCr ? LineStatus.Line : LineStatus.BareLineFeed;
    }

    private const int HeadBytes = 16;
}

/// <summary>What one call of <see cref="LineReader.Read"/> gave.</summary>
public enum LineStatus : byte
{
    /// <summary>There is no whole line yet.</summary>
    NeedInput,

    /// <summary>A line that ended with CRLF.</summary>
    Line,

    /// <summary>A line that ended with LF alone.</summary>
    BareLineFeed,

    /// <summary>A line past the bound has ended; it is gone but for its head, and the next one can be read.</summary>
    TooLong,

    /// <summary>A line went past the second bound. Only closing the connection helps.</summary>
    Endless,
}
