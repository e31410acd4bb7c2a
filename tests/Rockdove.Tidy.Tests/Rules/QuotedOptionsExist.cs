using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rockdove.Tidy.Tests;

/// <summary>A document that quotes a command line of <c>rockdove</c> uses commands and options that it has.</summary>
internal sealed class QuotedOptionsExist : Rule
{
    public override IEnumerable<Finding> Check(Tree tree)
    {
        // Not every literal is an option; but an option that is no literal does not exist.
        var known = tree.CSharp.Where(file => file.IsIn(Cli))
            .SelectMany(file => file.Syntax.DescendantNodes().OfType<LiteralExpressionSyntax>())
            .Where(literal => literal.Token.Value is string)
            .Select(literal => (string)literal.Token.Value!)
            .Concat(["--help", "--version"])
            .ToHashSet(StringComparer.Ordinal);
        return from file in tree.Markdown
               from block in new MarkdownText(file).Blocks
               where block.Language is "sh" or "bash" or "shell" or "console"
               from line in Joined(block.Code)
               from word in Unknown(line.Text, known)
               select file.At(block.Line + line.Index, $"rockdove has no {word}.");
    }

    /// <summary>Lines, with those that end in a backslash joined to the next; the index is that of the first.</summary>
    private static IEnumerable<(int Index, string Text)> Joined(string code)
    {
        var (first, text) = (1, "");
        foreach (var (index, line) in code.Split('\n').Index())
        {
            text += line.TrimEnd('\\') + " ";
            if (line.EndsWith('\\'))
                continue;
            yield return (first, text);
            (first, text) = (index + 2, "");
        }
    }

    private static IEnumerable<string> Unknown(string line, HashSet<string> known)
    {
        var words = line.Split(['#', '|', '>', '&', ';'])[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var start = words.FindIndex(word => word is "rockdove" || word.EndsWith("/rockdove", StringComparison.Ordinal));
        if (start < 0 && words.Contains(Cli))
            start = words.IndexOf("--");
        if (start < 0)
            return [];
        var given = words.Skip(start + 1).ToList();
        var commands = given.Take(1).Where(word => word.All(char.IsAsciiLetterLower));
        var options = given.Where(word => word.StartsWith("--", StringComparison.Ordinal))
            .Select(word => word.Split('=')[0]);
        return commands.Concat(options).Where(word => !known.Contains(word));
    }

    private const string Cli = "src/Rockdove.Cli";

    private static Tree Quoting(string line) => Tree.Of(
        ("src/Rockdove.Cli/Program.cs", "new Command(\"catch\") { new Option<string>(\"--smtp\", \"-s\") };"),
        ("README.md", $"# A\n```sh\n{line}\n```\n"));

    public override IEnumerable<Tree> Bad =>
    [
        Quoting("rockdove fetch"),
        Quoting("dotnet run --project src/Rockdove.Cli -- catch --pop 0"),
        Quoting("artifacts/rockdove catch \\\n  --pop=0"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        Quoting("rockdove catch --smtp=127.0.0.1:0 -s x # --pop"),
        Quoting("dotnet run --project src/Rockdove.Cli -- catch --smtp 0 & curl --fail x"),
        Quoting("rockdove --help"),
        Quoting("cd rockdove\ncurl --upload-file x"),
    ];
}
