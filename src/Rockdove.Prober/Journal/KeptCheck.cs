namespace Rockdove.Prober;

/// <summary>What a check of a domain or an endpoint found.</summary>
/// <param name="Subject">The domain, or the endpoint as name and port.</param>
/// <param name="Check">Which check, such as <c>spf</c>.</param>
/// <param name="Status">0 fine, 1 a notice, 2 a warning, 3 a failure, 4 an error, 5 not tested.</param>
/// <param name="At">When it was checked.</param>
/// <param name="Value">What is there, in one sentence; null for nothing.</param>
public sealed record KeptCheck(string Subject, string Check, int Status, DateTimeOffset At, string? Value);

/// <summary>A certificate as an endpoint showed it.</summary>
/// <param name="Endpoint">The endpoint as name and port.</param>
/// <param name="At">When it was seen.</param>
/// <param name="Der">The certificate of the server itself.</param>
/// <param name="ChainEnds">When the first certificate of its chain runs out.</param>
/// <param name="Version">Such as <c>TLS 1.3</c>.</param>
/// <param name="Cipher">The cipher suite by its name.</param>
/// <param name="IsChainTrusted">Whether the chain leads to a root that is trusted.</param>
/// <param name="IsNameRight">Whether the name is one that the certificate has.</param>
/// <param name="Dane">What DANE says of it; null when there is no TLSA record.</param>
public sealed record KeptCertificate(
    string Endpoint,
    DateTimeOffset At,
    ReadOnlyMemory<byte> Der,
    DateTimeOffset ChainEnds,
    string Version,
    string Cipher,
    bool IsChainTrusted,
    bool IsNameRight,
    string? Dane);

/// <summary>How far a server's clock is from ours.</summary>
/// <param name="Host">Whose clock.</param>
/// <param name="At">When it was compared.</param>
/// <param name="Offset">How much it is ahead.</param>
/// <param name="Error">How far that may be wrong, either way.</param>
/// <param name="Method">
/// By what: <c>submission</c>, the first Received field of a mail of ours, which lies between the reply to RCPT and the
/// final 250; or <c>store</c>, its INTERNALDATE, which lies between the final 250 and the first sight.
/// </param>
public sealed record KeptClock(string Host, DateTimeOffset At, TimeSpan Offset, TimeSpan Error, string Method);
