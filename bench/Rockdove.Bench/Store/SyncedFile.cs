using Microsoft.Win32.SafeHandles;

namespace Rockdove.Bench;

/// <summary>Appends each message to one file and syncs it (fdatasync): what the disk allows one writer.</summary>
internal sealed class SyncedFile(string folder) : Contender
{
    private readonly SafeFileHandle _file = File.OpenHandle(
        Path.Combine(folder, "appended"), FileMode.Create, FileAccess.Write);

    private readonly Lock _gate = new();
    private long _end;

    public override ValueTask DeliverAsync(int writer, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            RandomAccess.Write(_file, body.Span, _end);
            Posix.SyncData(_file);
            _end += body.Length;
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}
