namespace Rockdove.Bench;

/// <summary>A way to keep messages so that a power cut takes none of them. In a folder of its own.</summary>
internal abstract class Contender : IAsyncDisposable
{
    /// <summary>When this ends, the message is on the disk. Called by many writers at once.</summary>
    /// <param name="writer">Its number, from 0.</param>
    /// <param name="body">The octets of the message.</param>
    public abstract ValueTask DeliverAsync(int writer, ReadOnlyMemory<byte> body);

    public abstract ValueTask DisposeAsync();
}
