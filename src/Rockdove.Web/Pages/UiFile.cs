using System.Security.Cryptography;

namespace Rockdove.Web;

/// <summary>One file of the pages, as it is in the program: as it stands, and compressed beside it.</summary>
internal sealed class UiFile
{
    private UiFile(string path, byte[] plain, byte[]? brotli, byte[]? gzip)
    {
        Path = path;
        Plain = plain;
        Brotli = brotli;
        Gzip = gzip;
        ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(plain))[..16]}\"";
    }

    /// <summary>Below the page: <c>index.html</c>, <c>assets/index-3f.js</c>.</summary>
    public string Path { get; }

    public byte[] Plain { get; }

    public byte[]? Brotli { get; }

    public byte[]? Gzip { get; }

    public string ETag { get; }

    /// <summary>Its name has a hash of what is in it: under that name it never changes.</summary>
    public bool IsImmutable => Path.StartsWith("assets/", StringComparison.Ordinal);

    public string ContentType => System.IO.Path.GetExtension(Path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        _ => "application/octet-stream",
    };

    /// <summary>All that the build embedded.</summary>
    public static IReadOnlyList<UiFile> ReadAll()
    {
        var names = typeof(UiFile).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. names.Where(name => !name.EndsWith(".br", StringComparison.Ordinal)
                    && !name.EndsWith(".gz", StringComparison.Ordinal))
                .Select(name => new UiFile(
                    name[Folder.Length..],
                    Read(name),
                    names.Contains(name + ".br") ? Read(name + ".br") : null,
                    names.Contains(name + ".gz") ? Read(name + ".gz") : null)),
        ];
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(UiFile).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private const string Folder = "ui/";
}
