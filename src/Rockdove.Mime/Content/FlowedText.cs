using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// Text of <c>format=flowed</c> (RFC 3676): lines that end in a space go on in the next one, if it has the same depth
/// of quotes; a leading space was stuffed; <c>-- </c> before a signature never flows.
/// </summary>
internal static class FlowedText
{
    /// <summary>Paragraphs as one line each, quotes marked with <c>&gt;</c> and a space. Line ends are CRLF.</summary>
    /// <param name="text">The text as it travelled.</param>
    /// <param name="deletesSpace">DelSp=yes: the space that marks a soft line break is not part of the text.</param>
    public static string Join(string text, bool deletesSpace)
    {
        var joined = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        var isFlowing = false;
        var depthBefore = 0;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf('\n');
            var line = (end < 0 ? rest : rest[..end]).TrimEnd('\r');
            rest = end < 0 ? default : rest[(end + 1)..];

            var depth = line.IndexOfAnyExcept('>') is var other && other < 0 ? line.Length : other;
            line = line[depth..];
            if (line.StartsWith(' '))
                line = line[1..];
            var isSignature = line is "-- ";
            if (isFlowing && (depth != depthBefore || isSignature))
            {
                // Section 4.5: a paragraph that ends so was ended by mistake.
                joined.Append("\r\n");
                isFlowing = false;
            }

            if (!isFlowing && depth > 0)
                joined.Append('>', depth).Append(' ');
            var flows = line.EndsWith(' ') && !isSignature;
            joined.Append(flows && deletesSpace ? line[..^1] : line);
            if (!flows && (end >= 0 || depth > 0))
                joined.Append("\r\n");
            isFlowing = flows;
            depthBefore = depth;
        }

        return joined.ToString();
    }
}
