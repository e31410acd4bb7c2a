using System.IO.Compression;

namespace Rockdove.Mailboxes;

internal sealed class EmlZipSource(string path) : IEmlSource
{
    private readonly ZipArchive _zip = new(ArchiveFiles.OpenRead(path), ZipArchiveMode.Read);

    public IEnumerable<string> Names => _zip.Entries
        .Where(entry => !entry.FullName.EndsWith('/')).Select(entry => entry.FullName);

    public Stream? Open(string name) => _zip.GetEntry(name)?.Open();

    public DateTimeOffset DateOf(string name) => _zip.GetEntry(name)!.LastWriteTime;

    public string PathOf(string name) => $"{path}: {name}";

    public void Dispose() => _zip.Dispose();
}
