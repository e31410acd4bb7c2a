namespace Rockdove.Tidy.Tests;

/// <summary>Lines of code are at most 120 characters, so that two files fit side by side.</summary>
internal sealed class LinesFit : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        from file in tree.Files
        where Endings.Any(file.EndsWith)
        from line in file.Lines.Index()
        where line.Item.Length > MostCharacters
        select file.At(
            line.Index + 1,
            $"{line.Item.Length} characters: at most {MostCharacters} (max_line_length in .editorconfig); wrap it.");

    private const int MostCharacters = 120;

    private static readonly string[] Endings = [".cs", ".csproj", ".props", ".targets", ".slnx"];

    public override IEnumerable<Tree> Bad =>
    [
        One("src/A/A.cs", "// " + new string('a', MostCharacters - 2)),
        One("src/A/A.cs", "class A;\r\n\r\n//" + new string('a', MostCharacters - 1) + "\r\n"),
        One("Directory.Build.props", new string(' ', MostCharacters + 1)),
    ];

    public override IEnumerable<Tree> Good =>
    [
        One("src/A/A.cs", "// " + new string('a', MostCharacters - 3) + "\r\n"),
        One("docs/a.md", new string('a', MostCharacters + 1)),
    ];
}
