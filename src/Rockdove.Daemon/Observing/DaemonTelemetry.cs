namespace Rockdove.Daemon;

/// <summary>The name under which the daemon itself can be observed, beside its endpoints.</summary>
public static class DaemonTelemetry
{
    /// <summary>The meter: <c>AddMeter(DaemonTelemetry.Name)</c>.</summary>
    public const string Name = "Rockdove.Daemon";
}
