namespace Rockdove.Storage;

/// <summary>
/// Goes through the octets of a <see cref="SearchText"/>, once: addresses, names of files, fields, body. What was not
/// read of one of them is passed over when the next is asked for.
/// </summary>
public ref struct SearchTextReader
{
    private ReadOnlySpan<byte> _rest;
    private int _part;

    internal SearchTextReader(ReadOnlySpan<byte> octets) => _rest = octets;

    /// <summary>The next address; false behind the last.</summary>
    public bool TryReadAddress(out AddressPlaces place, out ReadOnlySpan<byte> address)
    {
        place = AddressPlaces.None;
        address = default;
        if (!TryNext(Addresses, out var octet))
            return false;
        place = (AddressPlaces)octet;
        address = NextText();
        return true;
    }

    /// <summary>The next name of a file; false behind the last.</summary>
    public bool TryReadFileName(out ReadOnlySpan<byte> name)
    {
        name = default;
        PassOver(FileNames);
        if (!TryNext(FileNames, out _))
            return false;
        name = NextText();
        return true;
    }

    /// <summary>The next field; false behind the last.</summary>
    public bool TryReadField(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        PassOver(Fields);
        if (!TryNext(Fields, out _))
            return false;
        name = NextText();
        value = NextText();
        return true;
    }

    /// <summary>What the body says, once.</summary>
    public ReadOnlySpan<byte> ReadBody()
    {
        PassOver(Body);
        return NextText();
    }

    private void PassOver(int before)
    {
        while (_part < before)
        {
            var isField = _part == Fields;
            while (TryNext(_part, out _))
            {
                NextText();
                if (isField)
                    NextText();
            }
        }
    }

    /// <summary>What stands before the next text of a part; false, and on to the next part, behind its last.</summary>
    private bool TryNext(int part, out byte octet)
    {
        octet = End;
        if (_part != part)
            return false;
        octet = Next();
        if (octet != End)
            return true;
        _part++;
        return false;
    }

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

    private const int Addresses = 0;
    private const int FileNames = 1;
    private const int Fields = 2;
    private const int Body = 3;

    internal const byte End = 0;
    internal const byte More = 1;
}
