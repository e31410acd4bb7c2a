namespace Rockdove.Pop3;

/// <summary>Why a session is of no more use.</summary>
/// <param name="Cause">For a program.</param>
/// <param name="Explanation">For a person, in a sentence.</param>
/// <param name="Response">What the server said, if that is why.</param>
public sealed record Pop3ClientFailure(
    Pop3ClientFailureCause Cause, string Explanation, Pop3Response? Response = null)
{
    /// <summary>Where it failed.</summary>
    public Pop3ClientPhase Phase { get; init; }

    public override string ToString() =>
        Response is null ? $"{Phase}: {Explanation}" : $"{Phase}: {Explanation} ({Response.Text})";
}

/// <summary>Kinds of failures.</summary>
public enum Pop3ClientFailureCause : byte
{
    /// <summary>The server said no to the greeting, to STLS, or to the login.</summary>
    Refused,

    /// <summary>TLS is required and not offered.</summary>
    TlsUnavailable,

    /// <summary>The handshake failed.</summary>
    TlsFailed,

    /// <summary>Octets came in clear after the answer to STLS.</summary>
    InjectedBeforeTls,

    /// <summary>No way to log in is offered that we know, allow, and have the secret for.</summary>
    NoWayToLogIn,

    /// <summary>The server let us in without the proof that the mechanism asks of it.</summary>
    ServerNotAuthenticated,

    /// <summary>The server said what is no answer, or too much.</summary>
    ProtocolViolation,

    PeerClosed,

    TimedOut,

    /// <summary>No connection came about. Whoever connects says so; the engine never does.</summary>
    Unreachable,
}
