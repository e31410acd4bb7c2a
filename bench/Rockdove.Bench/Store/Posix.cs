using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Rockdove.Bench;

/// <summary>The syncs that a mail server makes, as the system has them.</summary>
internal static partial class Posix
{
    public static void SyncData(SafeFileHandle file) => Check(FDataSync(file));

    public static void SyncFolder(string path)
    {
        var descriptor = Check(Open(path, 0));
        try
        {
            Check(FSync(descriptor));
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(SafeFileHandle file);
}
