namespace Rockdove.Mime;

/// <summary>
/// Walks <c>value *(";" name "=" value)</c> (RFC 2045 section 5.1) over the raw octets of a field, line ends and all.
/// It forgives what real mail does: spaces in unquoted values, an unfinished quoted string, a missing semicolon.
/// </summary>
internal ref struct ParameterScanner(ReadOnlySpan<byte> field)
{
    private readonly ReadOnlySpan<byte> _field = field;
    private int _position;

    /// <summary>What has not been read starts here.</summary>
    public readonly int Position => _position;

    /// <summary>The next run of octets that are neither space, comment nor separator; empty at the end.</summary>
    public ReadOnlySpan<byte> ReadToken()
    {
        SkipSpaceAndComments();
        var start = _position;
        while (_position < _field.Length && !IsSpace(_field[_position])
            && _field[_position] is not ((byte)';' or (byte)'(' or (byte)'=' or (byte)'"'))
            _position++;
        return _field[start.._position];
    }

    /// <summary>The next parameter. A quoted value is given as written: <see cref="Unquote"/> reads it.</summary>
    public bool ReadParameter(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, out bool isQuoted)
    {
        name = value = default;
        isQuoted = false;
        while (_position < _field.Length)
        {
            SkipSpaceAndComments();
            if (_position == _field.Length)
                return false;
            if (_field[_position] is (byte)';' or (byte)'=' or (byte)'"')
            {
                _position++;
                continue;
            }

            name = ReadToken();
            SkipSpaceAndComments();
            if (_position == _field.Length || _field[_position] != (byte)'=')
                continue; // A name alone says nothing.
            _position++;
            SkipSpaceAndComments();
            value = ReadValue(out isQuoted);
            return true;
        }

        return false;
    }

    /// <summary>The content of a quoted string: escapes undone, line ends dropped (RFC 5322 section 3.2.4).</summary>
    public static byte[] Unquote(ReadOnlySpan<byte> quoted)
    {
        var octets = new byte[quoted.Length];
        var length = 0;
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] is (byte)'\r' or (byte)'\n')
                continue;
            if (quoted[i] == (byte)'\\' && i + 1 < quoted.Length)
                i++;
            octets[length++] = quoted[i];
        }

        return length == octets.Length ? octets : octets[..length];
    }

    private ReadOnlySpan<byte> ReadValue(out bool isQuoted)
    {
        isQuoted = _position < _field.Length && _field[_position] == (byte)'"';
        int start;
        if (!isQuoted)
        {
            start = _position;
            var length = _field[start..].IndexOf((byte)';');
            _position = length < 0 ? _field.Length : start + length;
            return WithoutTrailingComment(_field[start.._position]);
        }

        start = ++_position;
        while (_position < _field.Length && _field[_position] != (byte)'"')
            _position += _field[_position] == (byte)'\\' ? 2 : 1;
        _position = Math.Min(_position, _field.Length);
        var content = _field[start.._position];
        if (_position < _field.Length)
            _position++;
        return content;
    }

    private static ReadOnlySpan<byte> WithoutTrailingComment(ReadOnlySpan<byte> value)
    {
        var comment = value.IndexOf((byte)'(');
        if (comment == 0 || (comment > 0 && IsSpace(value[comment - 1])))
            value = value[..comment];
        return value.Trim(" \t\r\n"u8);
    }

    private void SkipSpaceAndComments()
    {
        var depth = 0;
        for (; _position < _field.Length; _position++)
        {
            var octet = _field[_position];
            if (octet == (byte)'(')
                depth++;
            else if (depth == 0 && !IsSpace(octet))
                return;
            else if (octet == (byte)')')
                depth--;
            else if (depth > 0 && octet == (byte)'\\' && _position + 1 < _field.Length)
                _position++;
        }
    }

    private static bool IsSpace(byte octet) => octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
