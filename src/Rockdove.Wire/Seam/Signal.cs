namespace Rockdove.Wire;

/// <summary>What the host tells an engine that bytes cannot.</summary>
[Flags]
public enum Signal
{
    None = 0,

    /// <summary>The patience stated with the last <see cref="StepKind.NeedInput"/> has run out.</summary>
    TimedOut = 1,

    /// <summary>The server is shutting down: finish what was promised, promise nothing new.</summary>
    Stopping = 2,

    /// <summary>Something this session may be watching has changed.</summary>
    Changed = 4,

    /// <summary>The TLS handshake asked for with <see cref="StepKind.StartTls"/> has succeeded.</summary>
    TlsStarted = 8,

    /// <summary>The peer closed its side; no more bytes will come.</summary>
    PeerClosed = 16,
}
