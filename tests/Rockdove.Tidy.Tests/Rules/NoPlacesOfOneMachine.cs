using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rockdove.Tidy.Tests;

/// <summary>Nothing names somebody's home folder, and no test names a port that the system hands to others.</summary>
internal sealed class NoPlacesOfOneMachine : Rule
{
    public override IEnumerable<Finding> Check(Tree tree) =>
        Paths(tree).Concat(PortsInText(tree)).Concat(PortsInCalls(tree));

    private static IEnumerable<Finding> Paths(Tree tree) =>
        from file in tree.Files
        where !file.EndsWith(".eml")
        from line in file.Lines.Index()
        where Homes.IsMatch(line.Item) || (Checkout is { } here && line.Item.Contains(here, StringComparison.Ordinal))
        select file.At(
            line.Index + 1,
            "an absolute path of one machine: start from the repository's root or a temporary folder.");

    private static IEnumerable<Finding> PortsInText(Tree tree) =>
        from file in tree.Files
        where file.IsIn("tests")
        from line in file.Lines.Index()
        from Match match in LoopbackPort.Matches(line.Item)
        where IsEphemeral(int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))
        select file.At(line.Index + 1, PortSentence(match.Groups[1].Value));

    private static IEnumerable<Finding> PortsInCalls(Tree tree) =>
        from file in tree.Tests
        from literal in file.Syntax.DescendantNodes().OfType<LiteralExpressionSyntax>()
        where literal.IsKind(SyntaxKind.NumericLiteralExpression)
        where literal.Token.Value is int port && IsEphemeral(port)
        where literal.Parent is ArgumentSyntax { Parent.Parent: { } call } && OpensPort.IsMatch(call switch
        {
            InvocationExpressionSyntax invocation => invocation.Expression.ToString(),
            ObjectCreationExpressionSyntax creation => creation.Type.ToString(),
            _ => "",
        })
        select file.At(literal, PortSentence(literal.Token.Text));

    private static bool IsEphemeral(int port) => port is >= FirstEphemeral and <= LastEphemeral;

    private static string PortSentence(string port) =>
        $"port {port} may be taken by any connection going out: bind port 0 and read it back.";

    // Linux hands out these by default (net.ipv4.ip_local_port_range).
    private const int FirstEphemeral = 32768, LastEphemeral = 60999;

    private static readonly Regex Homes =
        new(@"(?<![\w.:/-])/(home|Users|root)/\w|\b[A-Za-z]:\\(Users|Windows|Program)", RegexOptions.CultureInvariant);

    private static readonly Regex LoopbackPort =
        new(@"(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]):(\d{5})\b", RegexOptions.CultureInvariant);

    private static readonly Regex OpensPort =
        new(@"(Listen\w*|Connect\w*|Bind\w*|\w+EndPoint|TcpClient|TcpListener)$", RegexOptions.CultureInvariant);

    // The first two folders of this checkout; a checkout directly below the root tells nothing.
    private static readonly string? Checkout =
        Repository.Root.Split(Path.DirectorySeparatorChar) is ["", var first, var second, ..]
            ? $"/{first}/{second}/"
            : null;

    public override IEnumerable<Tree> Bad =>
    [
        One("tests/A/A.cs", "class A { string Path = \"" + "/home" + "/anna/mail\"; }"),
        One("docs/a.md", "# A\nSee C:" + "\\Users\\anna.\n"),
        One("eng/run", "cd " + Repository.Root + "/src\n"),
        One("tests/A/a.smtp", "# listens on 127.0.0.1" + ":40000\n"),
        One("tests/A/A.cs", "class A { object O = new IPEndPoint(IPAddress.Loopback, 50_000); }"),
        One("tests/A/A.cs", "class A { void M() => kestrel.ListenLocalhost(32768); }"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        One("tests/A/A.cs", "class A { object O = new IPEndPoint(IPAddress.Loopback, 0); int Bytes = 40_000; }"),
        One("docs/a.md", "# A\nhttp://localhost:8025/home/x and https://example.org/Users/x\n"),
        One("tests/A/A.cs", "class A { string S = \"127.0.0.1:61000\"; void M() => Feed(40000); }"),
    ];
}
