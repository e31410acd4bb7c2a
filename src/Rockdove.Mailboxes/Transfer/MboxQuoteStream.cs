namespace Rockdove.Mailboxes;

/// <summary>
/// Writes the lines of a message into an mbox, quoted as mboxrd does: a line that begins with any number of
/// <c>&gt;</c> and <c>From </c> gets one <c>&gt;</c> more. Beyond <see cref="MostRun"/> of them it gets one whatever
/// follows, so that nobody has to look ahead without a bound and reading is still exact.
/// </summary>
internal sealed class MboxQuoteStream(Stream inner) : WriteOnlyStream
{
    private int _run; // Of '>' at the beginning of this line; -1 once it is known not to matter.
    private int _matched; // Octets of "From " behind them.

    /// <summary>Whether nothing was written, or a whole line last.</summary>
    public bool IsAtLineStart => _run == 0 && _matched == 0;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (var i = 0; i < buffer.Length; i++)
        {
            if (_run < 0)
            {
                var rest = buffer[i..];
                var end = rest.IndexOf((byte)'\n');
                inner.Write(end < 0 ? rest : rest[..(end + 1)]);
                if (end < 0)
                    return;
                i += end;
                _run = 0;
                continue;
            }
            Begin(buffer[i]);
        }
    }

    /// <summary>The end of a message: what was held back is written, and the last line ended.</summary>
    public void Finish()
    {
        var isWhole = IsAtLineStart;
        inner.Write(From[.._matched]);
        if (!isWhole)
            inner.WriteByte((byte)'\n');
        (_run, _matched) = (0, 0);
    }

    /// <summary>
    /// One octet at the beginning of a line. The run is written as it comes: one more looks the same.
    /// </summary>
    private void Begin(byte octet)
    {
        if (_matched == 0 && octet == '>')
        {
            inner.WriteByte(octet);
            if (++_run == MostRun)
            {
                inner.WriteByte(octet);
                _run = -1;
            }
        }
        else if (octet == From[_matched])
        {
            if (++_matched < From.Length)
                return;
            inner.Write(">From "u8);
            (_run, _matched) = (-1, 0);
        }
        else
        {
            inner.Write(From[.._matched]);
            inner.WriteByte(octet);
            _matched = 0;
            _run = octet == '\n' ? 0 : -1;
        }
    }

    public const int MostRun = 1000;

    private static ReadOnlySpan<byte> From => "From "u8;
}
