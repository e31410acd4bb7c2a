using System.Net;

namespace Rockdove.Pop3;

/// <summary>What is known of one connection. Only the engine and the host change it; everyone else reads.</summary>
public sealed class Pop3Session
{
    /// <summary>Begins a session.</summary>
    /// <param name="clientAddress">Where the client is; null when there is no network between.</param>
    /// <param name="clientPort">Its port, or 0.</param>
    public Pop3Session(IPAddress? clientAddress = null, int clientPort = 0)
    {
        ClientAddress = clientAddress;
        ClientPort = clientPort;
    }

    public Pop3Phase Phase { get; internal set; } = Pop3Phase.Authorization;

    /// <summary>The bytes are protected by TLS.</summary>
    public bool IsSecure { get; set; }

    /// <summary>Whom USER has named, until PASS; null without.</summary>
    public string? UserName { get; internal set; }

    /// <summary>Who has authenticated, or null.</summary>
    public string? Identity { get; internal set; }

    /// <summary>How <see cref="Identity"/> was shown: <c>USER</c>, <c>APOP</c> or a SASL mechanism.</summary>
    public string? Mechanism { get; internal set; }

    /// <summary>The client has said UTF8 (RFC 6856): it takes UTF-8 in headers.</summary>
    public bool IsUtf8 { get; internal set; }

    /// <summary>The language of texts (RFC 6856 section 3).</summary>
    public string Language { get; internal set; } = Lang.Default;

    /// <summary>The timestamp of the greeting, for APOP; null where that is not offered.</summary>
    public string? Challenge { get; internal set; }

    /// <summary>What is in the open maildrop, as the client has left it so far; null while none is open.</summary>
    public MaildropView? Maildrop { get; internal set; }

    /// <summary>Messages that were sent whole in this session.</summary>
    public int RetrievedMessages { get; internal set; }

    public IPAddress? ClientAddress { get; }

    public int ClientPort { get; }

    /// <summary>The identity that TLS has proved by a client certificate, for EXTERNAL; null without one.</summary>
    public string? CertificateIdentity { get; set; }

    internal void Forget()
    {
        UserName = null;
        Identity = null;
        Mechanism = null;
        IsUtf8 = false;
        Language = Lang.Default;
    }
}
