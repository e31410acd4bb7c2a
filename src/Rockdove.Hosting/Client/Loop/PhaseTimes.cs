namespace Rockdove.Hosting;

/// <summary>How long each phase of a client connection took. A phase that happens several times is added up.</summary>
/// <typeparam name="TPhase">The phases of the protocol.</typeparam>
public class PhaseTimes<TPhase>
    where TPhase : struct, Enum
{
    private readonly Dictionary<TPhase, TimeSpan> _phases = [];
    private readonly TPhase _ours;

    /// <param name="ours">The phase between commands.</param>
    private protected PhaseTimes(TPhase ours) => _ours = ours;

    /// <summary>Finding the addresses of the server's name; not part of connecting.</summary>
    public TimeSpan Resolving { get; private set; }

    /// <summary>The addresses of the name were found, or it is an address.</summary>
    public bool IsResolved { get; private set; }

    /// <summary>
    /// The time spent in one phase. StartTls holds the handshake, also of implicit TLS; Ready is the caller's own time.
    /// </summary>
    public TimeSpan this[TPhase phase] => _phases.GetValueOrDefault(phase);

    /// <summary>All but the caller's own time.</summary>
    public TimeSpan Total => _phases.Values.Aggregate(Resolving, (sum, phase) => sum + phase) - this[_ours];

    internal void Add(Dialled dialled, TPhase connect)
    {
        Resolving += dialled.Resolving;
        IsResolved = dialled.IsResolved;
        Add(connect, dialled.Connecting);
    }

    internal void Add(TPhase phase, TimeSpan elapsed) => _phases[phase] = this[phase] + elapsed;

    /// <summary>Adds what those have.</summary>
    private protected void Add(PhaseTimes<TPhase> others, bool isNegative = false)
    {
        Resolving += isNegative ? -others.Resolving : others.Resolving;
        IsResolved = others.IsResolved;
        foreach (var (phase, elapsed) in others._phases)
            Add(phase, isNegative ? -elapsed : elapsed);
    }
}
