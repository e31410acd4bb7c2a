using System.Text;

namespace Rockdove.Mime;

/// <summary>What a body says to a person, for search and previews.</summary>
internal static class ReadableText
{
    public static string Of(MimePart part, int rawBytes)
    {
        var type = part.ContentType;
        if (type.Type != "text")
            return "";
        var text = part.DecodeText(rawBytes);
        if (type.Subtype == "html")
            return Lines(HtmlText.Reduce(text));
        if (type.Subtype == "plain" && Is(type.Parameters["format"], "flowed"))
            return FlowedText.Join(text, deletesSpace: Is(type.Parameters["delsp"], "yes"));
        return text;
    }

    // HTML's white space says nothing; the lines that its blocks made do. At most one empty line stays.
    private static string Lines(string text)
    {
        var result = new StringBuilder(text.Length);
        var emptyLines = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].Trim();
            if (line.IsEmpty)
            {
                emptyLines++;
                continue;
            }

            if (result.Length > 0)
                result.Append(emptyLines > 0 ? "\r\n\r\n" : "\r\n");
            emptyLines = 0;
            var isSpace = false;
            foreach (var character in line)
            {
                if (!char.IsWhiteSpace(character))
                    result.Append(character);
                else if (!isSpace)
                    result.Append(' ');
                isSpace = char.IsWhiteSpace(character);
            }
        }

        return result.ToString();
    }

    private static bool Is(string? value, string expected) =>
        expected.Equals(value, StringComparison.OrdinalIgnoreCase);
}
