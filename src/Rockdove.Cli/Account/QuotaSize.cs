using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Rockdove.Cli;

/// <summary>How much mail an account may have: octets, no limit of any kind, or what the configuration says.</summary>
/// <param name="Bytes">Octets; null where the configuration says it.</param>
internal sealed record QuotaSize(long? Bytes)
{
    /// <summary>What the configuration says.</summary>
    public bool IsDefault => Bytes is null;

    /// <summary>No limit, whatever the configuration says.</summary>
    public bool IsUnlimited => Bytes == long.MaxValue;

    public static Argument<QuotaSize> Argument() => new("SIZE")
    {
        Description = "Octets, as a number or with K, M, G or T (powers of 1024); unlimited, for no limit of any kind; "
            + "default, for what the configuration says now.",
        CustomParser = Parse,
    };

    /// <summary>Null when the text is none.</summary>
    public static QuotaSize? TryRead(string text)
    {
        if (text == "unlimited")
            return new QuotaSize(long.MaxValue);
        if (text == "default")
            return new QuotaSize((long?)null);
        var shift = text.Length == 0 ? 0 : "KMGT".IndexOf(text[^1], StringComparison.OrdinalIgnoreCase) + 1;
        return long.TryParse(
                shift > 0 ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= long.MaxValue >> (10 * shift)
                ? new QuotaSize(number << (10 * shift))
                : null;
    }

    private static QuotaSize? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var size = TryRead(text);
        if (size is null)
        {
            result.AddError($"SIZE '{text}' is not allowed; allowed are octets such as 500000000 or 2G, unlimited, and "
                + "default");
        }

        return size;
    }
}
