namespace Rockdove.Daemon;

/// <summary>Counts the Received fields of a message that passes by in slices (RFC 5321 section 6.3).</summary>
internal sealed class ReceivedFields
{
    private int _matched; // Octets of the present line that are those of the name; NoMatch when one was not.
    private bool _isBlank = true; // Nothing but a CR so far in the present line.
    private bool _isOver;

    public int Count { get; private set; }

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (_isOver)
            return;
        foreach (var octet in octets)
        {
            if (octet == '\n')
            {
                if (_isBlank)
                {
                    _isOver = true;
                    return;
                }

                (_matched, _isBlank) = (0, true);
                continue;
            }

            _isBlank &= octet == '\r';
            if (_matched == NoMatch)
                continue;
            _matched = (octet | 0x20) == Name[_matched] ? _matched + 1 : NoMatch;
            if (_matched != Name.Length)
                continue;
            Count++;
            _matched = NoMatch;
        }
    }

    /// <summary>In lower case. A colon stays what it is when its case is changed.</summary>
    private static ReadOnlySpan<byte> Name => "received:"u8;

    private const int NoMatch = -1;
}
