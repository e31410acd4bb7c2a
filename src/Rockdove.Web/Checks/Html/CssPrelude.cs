namespace Rockdove.Web;

/// <summary>Counts what selectors and media queries use.</summary>
internal static class CssPrelude
{
    public static void ReadMedia(ReadOnlySpan<char> prelude, CssUse use)
    {
        foreach (var feature in MediaFeatures)
        {
            if (prelude.Contains(feature, StringComparison.OrdinalIgnoreCase))
                use.Add($"media:{feature.TrimStart('(')}");
        }
    }

    /// <summary>Each kind of selector once for each rule.</summary>
    public static void ReadSelectors(ReadOnlySpan<char> text, CssUse use)
    {
        var kinds = Kinds.None;
        var isAfterSimple = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            switch (character)
            {
                case '.' or '#':
                    kinds |= character == '.' ? Kinds.Class : Kinds.Id;
                    if (isAfterSimple)
                        kinds |= Kinds.Chaining;
                    i = SkipName(text, i + 1) - 1;
                    isAfterSimple = true;
                    break;
                case '[':
                    kinds |= Kinds.Attribute;
                    var close = text[i..].IndexOf(']');
                    i = close < 0 ? text.Length : i + close;
                    isAfterSimple = true;
                    break;
                case ':':
                    i += i + 1 < text.Length && text[i + 1] == ':' ? 1 : 0;
                    var end = SkipName(text, i + 1);
                    if (end - i - 1 is > 0 and <= LongestPseudo)
                        use.Add($"pseudo:{CssDeclaration.WithoutPrefix(text[(i + 1)..end])}");
                    i = end - 1;
                    isAfterSimple = true;
                    break;
                case '>' or '+' or '~' or ',' or '*' or '&':
                    kinds |= character switch
                    {
                        '>' => Kinds.Child,
                        '+' => Kinds.Adjacent,
                        '~' => Kinds.Sibling,
                        ',' => Kinds.Grouping,
                        '*' => Kinds.Universal,
                        _ => Kinds.None,
                    };
                    isAfterSimple = character is '*' or '&';
                    break;
                case '(' or ')':
                    isAfterSimple = character == ')';
                    break;
                case var white when char.IsWhiteSpace(white):
                    while (i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]))
                        i++;
                    if (isAfterSimple && i + 1 < text.Length && text[i + 1] is not ('>' or '+' or '~' or ',' or ')'))
                        kinds |= Kinds.Descendant;
                    isAfterSimple = false;
                    break;
                case var letter when char.IsAsciiLetter(letter):
                    kinds |= Kinds.Type;
                    i = SkipName(text, i) - 1;
                    isAfterSimple = true;
                    break;
                default:
                    break;
            }
        }

        foreach (var (kind, name) in Names)
        {
            if (kinds.HasFlag(kind))
                use.Add($"selector:{name}");
        }
    }

    private static int SkipName(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && (char.IsLetterOrDigit(text[from]) || text[from] is '-' or '_' or '\\'))
            from++;
        return from;
    }

    [Flags]
    private enum Kinds
    {
        None = 0,
        Adjacent = 1,
        Attribute = 2,
        Chaining = 4,
        Child = 8,
        Class = 16,
        Descendant = 32,
        Sibling = 64,
        Grouping = 128,
        Id = 256,
        Type = 512,
        Universal = 1024,
    }

    private static readonly (Kinds Kind, string Name)[] Names =
    [
        (Kinds.Adjacent, "adjacent-sibling"), (Kinds.Attribute, "attribute"), (Kinds.Chaining, "chaining"),
        (Kinds.Child, "child"), (Kinds.Class, "class"), (Kinds.Descendant, "descendant"),
        (Kinds.Sibling, "general-sibling"), (Kinds.Grouping, "grouping"), (Kinds.Id, "id"), (Kinds.Type, "type"),
        (Kinds.Universal, "universal"),
    ];

    private static readonly string[] MediaFeatures =
    [
        "device-pixel-ratio", "(hover", "(any-hover", "orientation", "prefers-color-scheme", "prefers-reduced-motion",
    ];

    private const int LongestPseudo = 40;
}
