namespace Rockdove.Storage;

/// <summary>A conversation with names: who joins it by which, and how many entries it still has.</summary>
internal sealed class MemoryThread(ThreadId id)
{
    public ThreadId Id => id;

    public List<long> Names { get; } = [];

    public int Entries { get; set; }
}
