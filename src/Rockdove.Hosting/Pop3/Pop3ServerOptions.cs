using System.Net;
using Rockdove.Pop3;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>The settings of one POP3 endpoint. Bind them from configuration, or set them in code.</summary>
public sealed class Pop3ServerOptions : IMailServerOptions
{
    /// <summary>The server's name in the greeting and in challenges.</summary>
    public string HostName { get; set; } = "localhost";

    /// <summary>The text of the greeting after the name.</summary>
    public string Greeting { get; set; } = "POP3 Rockdove";

    /// <summary>What CAPA says of the program.</summary>
    public string Implementation { get; set; } = "Rockdove";

    /// <summary>What CAPA says of how long messages stay, in days; null is never. The handler holds to it.</summary>
    public int? ExpireDays { get; set; }

    public Pop3Limits Limits { get; set; } = new();

    public DriverLimits Clocks { get; set; } = new();

    public Pop3Leniencies Leniencies { get; set; }

    /// <summary>The certificate. Null: no STLS.</summary>
    public CertificateSource? Certificate { get; set; }

    /// <summary>Asks clients for certificates, as EXTERNAL needs. Null: does not.</summary>
    public ClientCertificates? ClientCertificates { get; set; }

    /// <summary>The connection begins with a TLS handshake (RFC 8314), and STLS is not offered.</summary>
    public bool ImplicitTls { get; set; }

    /// <summary>Before TLS, nothing but CAPA, STLS, LANG and QUIT.</summary>
    public bool RequiresTls { get; set; }

    /// <summary>
    /// Takes passwords that anybody may read on the way: USER and PASS, PLAIN and LOGIN, without TLS.
    /// </summary>
    public bool AllowsSecretsInClear { get; set; }

    /// <summary>SASL mechanisms to offer, in this order; none: no AUTH.</summary>
    public IList<SaslMechanism> Mechanisms { get; set; } = [];

    /// <summary>Offers USER and PASS, where passwords may come.</summary>
    public bool OffersUser { get; set; } = true;

    /// <summary>Offers APOP. The handler must then know passwords themselves, and MD5 is broken for this.</summary>
    public bool OffersApop { get; set; }

    /// <summary>Proxies of ours: with <see cref="UsesProxyProtocol"/> they must send its header.</summary>
    public IList<IPNetwork> TrustedPeers { get; set; } = [];

    /// <summary>
    /// Connections of <see cref="TrustedPeers"/> begin with a PROXY header (version 1 or 2), which says who the client
    /// is; without one they are cut. Anybody else's header is a command, and an unknown one.
    /// </summary>
    public bool UsesProxyProtocol { get; set; }

    /// <summary>
    /// Connections at one time; one more is turned away. Each costs some kilobytes, so this is generous.
    /// </summary>
    public int Connections { get; set; } = 10_000;

    /// <summary>Connections at one time from one address (IPv6: one /64); one more is turned away.</summary>
    public int ConnectionsPerClient { get; set; } = 1000;

    /// <summary>Throws when a setting makes no sense, alone or beside another.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    public void Validate()
    {
        Limits.Validate();
        Clocks.Validate();
        Demand(Connections >= 1, $"{nameof(Connections)} is {Connections}; it must be at least 1.");
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

    internal Pop3Protocol Build(IReadOnlyList<Pop3Extension> more) => new(new Pop3ProtocolOptions
    {
        HostName = HostName,
        Greeting = Greeting,
        Limits = Limits,
        Leniencies = Leniencies,
        AllowsSecretsInClear = AllowsSecretsInClear,
        RequiresTls = RequiresTls,
        Extensions = [.. Chosen(), .. more],
    });

    private IEnumerable<Pop3Extension> Chosen()
    {
        foreach (var extension in Pop3Extensions.Standard)
        {
            if (extension is User ? OffersUser : extension is not (Expire or Pop3.Implementation))
                yield return extension;
        }

        if (OffersApop)
            yield return new Apop();
        if (Mechanisms.Count > 0)
            yield return new Sasl([.. Mechanisms]);
        if (Certificate is not null && !ImplicitTls)
            yield return new Stls();
        yield return new Expire(ExpireDays);
        yield return new Pop3.Implementation(Implementation);
    }

    private static void Demand(bool isGood, string otherwise)
    {
        if (!isGood)
            throw new ArgumentException(otherwise);
    }
}
