using System.Buffers;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// An SMTP client. While the engine is in AUTH, only the name of the mechanism is shown of what it says.
/// </summary>
internal sealed class SmtpDialogue(SmtpClientEngine engine, SmtpPhaseTimes times)
    : IClientDialogue, ITranscriptRedactor
{
    /// <summary>What the loop stopped at.</summary>
    public SmtpClientStep Step { get; private set; }

    public ITranscriptRedactor Redactor => this;

    public IServerContent? ServerContent => null;

    public bool IsSendingContent => engine.Phase == SmtpClientPhase.Message;

    public ClientStep Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        Step = engine.Advance(ref input, output);
        return Step.Kind switch
        {
            SmtpClientStepKind.NeedInput => new ClientStep(ClientStepKind.NeedInput, Step.Patience),
            SmtpClientStepKind.StartTls => new ClientStep(ClientStepKind.StartTls, Step.Patience),
            _ => new ClientStep(ClientStepKind.Decide),
        };
    }

    public void Signal(Signal signal) => engine.Signal(signal);

    public void TlsFailed(string explanation) => engine.TlsFailed(explanation);

    public void Charge(TimeSpan elapsed) => times.Add(engine.Phase, elapsed);

    public void ChargeHandshake(TimeSpan elapsed) => times.Add(SmtpClientPhase.StartTls, elapsed);

    public int VisibleOctets(ReadOnlySpan<byte> clientLine)
    {
        if (engine.Failure is not null || engine.Phase != SmtpClientPhase.Auth)
            return clientLine.Length;
        if (!clientLine.StartsWith("AUTH "u8))
            return 0;
        var end = clientLine["AUTH ".Length..].IndexOf((byte)' ');
        return end < 0 ? clientLine.Length : "AUTH ".Length + end + 1;
    }

    public void OnServerLine(ReadOnlySpan<byte> serverLine)
    {
        // The engine knows better than its replies what is being said.
    }
}
