using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>What goes into an <see cref="ImapProtocol"/>.</summary>
public sealed record ImapProtocolOptions
{
    /// <summary>The server's name, for the greeting and for SASL.</summary>
    public required string HostName { get; init; }

    /// <summary>What the greeting says after the capabilities; printable ASCII.</summary>
    public string Greeting { get; init; } = "Rockdove is ready";

    public ImapLimits Limits { get; init; } = new();

    public ImapLeniencies Leniencies { get; init; }

    /// <summary>What the server speaks beyond the core, in the order in which CAPABILITY lists it.</summary>
    public IReadOnlyList<ImapExtension> Extensions { get; init; } = ImapExtensions.Standard;

    /// <summary>The mechanisms of AUTHENTICATE; none means that AUTHENTICATE always says NO.</summary>
    public IReadOnlyList<SaslMechanism> Mechanisms { get; init; } = [];

    /// <summary>LOGIN and mechanisms that reveal the secret work without TLS. For catchers and mocks.</summary>
    public bool AllowsSecretsInClear { get; init; }

    /// <summary>
    /// A client may act as somebody else than it authenticates as; the handler then checks both (RFC 4616 section 2).
    /// </summary>
    public bool AllowsDelegation { get; init; }

    /// <summary>What stands between the levels of a mailbox name: one printable ASCII character.</summary>
    public char HierarchyDelimiter { get; init; } = '/';

    /// <summary>Where exchanges get their nonces from; tests make it repeatable.</summary>
    public Action<Span<byte>>? FillRandom { get; init; }

    /// <summary>
    /// Keys the made-up salts of accounts that do not exist: random unless set. Servers that share their accounts share
    /// it too (32 octets, kept secret).
    /// </summary>
    public ReadOnlyMemory<byte>? SaltKey { get; init; }
}
