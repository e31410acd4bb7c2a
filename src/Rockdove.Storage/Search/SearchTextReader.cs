namespace Rockdove.Storage;

/// <summary>Goes through the octets of a <see cref="SearchText"/>, once, from the first address to the body.</summary>
public ref struct SearchTextReader
{
    private ReadOnlySpan<byte> _rest;

    internal SearchTextReader(ReadOnlySpan<byte> octets) => _rest = octets;

    /// <summary>The next address; false behind the last.</summary>
    public bool TryReadAddress(out AddressPlaces place, out ReadOnlySpan<byte> address)
    {
        place = (AddressPlaces)Next();
        address = default;
        if (place == (AddressPlaces)End)
            return false;
        address = NextText();
        return true;
    }

    /// <summary>The next field, behind the addresses; false behind the last.</summary>
    public bool TryReadField(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (Next() == End)
            return false;
        name = NextText();
        value = NextText();
        return true;
    }

    /// <summary>What the body says, behind the fields.</summary>
    public ReadOnlySpan<byte> ReadBody() => NextText();

    private byte Next()
    {
        var octet = _rest[0];
        _rest = _rest[1..];
        return octet;
    }

    private ReadOnlySpan<byte> NextText()
    {
        var bytes = 0;
        for (var shift = 0; ; shift += 7)
        {
            var octet = Next();
            bytes |= (octet & 0x7F) << shift;
            if (octet <= 0x7F)
                break;
        }
        var text = _rest[..bytes];
        _rest = _rest[bytes..];
        return text;
    }

    internal const byte End = 0;
    internal const byte More = 1;
}
