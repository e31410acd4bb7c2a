namespace Rockdove.Storage;

/// <summary>How much a store in memory may hold. One past any of these is a <see cref="StoreFullException"/>.</summary>
public sealed record MemoryStoreLimits
{
    /// <summary>
    /// Octets of bodies, staged ones included, and of the text of envelopes. The default leaves a small container
    /// room for everything else.
    /// </summary>
    public long Bytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>
    /// Messages, each counted once for every mailbox it lies in: what a mailbox keeps about an empty message is memory
    /// as well. The default is far more than people look through.
    /// </summary>
    public int Messages { get; init; } = 100_000;

    /// <summary>
    /// Mailboxes. They are made from recipients' names where each has its own, so peers can make them.
    /// </summary>
    public int Mailboxes { get; init; } = 10_000;
}
