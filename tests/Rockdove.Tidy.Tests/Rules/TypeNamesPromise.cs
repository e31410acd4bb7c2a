using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rockdove.Tidy.Tests;

/// <summary>A suffix is a promise (docs/architecture.md); these promise nothing.</summary>
internal sealed class TypeNamesPromise : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        from file in tree.CSharp
        from node in file.Syntax.DescendantNodes()
        let name = NameOf(node)
        where name != default
        let suffix = Refused.FirstOrDefault(end => name.Text.EndsWith(end, StringComparison.Ordinal))
        where suffix is not null
        select file.At(name, $"{name.Text} ends in {suffix}, which says nothing: name what it is or does.");

    private static SyntaxToken NameOf(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier,
        DelegateDeclarationSyntax type => type.Identifier,
        _ => default,
    };

    private static readonly string[] Refused =
        ["Manager", "Helper", "Util", "Service", "Info", "Processor", "Base", "Impl", "Common",
            "Managers", "Helpers", "Utils", "Utilities", "Services"];

    public override IEnumerable<Tree> Bad =>
    [
        One("src/A/A.cs", "class SessionManager;"),
        One("src/A/A.cs", "record struct LineInfo(int A);"),
        One("src/A/A.cs", "class A { enum KindBase { } }"),
        One("src/A/A.cs", "delegate void MailProcessor();"),
        One("tests/A/A.cs", "static class TestHelpers { }"),
        One("src/A/A.cs", "interface ISmtpService { }"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        One("src/A/A.cs", "class Database { object Manager; int GetInfo() => 0; }"),
        One("src/A/A.cs", "class InfoLine : ManagerBase;"),
    ];
}
