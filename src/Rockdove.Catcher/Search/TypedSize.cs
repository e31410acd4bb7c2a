using System.Globalization;

namespace Rockdove.Catcher;

/// <summary>A size as people type it.</summary>
internal static class TypedSize
{
    /// <summary>
    /// Octets, such as of <c>500</c>, <c>2k</c>, <c>1.5 MB</c>; a kilobyte has 1024. Null if it is none, or zero.
    /// </summary>
    public static long? Read(string text)
    {
        var unit = text.Length;
        while (unit > 0 && char.IsAsciiLetter(text[unit - 1]))
            unit--;
        var factor = text[unit..].ToLowerInvariant() switch
        {
            "" => 1L,
            "k" or "kb" => 1024,
            "m" or "mb" => 1024 * 1024,
            _ => 0,
        };
        var number = text[..unit].TrimEnd(' ');
        if (factor == 0 || number.EndsWith('.') || number.StartsWith('.')
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value > Largest / factor)
            return null;
        return (long)(value * factor) is > 0 and var octets ? octets : null;
    }

    /// <summary>A tebibyte: no message is larger, and one more fits a number.</summary>
    private const decimal Largest = 1024m * 1024 * 1024 * 1024;
}
