namespace Rockdove.Wire;

/// <summary>Who a client says it is, and how it wants to show it. Printing one never shows the secret.</summary>
/// <param name="Mechanism">The SASL mechanism, upper case.</param>
/// <param name="Kind">What <paramref name="Secret"/> is, or that the exchange itself has proved it.</param>
/// <param name="Identity">
/// The authentication identity (authcid); for ANONYMOUS the trace, which may be empty; for OAUTHBEARER empty when only
/// the token tells who it is.
/// </param>
/// <param name="AuthorizationIdentity">The identity to act as (authzid), when the client named one.</param>
/// <param name="Secret">The password or token; null when the mechanism does not reveal one.</param>
public sealed record Credentials(
    string Mechanism,
    CredentialKind Kind,
    string Identity,
    string? AuthorizationIdentity = null,
    Secret? Secret = null)
{
    /// <summary>
    /// True when the client asks to act as somebody else. A host refuses that unless it knows of the delegation
    /// (RFC 4616 section 2).
    /// </summary>
    public bool ActsAsAnother =>
        !string.IsNullOrEmpty(AuthorizationIdentity)
        && !string.Equals(AuthorizationIdentity, Identity, StringComparison.Ordinal);
}

/// <summary>What the host has to check.</summary>
public enum CredentialKind : byte
{
    /// <summary><see cref="Credentials.Secret"/> is a password (PLAIN, LOGIN).</summary>
    Password,

    /// <summary><see cref="Credentials.Secret"/> is a bearer token (XOAUTH2, OAUTHBEARER).</summary>
    Token,

    /// <summary>The exchange has already proved knowledge of the secret (CRAM-MD5, SCRAM).</summary>
    Proved,

    /// <summary>Proved outside the protocol, as by a client certificate (EXTERNAL).</summary>
    External,

    /// <summary>Nobody in particular (ANONYMOUS).</summary>
    Anonymous,
}
