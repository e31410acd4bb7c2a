using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Rockdove.Storage.Sqlite;

/// <summary>The calls that .NET does not have: to sync a folder, and to sync a file without its times.</summary>
internal static partial class Libc
{
    /// <exception cref="IOException">The folder could not be synced; what was in it may be lost.</exception>
    public static void SyncFolder(string path)
    {
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            throw Failed("open", path);
        try
        {
            if (Sync(descriptor) < 0)
                throw Failed("fsync", path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>The content and the length of a file (fdatasync), which is all that reading it back needs.</summary>
    /// <exception cref="IOException">The file could not be synced; what was in it may be lost.</exception>
    public static void SyncData(SafeFileHandle file, string path)
    {
        if (SyncData(file) < 0)
            throw Failed("fdatasync", path);
    }

    private static IOException Failed(string call, string path) =>
        new($"{call} of {path}: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncData(SafeFileHandle descriptor);

    private const int ReadOnly = 0;
}
