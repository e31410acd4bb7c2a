using System.Buffers;
using System.IO.Pipelines;

namespace Rockdove.Hosting;

/// <summary>Shows a tap what is read, each octet once, however often it comes again.</summary>
internal sealed class TappedReader(PipeReader inner, ILinkTap tap) : PipeReader
{
    private ReadOnlySequence<byte> _buffer;
    private long _shownBytes;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reading = inner.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Show(reading.Result)) : Slow(reading);

        async ValueTask<ReadResult> Slow(ValueTask<ReadResult> slow) => Show(await slow);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
            return false;
        Show(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _shownBytes = _buffer.Slice(consumed).Length;
        _buffer = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private ReadResult Show(ReadResult result)
    {
        _buffer = result.Buffer;
        if (_buffer.Length > _shownBytes)
        {
            foreach (var piece in _buffer.Slice(_shownBytes))
                tap.OnInput(piece.Span);
            _shownBytes = _buffer.Length;
        }

        return result;
    }
}
