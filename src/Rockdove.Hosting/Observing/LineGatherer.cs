namespace Rockdove.Hosting;

/// <summary>Puts lines together from octets that come in pieces; of a long line it keeps the beginning.</summary>
internal sealed class LineGatherer
{
    private byte[] _line = [];
    private int _length;
    private bool _isTaken;

    /// <summary>Takes from <paramref name="octets"/> up to the end of a line.</summary>
    /// <param name="octets">What has come; afterwards what is left of it.</param>
    /// <param name="line">The line without its CRLF; good until the next call.</param>
    /// <returns>False when the octets are used up and the line has not ended.</returns>
    public bool TryTake(ref ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> line)
    {
        if (_isTaken)
            _line.AsSpan(0, _length).Clear(); // It may have been a secret.
        _length = _isTaken ? 0 : _length;
        _isTaken = false;
        line = default;
        while (!octets.IsEmpty)
        {
            var newline = octets.IndexOf((byte)'\n');
            var piece = newline < 0 ? octets : octets[..(newline + 1)];
            octets = octets[piece.Length..];
            var endsLine = newline >= 0 && (piece.Length > 1 ? piece[^2] == '\r' : EndsWithCr());
            Keep(piece);
            if (!endsLine)
                continue;
            line = _line.AsSpan(0, _length).TrimEnd("\r\n"u8);
            _isTaken = true;
            return true;
        }

        return false;
    }

    private bool EndsWithCr() => _length > 0 && _line[_length - 1] == '\r';

    private void Keep(ReadOnlySpan<byte> piece)
    {
        // The last octet is always kept: whether it is a CR decides what the next one means.
        var room = LimitBytes - _length;
        if (piece.Length > room)
        {
            var last = piece[^1];
            Append(piece[..room]);
            _line[LimitBytes - 1] = last;
            return;
        }

        Append(piece);
    }

    private void Append(ReadOnlySpan<byte> octets)
    {
        if (_length + octets.Length > _line.Length)
            Array.Resize(ref _line, Math.Min(LimitBytes, Math.Max(256, 2 * (_length + octets.Length))));
        octets.CopyTo(_line.AsSpan(_length));
        _length += octets.Length;
    }

    /// <summary>
    /// As much of a line as a redactor is shown; see <see cref="Wire.TranscriptRecorder.PieceBytes"/>.
    /// </summary>
    private const int LimitBytes = Wire.TranscriptRecorder.PieceBytes + 2;
}
