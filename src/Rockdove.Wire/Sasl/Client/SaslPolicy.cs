namespace Rockdove.Wire;

/// <summary>What a client allows itself.</summary>
public sealed record SaslPolicy
{
    /// <summary>
    /// True when the connection is under TLS, with a certificate that was checked as the caller demands.
    /// </summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Sends passwords and tokens over a connection that anyone may read. For tests on one machine.</summary>
    public bool RevealSecretsInClear { get; init; }

    /// <summary>The only mechanisms to use; null for all but EXTERNAL and ANONYMOUS.</summary>
    public IReadOnlyCollection<string>? Mechanisms { get; init; }

    internal bool Allows(string mechanism) => Mechanisms is null
        ? mechanism is not (SaslMechanisms.External or SaslMechanisms.Anonymous)
        : Mechanisms.Contains(mechanism, StringComparer.OrdinalIgnoreCase);
}
