namespace Rockdove.Pop3;

/// <summary>What the caller must do before it calls <see cref="Pop3ClientEngine.Advance"/> again.</summary>
public enum Pop3ClientStepKind : byte
{
    /// <summary>Send what was written, then read more, for at most <see cref="Pop3ClientStep.Patience"/>.</summary>
    NeedInput,

    /// <summary>
    /// Send what was written, do the handshake, then signal <see cref="Wire.Signal.TlsStarted"/> or call
    /// <see cref="Pop3ClientEngine.TlsFailed"/>.
    /// </summary>
    StartTls,

    /// <summary>Take <see cref="Pop3ClientStep.Content"/>, a slice of a message without the added dots.</summary>
    Content,

    /// <summary>The last command was answered, or there was none: give the next.</summary>
    Ready,

    /// <summary>QUIT was answered: close.</summary>
    Done,

    /// <summary><see cref="Pop3ClientEngine.Failure"/> says why. Close.</summary>
    Failed,
}

/// <summary>One step of a client.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Content">A slice of the input, good until the next call.</param>
/// <param name="Patience">How long to wait for the peer.</param>
public readonly record struct Pop3ClientStep(
    Pop3ClientStepKind Kind, ReadOnlyMemory<byte> Content = default, TimeSpan Patience = default);
