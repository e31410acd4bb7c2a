namespace Rockdove.Prober;

/// <summary>One server on the way, as a Received field tells of it.</summary>
/// <param name="By">The server that wrote it; null when it does not say.</param>
/// <param name="From">Whom it got the mail from; null when it does not say.</param>
/// <param name="FromAddress">The address of that one; null when it does not say.</param>
/// <param name="With">The protocol, such as <c>ESMTPS</c>; null when it does not say.</param>
/// <param name="Tls">What it says of TLS; null for nothing.</param>
/// <param name="Stamp">The date as it was written, with its zone; null when it cannot be read.</param>
/// <param name="Corrected">The date by our clock, as far as that is known; null as <paramref name="Stamp"/>.</param>
/// <param name="Wait">How long it lay with the server before; never negative; null for the first.</param>
/// <param name="Skew">How much that server's clock is ahead of ours; null when nobody knows.</param>
/// <param name="Raw">The field as it was written, unfolded.</param>
public sealed record ProbeHop(
    string? By,
    string? From,
    string? FromAddress,
    string? With,
    string? Tls,
    DateTimeOffset? Stamp,
    DateTimeOffset? Corrected,
    TimeSpan? Wait,
    TimeSpan? Skew,
    string Raw)
{
    /// <summary>True for a hop that was encrypted, by its protocol (RFC 3848) or by what it says of TLS.</summary>
    public bool IsEncrypted => Tls is not null
        || (With is { } with && (with.EndsWith("S", StringComparison.OrdinalIgnoreCase)
            || with.EndsWith("SA", StringComparison.OrdinalIgnoreCase)));
}

/// <summary>What the receiving side says of a method of authentication.</summary>
/// <param name="Method"><c>spf</c>, <c>dkim</c>, <c>dmarc</c>, <c>arc</c>.</param>
/// <param name="Result">Such as <c>pass</c>.</param>
/// <param name="Server">The authserv-id.</param>
/// <param name="Detail">Its properties; null for none.</param>
public sealed record ProbeVerdict(string Method, string Result, string Server, string? Detail);
