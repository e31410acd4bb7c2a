namespace Rockdove.Tidy.Tests;

/// <summary>The files that a rule looks at: those of the repository, or a few made up for an example.</summary>
internal sealed class Tree
{
    private readonly Dictionary<string, TreeFile> _files;
    private readonly HashSet<string> _folders;

    public Tree(IEnumerable<TreeFile> files)
    {
        _files = files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        _folders = _files.Keys.SelectMany(FoldersOf).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A tree of made-up files, as pairs of path and text.</summary>
    public static Tree Of(params (string Path, string Text)[] files) =>
        new(files.Select(file => new TreeFile(file.Path, file.Text)));

    public IEnumerable<TreeFile> Files => _files.Values.OrderBy(file => file.Path, StringComparer.Ordinal);

    public IEnumerable<TreeFile> CSharp => Files.Where(file => file.EndsWith(".cs"));

    public IEnumerable<TreeFile> Tests => CSharp.Where(file => file.IsIn("tests"));

    public IEnumerable<TreeFile> Markdown => Files.Where(file => file.EndsWith(".md"));

    public IEnumerable<TreeFile> Projects => Files.Where(file => file.EndsWith(".csproj"));

    public TreeFile? Find(string path) => _files.GetValueOrDefault(path);

    public bool HasFile(string path) => _files.ContainsKey(path);

    public bool HasFolder(string path) => path.Length == 0 || _folders.Contains(path);

    private static IEnumerable<string> FoldersOf(string path)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
            yield return path[..slash];
    }
}
