using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rockdove.Tidy.Tests;

/// <summary>The largest files and the longest methods: a reason to look, not a limit.</summary>
internal static class SizeReport
{
    public static IEnumerable<string> LargestFiles(Tree tree, int count) =>
        tree.CSharp
            .Select(file => (Lines: file.Text.AsSpan().Count('\n'), file.Path))
            .OrderByDescending(file => file.Lines).ThenBy(file => file.Path, StringComparer.Ordinal)
            .Take(count)
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Lines,5}  {file.Path}"));

    public static IEnumerable<string> LongestMethods(Tree tree, int count) =>
        tree.CSharp
            .SelectMany(file => file.Syntax.DescendantNodes().Where(IsMethod).Select(node => (file.Path, Node: node)))
            .Select(method => (Lines: LinesOf(method.Node), Name: NameOf(method.Node), method.Path))
            .OrderByDescending(method => method.Lines).ThenBy(method => method.Path, StringComparer.Ordinal)
            .Take(count)
            .Select(method => string.Create(
                CultureInfo.InvariantCulture, $"{method.Lines,5}  {method.Name}  {method.Path}"));

    private static bool IsMethod(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax;

    private static int LinesOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } => property.Identifier.Text,
        _ => node.Kind().ToString(),
    };
}
