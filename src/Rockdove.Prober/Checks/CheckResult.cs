namespace Rockdove.Prober;

/// <summary>What one check says of one subject.</summary>
public sealed record CheckResult
{
    /// <summary>Which check: one of <see cref="CheckNames.All"/>.</summary>
    public required string Check { get; init; }

    /// <summary>A domain, a host, or a host and port.</summary>
    public required string Subject { get; init; }

    public required CheckStatus Status { get; init; }

    /// <summary>What is, in a sentence.</summary>
    public required string What { get; init; }

    /// <summary>What to do, in a sentence; null where there is nothing to do.</summary>
    public string? Advice { get; init; }

    /// <summary>What was seen, a line each.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
