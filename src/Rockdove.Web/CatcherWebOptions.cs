using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>The settings of a catcher's API and pages.</summary>
public sealed record CatcherWebOptions
{
    /// <summary>
    /// Host names that requests may ask for besides <c>localhost</c> and addresses. A page of another name could be
    /// somebody else's whose name was pointed here (DNS rebinding).
    /// </summary>
    public IReadOnlyCollection<string> HostNames { get; init; } = [];

    /// <summary>What is said of where mail is kept: a folder, or that it is in memory.</summary>
    public string Database { get; init; } = "memory";

    /// <summary>What checks of a mail may ask others.</summary>
    public CatcherCheckOptions Checks { get; init; } = new();

    /// <summary>
    /// Faults that may be asked for, the same that are on the catcher's endpoints. Null: their paths are not there.
    /// </summary>
    public CatcherFaults? Faults { get; init; }

    /// <summary>Whose clients are meant where two peers have the same path.</summary>
    public CatcherCompat Compat { get; init; }

    /// <summary>The way out; null: nothing leaves the catcher. The owner starts it and disposes it.</summary>
    public MailOut? Out { get; init; }

    /// <summary>Who may use it. Everybody, unless it says otherwise.</summary>
    public CatcherAccess Access { get; init; } = new();

    /// <summary>
    /// Origins such as <c>https://app.example.org</c> whose pages may use what begins with <c>/api/</c>, read, change
    /// and listen (CORS); <c>*</c> is all of them.
    /// </summary>
    public IReadOnlyCollection<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Requests in a second from one address other than this machine's; more are 429. 0: no limit. More than a person
    /// or a suite of tests asks for, and less than keeps one processor busy.
    /// </summary>
    public int RequestsPerSecond { get; init; } = 500;

    /// <summary>Tell Prometheus at <c>/metrics</c> what goes on.</summary>
    public bool HasMetrics { get; init; }

    /// <summary>
    /// The path below which all of it is, such as <c>/mail</c>, for a proxy that passes on the whole path; the root
    /// unless given. Names have letters, digits and <c>- _ . ~ @</c>.
    /// </summary>
    /// <exception cref="ArgumentException">It is no such path, or longer than 200 characters.</exception>
    public string WebRoot
    {
        get;
        init => field = Web.WebRoot.Normalize(value)
            ?? throw new ArgumentException($"'{value}' is no path that pages can be below.", nameof(value));
    } = "";

    /// <summary>What this catcher is called, among several.</summary>
    public string Label { get; init; } = "";

    /// <summary>Where mail is taken and given, asked once the catcher runs: ports may be chosen by then only.</summary>
    public Func<IReadOnlyList<CatcherListener>> Listeners { get; init; } = () => [];
}
