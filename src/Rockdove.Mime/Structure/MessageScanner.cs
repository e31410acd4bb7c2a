namespace Rockdove.Mime;

/// <summary>
/// Finds the structure of a message while it passes by, in slices of any size, as a server sees it that never holds
/// all of it. The result is that of <see cref="MimeMessage.Read"/> on the whole. What it keeps are the header blocks,
/// up to <see cref="MimeLimits.HeaderBytesInMessage"/>, and a line that is not whole: a line of a header up to
/// <see cref="MimeLimits.HeaderBlockBytes"/>, of a body never more than <see cref="MimeLimits.DelimiterLineBytes"/>.
/// For one message, from one thread.
/// </summary>
public sealed class MessageScanner
{
    private readonly MimeLimits _limits;
    private readonly MimeMessage _message;
    private readonly StructureReader _reader = new();
    private readonly LineCounter _lines = new();
    private byte[] _held = [];
    private int _heldCount;
    private int _taken;
    private bool _isTooLarge;
    private MessageStructure? _structure;

    public MessageScanner(MimeLimits? limits = null)
    {
        _limits = limits ?? MimeLimits.Default;
        _message = new MimeMessage(_limits);
        _reader.Start(_message, _lines);
    }

    /// <summary>What is wrong with the structure, as far as it has been seen.</summary>
    public IReadOnlyList<MimeDefect> Defects => _reader.Defects.Items;

    /// <summary>The header of the message itself, as far as it has been seen: whole once it is completed.</summary>
    public HeaderList Headers => _reader.Root.Headers;

    /// <summary>The next octets of the message. They are not kept.</summary>
    /// <exception cref="InvalidOperationException">The message was completed.</exception>
    public void Write(ReadOnlySpan<byte> octets)
    {
        if (_structure is not null)
            throw new InvalidOperationException("The message was completed; scan the next one with a scanner of "
                + "its own.");
        var room = _limits.MessageBytes - _taken - _heldCount;
        if (octets.Length > room)
        {
            if (!_isTooLarge)
                _reader.Defects.Add(_limits.MessageBytes, MimeDefectKind.MessageTooLarge);
            _isTooLarge = true;
            octets = octets[..room];
        }

        while (_heldCount > 0 && !octets.IsEmpty)
            octets = octets[FillHeld(octets)..];
        if (octets.IsEmpty)
            return;
        var taken = Take(octets, isLast: false);
        Hold(octets[taken..]);
    }

    /// <summary>The message is whole. More calls give the same.</summary>
    public MessageStructure Complete()
    {
        if (_structure is not null)
            return _structure;
        Take(_held.AsSpan(0, _heldCount), isLast: true);
        _reader.Finish(_taken);
        return _structure = MessageStructure.Of(_message);
    }

    // The held line and as much of the octets as completes it; returns how many that were.
    private int FillHeld(ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOf((byte)'\n');
        var more = Math.Min(end < 0 ? octets.Length : end + 1, Math.Max(1, _reader.LongestLine - _heldCount));
        Hold(octets[..more]);
        if (octets[more - 1] != (byte)'\n' && _heldCount < _reader.LongestLine && _heldCount > 2)
            return more;
        var taken = Take(_held.AsSpan(0, _heldCount), isLast: false);
        _held.AsSpan(taken, _heldCount - taken).CopyTo(_held);
        _heldCount -= taken;
        return more;
    }

    private int Take(ReadOnlySpan<byte> octets, bool isLast)
    {
        var taken = _reader.Take(octets, _taken, isLast);
        _lines.NextSlice();
        _taken += taken;
        return taken;
    }

    private void Hold(ReadOnlySpan<byte> octets)
    {
        if (_held.Length - _heldCount < octets.Length)
            Array.Resize(ref _held, Math.Max(_heldCount + octets.Length, Math.Max(FirstOctets, _held.Length * 2)));
        octets.CopyTo(_held.AsSpan(_heldCount));
        _heldCount += octets.Length;
    }

    private const int FirstOctets = 256;
}
