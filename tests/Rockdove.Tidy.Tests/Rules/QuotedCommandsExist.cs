namespace Rockdove.Tidy.Tests;

/// <summary>A command that a document tells the reader to type names projects and scripts that are there.</summary>
internal sealed class QuotedCommandsExist : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        from file in tree.Markdown
        from block in new MarkdownText(file).Blocks
        where Shells.Contains(block.Language)
        from line in block.Code.Split('\n').Index()
        from word in Words(line.Item)
        let path = Normal(word)
        where IsOurs(tree, word, path) && !tree.HasFile(path) && !tree.HasFolder(path)
        select file.At(block.Line + 1 + line.Index, $"the command names {word}, which is not in the repository.");

    private static IEnumerable<string> Words(string line)
    {
        var comment = line.IndexOf(" # ", StringComparison.Ordinal);
        var command = (comment < 0 ? line : line[..comment]).Trim();
        return command.StartsWith('#')
            ? []
            : command.Split([' ', '=', '"', '\''], StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Normal(string word)
    {
        var path = word.TrimEnd('/');
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
    }

    /// <summary>A path into a top folder of the repository, or a solution or project by name.</summary>
    private static bool IsOurs(Tree tree, string word, string path) =>
        !path.Contains('*', StringComparison.Ordinal) && TopFolder(path) != "artifacts" &&
        (ProjectEndings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))
            || word.StartsWith("./", StringComparison.Ordinal)
            || (TopFolder(path) is { } top && (TopFolders.Contains(top) || tree.HasFolder(top))));

    /// <summary>Null for a name without a slash.</summary>
    private static string? TopFolder(string path) => path.Split('/') is [{ Length: > 0 } top, _, ..] ? top : null;

    private static readonly HashSet<string> Shells = ["sh", "bash", "shell", "console"];
    private static readonly HashSet<string> TopFolders =
        ["src", "tests", "samples", "bench", "fuzz", "eng", "docs", ".ci"];
    private static readonly string[] ProjectEndings = [".csproj", ".slnx", ".sln"];

    public override IEnumerable<Tree> Bad =>
    [
        One("README.md", "# A\n```sh\ndotnet run --project src/Rockdove.Gone\n```\n"),
        One("README.md", "# A\n```sh\n$ dotnet test Gone.slnx\n```\n"),
        One("docs/a.md", "# A\n```console\nbench/run smtp\n```\n"),
        One("docs/a.md", "# A\n```bash\n./build.sh   # all of it\n```\n"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        Tree.Of(
            ("a.md", "# A\n```sh\n# tests/Gone\ndotnet run --project src/A -- x # src/Gone\nbench/run smtp\n```\n"),
            ("src/A/A.csproj", ""), ("bench/run", "")),
        One("README.md", "# A\n```sh\ncurl http://127.0.0.1:8025/api\n./artifacts/rockdove\n```\n```\nsrc/Gone\n```\n"),
    ];
}
