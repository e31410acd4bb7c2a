using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Rockdove.Wire;

/// <summary>SASLprep (RFC 4013): two spellings of one name or password become the same octets.</summary>
/// <remarks>
/// Done: the mapping of section 2.1, NFKC (2.2) and the prohibited output of 2.3. Not done: the bidirectional check of
/// 2.4, because the base library does not tell a character's direction; and the list of code points unassigned in
/// Unicode 3.2 (2.5), which a query may contain anyway and which would refuse most of today's emoji in a password. NFKC
/// is that of the running system, and with <c>InvariantGlobalization</c> there is none beyond ASCII.
/// </remarks>
public static class SaslPrep
{
    /// <summary>
    /// Prepares a name. False when it is not UTF-8, holds a prohibited character, or comes out empty.
    /// </summary>
    public static bool TryPrepare(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? prepared)
    {
        prepared = null;
        if (IsPlainAscii(utf8))
            prepared = utf8.IsEmpty ? null : Encoding.ASCII.GetString(utf8);
        else if (TryPrepareCharacters(utf8, out var characters, out var length))
            prepared = new string(characters, 0, length);
        return prepared is not null;
    }

    /// <summary>
    /// Prepares a name that is already text. A lone surrogate is refused like any other bad character.
    /// </summary>
    public static bool TryPrepare(string text, [NotNullWhen(true)] out string? prepared)
    {
        prepared = null;
        return TryEncode(text, out var utf8) && TryPrepare(utf8, out prepared);
    }

    /// <summary>Prepares a password, and leaves no copy of it behind but the result.</summary>
    public static bool TryPrepare(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out Secret? prepared)
    {
        prepared = null;
        if (IsPlainAscii(utf8))
        {
            prepared = utf8.IsEmpty ? null : new Secret(utf8);
        }
        else if (TryPrepareCharacters(utf8, out var characters, out var length))
        {
            var octets = new byte[Encoding.UTF8.GetMaxByteCount(length)];
            var written = Encoding.UTF8.GetBytes(characters.AsSpan(0, length), octets);
            prepared = new Secret(octets.AsSpan(0, written));
            CryptographicOperations.ZeroMemory(octets);
            Wipe(characters);
        }

        return prepared is not null;
    }

    /// <summary>
    /// True for UTF-8 of at most <paramref name="maxCharacters"/> code points with nothing that RFC 4013 section 2.3
    /// prohibits, spaces apart: the rule for the trace of ANONYMOUS (RFC 4505 section 3), which is not normalised.
    /// </summary>
    internal static bool IsTrace(ReadOnlySpan<byte> utf8, int maxCharacters)
    {
        if (!Utf8.IsValid(utf8))
            return false;
        var count = 0;
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var octets);
            if (++count > maxCharacters || IsProhibited(rune))
                return false;
            utf8 = utf8[octets..];
        }

        return true;
    }

    private static bool TryEncode(string text, out byte[] utf8)
    {
        utf8 = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        if (Utf8.FromUtf16(text, utf8, out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
            return false;
        utf8 = utf8[..written];
        return true;
    }

    private static bool TryPrepareCharacters(ReadOnlySpan<byte> utf8, out char[] characters, out int length)
    {
        characters = [];
        length = 0;
        if (!Utf8.IsValid(utf8))
            return false;

        var mapped = new char[utf8.Length];
        var isAllowed = TryMap(utf8, mapped, out var mappedLength);
        if (isAllowed)
        {
            characters = Normalise(mapped.AsSpan(0, mappedLength), out length);
            isAllowed = length > 0 && AllAllowed(characters.AsSpan(0, length));
        }

        Wipe(mapped);
        if (!isAllowed)
            Wipe(characters);
        return isAllowed;
    }

    // RFC 4013 section 2.1. Prohibited characters are looked for here as well as after normalisation, because the
    // normaliser throws on noncharacters on some systems.
    private static bool TryMap(ReadOnlySpan<byte> utf8, Span<char> mapped, out int length)
    {
        length = 0;
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var octets);
            utf8 = utf8[octets..];
            if (IsNonAsciiSpace(rune.Value))
                mapped[length++] = ' ';
            else if (IsMappedToNothing(rune.Value))
                continue;
            else if (IsProhibited(rune))
                return false;
            else
                length += rune.EncodeToUtf16(mapped[length..]);
        }

        return true;
    }

    private static char[] Normalise(ReadOnlySpan<char> text, out int length)
    {
        // No code point grows to more than 18 UTF-16 units under NFKC (U+FDFA does).
        var characters = new char[text.Length * MaxNfkcGrowth];
        if (!text.TryNormalize(characters, out length, NormalizationForm.FormKC))
            length = 0;
        return characters;
    }

    private static bool AllAllowed(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (IsProhibited(rune))
                return false;
        return true;
    }

    private static bool IsPlainAscii(ReadOnlySpan<byte> utf8) => !utf8.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);

    private static void Wipe(char[] characters) =>
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(characters.AsSpan()));

    // RFC 3454 table C.1.2. U+200B is also in B.1; RFC 4013 names the spaces first.
    private static bool IsNonAsciiSpace(int value) =>
        value is 0x00A0 or 0x1680 or (>= 0x2000 and <= 0x200B) or 0x202F or 0x205F or 0x3000;

    // RFC 3454 table B.1.
    private static bool IsMappedToNothing(int value) =>
        value is 0x00AD or 0x034F or 0x1806 or (>= 0x180B and <= 0x180D) or 0x200C or 0x200D or 0x2060
            or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF;

    // RFC 3454 tables C.2.1, C.2.2, C.3 and C.4, then C.6 to C.9. C.5, surrogates, cannot be in a rune.
    private static bool IsProhibited(Rune rune)
    {
        var value = rune.Value;
        if (value < 0x80)
            return value is < 0x20 or 0x7F;
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.PrivateUse
            || (value & 0xFFFE) == 0xFFFE
            || value is (>= 0xFDD0 and <= 0xFDEF)
                or 0x06DD or 0x070F or 0x180E or 0x2028 or 0x2029
                or (>= 0x200C and <= 0x200F) or (>= 0x202A and <= 0x202E)
                or (>= 0x2060 and <= 0x2063) or (>= 0x206A and <= 0x206F) or 0xFEFF
                or (>= 0xFFF9 and <= 0xFFFD) or (>= 0x2FF0 and <= 0x2FFB) or 0x0340 or 0x0341
                or (>= 0x1D173 and <= 0x1D17A) or 0xE0001 or (>= 0xE0020 and <= 0xE007F);
    }

    private const int MaxNfkcGrowth = 18;
}
