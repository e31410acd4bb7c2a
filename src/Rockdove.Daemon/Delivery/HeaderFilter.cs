using System.Buffers;
using System.Text;

namespace Rockdove.Daemon;

/// <summary>
/// Passes a message on in slices, without some fields of its header, and with others behind the last one. Everything
/// else stays octet for octet.
/// </summary>
/// <param name="dropped">
/// Names of fields that are left out, in lower case, with the lines that are folded into them.
/// </param>
/// <param name="added">Asked at the end of the header: fields that are put there, with their line ends.</param>
internal sealed class HeaderFilter(IReadOnlyList<string> dropped, Func<string> added)
{
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly ArrayBufferWriter<byte> _held = new(); // The present line, as long as its name is not known.
    private bool _drops; // The present field, and the lines that are folded into it.
    private bool _isDecided;
    private bool _isOver;

    /// <summary>Takes a slice.</summary>
    /// <param name="slice">The next octets of the message.</param>
    /// <param name="header">What to pass on first; good until the next call.</param>
    /// <returns>What to pass on then: the body, as far as it is in the slice.</returns>
    public ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> slice, out ReadOnlyMemory<byte> header)
    {
        _kept.ResetWrittenCount();
        var octets = slice.Span;
        var taken = 0;
        while (taken < octets.Length && !_isOver)
            Take(octets[taken++]);
        header = _kept.WrittenMemory;
        return slice[taken..];
    }

    /// <summary>The message is at its end; what is left of a header that had none.</summary>
    public ReadOnlyMemory<byte> End()
    {
        _kept.ResetWrittenCount();
        if (_isOver)
            return default;
        _isOver = true;
        if (_held.WrittenCount == 0 && !_isDecided) // Behind a whole line only.
            _kept.Write(Encoding.ASCII.GetBytes(added()));
        _kept.Write(_held.WrittenSpan);
        return _kept.WrittenMemory;
    }

    private void Take(byte octet)
    {
        if (_isDecided)
        {
            if (!_drops)
                Append(_kept, octet);
        }
        else
        {
            Append(_held, octet);
            Decide(octet);
        }

        if (octet == '\n')
            _isDecided = false;
    }

    private void Decide(byte octet)
    {
        var line = _held.WrittenSpan;
        if (octet == '\n' && line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'])
        {
            _isOver = true;
            _kept.Write(Encoding.ASCII.GetBytes(added()));
            Release();
        }
        else if (line[0] is (byte)' ' or (byte)'\t')
        {
            Release(drop: _drops); // Folded into the field before.
        }
        else if (octet is (byte)':' or (byte)'\n' || line.Length == LongestName)
        {
            _drops = octet == ':' && IsDropped(line[..^1].TrimEnd(" \t"u8));
            Release(drop: _drops);
        }
    }

    private void Release(bool drop = false)
    {
        if (!drop)
            _kept.Write(_held.WrittenSpan);
        _held.ResetWrittenCount();
        _isDecided = true;
    }

    private bool IsDropped(ReadOnlySpan<byte> name)
    {
        foreach (var one in dropped)
        {
            if (Ascii.EqualsIgnoreCase(name, one))
                return true;
        }

        return false;
    }

    private static void Append(ArrayBufferWriter<byte> to, byte octet)
    {
        to.GetSpan(1)[0] = octet;
        to.Advance(1);
    }

    /// <summary>Octets of a name with what may stand before its colon; a longer one is none that is dropped.</summary>
    private const int LongestName = 100;
}
