namespace Rockdove.Storage.Sqlite;

/// <summary>An open file. Reading may be done by several threads at once, writing by one.</summary>
internal interface IFile : IDisposable
{
    long Bytes { get; }

    /// <summary>Reads at most so many octets; 0 at the end.</summary>
    int Read(Span<byte> into, long offset);

    /// <summary>Writes all the slices, one behind the other.</summary>
    void Write(IReadOnlyList<ReadOnlyMemory<byte>> slices, long offset);

    void Write(ReadOnlySpan<byte> content, long offset);

    void Truncate(long bytes);

    /// <summary>When this returns, what was written outlives a power cut.</summary>
    /// <remarks>
    /// After an error nobody knows what is on the disk, and a second call may succeed without having written
    /// anything: the caller must give up.
    /// </remarks>
    void Sync();
}
