using System.Net;

namespace Rockdove.Imap;

/// <summary>What is known of one connection. Only the engine and the host change it; everyone else reads.</summary>
public sealed class ImapSession
{
    /// <summary>Begins a session.</summary>
    /// <param name="clientAddress">Where the client is; null when there is no network between.</param>
    /// <param name="clientPort">Its port, or 0.</param>
    public ImapSession(IPAddress? clientAddress = null, int clientPort = 0)
    {
        ClientAddress = clientAddress;
        ClientPort = clientPort;
    }

    public ImapPhase Phase { get; internal set; } = ImapPhase.NotAuthenticated;

    public IPAddress? ClientAddress { get; }

    public int ClientPort { get; }

    /// <summary>The bytes are protected by TLS.</summary>
    public bool IsSecure { get; set; }

    /// <summary>The identity that TLS has proved by a client certificate, for EXTERNAL; null without one.</summary>
    public string? CertificateIdentity { get; set; }

    /// <summary>Who has logged in, or null.</summary>
    public string? Identity { get; internal set; }

    /// <summary>How <see cref="Identity"/> was shown: a SASL mechanism or LOGIN; null without one.</summary>
    public string? Mechanism { get; internal set; }

    /// <summary>ENABLE IMAP4rev2: names are UTF-8, SEARCH is ESEARCH, nothing is RECENT.</summary>
    public bool IsRev2 { get; internal set; }

    /// <summary>The client knows mod-sequences, so FETCH responses carry them (RFC 7162 section 3.1).</summary>
    public bool IsCondstore { get; internal set; }

    /// <summary>Messages that go are told by UID, as VANISHED (RFC 7162 section 3.2.10).</summary>
    public bool IsQresync { get; internal set; }

    /// <summary>The name of the mailbox that is selected, or null.</summary>
    public string? Mailbox { get; internal set; }

    /// <summary>The mailbox is selected by EXAMINE, or nobody may write to it.</summary>
    public bool IsReadOnly { get; internal set; }

    /// <summary>Both directions are compressed (RFC 4978).</summary>
    public bool IsCompressed { get; internal set; }

    /// <summary>ENABLE UTF8=ACCEPT: names and quoted strings are UTF-8 (RFC 6855).</summary>
    public bool HasEnabledUtf8 { get; internal set; }

    /// <summary>Quoted strings may hold UTF-8; names of mailboxes do, and are no modified UTF-7.</summary>
    internal bool HasUtf8 => IsRev2 || HasEnabledUtf8;
}
