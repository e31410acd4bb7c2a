using System.Xml.Linq;

namespace Rockdove.Tidy.Tests;

/// <summary>A project outside the solution is a project that nobody builds.</summary>
internal sealed class ProjectsAreInTheSolution : Rule
{
    public override IEnumerable<Finding> Check(Tree tree)
    {
        var solution = tree.Find(Solution) is { } file
            ? XElement.Parse(file.Text).Descendants("Project")
                .Select(project => ((string?)project.Attribute("Path") ?? "").Replace('\\', '/'))
                .ToHashSet(StringComparer.Ordinal)
            : [];
        foreach (var project in tree.Projects.Where(project => Folders.Any(project.IsIn)))
            if (!solution.Contains(project.Path))
                yield return project.At(0, $"not in {Solution}: run 'dotnet sln {Solution} add {project.Path}'.");
        foreach (var path in solution.Where(path => !tree.HasFile(path)))
            yield return new Finding(Solution, 0, $"names {path}, which is not in the repository.");
    }

    private const string Solution = "Rockdove.slnx";

    private static readonly string[] Folders = ["src", "tests", "samples", "bench", "fuzz"];

    public override IEnumerable<Tree> Bad =>
    [
        One("src/A/A.csproj", "<Project />"),
        Tree.Of((Solution, "<Solution />"), ("bench/deep/a/A.csproj", "<Project />")),
        Tree.Of((Solution, "<Solution><Project Path=\"src/A/A.csproj\" /></Solution>")),
    ];

    public override IEnumerable<Tree> Good =>
    [
        Tree.Of(
            (Solution, "<Solution><Folder Name=\"/src/\"><Project Path=\"src/A/A.csproj\" /></Folder></Solution>"),
            ("src/A/A.csproj", "<Project />")),
    ];
}
