using System.Text;

namespace Rockdove.Mock;

/// <summary>
/// What go-smtp-mock takes for a command, a domain and an address. Its patterns are neither narrower nor wider than
/// RFC 5321, but both; this says the same without patterns.
/// </summary>
internal static class GoSmtpMockGrammar
{
    /// <summary>
    /// One of its words is somewhere in the line; such a line is a command, though perhaps a bad one.
    /// </summary>
    public static bool IsKnown(string line) =>
        Known.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first word, upper case.</summary>
    public static string Verb(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return (space < 0 ? line : line[..space]).ToUpperInvariant();
    }

    /// <summary>
    /// <code>helo = ( "HELO" / "EHLO" ) SP ( domain / IPv4 / "[" IPv4 "]" )</code>
    /// </summary>
    public static bool TryReadHelo(string line, out string name)
    {
        name = line.Length > HeloWord ? line[HeloWord..] : "";
        var address = name is ['[', .. var inner, ']'] ? inner : name;
        return line.Length > HeloWord && line[HeloWord - 1] == ' ' && (IsDomain(name) || IsIPv4(address));
    }

    /// <summary>
    /// <code>
    /// mail    = "MAIL FROM:" address
    /// address = [ name ] local "@" domain *">"
    /// name    = *( letter / number / white space / "&lt;" ) ( white space / "&lt;" )
    /// local   = 1*( ASCII letter / DIGIT / one of .!#$%&amp;'*+-/=?^_`{|}~ )
    /// </code>
    /// </summary>
    /// <param name="line">The whole line.</param>
    /// <param name="words"><c>MAIL FROM:</c> or <c>RCPT TO:</c>.</param>
    /// <param name="address">The local part and the domain.</param>
    public static bool TryReadAddress(string line, string words, out string address)
    {
        address = "";
        if (!line.StartsWith(words, StringComparison.OrdinalIgnoreCase))
            return false;
        var text = line.AsSpan(words.Length).TrimEnd('>');
        var at = text.LastIndexOf('@');
        if (at < 0 || !IsDomain(text[(at + 1)..]))
            return false;
        var local = at;
        while (local > 0 && IsLocal(text[local - 1]))
            local--;
        if (local == at || !IsName(text[..local]))
            return false;
        address = text[local..].ToString();
        return true;
    }

    /// <summary>
    /// <code>
    /// domain = "localhost" / label *( ( "-" / "." ) label ) "." 2*63letter
    /// label  = 1*( letter / DIGIT )
    /// </code>
    /// So there are no single labels, no underscores, no <c>xn--</c>, and no digits at the top.
    /// </summary>
    public static bool IsDomain(ReadOnlySpan<char> text)
    {
        if (text.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        var dot = text.LastIndexOf('.');
        if (dot <= 0)
            return false;
        var top = 0;
        foreach (var rune in text[(dot + 1)..].EnumerateRunes())
        {
            if (!Rune.IsLetter(rune))
                return false;
            top++;
        }

        return top is >= 2 and <= 63 && AreLabels(text[..dot]);
    }

    /// <summary>Four numbers up to 255, of at most three digits each; zeros in front are taken.</summary>
    public static bool IsIPv4(string text)
    {
        var numbers = text.Split('.');
        return numbers.Length == 4 && numbers.All(number =>
            number.Length is >= 1 and <= 3 && number.All(char.IsAsciiDigit)
            && int.Parse(number, provider: null) <= byte.MaxValue);
    }

    private static bool AreLabels(ReadOnlySpan<char> text)
    {
        var mayJoin = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var joins = rune.Value is '-' or '.';
            if (joins ? !mayJoin : !IsAsciiDigit(rune) && !Rune.IsLetter(rune))
                return false;
            mayJoin = !joins;
        }

        return mayJoin;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return true;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != '<' && !Rune.IsLetter(rune) && !Rune.IsNumber(rune) && !Rune.IsWhiteSpace(rune))
                return false;
        }

        return text[^1] == '<' || char.IsWhiteSpace(text[^1]);
    }

    private static bool IsLocal(char c) =>
        char.IsAsciiLetterOrDigit(c) || ".!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);

    private static bool IsAsciiDigit(Rune rune) => rune.IsAscii && char.IsAsciiDigit((char)rune.Value);

    private const int HeloWord = 5;

    private static readonly string[] Known =
        ["helo", "ehlo", "mail from:", "rcpt to:", "data", "rset", "noop", "quit"];
}
