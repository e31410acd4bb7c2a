using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rockdove.Smtp;

/// <summary>
/// Encodes what DSN parameters carry, and refuses what they cannot (RFC 3461 section 4, RFC 6533 section 3).
/// </summary>
internal static class ReportParameters
{
    /// <summary><c>addr-type ";" xtext</c>; UTF-8 addresses as utf-8-addr-xtext, which needs no SMTPUTF8.</summary>
    public static string Encode(OriginalRecipient recipient) =>
        recipient.AddressType + ";" + (IsUtf8(recipient.AddressType)
            ? string.Concat(recipient.Address.EnumerateRunes().Select(EmbedUnlessPlain))
            : Xtext.Encode(recipient.Address));

    public static string CheckEnvelopeId(string text, string argument)
    {
        if (text.Length == 0 || text.Any(c => c is < ' ' or > '~'))
            throw new ArgumentException("An ENVID is printable ASCII.", argument);
        return Xtext.Encode(text).Length > EnvelopeIdBytesLimit
            ? throw new ArgumentException($"An ENVID has at most {EnvelopeIdBytesLimit} octets.", argument)
            : text;
    }

    public static void CheckOriginalRecipient(string addressType, string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(addressType);
        ArgumentException.ThrowIfNullOrEmpty(address);
        if (addressType.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
            throw new ArgumentException("An address type is letters, digits and hyphens.", nameof(addressType));
        var isUtf8 = IsUtf8(addressType);
        if (address.EnumerateRunes().Any(
            r => Rune.IsControl(r) || r == Rune.ReplacementChar || (!isUtf8 && !r.IsAscii)))
            throw new ArgumentException("An original address is printable, and ASCII unless its type is utf-8.",
                nameof(address));
        if (addressType.Length + address.Length > OriginalRecipientLimit)
            throw new ArgumentException("An original address is too long for a command.", nameof(address));
    }

    /// <summary>QCHAR stands for itself; the rest is <c>\x{HEXPOINT}</c>.</summary>
    private static string EmbedUnlessPlain(Rune rune) =>
        rune.IsAscii && (char)rune.Value != '\\' && Xchars.Contains((char)rune.Value)
            ? rune.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"\\x{{{rune.Value:X2}}}");

    private static bool IsUtf8(string addressType) => addressType.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private const int EnvelopeIdBytesLimit = 100;

    /// <summary>
    /// RFC 3461 section 4.2 gives ORCPT 500 octets; worst-case encoding multiplies, the server decides that.
    /// </summary>
    private const int OriginalRecipientLimit = 500;

    /// <summary><c>xchar</c>: "!" to "~" but "+" and "=".</summary>
    private static readonly SearchValues<char> Xchars = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c is not ('+' or '='))]);
}
