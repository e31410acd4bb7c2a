namespace Rockdove.Smtp;

/// <summary>
/// Where a client is in its story. What fails, fails in one of these; what is timed, is timed by these.
/// </summary>
public enum SmtpClientPhase : byte
{
    /// <summary>Reaching the server; the engine never sees this one.</summary>
    Connect,

    /// <summary>Waiting for the 220 that opens the session.</summary>
    Greeting,

    /// <summary>EHLO, HELO or LHLO.</summary>
    Hello,

    /// <summary>STARTTLS and the handshake.</summary>
    StartTls,

    /// <summary>AUTH. What is sent in this phase must not reach a log.</summary>
    Auth,

    /// <summary>Between transactions.</summary>
    Ready,

    /// <summary>A command of the caller's own.</summary>
    Command,

    /// <summary>MAIL, and the RSET that may come before it.</summary>
    Mail,

    /// <summary>RCPT.</summary>
    Recipient,

    /// <summary>DATA, up to its 354.</summary>
    Data,

    /// <summary>The content and the reply to it.</summary>
    Message,

    /// <summary>QUIT.</summary>
    Quit,
}
