using System.IO.Compression;

namespace Rockdove.Mailboxes;

/// <summary>Writes a zip file from front to back, never holding more than a piece of a message.</summary>
internal sealed class EmlZipSink(string path) : IEmlSink
{
    private readonly ZipArchive _zip = new(
        new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes), ZipArchiveMode.Create);

    public Stream Create(string name, DateTimeOffset date)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Fastest);
        if (date.Year is >= FirstYear and <= LastYear) // What the format can say.
            entry.LastWriteTime = date;
        return entry.Open();
    }

    /// <summary>What was written stays, and no index names it.</summary>
    public void Remove(string name)
    {
    }

    public ValueTask DisposeAsync()
    {
        _zip.Dispose();
        return ValueTask.CompletedTask;
    }

    private const int BufferBytes = 64 * 1024;
    private const int FirstYear = 1980;
    private const int LastYear = 2107;
}
