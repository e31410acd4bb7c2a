using System.Diagnostics.CodeAnalysis;

namespace Rockdove.Storage;

/// <summary>
/// Names one mailbox, whatever it is called at the moment (RFC 8474 section 4, MAILBOXID): 22 letters and digits.
/// A mailbox that is deleted and made again under the same name has another id.
/// </summary>
public readonly record struct MailboxId : ISpanParsable<MailboxId>, IComparable<MailboxId>
{
    private readonly UInt128 _value;

    private MailboxId(UInt128 value) => _value = value;

    /// <summary>A value that nobody else has. Newer ones sort after older ones, by the millisecond.</summary>
    public static MailboxId Create(DateTimeOffset now) => new(ShortId.Create(now));

    public static bool TryParse(ReadOnlySpan<char> text, out MailboxId id)
    {
        var parsed = ShortId.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    /// <exception cref="FormatException">The text is not 22 letters and digits, or is more than 128 bits.</exception>
    public static MailboxId Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a mailbox id.");

    public int CompareTo(MailboxId other) => _value.CompareTo(other._value);

    public override string ToString() => ShortId.Format(_value);

    public static bool operator <(MailboxId left, MailboxId right) => left._value < right._value;

    public static bool operator >(MailboxId left, MailboxId right) => left._value > right._value;

    public static bool operator <=(MailboxId left, MailboxId right) => left._value <= right._value;

    public static bool operator >=(MailboxId left, MailboxId right) => left._value >= right._value;

    static MailboxId ISpanParsable<MailboxId>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<MailboxId>.TryParse(
        ReadOnlySpan<char> s, IFormatProvider? provider, out MailboxId result) => TryParse(s, out result);

    static MailboxId IParsable<MailboxId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<MailboxId>.TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, out MailboxId result) => TryParse(s, out result);
}
