using System.Diagnostics.CodeAnalysis;

namespace Rockdove.Storage;

/// <summary>
/// Names one conversation of one owner (RFC 8474 section 5.2, THREADID): a T, and the id of the message that began it.
/// </summary>
public readonly record struct ThreadId : ISpanParsable<ThreadId>, IComparable<ThreadId>
{
    private readonly UInt128 _value;

    private ThreadId(UInt128 value) => _value = value;

    /// <summary>The thread that a message begins. Its text is another, as RFC 8474 section 5.2 wants it.</summary>
    public static ThreadId Of(MessageId message) => new(message.Value);

    public static bool TryParse(ReadOnlySpan<char> text, out ThreadId id)
    {
        UInt128 value = 0;
        var parsed = text is [Prefix, ..] && ShortId.TryParse(text[1..], out value);
        id = new(value);
        return parsed;
    }

    /// <exception cref="FormatException">The text is not a T and 22 letters and digits, or is more than 128
    /// bits.</exception>
    public static ThreadId Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a thread id.");

    public int CompareTo(ThreadId other) => _value.CompareTo(other._value);

    public override string ToString() => Prefix + ShortId.Format(_value);

    public static bool operator <(ThreadId left, ThreadId right) => left._value < right._value;

    public static bool operator >(ThreadId left, ThreadId right) => left._value > right._value;

    public static bool operator <=(ThreadId left, ThreadId right) => left._value <= right._value;

    public static bool operator >=(ThreadId left, ThreadId right) => left._value >= right._value;

    static ThreadId ISpanParsable<ThreadId>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<ThreadId>.TryParse(
        ReadOnlySpan<char> s, IFormatProvider? provider, out ThreadId result) => TryParse(s, out result);

    static ThreadId IParsable<ThreadId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<ThreadId>.TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, out ThreadId result) => TryParse(s, out result);

    private const char Prefix = 'T';
}
