namespace Rockdove.Mailboxes;

/// <summary>How archives are opened.</summary>
internal static class ArchiveFiles
{
    public static FileStream OpenRead(string path) => new(
        path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes, Options);

    private const int BufferBytes = 64 * 1024;

    private const FileOptions Options = FileOptions.SequentialScan;
}
