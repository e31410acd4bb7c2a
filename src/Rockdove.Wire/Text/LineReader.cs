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
    /// <param name="line">The line without its end; good until the next call.</param>
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
                _skipped += input.Remaining;
                input.AdvanceToEnd();
            }

            return LineStatus.NeedInput;
        }

        input.Advance(1);
        var total = _skipped + pieces.Length + 1;
        if (total > (long)limitBytes + discardBytes)
            return LineStatus.Endless;
        _skipped = 0;
        if (total > limitBytes)
            return LineStatus.TooLong;
        if (_scratch is null || _scratch.Length < total)
            _scratch = new byte[limitBytes];
        pieces.CopyTo(_scratch);
        _scratch[total - 1] = (byte)'\n';
        line = _scratch.AsSpan(0, (int)total);
        return End(ref line);
    }

    private static LineStatus End(ref ReadOnlySpan<byte> line)
    {
        var hasCr = line.Length > 1 && line[^2] == '\r';
        line = line[..^(hasCr ? 2 : 1)];
        return hasCr ? LineStatus.Line : LineStatus.BareLineFeed;
    }
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

    /// <summary>A line past the bound has ended; it is gone, and the next one can be read.</summary>
    TooLong,

    /// <summary>A line went past the second bound. Only closing the connection helps.</summary>
    Endless,
}
