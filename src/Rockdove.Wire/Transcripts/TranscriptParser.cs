using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>
/// Text to lines. One mode and no nesting: each line is read by itself, and each bad line gives one error.
/// </summary>
internal sealed class TranscriptParser(string path)
{
    private readonly List<byte> _octets = [];
    private readonly List<int> _wildcards = [];
    private int _number;
    private bool _failed;
    private bool _endsLine;

    public List<TranscriptLine> Lines { get; } = [];

    public List<TranscriptError> Errors { get; } = [];

    public void Parse(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            if (line is [.. var most, (byte)'\r'])
                line = most;

            _number++;
            _failed = false;
            ParseLine(line);
        }
    }

    private void ParseLine(ReadOnlySpan<byte> line)
    {
        switch (line)
        {
            case []:
                Lines.Add(new(TranscriptLineKind.Blank, [], [], true, number: _number));
                break;
            case [(byte)'C', (byte)':', .. var rest]:
                Words(TranscriptLineKind.Client, rest, 1);
                break;
            case [(byte)'S', (byte)':', .. var rest]:
                Words(TranscriptLineKind.Server, rest, 1);
                break;
            case [(byte)'?', .. var rest]:
                Words(TranscriptLineKind.Question, rest, 2);
                break;
            case [(byte)'=', .. var rest]:
                Words(TranscriptLineKind.Answer, rest, 2);
                break;
            case [(byte)'>', .. var rest]:
                Words(TranscriptLineKind.Content, rest, 2);
                break;
            case [(byte)'!', .. var rest]:
                Directive(rest);
                break;
            case [(byte)'#', .. var rest]:
                Comment(rest);
                break;
            default:
                Fail("a line that begins with C: S: ? = > ! or #");
                break;
        }
    }

    /// <summary>
    /// The marker, then up to <paramref name="layout"/> spaces that only align the text, then the text.
    /// </summary>
    private void Words(TranscriptLineKind kind, ReadOnlySpan<byte> rest, int layout)
    {
        if (rest.Length > 0 && rest[0] != ' ')
            Fail("a space after the marker");
        for (; layout > 0 && rest is [(byte)' ', .. var text]; layout--)
            rest = text;

        Resolve(kind, rest);
        if (!_failed)
            Lines.Add(new(kind, [.. _octets], [.. _wildcards], _endsLine, number: _number));
    }

    private void Directive(ReadOnlySpan<byte> rest)
    {
        if (rest is not [(byte)' ', ..])
            Fail("a space after the marker");
        rest = rest.TrimStart((byte)' ');
        var end = rest.IndexOf((byte)' ');
        var word = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
        if (!TranscriptLine.IsWord(word))
            Fail("a directive: a word of lower-case letters, digits and hyphens");

        Resolve(TranscriptLineKind.Directive, end < 0 ? [] : rest[end..].TrimStart((byte)' '), rest);
        if (!_failed)
            Lines.Add(new(TranscriptLineKind.Directive, [.. _octets], [], true, word, _number));
    }

    private void Comment(ReadOnlySpan<byte> rest)
    {
        for (var i = 0; i < rest.Length;)
            i += PlainCharacter(rest[i..]);
        NoTrailingSpace(rest);
        if (!_failed)
            Lines.Add(new(TranscriptLineKind.Comment, rest.ToArray(), [], true, number: _number));
    }

    private void Resolve(TranscriptLineKind kind, ReadOnlySpan<byte> text) => Resolve(kind, text, text);

    private void Resolve(TranscriptLineKind kind, ReadOnlySpan<byte> text, ReadOnlySpan<byte> untilEnd)
    {
        _octets.Clear();
        _wildcards.Clear();
        _endsLine = true;
        NoTrailingSpace(untilEnd);
        for (var i = 0; i < text.Length && !_failed;)
        {
            if (text[i] == '\\')
            {
                i += Escape(kind, text[i..]);
                continue;
            }

            if (text[i] == '*' && TranscriptWriter.MayHaveWildcards(kind) && !IsLeadingStar(text, i))
                _wildcards.Add(_octets.Count);
            var length = PlainCharacter(text[i..]);
            _octets.AddRange(text.Slice(i, length));
            i += length;
        }
    }

    /// <summary>
    /// A star and a space at the start of a line are themselves: each untagged IMAP response begins so.
    /// </summary>
    private static bool IsLeadingStar(ReadOnlySpan<byte> text, int index) => index == 0 && text is [_, (byte)' ', ..];

    private int Escape(TranscriptLineKind kind, ReadOnlySpan<byte> text)
    {
        switch (text)
        {
            case [_]:
                _endsLine = false;
                if (!TranscriptWriter.MayLackEnd(kind))
                    Fail(@"no lone \ at the end: only C, S and > lines have a CRLF to leave out");
                return 1;
            case [_, (byte)'x', var high, var low, ..]
                when char.IsAsciiHexDigit((char)high) && char.IsAsciiHexDigit((char)low):
                _octets.Add(Convert.FromHexString([(char)high, (char)low])[0]);
                return 4;
            case [_, (byte)'r', ..]:
                _octets.Add((byte)'\r');
                return 2;
            case [_, (byte)'n', ..]:
                _octets.Add((byte)'\n');
                return 2;
            case [_, (byte)'t', ..]:
                _octets.Add((byte)'\t');
                return 2;
            case [_, (byte)'\\' or (byte)'*', ..]:
                _octets.Add(text[1]);
                return 2;
            default:
                Fail(@"an escape: \xNN \r \n \t \\ or \*");
                return 2;
        }
    }

    private int PlainCharacter(ReadOnlySpan<byte> text)
    {
        if (text[0] is >= 0x20 and < 0x7F)
            return 1;

        if (text[0] <= 0x7F)
            Fail(@"no control characters (write \t, \r, \n or \xNN)");
        else if (Rune.DecodeFromUtf8(text, out _, out var length) == OperationStatus.Done)
            return length;
        else
            Fail(@"UTF-8 (write other octets as \xNN)");
        return 1;
    }

    private void NoTrailingSpace(ReadOnlySpan<byte> text)
    {
        if (text is [.., (byte)' '])
            Fail(@"no invisible space at the end (write \x20)");
    }

    /// <summary>The first error of a line is the one worth reading.</summary>
    private void Fail(string expected)
    {
        if (!_failed)
            Errors.Add(new TranscriptError(path, _number, expected));
        _failed = true;
    }
}
