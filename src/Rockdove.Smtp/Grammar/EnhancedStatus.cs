using System.Globalization;

namespace Rockdove.Smtp;

/// <summary>An enhanced mail system status code, <c>class.subject.detail</c> (RFC 3463).</summary>
/// <param name="Class">2 success, 4 may work later, 5 will not work.</param>
/// <param name="Subject">
/// What it is about: 0 other, 1 address, 2 mailbox, 3 system, 4 network, 5 protocol, 6 content, 7 policy.
/// </param>
/// <param name="Detail">Which of the things that can be said about the subject.</param>
public readonly record struct EnhancedStatus(byte Class, ushort Subject, ushort Detail)
{
    /// <summary>Reads <c>5.1.1</c>; false when it is anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out EnhancedStatus status)
    {
        status = default;
        Span<Range> parts = stackalloc Range[4];
        if (text.Split(parts, '.') != 3
            || !byte.TryParse(text[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture, out var @class)
            || !ushort.TryParse(text[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var subject)
            || !ushort.TryParse(text[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out var detail)
            || @class is not (2 or 4 or 5) || subject > 999 || detail > 999)
            return false;
        status = new EnhancedStatus(@class, subject, detail);
        return true;
    }

    /// <summary>Reads <c>5.1.1</c>.</summary>
    /// <exception cref="FormatException">The text is not an enhanced status code.</exception>
    public static EnhancedStatus Parse(string text) => TryParse(text, out var status)
        ? status
        : throw new FormatException($"'{text}' is not an enhanced status code such as 5.1.1 (RFC 3463).");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");
}
