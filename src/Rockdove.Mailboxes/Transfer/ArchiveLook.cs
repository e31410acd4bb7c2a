namespace Rockdove.Mailboxes;

/// <summary>Which format something has, by its look.</summary>
internal static class ArchiveLook
{
    /// <exception cref="ArchiveException">None of those we know.</exception>
    public static ArchiveFormat At(string path)
    {
        if (File.Exists(path))
        {
            return StartsWith(path, "PK"u8) ? ArchiveFormat.Zip
                : IsMbox(path) ? ArchiveFormat.Mbox
                : throw new ArchiveException($"{path} is neither an mbox, which begins with 'From ', nor a zip file");
        }
        if (!Directory.Exists(path))
            throw new ArchiveException($"{path} does not exist");
        if (File.Exists(Path.Combine(path, EmlWriter.IndexName)))
            return ArchiveFormat.Eml;
        if (MaildirReader.HoldsMaildirs(path))
            return ArchiveFormat.Maildir;
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).ToList();
        return files.Any(IsEml) ? ArchiveFormat.Eml
            : files.Any(IsMbox) ? ArchiveFormat.Mbox
            : throw new ArchiveException($"{path} is no Maildir, and has neither mboxes nor *.eml in it");
    }

    /// <summary>An mbox without messages is an empty file.</summary>
    public static bool IsMbox(string path) => StartsWith(path, "From "u8)
        || path.EndsWith(".mbox", StringComparison.Ordinal) && new FileInfo(path).Length == 0;

    private static bool IsEml(string path) => path.EndsWith(".eml", StringComparison.OrdinalIgnoreCase);

    private static bool StartsWith(string path, ReadOnlySpan<byte> magic)
    {
        using var file = ArchiveFiles.OpenRead(path);
        Span<byte> first = stackalloc byte[magic.Length];
        return file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length
            && first.SequenceEqual(magic);
    }
}
