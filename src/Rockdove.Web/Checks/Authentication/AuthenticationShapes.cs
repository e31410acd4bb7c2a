namespace Rockdove.Web;

internal sealed record AuthenticationCheckShape
{
    /// <summary>Whether DNS was asked.</summary>
    public required bool Asked { get; init; }

    /// <summary>The domain of From; null unless there is exactly one.</summary>
    public required string? From { get; init; }

    public required SpfShape Spf { get; init; }

    public required IReadOnlyList<DkimShape> Dkim { get; init; }

    public required DmarcShape Dmarc { get; init; }

    /// <summary>What fields of the message say of earlier checks. Anybody can have written them.</summary>
    public required IReadOnlyList<ClaimShape> Claims { get; init; }
}

/// <param name="Domain">Which SPF would be about: that of the reverse-path.</param>
/// <param name="IsAligned">Whether it is that of From to DMARC; null if it cannot be told.</param>
internal sealed record SpfShape(string? Domain, bool? IsAligned);

internal sealed record DkimShape
{
    public required string Domain { get; init; }

    public required string Selector { get; init; }

    public required string Algorithm { get; init; }

    /// <summary>
    /// As RFC 8601 section 2.7.1 has it: <c>pass</c>, <c>fail</c>, <c>policy</c>, <c>neutral</c>, <c>temperror</c>,
    /// <c>permerror</c>; and <c>unknown</c> where the key was not asked for.
    /// </summary>
    public required string Result { get; init; }

    public required string Explanation { get; init; }

    /// <summary>Whether the body is the one that was signed; null if the signature cannot be read.</summary>
    public required bool? IsBodyIntact { get; init; }

    public bool? IsAligned { get; init; }
}

/// <param name="Domain">Whose policy it is; null if there is none, or nobody was asked.</param>
/// <param name="Policy"><c>none</c>, <c>quarantine</c> or <c>reject</c>.</param>
/// <param name="Problem">Why the policy cannot be had.</param>
/// <param name="Result"><c>pass</c>, <c>fail</c> or <c>unknown</c>.</param>
/// <param name="Explanation">Why.</param>
internal sealed record DmarcShape(
    string? Domain, string? Policy, string? Problem, string Result, string Explanation);

internal sealed record ClaimShape(
    string Server, string Method, string Result, string? Reason, IReadOnlyList<ClaimedPropertyShape> Properties);

internal sealed record ClaimedPropertyShape(string Name, string Value);
