using System.Net;
using Rockdove.Imap;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>The settings of one IMAP endpoint. Bind them from configuration, or set them in code.</summary>
public sealed class ImapServerOptions : IMailServerOptions
{
    /// <summary>The server's name in the greeting and in challenges.</summary>
    public string HostName { get; set; } = "localhost";

    /// <summary>What the greeting says after the name.</summary>
    public string Greeting { get; set; } = "Rockdove is ready";

    /// <summary>Also how long a client may be silent: thirty minutes, and three before it has logged in.</summary>
    public ImapLimits Limits { get; set; } = new();

    /// <summary>
    /// The clocks of the host. A session may last a week: mail programs stay as long as their computer is on, and one
    /// that is gone is noticed by its silence.
    /// </summary>
    public DriverLimits Clocks { get; set; } = new() { Session = TimeSpan.FromDays(7) };

    public ImapLeniencies Leniencies { get; set; }

    /// <summary>
    /// What the server speaks beyond the core; STARTTLS is added where there is a <see cref="Certificate"/>.
    /// </summary>
    public IList<ImapExtension> Extensions { get; set; } = [.. ImapExtensions.Standard];

    /// <summary>The certificate. Null: no STARTTLS.</summary>
    public CertificateSource? Certificate { get; set; }

    /// <summary>Asks clients for certificates, as EXTERNAL needs. Null: does not.</summary>
    public ClientCertificates? ClientCertificates { get; set; }

    /// <summary>The connection begins with a TLS handshake (RFC 8314), and STARTTLS is not offered.</summary>
    public bool ImplicitTls { get; set; }

    /// <summary>Nobody logs in before TLS, by whatever mechanism: NO [PRIVACYREQUIRED].</summary>
    public bool RequiresTls { get; set; }

    /// <summary>Takes passwords that anybody may read on the way: LOGIN and PLAIN without TLS.</summary>
    public bool AllowsSecretsInClear { get; set; }

    /// <summary>A client may act as somebody else than it authenticates as; the handler checks both.</summary>
    public bool AllowsDelegation { get; set; }

    /// <summary>SASL mechanisms to offer, in this order; LOGIN, the command, needs none.</summary>
    public IList<SaslMechanism> Mechanisms { get; set; } = [];

    /// <summary>Proxies of ours: with <see cref="UsesProxyProtocol"/> they must send its header.</summary>
    public IList<IPNetwork> TrustedPeers { get; set; } = [];

    /// <summary>
    /// Connections of <see cref="TrustedPeers"/> begin with a PROXY header (version 1 or 2), which says who the client
    /// is; without one they are cut. Anybody else's header is a command, and an unknown one.
    /// </summary>
    public bool UsesProxyProtocol { get; set; }

    /// <summary>
    /// Connections at one time that are compressed, where <see cref="Compress"/> is among the
    /// <see cref="Extensions"/>; one more is NO [UNAVAILABLE], and goes on as it is. Each costs some 300 KiB.
    /// </summary>
    public int CompressedConnections { get; set; } = 1000;

    /// <summary>
    /// Connections at one time; one more is turned away. Each costs some kilobytes, so this is generous.
    /// </summary>
    public int Connections { get; set; } = 10_000;

    /// <summary>
    /// Connections at one time from one address (IPv6: one /64); one more is turned away. A mail program has up to
    /// twenty, and an office may have one address.
    /// </summary>
    public int ConnectionsPerClient { get; set; } = 1000;

    /// <summary>Throws when a setting makes no sense, alone or beside another.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    public void Validate()
    {
        Limits.Validate();
        Clocks.Validate();
        Demand(Connections >= 1, $"{nameof(Connections)} is {Connections}; it must be at least 1.");
        Demand(
            CompressedConnections >= 0, $"{nameof(CompressedConnections)} is {CompressedConnections}; 0 is the least.");
        Demand(
            ConnectionsPerClient >= 1,
            $"{nameof(ConnectionsPerClient)} is {ConnectionsPerClient}; it must be at least 1.");
        Demand(
            Certificate is not null || !(ImplicitTls || RequiresTls),
            $"{(ImplicitTls ? nameof(ImplicitTls) : nameof(RequiresTls))} needs a {nameof(Certificate)}.");
        Demand(
            ClientCertificates is not null || Mechanisms.All(mechanism => mechanism.Name != SaslMechanisms.External),
            $"{SaslMechanisms.External} needs {nameof(ClientCertificates)}.");
        Demand(
            !UsesProxyProtocol || TrustedPeers.Count > 0, $"{nameof(UsesProxyProtocol)} needs {nameof(TrustedPeers)}.");
    }

    internal ImapProtocol Build(IReadOnlyList<ImapExtension> more) => new(new ImapProtocolOptions
    {
        HostName = HostName,
        Greeting = Greeting,
        Limits = Limits,
        Leniencies = Leniencies,
        AllowsSecretsInClear = AllowsSecretsInClear,
        AllowsDelegation = AllowsDelegation,
        Mechanisms = [.. Mechanisms],
        Extensions = Certificate is not null && !ImplicitTls
            ? [new StartTls(), .. Extensions, .. more]
            : [.. Extensions, .. more],
    });

    private static void Demand(bool isGood, string otherwise)
    {
        if (!isGood)
            throw new ArgumentException(otherwise);
    }
}
