using System.Buffers;
using System.IO.Pipelines;

namespace Rockdove.Hosting;

/// <summary>
/// Shows a tap each line that is written, and sends what the tap makes of it. Lines are decided on when they are
/// written; waits happen in the flush, so that whoever flushes feels them.
/// </summary>
// A source without a timer holds nothing, and disposing it would race with who cancels it.
#pragma warning disable CA1001
internal sealed class EditedWriter(PipeWriter inner, ILineTap tap, Link link, TimeProvider time) : PipeWriter
#pragma warning restore CA1001
{
    private readonly ArrayBufferWriter<byte> _unfinished = new(256);
    private readonly Queue<LineEdit> _waiting = new();
    private volatile CancellationTokenSource _cancel = new();

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes =>
        inner.UnflushedBytes + _unfinished.WrittenCount + (_waiting.Count > 0 ? 1 : 0);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _unfinished.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _unfinished.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        _unfinished.Advance(bytes);
        var text = _unfinished.WrittenMemory;
        for (int newline; (newline = text.Span.IndexOf((byte)'\n')) >= 0; text = text[(newline + 1)..])
            Decide(text[..(newline + 1)]);
        Keep(text);
    }

    /// <summary>Sends what the tap has decided on; what is not a whole line yet goes as it is.</summary>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_unfinished.WrittenCount > 0)
        {
            Pass(_unfinished.WrittenMemory);
            _unfinished.ResetWrittenCount();
        }

        return _waiting.Count == 0 && link.HangsUp == HangUp.None
            ? inner.FlushAsync(cancellationToken)
            : SendAsync(cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        // Not Cancel: the rest of the session must not run on the thread that interrupts it.
        _ = _cancel.CancelAsync();
        inner.CancelPendingFlush();
    }

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private void Decide(ReadOnlyMemory<byte> line)
    {
        if (tap.OnServerLine(line) is not { } edits)
        {
            Pass(line);
            return;
        }

        foreach (var edit in edits)
        {
            _waiting.Enqueue(edit);
            if (edit.Then != HangUp.None)
                link.BeginEnding(); // What was pipelined behind it must not happen, however it was cut.
        }
    }

    private void Pass(ReadOnlyMemory<byte> octets)
    {
        if (_waiting.Count == 0)
            inner.Write(octets.Span);
        else
            _waiting.Enqueue(new LineEdit { Send = octets.ToArray() });
    }

    private void Keep(ReadOnlyMemory<byte> rest)
    {
        if (rest.Length == _unfinished.WrittenCount)
            return;
        var kept = rest.ToArray();
        _unfinished.ResetWrittenCount();
        _unfinished.Write(kept);
    }

    private async ValueTask<FlushResult> SendAsync(CancellationToken cancellationToken)
    {
        var cancel = _cancel;
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cancel.Token);
            while (link.HangsUp == HangUp.None && _waiting.TryDequeue(out var edit))
            {
                await SendAsync(edit, both.Token);
                if (edit.Then != HangUp.None)
                    link.HangUp(edit.Then);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            _cancel = new CancellationTokenSource(); // The old one is left to whoever is just cancelling it.
            return new FlushResult(isCanceled: true, isCompleted: false);
        }

        var result = await inner.FlushAsync(cancellationToken);
        return link.HangsUp == HangUp.None ? result : new FlushResult(result.IsCanceled, isCompleted: true);
    }

    private async ValueTask SendAsync(LineEdit edit, CancellationToken cancellationToken)
    {
        await WaitAsync(edit.Before, cancellationToken);
        var piece = edit.PieceBytes > 0 ? edit.PieceBytes : int.MaxValue;
        for (var rest = edit.Send; !rest.IsEmpty; rest = rest[Math.Min(piece, rest.Length)..])
        {
            if (rest.Length < edit.Send.Length)
                await WaitAsync(edit.BetweenPieces, cancellationToken);
            inner.Write(rest.Span[..Math.Min(piece, rest.Length)]);
        }
    }

    /// <summary>Sends what there is, then waits; there is nobody to wait for when the peer has gone.</summary>
    private async ValueTask WaitAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        if (span > TimeSpan.Zero && !(await inner.FlushAsync(cancellationToken)).IsCompleted)
            await Task.Delay(span, time, cancellationToken);
    }
}
