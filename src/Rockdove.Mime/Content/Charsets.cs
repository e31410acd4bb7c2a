using System.Globalization;
using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// Charsets by the names that mail uses for them: those of the runtime and its legacy code pages. Decoding never
/// throws; what a charset does not have becomes U+FFFD.
/// </summary>
internal static class Charsets
{
    private const char NotACharacter = '\uFFFD';

    private static readonly DecoderReplacementFallback Replacement = new("\uFFFD");

    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: false);

    /// <summary>Text in a charset named by a peer. A missing name is US-ASCII (RFC 2046 section 4.1.2).</summary>
    public static string Decode(ReadOnlySpan<byte> octets, string? charset, DefectList? defects = null, int offset = 0)
    {
        if (IsAscii(charset))
        {
            if (System.Text.Ascii.IsValid(octets))
                return Encoding.ASCII.GetString(octets);
            // Mislabelled far more often than damaged: UTF-8 if it can be, Latin-1 if not.
            defects?.Add(offset, MimeDefectKind.TextNotInCharset);
            return Guess(octets);
        }

        if (Find(charset!) is not { } encoding)
        {
            defects?.Add(offset, MimeDefectKind.CharsetUnknown);
            return Encoding.Latin1.GetString(octets);
        }

        if (IsUtf16(charset!) && octets.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            encoding = Encoding.Unicode; // RFC 2781 section 4.3: the mark decides.
        var text = encoding.GetString(WithoutMark(octets, encoding));
        if (defects is not null && text.Contains(NotACharacter) && !IsWritten(octets, encoding))
            defects.Add(offset, MimeDefectKind.TextNotInCharset);
        return text;
    }

    /// <summary>UTF-8 (RFC 6532), or Latin-1 when it is not: the two that raw octets in a header are.</summary>
    public static string Guess(ReadOnlySpan<byte> octets) =>
        System.Text.Unicode.Utf8.IsValid(octets) ? Utf8.GetString(octets) : Encoding.Latin1.GetString(octets);

    /// <summary>The encoding of a name, or null. Names are compared without case, quotes and spaces.</summary>
    public static Encoding? Find(string charset)
    {
        var name = charset.Trim(' ', '\t', '"', '\'').ToLowerInvariant();
        if (name.Length is 0 or > LongestName)
            return null;
        return name switch
        {
            "utf-8" or "utf8" or "unicode-1-1-utf-8" or "utf-8mb4" => Utf8,
            "us-ascii" or "ascii" or "ansi_x3.4-1968" or "iso-ir-6" or "iso646-us" or "646" => Encoding.ASCII,
            "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "latin1" or "latin-1" or "l1" or "cp819"
                or "ibm819" or "iso-ir-100" or "iso_8859-1:1987" => Encoding.Latin1,
            "utf-16" or "utf16" or "utf-16be" or "utf-16le" or "utf-32" or "utf-32be" or "utf-32le"
                or "unicode" => Wide(name),
            _ => Legacy(name),
        };
    }

    private static bool IsAscii(string? charset) =>
        string.IsNullOrEmpty(charset)
        || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
        || charset.Equals("ascii", StringComparison.OrdinalIgnoreCase);

    private static bool IsUtf16(string charset) =>
        charset.Trim(' ', '\t', '"', '\'').Equals("utf-16", StringComparison.OrdinalIgnoreCase);

    // RFC 2781 section 4.3: UTF-16 without a mark is big-endian.
    private static Encoding Wide(string name) => name switch
    {
        "utf-16le" or "unicode" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
        "utf-32le" => new UTF32Encoding(bigEndian: false, byteOrderMark: false),
        "utf-32" or "utf-32be" => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
        _ => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
    };

    // The provider is asked directly, so that nothing is registered for the whole process; it answers null, not throws.
    private static Encoding? Legacy(string name)
    {
        var provider = CodePagesEncodingProvider.Instance;
        return provider.GetEncoding(name, EncoderFallback.ReplacementFallback, Replacement)
            ?? (Respelt(name) is { } other
                ? provider.GetEncoding(other, EncoderFallback.ReplacementFallback, Replacement)
                : null)
            ?? (CodePage(name) is var page and > 0
                ? provider.GetEncoding(page, EncoderFallback.ReplacementFallback, Replacement)
                : null);
    }

    private static string? Respelt(string name) => name switch
    {
        "sjis" or "shift-jis" or "x-sjis" or "ms932" or "windows-31j" => "shift_jis",
        "euc_kr" or "euckr" or "ksc5601" or "ks_c_5601" => "ks_c_5601-1987",
        "eucjp" or "euc_jp" or "x-euc-jp" => "euc-jp",
        "gbk" or "x-gbk" or "euc-cn" or "gb_2312-80" or "cp936" => "gb2312",
        "big5-hkscs" or "big-5" => "big5",
        "koi8r" => "koi8-r",
        "koi8u" => "koi8-u",
        "iso-2022-jp-2" or "iso-2022-jp-ms" => "iso-2022-jp",
        "iso-8859-8-e" => "iso-8859-8",
        "tis-620" or "iso-8859-11" => "windows-874",
        _ when name.StartsWith("iso8859-", StringComparison.Ordinal) => "iso-8859-" + name[8..],
        _ when name.StartsWith("iso_8859-", StringComparison.Ordinal) => "iso-8859-" + name[9..],
        _ when name.StartsWith("latin", StringComparison.Ordinal) => "iso-8859-" + name[5..].TrimStart('-'),
        _ => null,
    };

    // cp1252, windows-1252, ibm850, x-cp1250, ms1252: the number is the code page.
    private static int CodePage(string name)
    {
        var start = name.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0)
            return 0;
        var prefix = name[..start];
        if (prefix is not ("cp" or "cp-" or "windows-" or "windows" or "win" or "win-" or "ibm" or "ibm-"
            or "x-cp" or "ms"))
            return 0;
        return int.TryParse(name.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            && page is > 0 and <= ushort.MaxValue ? page : 0;
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> octets, Encoding encoding) =>
        encoding.CodePage switch
        {
            65001 when octets.StartsWith("\uFEFF"u8) => octets[3..],
            1200 when octets.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) => octets[2..],
            1201 when octets.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) => octets[2..],
            _ => octets,
        };

    // A U+FFFD that the sender wrote is no defect; only UTF-8 can be asked cheaply.
    private static bool IsWritten(ReadOnlySpan<byte> octets, Encoding encoding) =>
        encoding.CodePage == 65001 && System.Text.Unicode.Utf8.IsValid(octets);

    private const int LongestName = 40;
}
