using System.Text.RegularExpressions;

namespace Rockdove.Tidy.Tests;

/// <summary>
/// A block of code below <c>&lt;!-- snippet: path --&gt;</c> is that file, or with <c>path#name</c> the lines between
/// <c>// snippet:name</c> and <c>// snippet:end</c> in it. What the documents show is what was built.
/// </summary>
internal sealed class SnippetsMatch : Rule
{
    public override IEnumerable<Finding> Check(Tree tree)
    {
        foreach (var file in tree.Markdown)
        {
            var document = new MarkdownText(file);
            var used = 0;
            foreach (var block in document.Blocks)
            {
                var mark = Mark.Match(block.Before);
                if (!mark.Success)
                    continue;
                used++;
                if (WrongWith(tree, mark.Groups[1].Value, mark.Groups[2].Value, block.Code) is { } wrong)
                    yield return file.At(block.Line, wrong);
            }

            var marks = document.Lines.Where(line => !line.IsCode && Mark.IsMatch(line.Text)).ToList();
            if (marks.Count != used)
                yield return file.At(marks[^1].Number, "a snippet mark stands on the line above a fenced block.");
        }
    }

    private static string? WrongWith(Tree tree, string path, string region, string code)
    {
        if (tree.Find(path) is not { } source)
            return $"snippet: there is no {path}.";
        if (Wanted(source, region) is not { } wanted)
            return $"snippet: {path} has no '// snippet:{region}' that ends with '// snippet:end'.";
        return wanted == Trimmed(code.Split('\n'))
            ? null
            : $"the snippet differs from {path}: copy it again.\n{wanted}";
    }

    private static string? Wanted(TreeFile source, string region)
    {
        var lines = source.Lines.ToList();
        if (region.Length > 0)
        {
            var first = lines.FindIndex(line => line.Trim() == $"// snippet:{region}");
            var last = first < 0 ? -1 : lines.FindIndex(first, line => line.Trim() == "// snippet:end");
            if (last < 0)
                return null;
            lines = lines[(first + 1)..last];
        }

        return Trimmed(lines.Where(line => !line.TrimStart().StartsWith("// snippet:", StringComparison.Ordinal)));
    }

    private static string Trimmed(IEnumerable<string> lines)
    {
        var kept = lines.Select(line => line.TrimEnd()).ToList();
        var indent = kept.Where(line => line.Length > 0)
            .Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', kept.Select(line => line.Length < indent ? "" : line[indent..])).Trim('\n');
    }

    private static readonly Regex Mark = new(@"<!-- snippet: ([^\s#]+)(?:#(\w+))? -->", RegexOptions.CultureInvariant);

    private const string Program =
        "var a = 1;\n{\n    // snippet:one\n    var b = 2;\n\n    var c = 3;\n    // snippet:end\n}\n";

    private static Tree Quoting(string reference, string code) =>
        Tree.Of(
            ("samples/a/Program.cs", Program),
            ("README.md", $"# A\n<!-- snippet: {reference} -->\n```csharp\n{code}\n```\n"));

    public override IEnumerable<Tree> Bad =>
    [
        Quoting("samples/b/Program.cs", "var a = 1;"),
        Quoting("samples/a/Program.cs", "var a = 1;"),
        Quoting("samples/a/Program.cs#two", "var b = 2;"),
        Quoting("samples/a/Program.cs#one", "var b = 2;\nvar c = 3;"),
        One("README.md", "# A\n<!-- snippet: samples/a/Program.cs -->\n\nNo block.\n"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        Quoting("samples/a/Program.cs#one", "var b = 2;\n\nvar c = 3;"),
        Quoting("samples/a/Program.cs", "var a = 1;\n{\n    var b = 2;\n\n    var c = 3;\n}"),
        One("docs/a.md", "# A\n```md\n<!-- snippet: samples/b/Program.cs -->\n```\n"),
    ];
}
