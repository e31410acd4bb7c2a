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

    /// <summary>
    /// Faults that may be asked for, the same that are on the catcher's endpoints. Null: their paths are not there.
    /// </summary>
    public CatcherFaults? Faults { get; init; }

    /// <summary>Whose clients are meant where two peers have the same path.</summary>
    public CatcherCompat Compat { get; init; }
}
