namespace Rockdove.Tidy.Tests;

/// <summary>A project has its lock file beside it; one in src also says in a README what it may know.</summary>
internal sealed class ProjectsAreWhole : Rule
{
    public override IEnumerable<Finding> Check(Tree tree)
    {
        foreach (var project in tree.Projects)
        {
            if (!tree.HasFile($"{project.Folder}/packages.lock.json"))
                yield return project.At(0, "no packages.lock.json: run 'dotnet restore' and commit what it writes.");
            if (project.IsIn("src") && !tree.HasFile($"{project.Folder}/README.md"))
                yield return project.At(0, "no README.md: ten lines on what this project holds and what it may know.");
        }
    }

    public override IEnumerable<Tree> Bad =>
    [
        Tree.Of(("src/A/A.csproj", ""), ("src/A/README.md", "# A")),
        Tree.Of(("src/A/A.csproj", ""), ("src/A/packages.lock.json", "")),
        One("samples/a/a.csproj", ""),
    ];

    public override IEnumerable<Tree> Good =>
    [
        Tree.Of(("src/A/A.csproj", ""), ("src/A/README.md", "# A"), ("src/A/packages.lock.json", "")),
        Tree.Of(("tests/A/A.csproj", ""), ("tests/A/packages.lock.json", "")),
    ];
}
