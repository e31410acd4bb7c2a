using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// RFC 2047: <c>=?charset?encoding?text?=</c>. White space between two encoded words is not part of the text (section
/// 6.2). The octets of adjacent words in one charset are joined before they are decoded, because programs split
/// characters between words although section 5 forbids it.
/// </summary>
internal static class EncodedWords
{
    /// <summary>Decodes the words in an unfolded value; the rest stays as it is.</summary>
    public static string Decode(string text, DefectList? defects = null, int offset = 0)
    {
        if (!text.Contains("=?", StringComparison.Ordinal))
            return text;

        using var run = new Run(defects, offset);
        int position = 0, search = 0;
        while (text.IndexOf("=?", search, StringComparison.Ordinal) is var at and >= 0)
        {
            if (!TryMatch(text.AsSpan(at), out var word))
            {
                search = at + 2;
                continue;
            }

            var between = text.AsSpan(position, at - position);
            if (!run.IsOpen || !between.IsWhiteSpace())
                run.AppendPlain(between);
            run.Append(text.AsSpan(at, word.Length), word);
            position = search = at + word.Length;
        }

        run.AppendPlain(text.AsSpan(position));
        return HeaderText.Safe(run.ToString());
    }

    /// <summary>Whether the text starts with an encoded word. Only the syntax is looked at.</summary>
    public static bool TryMatch(ReadOnlySpan<char> text, out EncodedWord word)
    {
        word = default;
        var window = text[..Math.Min(text.Length, LongestWord)];
        if (!window.StartsWith("=?", StringComparison.Ordinal))
            return false;
        var charset = window[2..].IndexOf('?');
        if (charset is < 1 or > LongestCharset)
            return false;
        var start = charset + 5;
        if (window.Length < start + 2 || window[start - 1] != '?'
            || window.Slice(2, charset).ContainsAny(' ', '\t')
            || window[start - 2] is not ('B' or 'b' or 'Q' or 'q'))
            return false;
        var length = window[start..].IndexOf("?=", StringComparison.Ordinal);
        if (length < 0)
            return false;
        word = new EncodedWord(charset, window[start - 2] is 'B' or 'b', start, length);
        return true;
    }

    /// <summary>Where the pieces of an encoded word are, from its first character.</summary>
    internal readonly record struct EncodedWord(int CharsetLength, bool IsBase64, int TextStart, int TextLength)
    {
        public int Length => TextStart + TextLength + 2;
    }

    private sealed class Run(DefectList? defects, int offset) : IDisposable
    {
        private readonly StringBuilder _text = new();
        private readonly MemoryOctets _octets = new();
        private string _charset = "";

        public bool IsOpen { get; private set; }

        public void AppendPlain(ReadOnlySpan<char> text)
        {
            Flush();
            _text.Append(text);
        }

        public void Append(ReadOnlySpan<char> text, EncodedWord word)
        {
            // RFC 2231 section 5: a language may follow the charset.
            var charset = text.Slice(2, word.CharsetLength);
            if (charset.IndexOf('*') is var star and >= 0)
                charset = charset[..star];
            if (!IsOpen || !charset.Equals(_charset, StringComparison.OrdinalIgnoreCase))
            {
                Flush();
                _charset = charset.ToString();
                IsOpen = true;
            }

            var encoded = Encoding.UTF8.GetBytes(text.Slice(word.TextStart, word.TextLength).ToArray());
            var room = _octets.Reserve(encoded.Length + 3);
            bool faulty;
            if (word.IsBase64)
            {
                _octets.Advance(Base64Text.Decode(encoded, room, out var fault));
                faulty = fault >= 0;
            }
            else
            {
                _octets.Advance(QuotedPrintable.DecodeWord(encoded, room, out faulty));
                faulty |= encoded.AsSpan().Contains((byte)' ');
            }

            if (faulty)
                defects?.Add(offset, MimeDefectKind.EncodedWordMalformed);
        }

        public override string ToString()
        {
            Flush();
            return _text.ToString();
        }

        public void Dispose() => _octets.Dispose();

        private void Flush()
        {
            if (!IsOpen)
                return;
            _text.Append(Charsets.Decode(_octets.Written, _charset, defects, offset));
            _octets.Clear();
            IsOpen = false;
        }
    }

    // RFC 2047 section 2 says 75 for a word. Whole subjects in one word exist; the bound keeps "=?a?Q?" repeated
    // linear.
    private const int LongestWord = 8192;
    private const int LongestCharset = 80;
}
