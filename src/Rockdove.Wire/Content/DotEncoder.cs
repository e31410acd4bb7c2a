using System.Buffers;

namespace Rockdove.Wire;

/// <summary>
/// Prepares content for the wire: doubles the dot that begins a line, completes the last line and writes the end,
/// CRLF.CRLF (RFC 5321 section 4.5.2; RFC 1939 section 3). It remembers across calls where in a line it is, so content
/// may be cut anywhere.
/// </summary>
/// <remarks>
/// A CR or LF that is not half of a CRLF never goes out: by default it is refused, which leaves the message without its
/// end, so that the peer cannot take it for a whole one. A CR at the end of a piece is held back until the next.
/// </remarks>
public struct DotEncoder
{
    private readonly bool _normalizes;
    private readonly bool _isCounted;
    private Place _place;

    /// <param name="bareNewlines">
    /// <see cref="BareNewlines.Refuse"/> or <see cref="BareNewlines.Normalize"/>; nothing else is safe to send.
    /// </param>
    public DotEncoder(BareNewlines bareNewlines)
    {
        if (bareNewlines is not (BareNewlines.Refuse or BareNewlines.Normalize))
            throw new ArgumentOutOfRangeException(nameof(bareNewlines), bareNewlines, "Refuse or Normalize.");
        _normalizes = bareNewlines == BareNewlines.Normalize;
    }

    private DotEncoder(BareNewlines bareNewlines, bool isCounted)
        : this(bareNewlines) => _isCounted = isCounted;

    /// <summary>True once a bare CR or LF was refused. Nothing is written from then on.</summary>
    public bool Refused { get; private set; }

    /// <summary>
    /// The same care for line ends, for content whose length is announced: no dots and no end (RFC 3030).
    /// </summary>
    public static DotEncoder Counted(BareNewlines bareNewlines) => new(bareNewlines, isCounted: true);

    /// <summary>Writes one piece of content. False when it holds a bare CR or LF that is refused.</summary>
    public bool Encode(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        if (Refused)
            return false;
        var start = 0; // What lies between start and at goes out as it is.
        var at = 0;
        if (_place == Place.AfterCr && !content.IsEmpty)
        {
            if (content[0] == '\n')
                start = at = 1;
            else if (!_normalizes)
                return Refuse();
            output.Write("\r\n"u8);
            _place = Place.LineStart;
        }

        while (at < content.Length)
        {
            switch (_place)
            {
                case Place.LineStart:
                    if (content[at] == '.' && !_isCounted)
                    {
                        output.Write(content[start..at]);
                        output.Write("."u8);
                        start = at;
                    }

                    _place = Place.InLine;
                    break;

                case Place.InLine:
                    var next = content[at..].IndexOfAny((byte)'\r', (byte)'\n');
                    at = next < 0 ? content.Length : at + next;
                    if (next < 0)
                        break;
                    if (content[at] == '\r')
                    {
                        _place = Place.AfterCr;
                        at++;
                        break;
                    }

                    if (!_normalizes)
                        return Refuse();
                    output.Write(content[start..at]);
                    output.Write("\r\n"u8);
                    start = ++at;
                    _place = Place.LineStart;
                    break;

                case Place.AfterCr:
                    _place = Place.LineStart;
                    if (content[at] == '\n')
                    {
                        at++;
                        break;
                    }

                    if (!_normalizes)
                        return Refuse();
                    output.Write(content[start..at]);
                    output.Write("\n"u8);
                    start = at;
                    break;
            }
        }

        output.Write(content[start..(_place == Place.AfterCr && at > start ? at - 1 : at)]);
        return true;
    }

    /// <summary>
    /// Completes the last line if it has no CRLF, and writes the end. False, and nothing written, when a bare CR or LF
    /// was refused. The encoder is then ready for another message, unless it refused.
    /// </summary>
    public bool Finish(IBufferWriter<byte> output)
    {
        if (_place == Place.AfterCr && !_normalizes)
            return Refuse();
        if (Refused)
            return false;
        if (_place == Place.AfterCr || (_place == Place.InLine && !_isCounted))
            output.Write("\r\n"u8);
        if (!_isCounted)
            output.Write(".\r\n"u8);
        _place = Place.LineStart;
        return true;
    }

    private bool Refuse()
    {
        Refused = true;
        return false;
    }

    private enum Place : byte
    {
        LineStart,
        InLine,
        AfterCr,
    }
}
