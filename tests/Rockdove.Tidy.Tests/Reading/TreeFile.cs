using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Rockdove.Tidy.Tests;

/// <summary>One file of the repository, or of an example that a rule carries with it.</summary>
/// <param name="Path">From the root of the repository, with forward slashes.</param>
/// <param name="Text">Its text; empty for a file that is not text.</param>
internal sealed record TreeFile(string Path, string Text)
{
    private readonly Lazy<SyntaxNode> _syntax = new(() => CSharpSyntaxTree.ParseText(Text, CSharp).GetRoot());
    private readonly Lazy<string[]> _lines = new(() => Text.ReplaceLineEndings("\n").Split('\n'));

    /// <summary>The lines, without their ends.</summary>
    public IReadOnlyList<string> Lines => _lines.Value;

    /// <summary>The C# syntax; only asked of a file whose name ends in <c>.cs</c>.</summary>
    public SyntaxNode Syntax => _syntax.Value;

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The folder that holds it; empty for the root.</summary>
    public string Folder => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";

    public bool IsIn(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    public bool EndsWith(string suffix) => Path.EndsWith(suffix, StringComparison.Ordinal);

    public Finding At(int line, string says) => new(Path, line, says);

    public Finding At(SyntaxNodeOrToken where, string says) =>
        At(where.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1, says);

    // Preview: the parser package may be a release behind the compiler that builds the repository.
    private static readonly CSharpParseOptions CSharp = new(LanguageVersion.Preview);
}
