namespace Rockdove.Tidy.Tests;

/// <summary>
/// What .editorconfig asks of every editor: no white space at the end of a line, no tabs, one line feed at the end. A
/// difference that nobody can see hides the ones that matter.
/// </summary>
internal sealed class TextIsClean : Rule
{
    public override IEnumerable<Finding> Check(Tree tree)
    {
        foreach (var file in tree.Files.Where(file => file.Text.Length > 0 && Endings.Any(file.EndsWith)))
        {
            foreach (var (index, line) in file.Text.Split('\n').Index())
                if (line.Length > 0 && char.IsWhiteSpace(line[^1]))
                    yield return file.At(index + 1, "white space at the end of the line (or a carriage return).");
                else if (line.Contains('\t'))
                    yield return file.At(index + 1, "a tab: indent with spaces, write \\t in text.");
            if (!file.Text.EndsWith('\n') || file.Text.EndsWith("\n\n", StringComparison.Ordinal))
                yield return file.At(file.Lines.Count, "a file ends with one line feed.");
        }
    }

    // Not what tools write for us (lock files), and not mail, where every octet may be meant.
    private static readonly string[] Endings =
        [".cs", ".csproj", ".props", ".targets", ".slnx", ".md", ".sh", ".py", ".css", ".html", ".js", ".ts", ".yml"];

    public override IEnumerable<Tree> Bad =>
    [
        One("src/A/A.cs", "class A; \n"),
        One("src/A/A.cs", "class A;\r\n"),
        One("src/A/A.cs", "class A\n{\n\tint a;\n}\n"),
        One("docs/a.md", "# A"),
        One("docs/a.md", "# A\n\n"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        One("src/A/A.cs", "class A;\n\nclass B;\n"),
        One("tests/A/a.smtp", "C: NOOP \n"),
        One("src/A/packages.lock.json", "{}"),
        One("src/A/A.cs", ""),
    ];
}
