using Rockdove.Wire;

namespace Rockdove.Outbox;

/// <summary>A server that takes mail from us, under the name that people call it by.</summary>
public sealed record SmtpRoute
{
    public required string Name { get; init; }

    /// <summary>A name, or an address without brackets.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    public RouteSecurity Security { get; init; } = RouteSecurity.StartTlsIfOffered;

    /// <summary>Who to log in as; null for not at all.</summary>
    public SaslLogin? Login { get; init; }

    /// <summary>The only mechanisms to log in with; null for the best one.</summary>
    public IReadOnlyCollection<string>? Mechanisms { get; init; }

    /// <summary>Logs in even where anyone may read the password.</summary>
    public bool LogsInInClear { get; init; }

    /// <summary>Believes any certificate.</summary>
    public bool AcceptsAnyCertificate { get; init; }

    /// <summary>The reverse-path of all that goes this way; null for that of the message.</summary>
    public string? ReversePath { get; init; }
}
