using System.Globalization;
using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// Parameters: quoted when they are short US-ASCII, else in the charset and continuations of RFC 2231.
/// </summary>
internal static class ParameterWriter
{
    public static IReadOnlyList<string> Encode(string name, string value)
    {
        var isPlain = value.Length <= LongestPiece && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
            && !value.Contains("=?", StringComparison.Ordinal)
            && value.Trim() == value;
        if (isPlain)
            return [$"{name}={(value.Length > 0 && value.All(IsToken) ? value : MailAddress.Quote(value))}"];

        List<string> pieces = [];
        var piece = new StringBuilder("utf-8''");
        foreach (var rune in value.EnumerateRunes())
        {
            var encoded = PercentEncoded(rune);
            if (piece.Length + encoded.Length > LongestPiece)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }

            piece.Append(encoded);
        }

        pieces.Add(piece.ToString());
        return pieces.Count == 1
            ? [$"{name}*={pieces[0]}"]
            : [.. pieces.Select((text, section) =>
                string.Create(CultureInfo.InvariantCulture, $"{name}*{section}*={text}"))];
    }

    private static string PercentEncoded(Rune rune)
    {
        if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '.' or '-' or '_'))
            return ((char)rune.Value).ToString();
        Span<byte> octets = stackalloc byte[4];
        var encoded = new StringBuilder(12);
        foreach (var octet in octets[..rune.EncodeToUtf8(octets)])
            encoded.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        return encoded.ToString();
    }

    private static bool IsToken(char character) =>
        character is > ' ' and < '\u007F' && !"()<>@,;:\\\"/[]?='*%".Contains(character, StringComparison.Ordinal);

    private const int LongestPiece = 56;
}
