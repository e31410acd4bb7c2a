namespace Rockdove.Tidy.Tests;

/// <summary>
/// Projects refer to one another only as docs/architecture.md allows: a row to the rows below it, never sideways or up.
/// </summary>
internal sealed class ArrowsBetweenProjects : Rule
{
    public override IEnumerable<Finding> Check(Tree tree)
    {
        foreach (var file in tree.Projects)
        {
            var project = ProjectFile.Parse(file);
            if (file.IsIn("src") && !Allowed.ContainsKey(project.Name))
                yield return file.At(0, $"{project.Name} is not in the table of {Here}: give it a row, and a line "
                    + "in docs/architecture.md that says what it may know.");
            foreach (var target in project.References.Where(target => !MayRefer(file, project.Name, target)))
                yield return file.At(0, Sentence(file, project.Name, target));
            if (Pure.Contains(project.Name))
                foreach (var package in project.Packages)
                    yield return file.At(0, $"{project.Name} refers to {package}: engines, leaves and contracts stand "
                        + "on the runtime alone. Move what needs it to a higher row.");
        }

        foreach (var file in tree.Files.Where(file => file.EndsWith(".props") || file.EndsWith(".targets")))
            foreach (var target in ProjectFile.Parse(file).References)
                yield return file.At(0, $"a reference to {target} for many projects at once: write it in each.");
    }

    private static bool MayRefer(TreeFile file, string from, string to) => file.Path.Split('/')[0] switch
    {
        "src" => Allowed.TryGetValue(from, out var targets) && targets.Contains(to),
        "tests" => Allowed.ContainsKey(to) || TestLibraries.Contains(to) || IsSample(to),
        "bench" or "fuzz" => Allowed.ContainsKey(to) || TestLibraries.Contains(to),
        _ => Allowed.ContainsKey(to) && to != "Rockdove.Cli",
    };

    private static bool IsSample(string project) => !project.StartsWith("Rockdove.", StringComparison.Ordinal);

    private static string Sentence(TreeFile file, string from, string to) =>
        file.IsIn("src") && Allowed.TryGetValue(from, out var targets)
            ? $"{from} refers to {to}, and may refer to {Listed(targets)}. "
                + $"Move the code to a higher row, or argue the arrow in docs/decisions and add it to {Here}."
            : $"{from} refers to {to}: {file.Path.Split('/')[0]} may refer to projects in src; "
                + $"tests, bench and fuzz also to {Listed(TestLibraries)}, and tests to the samples that they run.";

    private static string Listed(string[] names) => names.Length == 0 ? "nothing" : string.Join(", ", names);

    private const string Here = nameof(ArrowsBetweenProjects);

    private const string Wire = "Rockdove.Wire", Mime = "Rockdove.Mime", Smtp = "Rockdove.Smtp",
        Pop3 = "Rockdove.Pop3", Imap = "Rockdove.Imap", Storage = "Rockdove.Storage", Hosting = "Rockdove.Hosting",
        Mailboxes = "Rockdove.Mailboxes", Catcher = "Rockdove.Catcher", Daemon = "Rockdove.Daemon",
        Mock = "Rockdove.Mock",
        MockXunit = "Rockdove.Mock.Xunit", MockNUnit = "Rockdove.Mock.NUnit", MockMSTest = "Rockdove.Mock.MSTest",
        Web = "Rockdove.Web", Cli = "Rockdove.Cli", Sqlite = "Rockdove.Sqlite",
        SqliteStore = "Rockdove.Storage.Sqlite", Dns = "Rockdove.Dns", Prober = "Rockdove.Prober",
        Configuration = "Rockdove.Configuration", Outbox = "Rockdove.Outbox";

