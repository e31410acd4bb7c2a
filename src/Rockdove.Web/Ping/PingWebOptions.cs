using Rockdove.Prober;

namespace Rockdove.Web;

/// <summary>The settings of a prober's API.</summary>
public sealed record PingWebOptions
{
    /// <inheritdoc cref="CatcherWebOptions.HostNames"/>
    public IReadOnlyCollection<string> HostNames { get; init; } = [];

    /// <summary>How a matrix is read: zone, title, how long the lines are.</summary>
    public MatrixView View { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Writes metrics, in the format of OpenMetrics when it is given true; null where there is nobody who counts.
    /// </summary>
    public Func<bool, string>? Metrics { get; init; }

    /// <summary>Sends a probe now; null where nobody sends.</summary>
    public Func<ProbePair, CancellationToken, Task<ProbeNowAnswer>>? ProbeNow { get; init; }

    /// <summary>Looks at a port and at nothing else; null where nobody does.</summary>
    public Func<CheckTarget, CancellationToken, Task<CheckReport>>? Connect { get; init; }

    /// <summary>Reads the configuration again; null where that cannot be.</summary>
    public Func<CancellationToken, Task<ReloadAnswer>>? Reload { get; init; }

    /// <summary>
    /// Which ports <c>/probe</c> may connect to, as host and port: those of the accounts. Whoever may ask could
    /// otherwise have this machine connect to anything that it reaches.
    /// </summary>
    public Func<IReadOnlyCollection<string>> ConnectTargets { get; init; } = () => [];

    /// <summary>Lets <c>/probe</c> connect to any port.</summary>
    public bool ConnectsAnywhere { get; init; }

    /// <summary>Why no probes can be sent now, in words; null when they can.</summary>
    public Func<string?> Trouble { get; init; } = () => null;
}
