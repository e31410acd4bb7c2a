using System.Globalization;

namespace Rockdove.Bench;

/// <summary>
/// A file for each message, as Maildir has it: written to <c>tmp</c>, synced, renamed to <c>new</c>, the folder synced.
/// </summary>
internal sealed class Maildir : Contender
{
    private readonly string _temporary;
    private readonly string _new;
    private long _count;

    public Maildir(string folder)
    {
        _temporary = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        _new = Directory.CreateDirectory(Path.Combine(folder, "new")).FullName;
    }

    public override ValueTask DeliverAsync(int writer, ReadOnlyMemory<byte> body)
    {
        var name = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var path = Path.Combine(_temporary, name);
        using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(file, body.Span, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(path, Path.Combine(_new, name));
        Posix.SyncFolder(_new);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
