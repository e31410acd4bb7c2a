namespace Rockdove.Tidy.Tests;

/// <summary>The architecture page has a row for each project of src, and for none that is not there.</summary>
internal sealed class ArchitectureNamesEveryProject : Rule
{
    public override IEnumerable<Finding> Check(Tree tree)
    {
        if (tree.Find(Page) is not { } page)
            yield break;
        var rows = page.Lines.Index()
            .Where(line => line.Item.StartsWith(RowStart, StringComparison.Ordinal))
            .Select(line => (Line: line.Index + 1, Name: line.Item[RowStart.Length..].Split([']', ' ', '`'])[0]))
            .ToList();
        var projects = tree.Projects.Where(file => file.IsIn("src"))
            .Select(file => ProjectFile.Parse(file).Name).ToList();
        foreach (var missing in projects.Except(rows.Select(row => row.Name)))
            yield return page.At(0, $"no row for {missing}: say what it holds and what it may refer to.");
        foreach (var (line, name) in rows.Where(row => !projects.Contains(row.Name)))
            yield return page.At(line, $"there is no project {name} in src.");
    }

    private const string Page = "docs/architecture.md";
    private const string RowStart = "| [";

    private static Tree With(string row) => Tree.Of(
        (Page, $"# A\n\n| Project | Holds |\n|---|---|\n{row}\n"),
        ("src/Rockdove.Wire/Rockdove.Wire.csproj", "<Project />"));

    public override IEnumerable<Tree> Bad =>
    [
        With(""),
        With("| [Rockdove.Wire](../src/Rockdove.Wire/README.md) | a |\n| [Rockdove.Gone](x) | b |"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        With("| [Rockdove.Wire](../src/Rockdove.Wire/README.md) | the seam |"),
        One("src/Rockdove.Wire/Rockdove.Wire.csproj", "<Project />"),
    ];
}
