using System.Buffers;

namespace Rockdove.Daemon;

/// <summary>
/// Watches the header of a message that passes by in slices: counts its Received fields (RFC 5321 section 6.3), keeps
/// those that say who wrote it, From and Sender, and knows whether it has a date and an identifier.
/// </summary>
/// <remarks>
/// Every line before the first empty one is looked at, also behind lines that are no fields: some reader may go on
/// there, and show what it finds.
/// </remarks>
internal sealed class PassingHeader
{
    private readonly ArrayBufferWriter<byte> _kept = new();
    private Place _place;
    private int _name;
    private int _matched; // Octets of the present line that are those of the name.
    private int _length; // Octets of the present line; counted to two.
    private bool _startsWithReturn;
    private bool _keeps; // The present field, and the lines that are folded into it.
    private bool _isOver;

    public int Received { get; private set; }

    public bool HasDate { get; private set; }

    public bool HasMessageId { get; private set; }

    /// <summary>From and Sender as they are written, one after the other, with the ends of their lines.</summary>
    public ReadOnlyMemory<byte> Originators => _kept.WrittenMemory;

    /// <summary>There was more of them than <see cref="MaximumOriginatorOctets"/>, and the rest is not kept.</summary>
    public bool IsTooLong { get; private set; }

    public void Write(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (_isOver)
                return;
            if (octet == '\n')
                EndLine();
            else
                Take(octet);
        }
    }

    private void EndLine()
    {
        _isOver = _length == 0 || (_length == 1 && _startsWithReturn);
        if (!_isOver)
            Keep((byte)'\n');
        (_place, _length) = (Place.Start, 0);
    }

    private void Take(byte octet)
    {
        if (_length == 0)
            _startsWithReturn = octet == '\r';
        _length = Math.Min(_length + 1, 2);
        switch (_place)
        {
            case Place.Start when octet is (byte)' ' or (byte)'\t':
                _place = Place.Rest;
                break;
            case Place.Start:
                _keeps = false;
                _name = Array.FindIndex(Names, name => name[0] == (octet | 0x20));
                (_place, _matched) = (_name < 0 ? Place.Rest : Place.Name, 1);
                break;
            case Place.Name when (octet | 0x20) == Names[_name][_matched]:
                if (++_matched == Names[_name].Length)
                    _place = Place.Colon;
                break;
            case Place.Colon when octet == ':':
                Begin();
                break;
            case Place.Colon when octet is (byte)' ' or (byte)'\t':
                return; // RFC 5322 section 4.5: white space before the colon is obsolete, and read.
            case Place.Name or Place.Colon:
                _place = Place.Rest;
                break;
        }

        Keep(octet);
    }

    /// <summary>A field that counts: its colon is the octet that is taken now.</summary>
    private void Begin()
    {
        _place = Place.Rest;
        switch (Names[_name])
        {
            case "received":
                Received++;
                return;
            case "date":
                HasDate = true;
                return;
            case "message-id":
                HasMessageId = true;
                return;
        }

        _keeps = true;
        foreach (var letter in Names[_name])
            Keep((byte)letter);
    }

    private void Keep(byte octet)
    {
        if (!_keeps)
            return;
        if (_kept.WrittenCount == MaximumOriginatorOctets)
        {
            IsTooLong = true;
            return;
        }

        _kept.GetSpan(1)[0] = octet;
        _kept.Advance(1);
    }

    private enum Place : byte
    {
        Start,
        Name,
        Colon,
        Rest,
    }

    /// <summary>No two begin with the same letter.</summary>
    private static readonly string[] Names = ["received", "from", "sender", "date", "message-id"];

    /// <summary>Of From and Sender together: some hundred long addresses with long names.</summary>
    public const int MaximumOriginatorOctets = 64 * 1024;
}
