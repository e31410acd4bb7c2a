using System.Buffers;
using System.IO.Pipelines;
using Rockdove.Hosting;

namespace Rockdove.Mailboxes;

/// <summary>
/// Takes what a blob copies and writes it into the literal that is open, at the pace of the client. It holds one slice.
/// </summary>
internal sealed class LiteralWriter(ImapContext context) : PipeWriter, IDisposable
{
    private byte[] _slice = [];

    /// <summary>
    /// Whether octets go as they are. NUL may be in a literal8 alone (RFC 3516 section 4.4); in any other literal it is
    /// sent as 80 hex, as most servers do, so that sizes stay.
    /// </summary>
    public bool AllowsNul { get; set; }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_slice.Length < Math.Max(sizeHint, 1))
        {
            Dispose();
            _slice = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, SliceBytes));
        }

        return _slice;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        var slice = _slice.AsSpan(0, bytes);
        if (!AllowsNul)
            slice.Replace((byte)0, StandsForNul);
        context.Responses.Content(slice);
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await context.SendAsync();
        return new FlushResult(isCanceled: false, isCompleted: false);
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    public void Dispose()
    {
        if (_slice.Length > 0)
            ArrayPool<byte>.Shared.Return(_slice);
        _slice = [];
    }

    private const byte StandsForNul = 0x80;

    /// <summary>As much as a blob copies at once.</summary>
    private const int SliceBytes = 32 * 1024;
}
