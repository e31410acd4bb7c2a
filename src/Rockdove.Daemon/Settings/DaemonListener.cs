using System.Net;
using Rockdove.Smtp;

namespace Rockdove.Daemon;

/// <summary>What is spoken on a listener, and to whom.</summary>
public enum ListenerKind : byte
{
    /// <summary>SMTP for the world, as on port 25: mail for local recipients, from anybody.</summary>
    Mx,

    /// <summary>
    /// SMTP for our own people, as on port 587: STARTTLS, then AUTH, then mail under their own names.
    /// </summary>
    Submission,

    /// <summary>The same on a connection that begins with TLS, as on port 465 (RFC 8314).</summary>
    Submissions,

    /// <summary>LMTP (RFC 2033) for mail servers in front of this one.</summary>
    Lmtp,

    /// <summary>POP3 with STLS, as on port 110.</summary>
    Pop3,

    /// <summary>POP3 on a connection that begins with TLS, as on port 995.</summary>
    Pop3s,

    /// <summary>IMAP with STARTTLS, as on port 143.</summary>
    Imap,

    /// <summary>IMAP on a connection that begins with TLS, as on port 993.</summary>
    Imaps,
}

/// <summary>One address to listen on, and the policy there. Fixed while the daemon runs.</summary>
public sealed record DaemonListener
{
    /// <summary>For people and logs.</summary>
    public required string Name { get; init; }

    public required ListenerKind Kind { get; init; }

    /// <summary>Where; port 0 lets the system choose.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>
    /// Passwords may come without TLS, and STARTTLS is no must. For networks that nobody else is on.
    /// </summary>
    public bool AllowsClear { get; init; }

    /// <summary>Whether STARTTLS or STLS is offered where the connection does not begin with TLS.</summary>
    public bool OffersTls { get; init; } = true;

    /// <summary>Whether the listener lets people log in at all. Submission and POP3 make no sense without.</summary>
    public bool OffersLogin { get; init; } = true;

    /// <summary>The SASL mechanisms, in this order.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = DefaultMechanisms;

    /// <summary>POP3: offers USER and PASS.</summary>
    public bool OffersUser { get; init; } = true;

    /// <summary>POP3: offers APOP, for accounts that have opted in to a secret that can be recovered.</summary>
    public bool OffersApop { get; init; }

    /// <summary>POP3: what is deleted goes to the mailbox <c>Trash</c>, and is not gone.</summary>
    public bool MovesDeletedToTrash { get; init; }

    /// <summary>
    /// IMAP: offers COMPRESS. A switch, since under TLS sizes then tell an eavesdropper what is repeated.
    /// </summary>
    public bool OffersCompression { get; init; }

    /// <summary>SMTP: words and path leniencies of another server; its limits stay ours. Null is none.</summary>
    public SmtpProfile? Profile { get; init; }

    /// <summary>SMTP and POP3: the text of the greeting after the name; null for our own.</summary>
    public string? Greeting { get; init; }

    /// <summary>SMTP: replies with other words, beside those of the profile.</summary>
    public IReadOnlyList<SmtpText> Replies { get; init; } = [];

    /// <summary>
    /// SMTP, and APPEND of IMAP: the largest message, in octets; 0 is no bound. As large as other servers take.
    /// </summary>
    public long MessageBytes { get; init; } = 50 * 1024 * 1024;

    /// <summary>SMTP: recipients of one message, 100 at least (RFC 5321 section 4.5.3.1.8).</summary>
    public int Recipients { get; init; } = 1000;

    /// <summary>How long a client may take for a command; null for the protocol's own.</summary>
    public TimeSpan? CommandPatience { get; init; }

    /// <summary>IMAP: how long a client may take to log in; null for the protocol's own.</summary>
    public TimeSpan? LoginPatience { get; init; }

    /// <summary>The age at which a session ends; null for the protocol's own.</summary>
    public TimeSpan? SessionPatience { get; init; }

    /// <summary>Failed logins in one session, with which it ends; null for the protocol's own.</summary>
    public int? FailedLogins { get; init; }

    /// <summary>
    /// Proxies of ours, whose connections begin with a PROXY header that says who the client is. None: nobody's do.
    /// </summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Connections at one time; one more is turned away.</summary>
    public int Connections { get; init; } = 10_000;

    /// <summary>
    /// Connections at one time from one address (IPv6: one /64). Behind one address may be an office, not a city.
    /// </summary>
    public int ConnectionsPerClient { get; init; } = 100;

    /// <summary>The connection begins with TLS.</summary>
    public bool BeginsWithTls => Kind is ListenerKind.Submissions or ListenerKind.Pop3s or ListenerKind.Imaps;

    /// <summary>TLS comes before anything that matters: STARTTLS is a must.</summary>
    public bool RequiresTls =>
        !AllowsClear && Kind is ListenerKind.Submission or ListenerKind.Pop3 or ListenerKind.Imap;

    public bool IsSmtp => Kind is ListenerKind.Mx or ListenerKind.Submission or ListenerKind.Submissions
        or ListenerKind.Lmtp;

    public bool IsImap => Kind is ListenerKind.Imap or ListenerKind.Imaps;

    /// <summary>Whether a certificate is a must.</summary>
    public bool NeedsCertificate => BeginsWithTls || RequiresTls;

    /// <summary>Whether both are the same in every respect.</summary>
    public bool IsSameAs(DaemonListener other) =>
        this with
        {
            Mechanisms = other.Mechanisms,
            Replies = other.Replies,
            TrustedProxies = other.TrustedProxies,
        } == other
        && Mechanisms.SequenceEqual(other.Mechanisms)
        && TrustedProxies.SequenceEqual(other.TrustedProxies)
        && Replies.SequenceEqual(other.Replies);

    /// <summary>SCRAM first: it shows no password even to a server that only looks like this one.</summary>
    public static IReadOnlyList<string> DefaultMechanisms { get; } =
        [Wire.SaslMechanisms.ScramSha256, Wire.SaslMechanisms.Plain, Wire.SaslMechanisms.Login];
}
