using System.Net;
using System.Text;

namespace Rockdove.Web;

/// <summary>
/// The elements of a page, in one pass and within limits. It is no browser: what is not closed ends with what it is in,
/// which is right for the mail that programs write.
/// </summary>
internal sealed class HtmlElements
{
    private readonly List<HtmlElement> _all = [];
    private readonly List<HtmlElement> _open = [];
    private readonly StringBuilder _text = new();
    private readonly string _html;
    private int _position;

    private HtmlElements(string html) => _html = html;

    /// <summary>In the order in which they begin.</summary>
    public IReadOnlyList<HtmlElement> All => _all;

    /// <summary>Reads a page: its first <see cref="MostCharacters"/>, and <see cref="MostElements"/> of them.</summary>
    public static HtmlElements Read(string html)
    {
        var elements = new HtmlElements(html.Length > MostCharacters ? html[..MostCharacters] : html);
        elements.Read();
        return elements;
    }

    /// <summary>The words within an element, each run of white space being one space; the first ones of many.</summary>
    public string TextOf(HtmlElement element)
    {
        var length = Math.Min(element.TextEnd - element.TextStart, MostText);
        return Spaced(WebUtility.HtmlDecode(_text.ToString(element.TextStart, length)));
    }

    public static string Spaced(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void Read()
    {
        while (_position < _html.Length && _all.Count < MostElements)
        {
            var open = _html.IndexOf('<', _position);
            if (open < 0)
                open = _html.Length;
            _text.Append(_html, _position, open - _position);
            _position = open;
            if (open < _html.Length)
                ReadMarkup();
        }

        foreach (var element in _open)
            element.TextEnd = _text.Length;
    }

    private void ReadMarkup()
    {
        var next = _position + 1 < _html.Length ? _html[_position + 1] : ' ';
        if (_html.AsSpan(_position).StartsWith("<!--", StringComparison.Ordinal))
            SkipPast("-->", _position + 4);
        else if (next is '!' or '?')
            SkipPast(">", _position + 1);
        else if (next == '/' && _position + 2 < _html.Length && char.IsAsciiLetter(_html[_position + 2]))
            ReadEnd();
        else if (char.IsAsciiLetter(next))
            ReadStart();
        else
            _text.Append(_html[_position++]); // A "<" that begins no tag is text.
    }

    private void ReadEnd()
    {
        _position += 2;
        var name = ReadName();
        SkipPast(">", _position);
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Name != name)
                continue;
            for (var closed = i; closed < _open.Count; closed++)
                _open[closed].TextEnd = _text.Length;
            _open.RemoveRange(i, _open.Count - i);
            return;
        }
    }

    private void ReadStart()
    {
        _position++;
        var name = ReadName();
        var attributes = ReadAttributes(out var isClosed);
        if (_open is [.., { } last] && last.Name == name && EndThemselves.Contains(name))
        {
            last.TextEnd = _text.Length;
            _open.RemoveAt(_open.Count - 1);
        }

        if (!Inline.Contains(name))
            _text.Append(' ');
        var element = new HtmlElement(name, attributes, _open is [.., { } parent] ? parent : null, _text.Length);
        _all.Add(element);
        if (name is "script" or "style" or "textarea" or "title")
            SkipRaw(element);
        else if (!isClosed && !Void.Contains(name) && _open.Count < MostDepth)
            _open.Add(element);
    }

    private Dictionary<string, string> ReadAttributes(out bool isClosed)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        isClosed = false;
        while (_position < _html.Length && _html[_position] != '>')
        {
            if (_html[_position] is '/' || char.IsWhiteSpace(_html[_position]))
            {
                isClosed = _html[_position++] == '/';
                continue;
            }

            isClosed = false;
            var name = ReadName();
            if (name.Length == 0)
            {
                _position++; // A stray "=" or quote.
                continue;
            }

            SkipSpace();
            var value = "";
            if (_position < _html.Length && _html[_position] == '=')
            {
                _position++;
                SkipSpace();
                value = ReadValue();
            }

            if (attributes.Count < MostAttributes)
                attributes.TryAdd(name, WebUtility.HtmlDecode(value));
        }

        _position = Math.Min(_position + 1, _html.Length);
        return attributes;
    }

    private string ReadValue()
    {
        if (_position >= _html.Length)
            return "";
        var start = _position;
        if (_html[_position] is '"' or '\'')
        {
            var end = _html.IndexOf(_html[_position], ++start);
            end = end < 0 ? _html.Length : end;
            _position = Math.Min(end + 1, _html.Length);
            return _html[start..end];
        }

        while (_position < _html.Length && _html[_position] != '>' && !char.IsWhiteSpace(_html[_position]))
            _position++;
        return _html[start.._position];
    }

    private string ReadName()
    {
        var start = _position;
        while (_position < _html.Length && !char.IsWhiteSpace(_html[_position])
            && _html[_position] is not ('>' or '/' or '=' or '"' or '\''))
        {
            _position++;
        }

        return _html[start.._position].ToLowerInvariant();
    }

    private void SkipSpace()
    {
        while (_position < _html.Length && char.IsWhiteSpace(_html[_position]))
            _position++;
    }

    /// <summary>What stands in a script, a style or a title is no markup, and nothing that is read there.</summary>
    private void SkipRaw(HtmlElement element)
    {
        var end = _html.IndexOf("</" + element.Name, _position, StringComparison.OrdinalIgnoreCase);
        if (element.Name == "style")
            element.Raw = _html[_position..(end < 0 ? _html.Length : end)];
        _position = end < 0 ? _html.Length : end;
        if (end >= 0)
            SkipPast(">", _position);
    }

    private void SkipPast(string end, int from)
    {
        var at = from > _html.Length ? -1 : _html.IndexOf(end, from, StringComparison.Ordinal);
        _position = at < 0 ? _html.Length : at + end.Length;
    }

    private static readonly HashSet<string> Void =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

    /// <summary>One of these ends the one before it.</summary>
    private static readonly HashSet<string> EndThemselves = ["a", "li", "option", "p", "td", "th", "tr"];

    /// <summary>These do not part words.</summary>
    private static readonly HashSet<string> Inline =
        ["a", "abbr", "b", "bdi", "bdo", "code", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub",
            "sup", "u", "wbr"];

    /// <summary>A long newsletter has a tenth of it.</summary>
    public const int MostCharacters = 1024 * 1024;

    public const int MostElements = 20_000;

    private const int MostDepth = 256;

    private const int MostAttributes = 64;

    private const int MostText = 10_000;
}
