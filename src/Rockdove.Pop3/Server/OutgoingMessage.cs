using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>
/// A message on its way out: dots are added, bare line ends become CRLF, and with TOP what lies behind the wanted lines
/// is left out. It sees slices, cut anywhere, and keeps none.
/// </summary>
internal struct OutgoingMessage
{
    private DotEncoder _dots;
    private Place _place;
    private long _linesLeft;

    /// <param name="bodyLines">Lines of the body that are wanted (TOP); null for all of the message (RETR).</param>
    public OutgoingMessage(long? bodyLines)
    {
        _dots = new DotEncoder(BareNewlines.Normalize);
        _linesLeft = bodyLines ?? long.MaxValue;
        IsWhole = bodyLines is null;
        _place = IsWhole ? Place.Anywhere : Place.LineStart;
    }

    /// <summary>All of the message goes out, not only its top.</summary>
    public readonly bool IsWhole { get; }

    /// <summary>False once everything that is wanted went out.</summary>
    public readonly bool WantsMore => _place != Place.Done;

    /// <summary>Octets of content that went out, before dots were added.</summary>
    public long Bytes { get; private set; }

    public void Write(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        if (!WantsMore)
            return;
        var length = IsWhole ? content.Length : ToTheEndOfTheTop(content);
        _dots.Encode(content[..length], output);
        Bytes += length;
    }

    public void Finish(IBufferWriter<byte> output) => _dots.Finish(output);

    /// <summary>How much of the slice still belongs to the top.</summary>
    private int ToTheEndOfTheTop(ReadOnlySpan<byte> content)
    {
        var at = 0;
        while (at < content.Length)
        {
            if (_place == Place.Body && _linesLeft == 0)
            {
                _place = Place.Done;
                return at;
            }

            var octet = content[at];
            if (_place is Place.LineStart && octet is not ((byte)'\r' or (byte)'\n'))
                _place = Place.InLine;
            if (_place is Place.InLine or Place.Body)
            {
                var next = content[at..].IndexOf((byte)'\n');
                if (next < 0)
                    return content.Length;
                at += next + 1;
                if (_place == Place.Body)
                    _linesLeft--;
                else
                    _place = Place.LineStart;
                continue;
            }

            at++; // At the start of a line: a CR, which may be the first half of the blank line, or its LF.
            if (octet == '\n')
                _place = Place.Body;
        }

        if (_place == Place.Body && _linesLeft == 0)
            _place = Place.Done;
        return at;
    }

    private enum Place : byte
    {
        Anywhere,
        LineStart,
        InLine,
        Body,
        Done,
    }
}
