namespace Rockdove.Mime;

/// <summary>Octets of a message, from Start up to End, counted from the start of the message.</summary>
public readonly record struct MimeRange(int Start, int End)
{
    public int Length => End - Start;

    /// <summary>
    /// So many octets from a place inside of the range, as far as they are there:
    /// <c>&lt;partial&gt;</c> of IMAP (RFC 9051 section 6.4.5). Past the end it is empty.
    /// </summary>
    public MimeRange Slice(long offset, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var start = Start + (int)Math.Min(offset, Length);
        return new MimeRange(start, start + (int)Math.Min(count, End - start));
    }
}
