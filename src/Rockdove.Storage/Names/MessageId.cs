using System.Diagnostics.CodeAnalysis;

namespace Rockdove.Storage;

/// <summary>
/// Names one message for as long as it lives, in however many mailboxes it lies (RFC 8474 section 5.1, EMAILID):
/// 22 letters and digits.
/// </summary>
/// <remarks>Not the Message-ID header field, which its sender chose.</remarks>
public readonly record struct MessageId : ISpanParsable<MessageId>, IComparable<MessageId>
{
    private readonly UInt128 _value;

    private MessageId(UInt128 value) => _value = value;

    internal UInt128 Value => _value;

    /// <summary>A value that nobody else has. Newer ones sort after older ones, by the millisecond.</summary>
    public static MessageId Create(DateTimeOffset now) => new(ShortId.Create(now));

    public static bool TryParse(ReadOnlySpan<char> text, out MessageId id)
    {
        var parsed = ShortId.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    /// <exception cref="FormatException">The text is not 22 letters and digits, or is more than 128 bits.</exception>
    public static MessageId Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a message id.");

    public int CompareTo(MessageId other) => _value.CompareTo(other._value);

    public override string ToString() => ShortId.Format(_value);

    public static bool operator <(MessageId left, MessageId right) => left._value < right._value;

    public static bool operator >(MessageId left, MessageId right) => left._value > right._value;

    public static bool operator <=(MessageId left, MessageId right) => left._value <= right._value;

    public static bool operator >=(MessageId left, MessageId right) => left._value >= right._value;

    static MessageId ISpanParsable<MessageId>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<MessageId>.TryParse(
        ReadOnlySpan<char> s, IFormatProvider? provider, out MessageId result) => TryParse(s, out result);

    static MessageId IParsable<MessageId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<MessageId>.TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, out MessageId result) => TryParse(s, out result);
}
