namespace Rockdove.Imap;

/// <summary>Why a session is of no more use.</summary>
/// <param name="Cause">For a program.</param>
/// <param name="Explanation">For a person, in a sentence.</param>
/// <param name="Result">What the server said, if that is why.</param>
public sealed record ImapClientFailure(ImapClientFailureCause Cause, string Explanation, ImapResult? Result = null)
{
    /// <summary>Where it failed.</summary>
    public ImapClientPhase Phase { get; init; }

    public override string ToString() =>
        Result is null ? $"{Phase}: {Explanation}" : $"{Phase}: {Explanation} ({Result.Text})";
}

/// <summary>Kinds of failures.</summary>
public enum ImapClientFailureCause : byte
{
    /// <summary>The server turned us away, refused STARTTLS, or refused the login.</summary>
    Refused,

    /// <summary>TLS is required and not offered, or it is too late for it.</summary>
    TlsUnavailable,

    /// <summary>The handshake failed.</summary>
    TlsFailed,

    /// <summary>Octets came in clear after the answer to STARTTLS.</summary>
    InjectedBeforeTls,

    /// <summary>No way to log in is offered that we know, allow, and have the secret for.</summary>
    NoWayToLogIn,

    /// <summary>The server let us in without the proof that the mechanism asks of it.</summary>
    ServerNotAuthenticated,

    /// <summary>The server said what is no response, or too much.</summary>
    ProtocolViolation,

    /// <summary>The server said BYE, without being asked to.</summary>
    Bye,

    PeerClosed,

    TimedOut,

    /// <summary>No connection came about. Whoever connects says so; the engine never does.</summary>
    Unreachable,
}
