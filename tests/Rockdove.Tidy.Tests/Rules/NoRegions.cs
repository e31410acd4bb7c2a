using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Rockdove.Tidy.Tests;

/// <summary>A region is a file that was not made.</summary>
internal sealed class NoRegions : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        from file in tree.CSharp
        from trivia in file.Syntax.DescendantTrivia(descendIntoTrivia: true)
        where trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)
        select file.At(trivia.Token, "#region: give these lines a file of their own.");

    public override IEnumerable<Tree> Bad =>
    [
        One("src/A/A.cs", "class A\n{\n    #region Parsing\n    #endregion\n}\n"),
        One("src/A/A.cs", "# region Top\nclass A;\n# endregion\n"),
    ];

    public override IEnumerable<Tree> Good =>
        [One("src/A/A.cs", "class A { string Text => \"#region\"; } // #region\n")];
}
