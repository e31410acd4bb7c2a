namespace Rockdove.Tidy.Tests;

/// <summary>A document is about one thing, and its first heading says which.</summary>
internal sealed class DocumentsHaveOneTitle : Rule
{
    public override IEnumerable<Finding> Check(Tree tree)
    {
        foreach (var file in tree.Markdown)
        {
            var headings = new MarkdownText(file).Headings.ToList();
            var titles = headings.Where(heading => heading.Level == 1).ToList();
            if (titles.Count == 0)
                yield return file.At(0, "no title: begin the document with one '# ' heading.");
            else if (headings[0].Level != 1)
                yield return file.At(headings[0].Line, "the title ('# ') comes before every other heading.");
            foreach (var second in titles.Skip(1))
                yield return file.At(second.Line, "a second title: make it '## ', or another document.");
        }
    }

    public override IEnumerable<Tree> Bad =>
    [
        One("docs/a.md", "words\n"),
        One("docs/a.md", "# A\n\n# B\n"),
        One("docs/a.md", "## A\n\n# B\n"),
        One("docs/a.md", "```\n# comment\n```\n"),
    ];

    public override IEnumerable<Tree> Good =>
        [One("docs/a.md", "# A\n\n```sh\n# comment\n```\n\n~~~\n# x\n```\n# y\n~~~\n## B\n")];
}
