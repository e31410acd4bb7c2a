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

    /// <summary>Where mail is taken and given, asked once the catcher runs: ports may be chosen by then only.</summary>
    public Func<IReadOnlyList<CatcherListener>> Listeners { get; init; } = () => [];
}
