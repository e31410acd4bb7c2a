using System.Globalization;
using System.Text;

namespace Rockdove.Prober;

/// <summary>
/// How wide a text is, near enough to leave room for it. Nobody knows which font the reader has; this errs towards the
/// wide ones.
/// </summary>
internal static class TextWidth
{
    /// <summary>The width in pixels at a font size.</summary>
    public static double Of(string text, double fontSize)
    {
        var em = 0.0;
        foreach (var rune in text.EnumerateRunes())
            em += Em(rune);
        return em * fontSize;
    }

    /// <summary>The text, or as much of its beginning as fits with an ellipsis. Letters keep their accents.</summary>
    public static string Fit(string text, double fontSize, double width)
    {
        if (Of(text, fontSize) <= width)
            return text;
        var room = width - Of(Ellipsis, fontSize);
        var taken = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(text))
        {
            if (Of(text[..start], fontSize) > room)
                break;
            taken = start;
        }

        return text[..taken].TrimEnd() + Ellipsis;
    }

    private static double Em(Rune rune) => rune.Value switch
    {
        < 0x80 when "ijl.,:;|!'I[]() ".Contains((char)rune.Value, StringComparison.Ordinal) => 0.36,
        < 0x80 when "mwMW@%".Contains((char)rune.Value, StringComparison.Ordinal) => 0.98,
        >= 'A' and <= 'Z' => 0.7,
        < 0x1100 or (>= 0x2000 and < 0x2E80) => IsMark(rune) ? 0 : 0.63,
        _ => IsMark(rune) ? 0 : rune.Value < 0xFFFF ? 1.05 : 1.3, // East Asian letters are square, emoji more so.
    };

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    private const string Ellipsis = "…";
}
