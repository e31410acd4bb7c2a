namespace Rockdove.Tidy.Tests;

/// <summary>A sample is read in one sitting. What does not fit shows that the library lacks something.</summary>
internal sealed class SamplesAreShort : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        from file in tree.CSharp
        where file.IsIn("samples")
        let lines = file.Lines.Count(line => line.Trim().Length > 0)
        where lines >= TooManyLines
        select file.At(0, $"{lines} lines that are not blank: a sample stays under {TooManyLines}.");

    private const int TooManyLines = 60;

    public override IEnumerable<Tree> Bad =>
        [One("samples/a/Program.cs", string.Concat(Enumerable.Repeat("Run();\n", TooManyLines)))];

    public override IEnumerable<Tree> Good =>
        [One("samples/a/Program.cs", string.Concat(Enumerable.Repeat("Run();\n\n", TooManyLines - 1)))];
}
