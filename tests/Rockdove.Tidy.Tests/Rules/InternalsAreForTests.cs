using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rockdove.Tidy.Tests;

/// <summary>Only tests see internals. What another product needs is public, and reviewed as such.</summary>
internal sealed class InternalsAreForTests : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        InProjects(tree).Concat(InCode(tree));

    private static IEnumerable<Finding> InProjects(Tree tree) =>
        from file in tree.Files
        where Endings.Any(file.EndsWith)
        from friend in ProjectFile.Parse(file).Friends
        where !IsTest(friend)
        select file.At(0, Sentence(friend));

    private static IEnumerable<Finding> InCode(Tree tree) =>
        from file in tree.CSharp
        from attribute in file.Syntax.DescendantNodes().OfType<AttributeSyntax>()
        where attribute.Name.ToString().Contains("InternalsVisibleTo", StringComparison.Ordinal)
        let friend = attribute.ArgumentList?.Arguments.FirstOrDefault()?.ToString().Trim('"') ?? ""
        where !IsTest(friend)
        select file.At(attribute, Sentence(friend));

    private static bool IsTest(string friend) => friend.EndsWith(".Tests", StringComparison.Ordinal);

    private static string Sentence(string friend) =>
        $"{friend} may see internals here, and only tests (…Tests) may: make public what it needs.";

    private static readonly string[] Endings = [".csproj", ".props", ".targets"];

    public override IEnumerable<Tree> Bad =>
    [
        One("src/A/A.csproj", "<Project><InternalsVisibleTo Include=\"Rockdove.Hosting\" /></Project>"),
        One("src/A/A.csproj", "<Project><InternalsVisibleTo Include=\"A.Tests;Rockdove.Testing\" /></Project>"),
        One("src/A/A.cs", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Rockdove.Hosting\")]"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        One("src/Directory.Build.props",
            "<Project><InternalsVisibleTo Include=\"$(MSBuildProjectName).Tests\" /></Project>"),
        One("src/A/A.cs", "[assembly: InternalsVisibleTo(\"A.Tests\")]"),
    ];
}
