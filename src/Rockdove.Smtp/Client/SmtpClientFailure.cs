namespace Rockdove.Smtp;

/// <summary>Why a connection is of no more use.</summary>
/// <param name="Phase">Where it failed.</param>
/// <param name="Cause">What kind of failure it is.</param>
/// <param name="Explanation">A sentence for people.</param>
/// <param name="Response">The reply that said so; null when there was none.</param>
public sealed record SmtpClientFailure(
    SmtpClientPhase Phase,
    SmtpClientFailureCause Cause,
    string Explanation,
    SmtpResponse? Response = null)
{
    /// <summary>True when the same attempt would fail again: a 5yz, or content that cannot be sent.</summary>
    public bool IsPermanent => Cause == SmtpClientFailureCause.ContentRefused
        || (Cause == SmtpClientFailureCause.Refused && Response?.IsPermanentFailure == true);

    public override string ToString() =>
        Response is null ? $"{Phase}: {Explanation}" : $"{Phase}: {Explanation} ({Response})";
}

/// <summary>Kinds of failure.</summary>
public enum SmtpClientFailureCause : byte
{
    /// <summary>A 4yz or 5yz to something that the session cannot do without.</summary>
    Refused,

    /// <summary>421: the server closes.</summary>
    ServiceClosing,

    /// <summary>
    /// The server said something that is not SMTP, or not an answer to what was asked. Temporary (RFC 5321 4.2.1).
    /// </summary>
    ProtocolViolation,

    /// <summary>TLS is required and STARTTLS is not offered: a server without it, or somebody who cut it out.</summary>
    TlsNotOffered,

    /// <summary>
    /// Bytes came after the reply to STARTTLS and before the handshake: somebody tries to speak inside TLS.
    /// </summary>
    InjectedBeforeTls,

    /// <summary>The handshake failed.</summary>
    TlsFailed,

    /// <summary>The server offers no mechanism that the policy allows on this connection.</summary>
    NoMechanism,

    /// <summary>The server could not prove that it knows the secret, or broke the rules of the mechanism.</summary>
    ServerNotAuthenticated,

    /// <summary>
    /// The content holds a bare CR or LF. The message was left without its end, so it is not delivered.
    /// </summary>
    ContentRefused,

    /// <summary>The server closed the connection.</summary>
    PeerClosed,

    /// <summary>The server took longer than <see cref="SmtpClientTimeouts"/> allows.</summary>
    TimedOut,

    /// <summary>No connection came about. Whoever connects says so; the engine never does.</summary>
    Unreachable,
}
