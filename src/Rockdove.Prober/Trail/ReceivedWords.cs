using System.Text;

namespace Rockdove.Prober;

internal enum ReceivedWordKind : byte
{
    Word,

    /// <summary>What stands in round brackets, without them.</summary>
    Comment,
}

/// <summary>
/// Takes a Received value apart: words and comments before the last semicolon that is in neither a comment nor quotes,
/// and the date behind it.
/// </summary>
internal sealed class ReceivedWords
{
    private readonly List<(ReceivedWordKind Kind, string Text, int Start)> _words = [];
    private readonly string _value;
    private readonly int _semicolon = -1;

    public ReceivedWords(string value)
    {
        _value = value;
        for (var i = 0; i < value.Length;)
        {
            var start = i;
            switch (value[i])
            {
                case '(':
                    i = EndOfComment(value, i);
                    var isClosed = i > start + 1 && value[i - 1] == ')';
                    _words.Add((ReceivedWordKind.Comment, value[(start + 1)..(isClosed ? i - 1 : i)], start));
                    break;
                case ';':
                    _semicolon = i++;
                    break;
                case ' ' or '\t' or '\r' or '\n':
                    i++;
                    break;
                default:
                    i = EndOfWord(value, i);
                    _words.Add((ReceivedWordKind.Word, Unquoted(value.AsSpan(start, i - start)), start));
                    break;
            }
        }
    }

    /// <summary>What stands behind the last semicolon; null where there is none.</summary>
    public string? DateText => _semicolon < 0 ? null : _value[(_semicolon + 1)..];

    public IEnumerable<(ReceivedWordKind Kind, string Text)> BeforeDate() =>
        _words.Where(word => _semicolon < 0 || word.Start < _semicolon).Select(word => (word.Kind, word.Text));

    private static int EndOfComment(string value, int start)
    {
        var depth = 0;
        for (var i = start; i < value.Length; i++)
        {
            if (value[i] == '\\')
                i++;
            else if (value[i] == '(')
                depth++;
            else if (value[i] == ')' && --depth == 0)
                return i + 1;
        }

        return value.Length;
    }

    private static int EndOfWord(string value, int start)
    {
        var isQuoted = false;
        var i = start;
        for (; i < value.Length; i++)
        {
            if (value[i] == '"')
                isQuoted = !isQuoted;
            else if (isQuoted && value[i] == '\\')
                i++;
            else if (!isQuoted && Ends.Contains(value[i]))
                break;
        }

        return Math.Min(i, value.Length);
    }

    private static string Unquoted(ReadOnlySpan<char> word)
    {
        if (!word.Contains('"'))
            return word.ToString();
        var text = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '\\' && i + 1 < word.Length)
                text.Append(word[++i]);
            else if (word[i] != '"')
                text.Append(word[i]);
        }

        return text.ToString();
    }

    private const string Ends = " \t\r\n(;";
}
