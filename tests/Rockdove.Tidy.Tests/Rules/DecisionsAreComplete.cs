using System.Text.RegularExpressions;

namespace Rockdove.Tidy.Tests;

/// <summary>A decision says where it stands, why, what, what else there was, and when to think again.</summary>
internal sealed class DecisionsAreComplete : Rule
{
    public override IEnumerable<Finding> Check(Tree tree)
    {
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in tree.Markdown.Where(file => file.Folder == Folder && file.Name != "README.md"))
        {
            var number = FileName.Match(file.Name).Groups[1].Value;
            if (number.Length == 0)
                yield return file.At(0, "a decision is named NNNN-title-in-lower-case.md.");
            else if (!numbers.TryAdd(number, file.Name))
                yield return file.At(0, $"number {number} is taken by {numbers[number]}: take the next free one.");

            var headings = new MarkdownText(file).Headings.ToList();
            if (number.Length > 0 && headings is [{ Level: 1 } title, ..]
                && !title.Text.StartsWith(number, StringComparison.Ordinal))
                yield return file.At(title.Line, $"the title begins with the number {number}.");
            if (!file.Lines.Any(Status.IsMatch))
                yield return file.At(0, "no line 'Status: accepted' (proposed, accepted, or superseded by NNNN).");
            foreach (var (section, pattern) in Sections)
                if (!headings.Any(heading => heading.Level == 2 && pattern.IsMatch(heading.Text)))
                    yield return file.At(0, $"no section '## {section}'.");
        }
    }

    private const string Folder = "docs/decisions";

    private static readonly Regex FileName = new(@"^(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md$");

    private static readonly Regex Status =
        new(@"^[\s*_-]*Status:?[*_]*:? *[*_]*(proposed|accepted|superseded by \[?\d{4})", RegexOptions.IgnoreCase);

    private static readonly (string Section, Regex Pattern)[] Sections =
    [
        ("Context", new Regex("context", RegexOptions.IgnoreCase)),
        ("Choice", new Regex("^(the |our )?(choice|decision)|^what we chose", RegexOptions.IgnoreCase)),
        ("Not chosen", new Regex("not (choose|chosen|do)|alternatives", RegexOptions.IgnoreCase)),
        ("When to look again", new Regex("look again|revisit", RegexOptions.IgnoreCase)),
    ];

    private const string Whole =
        "# 0001. A\n\nStatus: accepted\n\n## Context\n## Choice\n## Not chosen\n## When to look again\n";

    public override IEnumerable<Tree> Bad =>
    [
        One("docs/decisions/0001-a.md", Whole.Replace("Status: accepted", "", StringComparison.Ordinal)),
        One("docs/decisions/0001-a.md", Whole.Replace("accepted", "perhaps", StringComparison.Ordinal)),
        One("docs/decisions/0001-a.md", Whole.Replace("## Context\n", "", StringComparison.Ordinal)),
        One("docs/decisions/0001-a.md", Whole.Replace("## Choice\n", "", StringComparison.Ordinal)),
        One("docs/decisions/0001-a.md", Whole.Replace("## Not chosen\n", "", StringComparison.Ordinal)),
        One("docs/decisions/0001-a.md", Whole.Replace("## When to look again\n", "", StringComparison.Ordinal)),
        One("docs/decisions/0002-a.md", Whole),
        One("docs/decisions/a.md", Whole),
        Tree.Of(("docs/decisions/0001-a.md", Whole), ("docs/decisions/0001-b.md", Whole)),
    ];

    public override IEnumerable<Tree> Good =>
    [
        One("docs/decisions/0001-a.md", Whole),
        One("docs/decisions/0001-a.md", Whole.Replace("accepted", "superseded by 0002", StringComparison.Ordinal)),
        One("docs/decisions/README.md", "# Decisions\n"),
        One("docs/a.md", "# A\n"),
    ];
}
