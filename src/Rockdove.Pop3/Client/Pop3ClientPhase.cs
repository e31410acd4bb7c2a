namespace Rockdove.Pop3;

/// <summary>
/// Where a client is in its story. What fails, fails in one of these; what is timed, is timed by these.
/// </summary>
public enum Pop3ClientPhase : byte
{
    /// <summary>Reaching the server; the engine never sees this one.</summary>
    Connect,

    /// <summary>Waiting for the line that opens the session.</summary>
    Greeting,

    /// <summary>CAPA, before TLS and behind it.</summary>
    Capabilities,

    /// <summary>STLS and the handshake.</summary>
    StartTls,

    /// <summary>AUTH, APOP, or USER and PASS. What is sent in this phase must not reach a log.</summary>
    Login,

    /// <summary>Between commands.</summary>
    Ready,

    /// <summary>A command of the caller's own, with all of its answer.</summary>
    Command,

    /// <summary>QUIT.</summary>
    Quit,
}
