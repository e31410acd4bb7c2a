namespace Rockdove.Mailboxes;

internal sealed class EmlFolderSink(string folder) : IEmlSink
{
    public Stream Create(string name, DateTimeOffset date)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes);
    }

    public void Remove(string name) => File.Delete(Path.Combine(folder, name));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private const int BufferBytes = 64 * 1024;
}
