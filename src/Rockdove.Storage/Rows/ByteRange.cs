namespace Rockdove.Storage;

/// <summary>
/// Some bytes of a body, as a partial FETCH asks for them (RFC 9051 section 6.4.5). What lies past the end is cut off.
/// </summary>
public readonly record struct ByteRange
{
    public static readonly ByteRange Whole = new(0, long.MaxValue);

    /// <exception cref="ArgumentOutOfRangeException">One of the two is negative.</exception>
    public ByteRange(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Offset = offset;
        Length = length;
    }

    public long Offset { get; }

    public long Length { get; }

    /// <summary>The part of this range that a body of so many bytes has.</summary>
    public ByteRange Within(long bytes)
    {
        var offset = Math.Min(Offset, bytes);
        return new(offset, Math.Min(Length, bytes - offset));
    }
}
