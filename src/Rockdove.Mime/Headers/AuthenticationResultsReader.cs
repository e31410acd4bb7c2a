using System.Globalization;
using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// The grammar of RFC 8601 section 2.2, in one pass:
/// <code>
/// authres = authserv-id [1*DIGIT] ( ";" "none" / 1*( ";" method ["/" version] "=" result [reason] *property ) )
/// reason  = "reason" "=" value
/// property = ptype "." name "=" value
/// </code>
/// Comments and white space are allowed between any two of these.
/// </summary>
internal sealed class AuthenticationResultsReader(string text)
{
    private readonly string _text = HeaderComments.Remove(text);
    private int _position;

    public AuthenticationResults? Read()
    {
        if (Value() is not { Length: > 0 } server)
            return null;
        SkipSpace();
        var version = 1;
        if (!IsAt(';') && !IsAtEnd && !Number(out version))
            return null;
        List<AuthenticationResult> results = [];
        while (Skip(';'))
        {
            SkipSpace();
            if (IsAtEnd)
                return results.Count > 0 ? new(server, version, results) : null; // A last ";" is a common mistake.
            if (results.Count == MostResults || Word() is not { Length: > 0 } method)
                return null;
            if (results.Count == 0 && method == "none" && !IsNext('=') && !IsNext('/'))
                return IsAtEnd ? new(server, version, []) : null;
            if (Result(method) is not { } result)
                return null;
            results.Add(result);
        }

        return IsAtEnd && results.Count > 0 ? new(server, version, results) : null;
    }

    private AuthenticationResult? Result(string method)
    {
        var version = 1;
        if (Skip('/') && !Number(out version))
            return null;
        if (!Skip('=') || Word() is not { Length: > 0 } result)
            return null;
        string? reason = null;
        List<AuthenticationProperty> properties = [];
        while (!IsNext(';') && !IsAtEnd)
        {
            var kind = Word();
            if (kind == "reason" && reason is null && properties.Count == 0 && Skip('='))
            {
                reason = Value();
                continue;
            }

            if (kind.Length == 0 || properties.Count == MostProperties || !Skip('.')
                || Word() is not { Length: > 0 } name || !Skip('=') || Value() is not { } value)
                return null;
            properties.Add(new AuthenticationProperty(kind, name, value));
        }

        return new AuthenticationResult(method, version, result, reason, properties);
    }

    private bool IsAtEnd => _position == _text.Length;

    private string Word()
    {
        SkipSpace();
        var start = _position;
        while (!IsAtEnd && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '-' or '_'))
            _position++;
        return _text[start.._position].ToLowerInvariant();
    }

    // A token, a quoted string, or an address; all end at white space or ";".
    private string? Value()
    {
        SkipSpace();
        if (IsAtEnd)
            return null;
        var value = new StringBuilder();
        while (!IsAtEnd && _text[_position] is not (' ' or ';'))
        {
            if (_text[_position] != '"')
            {
                value.Append(_text[_position++]);
                continue;
            }

            if (!Quoted(value))
                return null;
        }

        return value.ToString();
    }

    private bool Quoted(StringBuilder value)
    {
        for (_position++; !IsAtEnd && _text[_position] != '"'; _position++)
        {
            if (_text[_position] == '\\' && _position + 1 < _text.Length)
                _position++;
            value.Append(_text[_position]);
        }

        if (IsAtEnd)
            return false;
        _position++;
        return true;
    }

    private bool Number(out int number)
    {
        SkipSpace();
        var start = _position;
        while (!IsAtEnd && char.IsAsciiDigit(_text[_position]))
            _position++;
        var isNumber = int.TryParse(
            _text.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out number);
        SkipSpace();
        return isNumber;
    }

    private bool Skip(char character)
    {
        if (!IsNext(character))
            return false;
        _position++;
        return true;
    }

    private bool IsNext(char character)
    {
        SkipSpace();
        return IsAt(character);
    }

    private bool IsAt(char character) => !IsAtEnd && _text[_position] == character;

    private void SkipSpace()
    {
        while (!IsAtEnd && _text[_position] == ' ')
            _position++;
    }

    private const int MostResults = 100;
    private const int MostProperties = 100;
}
