using Rockdove.Storage;

namespace WriteAStore;

internal sealed class FolderBlobWriter(BlobId id, string folder) : IBlobWriter
{
    private readonly string _path = Path.Combine(folder, $"{id}.part");
    private FileStream? _file;
    private bool _isDone;

    public long Bytes { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await Begin().WriteAsync(content, cancellationToken);
        Bytes += content.Length;
    }

    public async ValueTask<BlobId> CompleteAsync(CancellationToken cancellationToken)
    {
        var file = Begin();
        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
        await file.DisposeAsync();
        File.Move(_path, Path.ChangeExtension(_path, ".eml"));
        _isDone = true;
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDone && _file is not null)
        {
            await _file.DisposeAsync();
            File.Delete(_path);
        }

        _isDone = true;
    }

    private FileStream Begin()
    {
        if (_isDone)
            throw new InvalidOperationException("This message is completed or given up.");
        return _file ??= new FileStream(_path, FileMode.CreateNew, FileAccess.Write);
    }
}
