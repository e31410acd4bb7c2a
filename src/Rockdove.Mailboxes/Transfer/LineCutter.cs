namespace Rockdove.Mailboxes;

/// <summary>
/// Cuts a text into pieces, each within one line, so that a line may be as long as it likes. A piece that begins a line
/// is the whole line or has at least <see cref="LeastBytes"/> of it; CR and LF are never torn apart.
/// </summary>
internal sealed class LineCutter(Stream input)
{
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start, _end;
    private bool _isAtEnd;

    /// <summary>Valid until the next one is asked for. With the line end, if it has one.</summary>
    public ReadOnlyMemory<byte> Piece { get; private set; }

    public bool StartsLine { get; private set; } = true;

    public bool EndsLine { get; private set; }

    /// <summary>Octets before the piece.</summary>
    public long Offset { get; private set; }

    /// <summary>The line that the piece is in, from 1.</summary>
    public long Line { get; private set; } = 1;

    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (!Piece.IsEmpty)
        {
            _start += Piece.Length;
            Offset += Piece.Length;
            StartsLine = EndsLine;
            Line += EndsLine ? 1 : 0;
        }
        while (true)
        {
            var there = _buffer.AsMemory(_start, _end - _start);
            var newline = there.Span.IndexOf((byte)'\n');
            if (newline >= 0)
                return Take(there[..(newline + 1)], endsLine: true);
            if (_isAtEnd)
                return Take(there, endsLine: false);
            if (there.Length > LeastBytes)
                return Take(there.Span[^1] == '\r' ? there[..^1] : there, endsLine: false);
            there.CopyTo(_buffer);
            (_start, _end) = (0, there.Length);
            var read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _isAtEnd = read == 0;
            _end += read;
        }
    }

    private bool Take(ReadOnlyMemory<byte> piece, bool endsLine)
    {
        (Piece, EndsLine) = (piece, endsLine);
        return !piece.IsEmpty;
    }

    public const int LeastBytes = 4096;
    private const int BufferBytes = 64 * 1024;
}
