using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rockdove.Tidy.Tests;

/// <summary>Partial classes hide a large class over several files; only a source generator needs them.</summary>
internal sealed class PartialIsForGenerators : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        from file in tree.CSharp
        from type in file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>()
        where type.Modifiers.Any(SyntaxKind.PartialKeyword) && !IsForGenerator(type)
        select file.At(
            type.Identifier,
            $"{type.Identifier.Text} is partial and nothing generates its other part: make it two types.");

    private static bool IsForGenerator(TypeDeclarationSyntax type) =>
        type.DescendantNodes().OfType<AttributeSyntax>().Any(attribute => Generators.Contains(SimpleName(attribute)));

    private static string SimpleName(AttributeSyntax attribute)
    {
        var name = attribute.Name is QualifiedNameSyntax qualified ? qualified.Right : attribute.Name;
        return name.ToString().Replace("Attribute", "", StringComparison.Ordinal);
    }

    private static readonly HashSet<string> Generators =
        ["LoggerMessage", "JsonSerializable", "GeneratedRegex", "LibraryImport"];

    public override IEnumerable<Tree> Bad =>
    [
        One("src/A/A.cs", "partial class A { }"),
        One("src/A/A.cs", "public sealed partial record A;\n[JsonSerializable(typeof(A))]\npartial class B { }"),
        One("tests/A/A.cs", "class A { partial struct B { } }"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        One("src/A/A.cs", "[JsonSerializable(typeof(int))]\npartial class A : JsonSerializerContext;"),
        One("src/A/A.cs", "static partial class Log { [LoggerMessage(1)] static partial void X(); }"),
        One("src/A/A.cs", "partial class A { [System.Text.GeneratedRegexAttribute(\"a\")] static partial Regex R(); }"),
    ];
}
