using Rockdove.Wire;

namespace Rockdove.Testing;

/// <summary>Something that the player does, and how far the engine must have come before the next one.</summary>
internal abstract class Move(int line)
{
    public int Line { get; } = line;

    /// <summary>The index of the first expectation that belongs to a later move.</summary>
    public int ExpectationsEnd { get; set; }

    /// <summary>The line that says so.</summary>
    public abstract override string ToString();
}

/// <summary>The connection is there.</summary>
internal sealed class StartMove() : Move(1)
{
    public override string ToString() => "(start)";
}

/// <summary>Client octets: one or more lines.</summary>
internal sealed class SendMove(int line) : Move(line)
{
    private readonly List<byte> _octets = [];

    public List<TranscriptLine> Lines { get; } = [];

    public ReadOnlyMemory<byte> Octets => _octets.ToArray();

    public override string ToString() => string.Join('\n', Lines);

    public void Add(TranscriptLine line)
    {
        Lines.Add(line);
        _octets.AddRange(line.Octets.Span);
        if (line.EndsLine)
            _octets.AddRange("\r\n"u8);
    }
}

internal sealed class SignalMove(TranscriptLine directive, Signal signal) : Move(directive.Number)
{
    public Signal Signal { get; } = signal;

    public override string ToString() => directive.ToString();
}

/// <summary>Time passes; if it is more than the engine's patience, the engine is told.</summary>
internal sealed class WaitMove(TranscriptLine directive, TimeSpan time) : Move(directive.Number)
{
    public TimeSpan Time { get; } = time;

    public override string ToString() => directive.ToString();
}

/// <summary>A directive that only the adapter can know.</summary>
internal sealed class DirectiveMove(TranscriptLine directive) : Move(directive.Number)
{
    public TranscriptLine Directive { get; } = directive;

    public override string ToString() => Directive.ToString();
}
