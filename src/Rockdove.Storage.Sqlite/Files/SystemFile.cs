using Microsoft.Win32.SafeHandles;

namespace Rockdove.Storage.Sqlite;

/// <summary>A file of the machine.</summary>
internal sealed class SystemFile : IFile
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;

    public SystemFile(string path, FileMode mode, FileAccess access)
    {
        _path = path;
        try
        {
            // Deleting is shared: compaction removes segments that somebody is still reading.
            _handle = File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException error) when (DiskFullException.IsSaidBy(error))
        {
            throw new DiskFullException($"{path}: {error.Message}", error);
        }
    }

    public long Bytes => RandomAccess.GetLength(_handle);

    public int Read(Span<byte> into, long offset) => RandomAccess.Read(_handle, into, offset);

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> slices, long offset)
    {
        try
        {
            RandomAccess.Write(_handle, slices, offset);
        }
        catch (IOException error) when (DiskFullException.IsSaidBy(error))
        {
            throw new DiskFullException($"{_path}: {error.Message}", error);
        }
    }

    public void Write(ReadOnlySpan<byte> content, long offset)
    {
        try
        {
            RandomAccess.Write(_handle, content, offset);
        }
        catch (IOException error) when (DiskFullException.IsSaidBy(error))
        {
            throw new DiskFullException($"{_path}: {error.Message}", error);
        }
    }

    public void Truncate(long bytes) => RandomAccess.SetLength(_handle, bytes);

    public void Sync()
    {
        if (OperatingSystem.IsLinux())
            Libc.SyncData(_handle, _path);
        else
            RandomAccess.FlushToDisk(_handle);
    }

    public void Dispose() => _handle.Dispose();
}
