using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>Gathers small pieces on their way into a staged message.</summary>
internal sealed class BodyBuffer
{
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _used;

    public async ValueTask AddAsync(IStagedMessage to, ReadOnlyMemory<byte> content, CancellationToken token)
    {
        while (!content.IsEmpty)
        {
            if (_used == _buffer.Length)
                await FlushAsync(to, token).ConfigureAwait(false);
            var fitting = Math.Min(content.Length, _buffer.Length - _used);
            content[..fitting].CopyTo(_buffer.AsMemory(_used));
            _used += fitting;
            content = content[fitting..];
        }
    }

    /// <summary>Adds a piece of a line; its end, LF or CRLF, becomes CRLF.</summary>
    public async ValueTask AddLineAsync(
        IStagedMessage to, ReadOnlyMemory<byte> piece, bool endsLine, CancellationToken token)
    {
        if (!endsLine)
        {
            await AddAsync(to, piece, token).ConfigureAwait(false);
            return;
        }
        await AddAsync(to, piece[..^LineEndBytes(piece.Span)], token).ConfigureAwait(false);
        await AddAsync(to, LineEnd, token).ConfigureAwait(false);
    }

    public async ValueTask FlushAsync(IStagedMessage to, CancellationToken token)
    {
        if (_used > 0)
            await to.WriteAsync(_buffer.AsMemory(0, _used), token).ConfigureAwait(false);
        _used = 0;
    }

    /// <summary>Forgets what was not flushed.</summary>
    public void Clear() => _used = 0;

    private static int LineEndBytes(ReadOnlySpan<byte> line) => line is [.., (byte)'\r', (byte)'\n'] ? 2 : 1;

    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private const int BufferBytes = 64 * 1024;
}
