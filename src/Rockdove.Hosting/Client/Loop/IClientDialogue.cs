using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// One client engine as <see cref="ClientLoop"/> sees it. What only one protocol knows stays with its connection: the
/// loop stops there, and the dialogue has the step.
/// </summary>
internal interface IClientDialogue
{
    /// <summary>Knows which lines of ours are secret.</summary>
    ITranscriptRedactor Redactor { get; }

    /// <summary>Knows which octets of the server's are messages; null where a server sends none.</summary>
    IServerContent? ServerContent { get; }

    /// <summary>What is written now belongs to a message.</summary>
    bool IsSendingContent { get; }

    /// <summary>See the engines.</summary>
    ClientStep Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output);

    /// <summary>See the engines.</summary>
    void Signal(Signal signal);

    /// <summary>The handshake that was asked for has failed.</summary>
    void TlsFailed(string explanation);

    /// <summary>So much time was spent in the phase that the engine is in.</summary>
    void Charge(TimeSpan elapsed);

    /// <summary>So much time was spent in a handshake.</summary>
    void ChargeHandshake(TimeSpan elapsed);
}

/// <summary>What the loop must do, or that it is not the loop's to do.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Patience">How long to wait for the peer.</param>
internal readonly record struct ClientStep(ClientStepKind Kind, TimeSpan Patience = default);

internal enum ClientStepKind : byte
{
    /// <summary>Send what was written, then read more.</summary>
    NeedInput,

    /// <summary>Send what was written, then do the handshake.</summary>
    StartTls,

    /// <summary>The connection knows what.</summary>
    Decide,
}
