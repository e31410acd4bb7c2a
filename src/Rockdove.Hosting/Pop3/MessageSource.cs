namespace Rockdove.Hosting;

/// <summary>
/// Gives the octets of one message, from the first to the last, as fast as the peer takes them. The counterpart of
/// <see cref="MessageSink"/>. Disposed before its end when the session ends, or enough was read.
/// </summary>
public abstract class MessageSource : IAsyncDisposable
{
    /// <summary>
    /// Reads the next octets; 0 at the end. While the peer does not read, this is not called: so a slow peer slows the
    /// disk, and fills no memory. An exception cuts the connection, since the peer was told that the message comes.
    /// </summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>All of it was read, and not only its top. The last word of the answer has not been sent yet.</summary>
    public virtual void Complete()
    {
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
