namespace Rockdove.Mock;

/// <summary>A moment of a conversation at which a script may step in.</summary>
public enum MockMoment
{
    /// <summary>Somebody connected; the reply is the greeting. Matched by the client's address.</summary>
    Connect,

    /// <summary>
    /// A TLS handshake begins, by STARTTLS or on the port for it. Matched by the name the client asks for.
    /// </summary>
    Tls,

    /// <summary>EHLO, HELO or LHLO, whichever it is. Matched by the client's name.</summary>
    Hello,

    /// <summary>
    /// EHLO alone, as for a server that makes clients fall back to HELO. Matched by the client's name.
    /// </summary>
    Ehlo,

    /// <summary>HELO alone. Matched by the client's name.</summary>
    Helo,

    /// <summary>LHLO, in LMTP. Matched by the client's name.</summary>
    Lhlo,

    /// <summary>STARTTLS, before the handshake. Nothing to match.</summary>
    StartTls,

    /// <summary>Somebody has said who they are and how they prove it. Matched by the identity.</summary>
    Auth,

    /// <summary>MAIL. Matched by the reverse-path without brackets; empty for the null one.</summary>
    Mail,

    /// <summary>RCPT. Matched by the forward-path without brackets.</summary>
    Recipient,

    /// <summary>DATA, or the first BDAT of a message. Nothing to match.</summary>
    Data,

    /// <summary>
    /// So many octets of a message have come, without the dots that the client added; nothing can be said here, only
    /// done. Matched by the reverse-path.
    /// </summary>
    Content,

    /// <summary>The final dot, or the last BDAT. Matched by the subject.</summary>
    Message,

    /// <summary>RSET. Matched by its argument.</summary>
    Reset,

    /// <summary>NOOP. Matched by its argument.</summary>
    Noop,

    /// <summary>QUIT. Matched by its argument.</summary>
    Quit,

    /// <summary>VRFY. Matched by its argument.</summary>
    Verify,

    /// <summary>EXPN. Matched by its argument.</summary>
    Expand,

    /// <summary>HELP. Matched by its argument.</summary>
    Help,

    /// <summary>
    /// Any command line, known or not, before anything looks at it. Matched by the line, the verb upper case. A rule
    /// that replies here has the only word; one that only slows down leaves it to the moment of the verb.
    /// </summary>
    Command,
}
