using System.Net;

namespace Rockdove.Smtp;

/// <summary>What is known of one connection. Only the engine and the host change it; everyone else reads.</summary>
public sealed class SmtpSession
{
    /// <summary>Begins a session.</summary>
    /// <param name="clientAddress">Where the client is; null when there is no network between.</param>
    /// <param name="clientPort">Its port, or 0.</param>
    public SmtpSession(IPAddress? clientAddress = null, int clientPort = 0)
    {
        ClientAddress = clientAddress;
        ClientPort = clientPort;
    }

    public SmtpPhase Phase { get; internal set; } = SmtpPhase.Connected;

    /// <summary>The name from EHLO, HELO or LHLO; null before one of them.</summary>
    public string? HelloName { get; internal set; }

    /// <summary>EHLO or LHLO was used, not HELO.</summary>
    public bool IsExtended { get; internal set; }

    /// <summary>The bytes are protected by TLS.</summary>
    public bool IsSecure { get; set; }

    /// <summary>Who has authenticated, or null.</summary>
    public string? Identity { get; internal set; }

    /// <summary>How <see cref="Identity"/> was shown; null without one.</summary>
    public string? Mechanism { get; internal set; }

    /// <summary>The open mail transaction, or null.</summary>
    public Envelope? Envelope { get; internal set; }

    /// <summary>Messages that were accepted in this session.</summary>
    public int AcceptedMessages { get; internal set; }

    /// <summary>
    /// Where the client is; a trusted proxy may have said so by XCLIENT or the PROXY protocol. Null when there is no
    /// network between, or the proxy does not know.
    /// </summary>
    public IPAddress? ClientAddress { get; internal set; }

    public int ClientPort { get; internal set; }

    /// <summary>The client's name by reverse DNS, when somebody has looked it up.</summary>
    public string? ClientName { get; set; }

    /// <summary>
    /// The peer may say XCLIENT, and its AUTH= parameter counts. It is the connection's, not the client's: a proxy may
    /// say XCLIENT again, as in Postfix, which looks at the address that connected.
    /// </summary>
    public bool IsTrustedPeer { get; init; }

    /// <summary>
    /// XCLIENT has said who the client is. From then on the peer passes on what somebody else says, so AUTH= is worth
    /// no more than its client's word, and the certificate that the peer has shown proves nothing.
    /// </summary>
    public bool IsProxied { get; private set; }

    /// <summary>The identity that TLS has proved by a client certificate, for EXTERNAL; null without one.</summary>
    public string? CertificateIdentity { get; set; }

    /// <summary>A trusted peer has said who its client is; nothing that was known of another is left.</summary>
    internal void Become(ClientOverride client)
    {
        Forget();
        IsProxied = true;
        CertificateIdentity = null;
        ClientAddress = client.SaysAddress ? client.Address : ClientAddress;
        ClientPort = client.Port ?? ClientPort;
        ClientName = client.Name;
        Identity = client.Login;
        Mechanism = client.Login is null ? null : "XCLIENT";
    }

    internal void Reset()
    {
        Envelope = null;
        Phase = HelloName is null ? SmtpPhase.Connected : SmtpPhase.Greeted;
    }

    internal void Forget()
    {
        HelloName = null;
        IsExtended = false;
        Identity = null;
        Mechanism = null;
        Reset();
    }
}
