namespace Rockdove.Web;

/// <summary>Counts what a declaration uses.</summary>
internal static class CssDeclaration
{
    public static void Read(ReadOnlySpan<char> property, ReadOnlySpan<char> value, CssUse use)
    {
        if (property.StartsWith("--"))
        {
            use.Add("function:var");
            return;
        }

        if (property.Length > LongestName || !IsName(property))
            return;
        var name = WithoutPrefix(property);
        use.Add($"property:{name}");
        var isFirst = true;
        for (var i = 0; i < value.Length;)
        {
            var start = i;
            if (value[i] is '"' or '\'')
            {
                var close = value[(i + 1)..].IndexOf(value[i]);
                i = close < 0 ? value.Length : i + close + 2;
            }
            else if (char.IsAsciiDigit(value[i]))
            {
                while (i < value.Length && (char.IsAsciiDigit(value[i]) || value[i] == '.'))
                    i++;
                Unit(value, ref i, use);
            }
            else if (char.IsAsciiLetter(value[i]) || value[i] == '-')
            {
                while (i < value.Length && (char.IsAsciiLetterOrDigit(value[i]) || value[i] is '-' or '_'))
                    i++;
                var isFunction = i < value.Length && value[i] == '(';
                Word(name, value[start..i], isFunction, isFirst, use);
                isFirst = false;
                if (isFunction && value[start..i].Equals("url", StringComparison.OrdinalIgnoreCase))
                {
                    var close = value[i..].IndexOf(')');
                    i = close < 0 ? value.Length : i + close;
                }
            }
            else
            {
                if (value[i] == '!' && value[i..].Length > 9
                    && value[(i + 1)..].TrimStart().StartsWith("important", StringComparison.OrdinalIgnoreCase))
                    use.Add("important");
                i += value[i] == '#' ? 1 + Letters(value[(i + 1)..]) : 1; // A colour is no number.
            }
        }
    }

    /// <summary>In small letters; <c>-webkit-mask-image</c> is <c>mask-image</c>.</summary>
    public static string WithoutPrefix(ReadOnlySpan<char> name)
    {
        if (name.StartsWith('-') && name[1..].IndexOf('-') is var end and > 0)
            name = name[(end + 2)..];
        return name[..Math.Min(name.Length, LongestName)].ToString().ToLowerInvariant();
    }

    private static void Word(string property, ReadOnlySpan<char> word, bool isFunction, bool isFirst, CssUse use)
    {
        if (word.Length > LongestName)
            return;
        var name = WithoutPrefix(word);
        use.Add(isFunction ? $"function:{name}" : $"word:{name}");
        if (isFirst && property == "display")
            use.Add($"value:display={name}");
    }

    private static void Unit(ReadOnlySpan<char> value, ref int i, CssUse use)
    {
        if (i < value.Length && value[i] == '%')
        {
            i++;
            use.Add("unit:percent");
            return;
        }

        var length = Letters(value[i..]);
        if (length is > 0 and <= LongestUnit)
            use.Add($"unit:{value.Slice(i, length).ToString().ToLowerInvariant()}");
        i += length;
    }

    private static int Letters(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiLetterOrDigit(text[length]))
            length++;
        return length;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_'))
                return false;
        }

        return text.Length > 0;
    }

    /// <summary>Characters. The longest names of CSS have half of it.</summary>
    private const int LongestName = 64;

    private const int LongestUnit = 5;
}
