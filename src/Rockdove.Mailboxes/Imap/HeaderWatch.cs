namespace Rockdove.Mailboxes;

/// <summary>Sees a message pass by, and says whether there was an octet beyond ASCII in its header.</summary>
internal sealed class HeaderWatch
{
    private bool _isBlank = true; // Nothing but a CR so far in the present line.
    private bool _isOver;

    public bool HasEightBit { get; private set; }

    public void Write(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (_isOver)
                return;
            _isOver = octet == '\n' && _isBlank;
            HasEightBit |= octet > 127;
            _isBlank = octet == '\n' || (_isBlank && octet == '\r');
        }
    }
}