    // The table of docs/architecture.md. Row by row from the bottom: each may name only what stands above it here.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        [Wire] = [],
        [Mime] = [],
        [Smtp] = [Wire],
        [Pop3] = [Wire],
        [Imap] = [Wire],
        [Storage] = [],
        [Sqlite] = [Storage],
        [SqliteStore] = [Storage, Sqlite],
        [Dns] = [],
        [Configuration] = [],
        [Hosting] = [Wire, Smtp, Pop3, Imap],
        [Mailboxes] = [Wire, Smtp, Pop3, Imap, Hosting, Storage, Mime],
        [Outbox] = [Wire, Smtp, Pop3, Imap, Hosting, Storage, Sqlite],
        [Catcher] = [Wire, Smtp, Pop3, Imap, Hosting, Storage, Mime, Mailboxes, Outbox],
        [Daemon] = [Configuration, Wire, Smtp, Pop3, Imap, Hosting, Storage, Mime, Mailboxes],
        [Mock] = [Wire, Smtp, Pop3, Imap, Hosting, Mime],
        [MockXunit] = [Wire, Smtp, Pop3, Imap, Hosting, Mime, Mock],
        [MockNUnit] = [Wire, Smtp, Pop3, Imap, Hosting, Mime, Mock],
        [MockMSTest] = [Wire, Smtp, Pop3, Imap, Hosting, Mime, Mock],
        [Prober] = [Configuration, Wire, Smtp, Pop3, Imap, Hosting, Storage, Mime, Sqlite, Dns],
        [Web] = [Wire, Smtp, Pop3, Imap, Hosting, Storage, Mime, Mailboxes, Outbox, Catcher, Mock, Dns, Prober],
        [Cli] =
        [
            Configuration, Wire, Smtp, Pop3, Imap, Hosting, Storage, SqliteStore, Mime, Mailboxes, Catcher, Daemon,
            Mock, Dns, Prober, Web, Outbox,
        ],
    };

    private static readonly HashSet<string> Pure = [Wire, Mime, Smtp, Pop3, Imap, Storage];

    private static readonly string[] TestLibraries =
        ["Rockdove.Testing", "Rockdove.Storage.Contract", "Rockdove.LedgerWriter", "Rockdove.JournalWriter"];

    private static Tree Referring(string path, params string[] targets) =>
        One(path, $"<Project>{string.Concat(targets.Select(Reference))}</Project>");

    private static string Reference(string target) =>
        $"<ProjectReference Include=\"../../src/{target}/{target}.csproj\" />";

    public override IEnumerable<Tree> Bad =>
    [
        Referring("src/Rockdove.Wire/Rockdove.Wire.csproj", Mime),
        Referring("src/Rockdove.Smtp/Rockdove.Smtp.csproj", Wire, Hosting),
        Referring("src/Rockdove.Catcher/Rockdove.Catcher.csproj", Web),
        Referring("src/Rockdove.New/Rockdove.New.csproj"),
        Referring("src/Rockdove.Hosting/Rockdove.Hosting.csproj", "Rockdove.Testing"),
        Referring("samples/a/a.csproj", "Rockdove.Testing"),
        Referring("tests/Rockdove.Smtp.Tests/Rockdove.Smtp.Tests.csproj", "Rockdove.Wire.Tests"),
        One("src/Directory.Build.props", "<Project><ProjectReference Include=\"a/Rockdove.Wire.csproj\" /></Project>"),
        One("src/Rockdove.Smtp/Rockdove.Smtp.csproj", "<Project><PackageReference Include=\"FsCheck\" /></Project>"),
        One("src/Rockdove.Wire/Rockdove.Wire.csproj", "<Project><FrameworkReference Include=\"X\" /></Project>"),
        One("src/Rockdove.Smtp/a.csproj", "<Project><Reference Include=\"a/Rockdove.Hosting.dll\" /></Project>"),
    ];

    public override IEnumerable<Tree> Good =>
    [
        Referring("src/Rockdove.Smtp/Rockdove.Smtp.csproj", Wire),
        Referring("tests/Rockdove.Cli.Tests/Rockdove.Cli.Tests.csproj", Cli, "Rockdove.Testing"),
        Referring("tests/Rockdove.Cli.Tests/Rockdove.Cli.Tests.csproj", "SmtpInTwentyLines"),
        Referring("bench/engine/engine.csproj", Smtp),
        One("src/Rockdove.Cli/Rockdove.Cli.csproj", "<Project><PackageReference Include=\"A\" /></Project>"),
        One("src/Rockdove.Wire/Rockdove.Wire.csproj",
            "<Project><PackageReference Include=\"A\" PrivateAssets=\"all\" /></Project>"),
    ];
}
