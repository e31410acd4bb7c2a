namespace Rockdove.Imap;

/// <summary>
/// Where a client is in its story. What fails, fails in one of these; what is timed, is timed by these.
/// </summary>
public enum ImapClientPhase : byte
{
    /// <summary>Reaching the server; the engine never sees this one.</summary>
    Connect,

    /// <summary>Waiting for the line that opens the session.</summary>
    Greeting,

    /// <summary>CAPABILITY, before TLS, behind it, and after the login.</summary>
    Capabilities,

    /// <summary>STARTTLS and the handshake.</summary>
    StartTls,

    /// <summary>LOGIN or AUTHENTICATE. What is sent in this phase must not reach a log.</summary>
    Login,

    /// <summary>Between commands.</summary>
    Ready,

    /// <summary>A command of the caller's own.</summary>
    Command,

    /// <summary>IDLE, up to DONE.</summary>
    Idle,

    /// <summary>LOGOUT.</summary>
    Logout,
}
