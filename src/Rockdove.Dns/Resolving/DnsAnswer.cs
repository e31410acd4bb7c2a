using System.Net;

namespace Rockdove.Dns;

/// <summary>What came of a question.</summary>
public sealed record DnsAnswer
{
    public required DnsQuestion Question { get; init; }

    public required DnsOutcome Outcome { get; init; }

    /// <summary>The records of the type that was asked for, of <see cref="CanonicalName"/>.</summary>
    public IReadOnlyList<DnsRecord> Records { get; init; } = [];

    /// <summary>The aliases that led there, in order.</summary>
    public IReadOnlyList<CnameRecord> Aliases { get; init; } = [];

    /// <summary>The name behind the last alias.</summary>
    public DnsName CanonicalName => Aliases.Count == 0 ? Question.Name : Aliases[^1].Target;

    /// <summary>
    /// True when the server says that it has proved all of this by signatures, also that something is not there. It is
    /// worth as much as the way to the server.
    /// </summary>
    public bool IsAuthentic { get; init; }

    /// <summary>How long this holds; zero for what is no answer.</summary>
    public TimeSpan TimeToLive { get; init; }

    /// <summary>What the server said; null when none did.</summary>
    public DnsResponseCode? ResponseCode { get; init; }

    /// <summary>Who said it; null when nobody did.</summary>
    public IPEndPoint? Server { get; init; }

    /// <summary>A sentence for people: what went wrong, or what the server adds (RFC 8914). Null for nothing.</summary>
    public string? Explanation { get; init; }

    /// <summary>True when nobody knows: this is no answer.</summary>
    public bool IsFailure => Outcome > DnsOutcome.NoName;

    /// <summary>The records, as what they are.</summary>
    public IEnumerable<T> Of<T>()
        where T : DnsRecord =>
        Records.OfType<T>();
}
