using System.Text.RegularExpressions;

namespace Rockdove.Tidy.Tests;

/// <summary>A note to do something later is an issue, or it is never done.</summary>
internal sealed class NoTodoWithoutIssue : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        from file in tree.Files
        from place in Prose.Of(file)
        from Match mark in Marks.Matches(place.Text)
        where !WithIssue.IsMatch(place.Text[mark.Index..])
        select file.At(place.Line, $"{mark.Value} with no issue number: open an issue and write {mark.Value}(#12).");

    private static readonly Regex Marks = new(@"\b(TODO|FIXME|HACK)\b", RegexOptions.CultureInvariant);
    private static readonly Regex WithIssue = new(@"^\w+ ?(\(#\d+\)|#\d+)", RegexOptions.CultureInvariant);

    public override IEnumerable<Tree> Bad =>
    [
        One("src/A/A.cs", "class A { } // TODO: think"),
        One("src/A/A.cs", "/* FIXME */ class A;"),
        One("src/A/A.cs", "/// <summary>HACK (#x)</summary>\nclass A;"),
        One("docs/a.md", "# A\n\nTODO write this\n"),
        One("src/A/A.csproj", "<Project><!-- TODO --></Project>"),
        One("src/Web/page.js", "// FIXME later"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        One("src/A/A.cs", "class A { string Text => \"TODO\"; } // TODO(#12): think; FIXME #3"),
        One("docs/a.md", "# A\n\nNo `TODO` without an issue.\n\n```\nTODO\n```\n"),
        One("tests/A/mail.eml", "Subject: TODO\n"),
    ];
}
