using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>How a client opens a session.</summary>
public sealed record ImapClientOptions
{
    /// <summary>What to log in with; null to stay before the login.</summary>
    public SaslLogin? Login { get; init; }

    /// <summary>Whether to say STARTTLS. Not asked where the connection began with TLS.</summary>
    public ImapClientTls Tls { get; init; } = ImapClientTls.Required;

    /// <summary>The connection began with TLS (RFC 8314).</summary>
    public bool IsSecure { get; init; }

    /// <summary>Sends passwords over a connection that anyone may read. For tests on one machine.</summary>
    public bool RevealSecretsInClear { get; init; }

    /// <summary>The only SASL mechanisms to use; null for all but EXTERNAL and ANONYMOUS.</summary>
    public IReadOnlyCollection<string>? Mechanisms { get; init; }

    public ImapResponseLimits Limits { get; init; } = new();

    /// <summary>
    /// How long to wait for the next octets of an answer. Servers may look through a large mailbox first.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long one IDLE may be silent: a server may hang up after thirty minutes (RFC 2177), so say DONE by then.
    /// </summary>
    public TimeSpan IdlePatience { get; init; } = TimeSpan.FromMinutes(29);
}

/// <summary>When to say STARTTLS.</summary>
public enum ImapClientTls : byte
{
    /// <summary>Without TLS the session fails before anything secret is said.</summary>
    Required,

    /// <summary>If the server offers it. Somebody in the middle can take the offer away.</summary>
    IfOffered,

    Never,
}
