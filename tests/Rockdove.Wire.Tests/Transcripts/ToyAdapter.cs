using System.Buffers;
using Rockdove.Testing;

namespace Rockdove.Wire.Tests;

public sealed class ToyAdapter(Flaw flaw = Flaw.None) : IEngineAdapter
{
    private ToyEngine _engine = null!;

    public IServerEngine Create(IReadOnlyList<TranscriptLine> directives)
    {
        var isSecure = false;
        foreach (var directive in directives)
        {
            isSecure = directive.Word == "tls"
                ? true
                : throw new TranscriptException("toy", directive.Number, "the directive tls");
        }

        return _engine = new ToyEngine(flaw, isSecure);
    }

    public string Describe() => _engine.Question ?? throw new InvalidOperationException("No question is open.");

    public void Answer(string answer, IBufferWriter<byte> output) => _engine.Answer(answer, output);

    public void DefaultAnswer(IBufferWriter<byte> output) => _engine.Answer("+ as you like", output);

    public bool TryPerform(TranscriptLine directive, IBufferWriter<byte> output)
    {
        if (directive.Word != "shout")
            return false;
        _engine.Signal(Signal.Changed, output);
        return true;
    }
}
