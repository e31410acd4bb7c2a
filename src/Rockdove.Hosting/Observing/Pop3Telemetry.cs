using System.Diagnostics;

namespace Rockdove.Hosting;

/// <summary>The names under which POP3 endpoints can be observed, and where their activities come from.</summary>
public static class Pop3Telemetry
{
    /// <summary>The meter and the source of activities: <c>AddMeter(Pop3Telemetry.Name)</c>.</summary>
    public const string Name = "Rockdove.Pop3";

    /// <summary>The logger of sessions.</summary>
    public const string LogCategory = "Rockdove.Pop3";

    /// <summary>The logger of what is said, secrets hidden: commands and replies at Debug, messages at Trace.</summary>
    public const string WireLogCategory = "Rockdove.Pop3.Wire";

    internal static readonly ActivitySource Activities = new(Name);
}
