namespace Rockdove.Smtp;

/// <summary>What the caller must do before it calls <see cref="SmtpClientEngine.Advance"/> again.</summary>
public enum SmtpClientStepKind : byte
{
    /// <summary>Send what was written, then read more, for at most <see cref="SmtpClientStep.Patience"/>.</summary>
    NeedInput,

    /// <summary>
    /// Send what was written, do the handshake, then signal <see cref="Wire.Signal.TlsStarted"/> or call
    /// <see cref="SmtpClientEngine.TlsFailed"/>. Bytes that come meanwhile belong to the handshake, never to the
    /// engine.
    /// </summary>
    StartTls,

    /// <summary>The session is open and nothing is going on: begin a transaction, send a command, or quit.</summary>
    Ready,

    /// <summary>Give a piece of content to <see cref="SmtpClientEngine.WriteContent"/>.</summary>
    SendContent,

    /// <summary>QUIT was answered: close.</summary>
    Done,

    /// <summary>
    /// <see cref="SmtpClientEngine.Failure"/> says why. Close, after QUIT if <see cref="SmtpClientEngine.CanQuit"/>.
    /// </summary>
    Failed,
}

/// <summary>One step of a client.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Patience">How long to wait for the peer, in reading and in sending (RFC 5321 section 4.5.3.2).</param>
public readonly record struct SmtpClientStep(SmtpClientStepKind Kind, TimeSpan Patience = default);
