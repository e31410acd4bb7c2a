using System.Buffers;
using Rockdove.Imap;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>An IMAP client.</summary>
internal sealed class ImapDialogue(ImapClientEngine engine, ImapPhaseTimes times) : IClientDialogue
{
    /// <summary>What the loop stopped at.</summary>
    public ImapClientStep Step { get; private set; }

    public ITranscriptRedactor Redactor { get; } = new ImapRedactor();

    public IServerContent? ServerContent { get; } = new ImapLiterals();

    public bool IsSendingContent => engine.ContentLeft > 0;

    public ClientStep Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        Step = engine.Advance(ref input, output);
        return Step.Kind switch
        {
            ImapClientStepKind.NeedInput => new ClientStep(ClientStepKind.NeedInput, Step.Patience),
            ImapClientStepKind.StartTls => new ClientStep(ClientStepKind.StartTls, Step.Patience),
            _ => new ClientStep(ClientStepKind.Decide),
        };
    }

    public void Signal(Signal signal) => engine.Signal(signal);

    public void TlsFailed(string explanation) => engine.TlsFailed(explanation);

    public void Charge(TimeSpan elapsed) => times.Add(engine.Phase, elapsed);

    public void ChargeHandshake(TimeSpan elapsed) => times.Add(ImapClientPhase.StartTls, elapsed);
}
