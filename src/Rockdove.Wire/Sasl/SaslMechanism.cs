namespace Rockdove.Wire;

/// <summary>A SASL mechanism that a server can offer: a name, its properties, and a factory of exchanges.</summary>
public abstract class SaslMechanism(string name)
{
    /// <summary>The registered name, in upper case.</summary>
    public string Name { get; } = name;

    /// <summary>True when the secret crosses the wire readable by any listener: never offered without TLS.</summary>
    public abstract bool RevealsSecret { get; }

    /// <summary>Begins an exchange.</summary>
    public abstract ISaslServer Begin(SaslContext context);
}

/// <summary>What an exchange may need from its connection.</summary>
public sealed record SaslContext
{
    /// <summary>The server's name, as in the greeting; CRAM-MD5 puts it into its challenge.</summary>
    public required string HostName { get; init; }

    /// <summary>The identity that the transport has proved, for EXTERNAL; null when there is none.</summary>
    public string? ExternalIdentity { get; init; }

    /// <summary>
    /// Keys the made-up salts of accounts that do not exist. A random key of this process unless set; set it (32 octets
    /// will do, kept secret) where several servers serve the same accounts, or across restarts, so that a made-up salt
    /// stays as constant as a real one.
    /// </summary>
    public ReadOnlyMemory<byte> SaltKey { get; init; } = ProcessSaltKey;

    /// <summary>Where nonces come from. Tests set it to make an exchange repeatable.</summary>
    public Action<Span<byte>> FillRandom { get; init; } = System.Security.Cryptography.RandomNumberGenerator.Fill;

    private static readonly byte[] ProcessSaltKey = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
}
