namespace Rockdove.Wire;

/// <summary>What a client has to log in with. It prints without the secrets.</summary>
public sealed record SaslLogin
{
    /// <summary>The authentication identity; for ANONYMOUS the trace, which may be empty.</summary>
    public required string UserName { get; init; }

    /// <summary>The password, for PLAIN, LOGIN, CRAM-MD5 and SCRAM.</summary>
    public Secret? Password { get; init; }

    /// <summary>The bearer token, for OAUTHBEARER and XOAUTH2.</summary>
    public Secret? Token { get; init; }

    /// <summary>Whom to act as; null for oneself. LOGIN, CRAM-MD5, XOAUTH2 and ANONYMOUS cannot carry it.</summary>
    public string? AuthorizationIdentity { get; init; }

    /// <summary>The server's name as the client dialled it, for OAUTHBEARER; null to leave it out.</summary>
    public string? ServerHost { get; init; }

    /// <summary>The server's port, for OAUTHBEARER; null to leave it out.</summary>
    public int? ServerPort { get; init; }

    /// <summary>Where nonces come from. Tests set it to make an exchange repeatable.</summary>
    public Action<Span<byte>> FillRandom { get; init; } = System.Security.Cryptography.RandomNumberGenerator.Fill;
}
