using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>How a client opens a session.</summary>
public sealed record Pop3ClientOptions
{
    /// <summary>What to log in with; null to stay before the login.</summary>
    public SaslLogin? Login { get; init; }

    /// <summary>Whether to say STLS. Not asked where the connection began with TLS.</summary>
    public Pop3ClientTls Tls { get; init; } = Pop3ClientTls.Required;

    /// <summary>The connection began with TLS (RFC 8314).</summary>
    public bool IsSecure { get; init; }

    /// <summary>Sends passwords over a connection that anyone may read. For tests on one machine.</summary>
    public bool RevealSecretsInClear { get; init; }

    /// <summary>The only SASL mechanisms to use; null for all but EXTERNAL and ANONYMOUS.</summary>
    public IReadOnlyCollection<string>? Mechanisms { get; init; }

    /// <summary>Uses APOP where nothing better is offered. Off: MD5 is broken for this.</summary>
    public bool AllowsApop { get; init; }

    public Pop3ResponseLimits Limits { get; init; } = new();

    /// <summary>
    /// How long to wait for the next octets of an answer. Servers may look at a large maildrop first.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>When to say STLS.</summary>
public enum Pop3ClientTls : byte
{
    /// <summary>Without TLS the session fails before anything secret is said.</summary>
    Required,

    /// <summary>If the server offers it. Somebody in the middle can take the offer away.</summary>
    IfOffered,

    Never,
}
