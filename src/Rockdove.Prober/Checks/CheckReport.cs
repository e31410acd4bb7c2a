namespace Rockdove.Prober;

/// <summary>All that was found out about a target.</summary>
public sealed record CheckReport
{
    public required CheckTarget Target { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How many questions were asked of DNS.</summary>
    public required int Lookups { get; init; }

    /// <summary>In the order of <see cref="CheckNames.All"/>.</summary>
    public required IReadOnlyList<CheckResult> Results { get; init; }

    /// <summary>The certificates that servers showed, each endpoint once.</summary>
    public IReadOnlyList<KeptCertificate> Certificates { get; init; } = [];

    /// <summary>The worst there is; what was not tested does not count.</summary>
    public CheckStatus Worst => Results
        .Select(result => result.Status)
        .Where(status => status != CheckStatus.Untested)
        .DefaultIfEmpty(CheckStatus.Ok)
        .Max();
}
