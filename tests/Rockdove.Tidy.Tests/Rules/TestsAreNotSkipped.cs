using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rockdove.Tidy.Tests;

/// <summary>
/// A skipped test is a deleted test that still looks alive. One exception: a test of a real client may skip itself,
/// with a reason, on a machine that lacks the program.
/// </summary>
internal sealed class TestsAreNotSkipped : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        from file in tree.Tests
        where !file.IsIn(RealClients)
        from node in file.Syntax.DescendantNodes()
        where IsSkip(node)
        select file.At(node, $"a skipped test: repair it or delete it. Only {RealClients} may skip.");

    private static bool IsSkip(Microsoft.CodeAnalysis.SyntaxNode node) => node switch
    {
        AttributeArgumentSyntax { NameEquals.Name.Identifier.Text: "Skip" or "SkipUnless" or "SkipWhen" } => true,
        InvocationExpressionSyntax call => call.Expression.ToString()
            is "Assert.Skip" or "Assert.SkipUnless" or "Assert.SkipWhen",
        _ => false,
    };

    private const string RealClients = "tests/Rockdove.RealClients.Tests";

    public override IEnumerable<Tree> Bad =>
    [
        One("tests/A/A.cs", "class A { [Fact(Skip = \"slow\")] void M() { } }"),
        One("tests/A/A.cs", "class A { [Theory(DisplayName = \"x\", SkipUnless = nameof(B))] void M() { } }"),
        One("tests/A/A.cs", "class A { [Fact] void M() { Assert.Skip(\"later\"); } }"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        One("tests/A/A.cs", "class A { [Fact] void M() { items.Skip(1); } }"),
        One(RealClients + "/Swaks.cs", "class A { [Fact] void M() { Assert.SkipUnless(found, \"no swaks\"); } }"),
    ];
}
