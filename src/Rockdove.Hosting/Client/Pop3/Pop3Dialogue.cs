using System.Buffers;
using Rockdove.Pop3;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>A POP3 client.</summary>
internal sealed class Pop3Dialogue : IClientDialogue, ITranscriptRedactor
{
    private readonly Pop3ClientEngine _engine;
    private readonly Pop3PhaseTimes _times;
    private readonly Pop3Redactor _redactor = new();

    public Pop3Dialogue(Pop3ClientEngine engine, Pop3PhaseTimes times)
    {
        _engine = engine;
        _times = times;
        ServerContent = new Pop3MessageLines(_redactor);
    }

    /// <summary>What the loop stopped at.</summary>
    public Pop3ClientStep Step { get; private set; }

    public ITranscriptRedactor Redactor => this;

    public IServerContent ServerContent { get; }

    public bool IsSendingContent => false;

    public ClientStep Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        Step = _engine.Advance(ref input, output);
        return Step.Kind switch
        {
            Pop3ClientStepKind.NeedInput => new ClientStep(ClientStepKind.NeedInput, Step.Patience),
            Pop3ClientStepKind.StartTls => new ClientStep(ClientStepKind.StartTls, Step.Patience),
            _ => new ClientStep(ClientStepKind.Decide),
        };
    }

    public void Signal(Signal signal) => _engine.Signal(signal);

    public void TlsFailed(string explanation) => _engine.TlsFailed(explanation);

    public void Charge(TimeSpan elapsed) => _times.Add(_engine.Phase, elapsed);

    public void ChargeHandshake(TimeSpan elapsed) => _times.Add(Pop3ClientPhase.StartTls, elapsed);

    public int VisibleOctets(ReadOnlySpan<byte> clientLine) => _redactor.VisibleOctets(clientLine);

    public void OnServerLine(ReadOnlySpan<byte> serverLine)
    {
        // The redactor has been told by those who tell messages from answers: a line that is left out comes not here.
    }
}
