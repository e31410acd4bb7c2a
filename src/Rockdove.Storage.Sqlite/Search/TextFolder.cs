namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Where the texts of an index lie: a file for each block, so that texts go when the block does. Made again with it.
/// </summary>
internal sealed class TextFolder(IFileLayer files, string path)
{
    public string PathOf(long block) => Path.Combine(path, $"{block:D8}.txt");

    public TextFile Create(long block)
    {
        files.CreateFolder(path);
        var name = PathOf(block);
        files.Delete(name);
        return new(files.Create(name), name);
    }

    /// <exception cref="IOException">It is not there.</exception>
    public TextFile Open(long block, bool forWriting = false) =>
        new(files.Open(PathOf(block), forWriting), PathOf(block));

    /// <summary>The texts of a block are durable, and so is the name of their file.</summary>
    public void Sync(TextFile texts)
    {
        texts.Sync();
        files.SyncFolder(path);
    }

    public void Delete(long block) => files.Delete(PathOf(block));

    /// <summary>Removes what belongs to none of these blocks, such as what a crash left of one.</summary>
    public void DeleteOthers(IReadOnlySet<string> paths)
    {
        foreach (var name in files.List(path))
            if (!paths.Contains(Path.Combine(path, name)))
                files.Delete(Path.Combine(path, name));
    }
}
