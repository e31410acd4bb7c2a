namespace Rockdove.Wire.Tests;

/// <summary>
/// What <see cref="ContentDecoder"/> must give, worked out in the plainest way: all octets at once, line by line.
/// </summary>
internal sealed class NaiveDecoder
{
    private readonly bool _isDotted;
    private readonly BareNewlines _newlines;
    private readonly int _limitBytes;
    private readonly List<byte> _content = [];

    private NaiveDecoder(bool isDotted, BareNewlines newlines, int limitBytes)
    {
        _isDotted = isDotted;
        _newlines = newlines;
        _limitBytes = limitBytes;
    }

    public byte[] Content => [.. _content];

    public ContentFlaws Flaws { get; private set; }

    /// <summary>How many octets belong to the content, its end included; null when the end has not come.</summary>
    public int? EndsAt { get; private set; }

    public static NaiveDecoder Dotted(byte[] text, BareNewlines newlines, int limitBytes)
    {
        var decoder = new NaiveDecoder(isDotted: true, newlines, limitBytes);
        decoder.Decode(text);
        return decoder;
    }

    public static NaiveDecoder Counted(byte[] text, BareNewlines newlines, int limitBytes)
    {
        var decoder = new NaiveDecoder(isDotted: false, newlines, limitBytes);
        if (newlines == BareNewlines.Binary)
            decoder._content.AddRange(text);
        else
            decoder.Decode(text);
        decoder.EndsAt = text.Length;
        return decoder;
    }

    private void Decode(byte[] text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = _newlines == BareNewlines.EndLine
                ? Array.IndexOf(text, (byte)'\n', at) + 1
                : text.AsSpan(at).IndexOf("\r\n"u8) is var found and >= 0 ? at + found + 2 : 0;
            if (next == 0)
            {
                TakeRest(text[at..]);
                return;
            }

            var hasCr = next - 2 >= at && text[next - 2] == '\r';
            var end = hasCr ? next - 2 : next - 1;
            var line = text[at..end];
            at = next;
            if (_isDotted && line is [(byte)'.'])
            {
                EndsAt = at;
                return;
            }

            TakeLine(line, text[end..next]);
        }
    }

    private void TakeLine(byte[] line, byte[] newline)
    {
        LookAtStart(line);
        var body = WithoutDot(line);
        TakeBody(body);
        _content.AddRange(newline);
        Measure([.. body, .. newline]);
    }

    /// <summary>A line without an end. A CR at its very end may still become half of one.</summary>
    private void TakeRest(byte[] rest)
    {
        LookAtStart(rest);
        if (_isDotted && (rest is [(byte)'.'] || rest.AsSpan().SequenceEqual(".\r"u8)))
            return; // Perhaps the end; nothing of it can be handed out yet.
        var body = WithoutDot(rest);
        var isOpen = body is [.., (byte)'\r'];
        TakeBody(isOpen ? body[..^1] : body);
        if (isOpen)
            _content.Add((byte)'\r');
        if (isOpen && !_isDotted)
        {
            Flaws |= ContentFlaws.BareNewline;
            if (_newlines == BareNewlines.Normalize)
                _content.Add((byte)'\n');
        }

        Measure(isOpen ? body[..^1] : body);
    }

    private void LookAtStart(byte[] line)
    {
        if (line is [0, ..] || (_isDotted && line is [(byte)'.', 0, ..]))
            Flaws |= ContentFlaws.BareNewline;
    }

    private byte[] WithoutDot(byte[] line) => _isDotted && line is [(byte)'.', ..] ? line[1..] : line;

    /// <summary>A CR or LF that is still here is bare, or it would have ended the line.</summary>
    private void TakeBody(byte[] body)
    {
        foreach (var octet in body)
        {
            if (octet == 0)
                Flaws |= ContentFlaws.Nul;
            if (octet is not ((byte)'\r' or (byte)'\n'))
            {
                _content.Add(octet);
                continue;
            }

            Flaws |= ContentFlaws.BareNewline;
            if (_newlines == BareNewlines.Normalize)
                _content.AddRange("\r\n"u8);
            else
                _content.Add(octet);
        }
    }

    /// <summary>A LF ends a line that is measured; where newlines are made good, a CR does as well.</summary>
    private void Measure(byte[] line)
    {
        var length = 0;
        for (var i = 0; i < line.Length; i++)
        {
            var isCrLf = line[i] == '\r' && i + 1 < line.Length && line[i + 1] == '\n';
            var isEnd = line[i] == '\n' || isCrLf || (line[i] == '\r' && _newlines == BareNewlines.Normalize);
            length += isCrLf || (isEnd && _newlines == BareNewlines.Normalize) ? 2 : 1;
            if (length > _limitBytes)
                Flaws |= ContentFlaws.LongLine;
            if (isEnd)
                length = 0;
            if (isCrLf)
                i++;
        }
    }
}
