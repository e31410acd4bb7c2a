using System.Text;

namespace Rockdove.Storage;

/// <summary>
/// Reads a message without knowing MIME: fields as they are written, unfolded, and the octets of the body as text. For
/// a store that nobody gave a better reader.
/// </summary>
public sealed class PlainTextReader : IMessageTextReader
{
    public static readonly PlainTextReader Instance = new();

    private PlainTextReader()
    {
    }

    public string Version => "plain 1";

    public SearchText Read(ReadOnlyMemory<byte> message)
    {
        var text = Encoding.UTF8.GetString(message.Span);
        var fields = new List<SearchField>();
        var at = 0;
        while (at < text.Length)
        {
            var end = EndOfLine(text, at);
            var line = text.AsSpan(at, end - at).TrimEnd("\r\n");
            at = end;
            if (line.IsEmpty)
                break;
            if (line[0] is ' ' or '\t' && fields is [.., var last])
                fields[^1] = last with { Value = $"{last.Value} {line.Trim()}" };
            else if (line.IndexOf(':') is > 0 and var colon)
                fields.Add(new(line[..colon].Trim().ToString(), line[(colon + 1)..].Trim().ToString()));
        }
        return new(fields, text[at..], [], null, hasAttachment: false);
    }

    private static int EndOfLine(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end + 1;
    }
}
