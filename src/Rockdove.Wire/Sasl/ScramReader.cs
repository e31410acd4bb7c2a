namespace Rockdove.Wire;

/// <summary>Walks the attributes of one SCRAM message: <c>attr-val *("," attr-val)</c> (RFC 5802 section 7).</summary>
internal ref struct ScramReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>True while another attribute must follow: at the start and after each comma.</summary>
    private bool _expectsMore = true;

    public ScramReader(ReadOnlySpan<byte> message) => _rest = message;

    /// <summary>True when everything is read and nothing is missing after the last comma.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty && !_expectsMore;

    /// <summary>Reads the next attribute when it has this name.</summary>
    public bool TryRead(char name, out ReadOnlySpan<byte> value)
    {
        value = default;
        return _rest.Length > 0 && _rest[0] == name && TryRead(out value);
    }

    /// <summary>
    /// Reads the extensions to the end. False when one of them is no <c>attr-val</c>, or is <c>m</c>, which must make
    /// the exchange fail wherever it stands (section 5.1).
    /// </summary>
    public bool SkipExtensions()
    {
        while (!IsAtEnd)
            if (_rest.StartsWith("m="u8) || !TryRead(out _))
                return false;
        return true;
    }

    // attr-val = ALPHA "=" 1*value-char, where a value has no comma and no NUL.
    private bool TryRead(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!_expectsMore || _rest.Length < 3 || !char.IsAsciiLetter((char)_rest[0]) || _rest[1] != '=')
            return false;
        var comma = _rest.IndexOf((byte)',');
        value = comma < 0 ? _rest[2..] : _rest[2..comma];
        _expectsMore = comma >= 0;
        _rest = comma < 0 ? default : _rest[(comma + 1)..];
        return !value.IsEmpty;
    }
}
