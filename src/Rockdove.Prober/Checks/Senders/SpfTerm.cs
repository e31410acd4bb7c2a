using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Rockdove.Prober;

/// <summary>A mechanism or modifier of SPF (RFC 7208 section 4.6.1).</summary>
/// <param name="Qualifier"><c>+</c>, <c>-</c>, <c>~</c> or <c>?</c>; of a modifier <c>=</c>.</param>
/// <param name="Name">In small letters.</param>
/// <param name="Value">Behind the colon or equals sign, without prefix lengths; null for none.</param>
/// <param name="Text">As it is written.</param>
internal sealed record SpfTerm(char Qualifier, string Name, string? Value, string Text)
{
    public bool IsModifier => Qualifier == '=';

    /// <summary>True for what a receiver asks DNS for (RFC 7208 section 4.6.4).</summary>
    public bool NeedsLookup => Name is "include" or "a" or "mx" or "ptr" or "exists" or "redirect";

    /// <summary>True when the value depends on the mail (RFC 7208 section 7).</summary>
    public bool HasMacro => Value?.Contains('%', StringComparison.Ordinal) == true;

    /// <summary>Reads one term; what is wrong with it, where it cannot be read.</summary>
    public static bool TryRead(
        string text, [NotNullWhen(true)] out SpfTerm? term, [NotNullWhen(false)] out string? problem)
    {
        (term, problem) = (null, null);
        var nameEnd = text.AsSpan().IndexOfAny(":/=");
        if (nameEnd > 0 && text[nameEnd] == '=')
            return TryReadModifier(text, nameEnd, out term, out problem);
        var rest = text[0] is '+' or '-' or '~' or '?' ? text[1..] : text;
        nameEnd = rest.AsSpan().IndexOfAny(":/");
        var name = (nameEnd < 0 ? rest : rest[..nameEnd]).ToLowerInvariant();
        var behind = nameEnd < 0 ? "" : rest[nameEnd..];
        string? value = null;
        var isRight = name switch
        {
            "all" => behind.Length == 0,
            "include" or "exists" => TryValue(ref behind, out value) && behind.Length == 0,
            "ptr" => (behind.Length == 0 || TryValue(ref behind, out value)) && behind.Length == 0,
            "a" or "mx" => (!behind.StartsWith(':') || TryValue(ref behind, out value)) && AreLengths(behind),
            "ip4" => IsNetwork(behind, AddressFamily.InterNetwork, out value),
            "ip6" => IsNetwork(behind, AddressFamily.InterNetworkV6, out value),
            _ => false,
        };
        if (!isRight)
        {
            problem = name is "all" or "include" or "exists" or "ptr" or "a" or "mx" or "ip4" or "ip6"
                ? $"'{text}' is not how {name} is written."
                : $"'{text}' is no mechanism.";
            return false;
        }

        term = new SpfTerm(text[0] is '-' or '~' or '?' ? text[0] : '+', name, value, text);
        return true;
    }

    private static bool TryReadModifier(
        string text, int nameEnd, [NotNullWhen(true)] out SpfTerm? term, [NotNullWhen(false)] out string? problem)
    {
        (term, problem) = (null, null);
        var name = text[..nameEnd].ToLowerInvariant();
        var value = text[(nameEnd + 1)..];
        if (!char.IsAsciiLetter(name[0]) || !name.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.')
            || (name is "redirect" or "exp" && value.Length == 0))
        {
            problem = $"'{text}' is no modifier.";
            return false;
        }

        term = new SpfTerm('=', name, value, text);
        return true;
    }

    /// <summary>Takes a colon and the domain behind it, up to a prefix length that is outside of a macro.</summary>
    private static bool TryValue(ref string behind, out string? value)
    {
        value = null;
        if (!behind.StartsWith(':'))
            return false;
        var macro = behind.LastIndexOf('}');
        var slash = behind.IndexOf('/', Math.Max(macro, 0));
        value = slash < 0 ? behind[1..] : behind[1..slash];
        behind = slash < 0 ? "" : behind[slash..];
        return value.Length > 0;
    }

    /// <summary>Prefix lengths for both kinds of addresses: <c>/24</c>, <c>//64</c>, <c>/24//64</c>.</summary>
    private static bool AreLengths(string text)
    {
        if (text.Length == 0)
            return true;
        var parts = text.Split("//");
        var v4 = parts[0];
        return parts.Length <= 2
            && (v4.Length == 0 ? parts.Length == 2 : v4[0] == '/' && IsLength(v4[1..], 32))
            && (parts.Length == 1 || IsLength(parts[1], 128));
    }

    private static bool IsNetwork(string behind, AddressFamily family, out string? value)
    {
        value = behind.Length > 1 && behind[0] == ':' ? behind[1..] : null;
        if (value is null)
            return false;
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? value : value[..slash];
        return IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == family
            && (family == AddressFamily.InterNetworkV6 || address.Count(one => one == '.') == 3)
            && (slash < 0 || IsLength(value[(slash + 1)..], family == AddressFamily.InterNetwork ? 32 : 128));
    }

    private static bool IsLength(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= most
        && (text.Length == 1 || text[0] != '0');
}
