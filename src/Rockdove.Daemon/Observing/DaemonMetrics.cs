using System.Diagnostics.Metrics;

namespace Rockdove.Daemon;

/// <summary>
/// The instruments of a daemon. Logins that failed are counted by the endpoints, whose engines alone know of all.
/// </summary>
internal sealed class DaemonMetrics
{
    private readonly Counter<long> _lockOuts;
    private readonly Counter<long> _turnedAway;

    public DaemonMetrics(IMeterFactory? meters)
    {
        var meter = meters?.Create(DaemonTelemetry.Name) ?? WithoutFactory;
        _lockOuts = meter.CreateCounter<long>(
            "rockdove.daemon.lock_outs", "{lock_out}", "Clients and accounts that were locked out.");
        _turnedAway = meter.CreateCounter<long>(
            "rockdove.daemon.logins.turned_away", "{attempt}", "Logins that were not tried, by who is locked out.");
    }

    public void OnLockOut(LockOut who) => _lockOuts.Add(1, Tag(who));

    public void OnTurnedAway(LockOut who) => _turnedAway.Add(1, Tag(who));

    private static KeyValuePair<string, object?> Tag(LockOut who) =>
        new("rockdove.daemon.locked_out", who == LockOut.Client ? "client" : "account");

    private static readonly Meter WithoutFactory = new(DaemonTelemetry.Name);
}
