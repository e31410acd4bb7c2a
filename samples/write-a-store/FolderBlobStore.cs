using Rockdove.Storage;

namespace WriteAStore;

/// <summary>Each message a file: begun under another name, on the disk before it gets its own.</summary>
public sealed class FolderBlobStore(string folder) : IBlobStore
{
    public ValueTask<IBlobWriter> CreateAsync(long expectedBytes, CancellationToken cancellationToken)
    {
        var id = new BlobId(Guid.CreateVersion7().ToString("N"));
        return new(new FolderBlobWriter(id, Directory.CreateDirectory(folder).FullName));
    }

    public ValueTask<IBlob?> OpenAsync(BlobId blob, CancellationToken cancellationToken)
    {
        var path = FileOf(blob).FullName;
        return new(File.Exists(path) ? new FolderBlob(File.OpenHandle(path, options: FileOptions.Asynchronous)) : null);
    }

    public ValueTask<bool> DeleteAsync(BlobId blob, CancellationToken cancellationToken)
    {
        var file = FileOf(blob);
        if (!file.Exists)
            return new(false);
        file.Delete(); // Whoever has it open reads on.
        return new(true);
    }

    /// <summary>An id is ours or no file at all: nobody reaches another folder by one.</summary>
    private FileInfo FileOf(BlobId blob) =>
        new(Path.Combine(folder, Guid.TryParseExact(blob.Value, "N", out var id) ? $"{id:N}.eml" : "none"));
}
