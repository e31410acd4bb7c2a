using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Rockdove.Mock;

/// <summary>The server's end of a connection over two pipes, which needs neither a socket nor a listener.</summary>
internal sealed class MemoryConnection : ConnectionContext
{
    private readonly Pipe _toServer = new(Settings);
    private readonly Pipe _toClient = new(Settings);
    private volatile bool _isAborted;

    public MemoryConnection()
    {
        Transport = new Ends(new AbortableReader(this, _toServer.Reader), _toClient.Writer);
        Client = new Ends(_toClient.Reader, _toServer.Writer);
    }

    /// <summary>What the client reads and writes.</summary>
    public IDuplexPipe Client { get; }

    public override IDuplexPipe Transport { get; set; }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    /// <summary>As a socket's reset: reads fail on both ends, and nobody waits for the other any more.</summary>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        _isAborted = true;
        _toServer.Reader.CancelPendingRead();
        _toClient.Writer.CancelPendingFlush();
    }

    public override async ValueTask DisposeAsync()
    {
        await _toClient.Writer.CompleteAsync(_isAborted ? new ConnectionResetException(Reset) : null);
        await _toServer.Reader.CompleteAsync();
        await base.DisposeAsync();
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>The client's pipe is the client's: to abort, its reader ends, not the pipe.</summary>
    private sealed class AbortableReader(MemoryConnection connection, PipeReader inner) : PipeReader
    {
        public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) =>
            inner.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override bool TryRead(out ReadResult result) => inner.TryRead(out result) && Check(result);

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var reading = inner.ReadAsync(cancellationToken);
            if (!reading.IsCompletedSuccessfully)
                return WaitAsync(reading);
            var result = reading.Result;
            Check(result);
            return new(result);
        }

        private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> reading)
        {
            var result = await reading;
            Check(result);
            return result;
        }

        private bool Check(in ReadResult result)
        {
            if (!connection._isAborted)
                return true;
            inner.AdvanceTo(result.Buffer.Start);
            throw new ConnectionResetException(Reset);
        }
    }

    private const string Reset = "The connection was reset.";

    private static readonly PipeOptions Settings = new(useSynchronizationContext: false);
}
