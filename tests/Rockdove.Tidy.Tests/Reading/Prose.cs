using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace Rockdove.Tidy.Tests;

/// <summary>What was written for people: comments of C#, the text of documents, all of other source files.</summary>
internal static class Prose
{
    public static IEnumerable<(int Line, string Text)> Of(TreeFile file) => file.Name switch
    {
        var name when name.EndsWith(".cs", StringComparison.Ordinal) => Comments(file),
        var name when name.EndsWith(".md", StringComparison.Ordinal) => WithoutCode(file),
        var name when SourceEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) => AllLines(file),
        var name when !name.Contains('.') => AllLines(file),
        _ => [],
    };

    private static IEnumerable<(int Line, string Text)> Comments(TreeFile file) =>
        from trivia in file.Syntax.DescendantTrivia()
        where CommentKinds.Contains(trivia.Kind())
        let first = trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1
        from line in trivia.ToFullString().Split('\n').Index()
        select (first + line.Index, line.Item);

    private static IEnumerable<(int Line, string Text)> WithoutCode(TreeFile file) =>
        from line in new MarkdownText(file).Lines
        where !line.IsCode
        select (line.Number, CodeSpan.Replace(line.Text, ""));

    private static IEnumerable<(int Line, string Text)> AllLines(TreeFile file) =>
        file.Lines.Index().Select(line => (line.Index + 1, line.Item));

    private static readonly Regex CodeSpan = new("`[^`]*`", RegexOptions.CultureInvariant);

    private static readonly HashSet<SyntaxKind> CommentKinds =
    [
        SyntaxKind.SingleLineCommentTrivia, SyntaxKind.MultiLineCommentTrivia,
        SyntaxKind.SingleLineDocumentationCommentTrivia, SyntaxKind.MultiLineDocumentationCommentTrivia,
    ];

    // Mail, transcripts and recorded data may say what they like.
    private static readonly string[] SourceEndings =
        [".csproj", ".props", ".targets", ".slnx", ".js", ".ts", ".css", ".html", ".sh", ".py", ".yml", ".yaml"];
}
