namespace Rockdove.Wire;

/// <summary>What a server keeps to check an identity: a recoverable password, or a SCRAM verifier.</summary>
public abstract record StoredSecret;

/// <summary>The password itself. CRAM-MD5 cannot do with less.</summary>
public sealed record ClearSecret(Secret Password) : StoredSecret;

/// <summary>What RFC 5802 section 3 has a server keep: the password cannot be computed from it.</summary>
/// <param name="Hash">The hash of the mechanism family: <c>SHA-256</c>.</param>
/// <param name="Salt">The salt, at least 16 octets for a new one.</param>
/// <param name="Iterations">The iteration count; RFC 7677 section 4 asks for 4096 at least.</param>
/// <param name="StoredKey">H(ClientKey).</param>
/// <param name="ServerKey">HMAC(SaltedPassword, "Server Key").</param>
public sealed record ScramVerifier(
    string Hash,
    ReadOnlyMemory<byte> Salt,
    int Iterations,
    ReadOnlyMemory<byte> StoredKey,
    ReadOnlyMemory<byte> ServerKey) : StoredSecret;
