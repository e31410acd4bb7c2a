namespace Rockdove.Tidy.Tests;

/// <summary>A relative link in a document leads to a file that is there, and to an anchor that it has.</summary>
internal sealed class LinksLead : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        from file in tree.Markdown
        from link in new MarkdownText(file).Links
        where !link.Target.Contains("://", StringComparison.Ordinal)
            && !link.Target.StartsWith("mailto:", StringComparison.Ordinal)
        let wrong = WrongWith(tree, file, link.Target)
        where wrong is not null
        select file.At(link.Line, $"link to {link.Target}: {wrong}.");

    private static string? WrongWith(Tree tree, TreeFile from, string target)
    {
        var hash = target.IndexOf('#', StringComparison.Ordinal);
        var path = Uri.UnescapeDataString(hash < 0 ? target : target[..hash]);
        if (path.StartsWith('/'))
            return "links are relative to the document, so that they work in a clone";
        if (Resolve(from.Folder, path) is not { } place)
            return "it leaves the repository";
        if (path.Length == 0)
            place = from.Path;
        if (!tree.HasFile(place) && !tree.HasFolder(place))
            return "there is no such file or folder";
        if (hash < 0 || hash == target.Length - 1)
            return null;
        if (tree.Find(place) is not { } there || !there.EndsWith(".md"))
            return "only a document has anchors";
        return new MarkdownText(there).Anchors.Contains(target[(hash + 1)..])
            ? null
            : "the document has no such anchor";
    }

    /// <summary>Null when the path climbs out of the root.</summary>
    private static string? Resolve(string folder, string path)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (part == ".." && parts.Count == 0)
                return null;
            else if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        return string.Join('/', parts);
    }

    public override IEnumerable<Tree> Bad =>
    [
        One("docs/a.md", "# A\n[b](b.md)\n"),
        One("docs/a.md", "# A\n![b](pictures/b.svg \"B\")\n"),
        One("docs/a.md", "# A\n[b]: ../b.md\n"),
        One("docs/a.md", "# A\n[b](../../b.md)\n"),
        One("docs/a.md", "# A\n[b](/docs/a.md)\n"),
        One("docs/a.md", "# A\n[b](#c)\n"),
        Tree.Of(("docs/a.md", "# A\n[b](b.md#see)\n"), ("docs/b.md", "# B\n## See here\n")),
        Tree.Of(("docs/a.md", "# A\n<a href=\"c.md\">\n"), ("docs/b.md", "# B\n")),
    ];

    public override IEnumerable<Tree> Good =>
    [
        Tree.Of(
            ("docs/a.md", "# A\n[b](b.md#see-here-1), [c](../docs/), [d](#a), [e](https://e.org/x)\n`[f](f.md)`\n"),
            ("docs/b.md", "# B\n## See here\n## See *here*\n")),
        One("docs/a.md", "# A\n## 1. `Step`: what now?\n[s](#1-step-what-now)\n```\n[x](x.md)\n```\n"),
    ];
}
