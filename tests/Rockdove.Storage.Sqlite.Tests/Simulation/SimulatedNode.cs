namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>What one file holds: as programs see it, as the disk has it, and what lies between.</summary>
internal sealed class SimulatedNode
{
    /// <summary>What a program reads.</summary>
    public byte[] Seen { get; set; } = [];

    /// <summary>What outlives a power cut for certain.</summary>
    public byte[] Synced { get; set; } = [];

    /// <summary>Writes since the last sync. An offset without content is the file's new length.</summary>
    public List<(long Offset, byte[]? Content)> Unsynced { get; } = [];

    public void Write(long offset, byte[]? content)
    {
        Seen = Applied(Seen, offset, content);
        Unsynced.Add((offset, content));
    }

    public void Sync()
    {
        Synced = Seen;
        Unsynced.Clear();
    }

    public static byte[] Applied(byte[] before, long offset, byte[]? content)
    {
        var after = new byte[content is null ? offset : Math.Max(before.Length, offset + content.Length)];
        before.AsSpan(0, Math.Min(before.Length, after.Length)).CopyTo(after);
        content?.CopyTo(after, offset);
        return after;
    }
}
