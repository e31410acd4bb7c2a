using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>How long each phase of a client connection took.</summary>
/// <remarks>
/// A phase that happens several times is added up. In a pipeline, the wait for all replies of a batch counts for the
/// command whose reply was the next to come, so ask for no pipelining to time each command by itself.
/// </remarks>
public sealed class SmtpPhaseTimes
{
    private readonly TimeSpan[] _phases = new TimeSpan[(int)SmtpClientPhase.Quit + 1];

    /// <summary>
    /// Finding the addresses of the server's name; not part of <see cref="SmtpClientPhase.Connect"/>.
    /// </summary>
    public TimeSpan Resolving { get; private set; }

    /// <summary>
    /// The time spent in one phase. <see cref="SmtpClientPhase.StartTls"/> holds the handshake, also of implicit TLS;
    /// <see cref="SmtpClientPhase.Ready"/> is the caller's own time.
    /// </summary>
    public TimeSpan this[SmtpClientPhase phase] => _phases[(int)phase];

    /// <summary>All but the caller's own time.</summary>
    public TimeSpan Total => _phases.Aggregate(Resolving, (sum, phase) => sum + phase) - this[SmtpClientPhase.Ready];

    /// <summary>What has been added since <paramref name="earlier"/> was copied from the same connection.</summary>
    public SmtpPhaseTimes Since(SmtpPhaseTimes earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var since = new SmtpPhaseTimes { Resolving = Resolving - earlier.Resolving };
        for (var i = 0; i < _phases.Length; i++)
            since._phases[i] = _phases[i] - earlier._phases[i];
        return since;
    }

    /// <summary>The times as they are now.</summary>
    public SmtpPhaseTimes Copy() => Since(new SmtpPhaseTimes());

    internal void AddResolving(TimeSpan elapsed) => Resolving += elapsed;

    internal void Add(SmtpClientPhase phase, TimeSpan elapsed) => _phases[(int)phase] += elapsed;
}
