using System.Net;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>The settings of one SMTP or LMTP endpoint. Bind them from configuration, or set them in code.</summary>
public sealed class SmtpServerOptions : IMailServerOptions
{
    /// <summary>The server's name in the greeting: a domain or an address literal.</summary>
    public string HostName { get; set; } = "localhost";

    /// <summary>The text of the greeting after the name. To set it is to drop that of <see cref="Texts"/>.</summary>
    public string Greeting
    {
        get;
        set
        {
            field = value;
            Texts = Texts with { Greeting = null };
        }
    } = "ESMTP Rockdove";

    /// <summary>LMTP (RFC 2033) in place of SMTP.</summary>
    public bool IsLmtp { get; set; }

    public SmtpLimits Limits { get; set; } = new();

    public DriverLimits Clocks { get; set; } = new();

    public SmtpLeniencies Leniencies { get; set; }

    public BareNewlines BareNewlines { get; set; }

    /// <summary>
    /// What is said in place of the engine's own words. <see cref="SmtpTexts.Keywords"/> leaves extensions of your own
    /// alone.
    /// </summary>
    public SmtpTexts Texts { get; set; } = SmtpTexts.None;

    /// <summary>Keeps NUL octets in messages; false refuses them with 550 5.6.0.</summary>
    public bool KeepsNul { get; set; } = true;

    /// <summary>Offers BINARYMIME. The handler must then keep any octet.</summary>
    public bool BinaryMime { get; set; }

    /// <summary>Offers REQUIRETLS under TLS. Whoever relays must then honour it.</summary>
    public bool RequireTlsOnward { get; set; }

    /// <summary>The certificate. Null: no STARTTLS.</summary>
    public CertificateSource? Certificate { get; set; }

    /// <summary>Asks clients for certificates, as EXTERNAL needs. Null: does not.</summary>
    public ClientCertificates? ClientCertificates { get; set; }

    /// <summary>The connection begins with a TLS handshake (RFC 8314), and STARTTLS is not offered.</summary>
    public bool ImplicitTls { get; set; }

    /// <summary>No mail before TLS: 530 5.7.0.</summary>
    public bool RequiresTls { get; set; }

    /// <summary>SASL mechanisms to offer, in this order; none: no AUTH.</summary>
    public IList<SaslMechanism> Mechanisms { get; set; } = [];

    /// <summary>Offers mechanisms that reveal the password even without TLS.</summary>
    public bool AllowsSecretsInClear { get; set; }

    /// <summary>No mail before AUTH: 530 5.7.0.</summary>
    public bool RequiresAuthentication { get; set; }

    /// <summary>
    /// Proxies of ours: they may say XCLIENT, and with <see cref="UsesProxyProtocol"/> they must send its header.
    /// </summary>
    public IList<IPNetwork> TrustedPeers { get; set; } = [];

    /// <summary>
    /// Connections of <see cref="TrustedPeers"/> begin with a PROXY header (version 1 or 2); without one they are cut.
    /// Whether XCLIENT is offered then depends on the client that the header names. Anybody else's header is a command,
    /// and an unknown one.
    /// </summary>
    public bool UsesProxyProtocol { get; set; }

    /// <summary>
    /// Connections at one time; one more is told 421 4.7.0. Each costs some kilobytes, so this is generous.
    /// </summary>
    public int Connections { get; set; } = 10_000;

    /// <summary>Connections at one time from one address (IPv6: one /64); one more is told 421 4.7.0.</summary>
    public int ConnectionsPerClient { get; set; } = 1000;

    /// <summary>
    /// Octets of a message that may lie between the connection and a delegate that has not looked at them (<see
    /// cref="MessageBody"/>); with one more the client waits. A segment that comes then is added, at most 64 KiB. As
    /// much again as the transport holds: enough that neither side waits for the other's thread.
    /// </summary>
    public int BodyBufferBytes { get; set; } = 64 * 1024;

    /// <summary>Asks a question before every command; see <see cref="SmtpProtocolOptions.AsksEveryCommand"/>.</summary>
    public bool AsksEveryCommand { get; set; }

    /// <summary>
    /// Takes the leniencies, limits and texts of a profile in place of those there are; set others after it.
    /// </summary>
    public void Imitate(SmtpProfile profile)
    {
        Leniencies = profile.Leniencies;
        BareNewlines = profile.BareNewlines;
        Limits = profile.Limits;
        Texts = profile.Texts;
    }

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
        Demand(BodyBufferBytes >= 1, $"{nameof(BodyBufferBytes)} is {BodyBufferBytes}; it must be at least 1.");
        Demand(
            Certificate is not null || !(ImplicitTls || RequiresTls),
            $"{(ImplicitTls ? nameof(ImplicitTls) : nameof(RequiresTls))} needs a {nameof(Certificate)}.");
        Demand(
            Mechanisms.Count > 0 || !RequiresAuthentication,
            $"{nameof(RequiresAuthentication)} needs {nameof(Mechanisms)}.");
        Demand(
            ClientCertificates is not null || Mechanisms.All(mechanism => mechanism.Name != SaslMechanisms.External),
            $"{SaslMechanisms.External} needs {nameof(ClientCertificates)}.");
        Demand(
            TrustedPeers.Count > 0 || !UsesProxyProtocol,
            $"{nameof(UsesProxyProtocol)} needs {nameof(TrustedPeers)}.");
    }

    internal SmtpProtocol Build(IReadOnlyList<SmtpExtension> more) => new(new SmtpProtocolOptions
    {
        HostName = HostName,
        Greeting = IsLmtp && Greeting == "ESMTP Rockdove" ? "LMTP Rockdove" : Greeting,
        IsLmtp = IsLmtp,
        Limits = Limits,
        Leniencies = Leniencies,
        BareNewlines = BareNewlines,
        Texts = Texts.Keywords is not { } keywords ? Texts : Texts with
        {
            Keywords = [.. keywords, .. more.Select(extension => extension.Keyword).Except(keywords)],
        },
        KeepsNul = KeepsNul,
        RequiresTls = RequiresTls,
        RequiresAuthentication = RequiresAuthentication,
        AsksEveryCommand = AsksEveryCommand,
        Extensions = [.. SmtpExtensions.Standard, .. Chosen(), .. more],
    });

    private IEnumerable<SmtpExtension> Chosen()
    {
        if (BinaryMime)
            yield return new BinaryMime();
        if (Certificate is not null && !ImplicitTls)
            yield return new StartTls();
        if (RequireTlsOnward)
            yield return new RequireTls();
        if (Mechanisms.Count > 0)
            yield return new Auth([.. Mechanisms]) { AllowsSecretsInClear = AllowsSecretsInClear };
        if (TrustedPeers.Count > 0)
            yield return new XClient();
    }

    private static void Demand(bool isGood, string otherwise)
    {
        if (!isGood)
            throw new ArgumentException(otherwise);
    }
}
