using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rockdove.Tidy.Tests;

/// <summary>Folders are for people; the namespace is the project's, so that moving a file breaks nobody.</summary>
internal sealed class OneNamespacePerProject : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        from file in tree.CSharp
        let project = ProjectOf(file)
        where project is not null
        from space in file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        where space.Name.ToString() != project
        select file.At(space.Name, $"namespace {space.Name}: every file of this project says namespace {project}.");

    private static string? ProjectOf(TreeFile file) =>
        file.Path.Split('/') is ["src" or "tests", var project, ..] ? project : null;

    public override IEnumerable<Tree> Bad =>
    [
        One("src/Rockdove.Smtp/Server/A.cs", "namespace Rockdove.Smtp.Server;\nclass A;"),
        One("tests/Rockdove.Smtp.Tests/A.cs", "namespace Rockdove.Smtp { class A; }"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        One("src/Rockdove.Smtp/Server/A.cs", "namespace Rockdove.Smtp;\nclass A;"),
        One("samples/a/Program.cs", "namespace Anything;"),
        One("src/Rockdove.Cli/Program.cs", "return 0;"),
    ];
}
