using System.Diagnostics;

namespace Rockdove.Hosting;

/// <summary>The names under which SMTP endpoints can be observed, and where their activities come from.</summary>
public static class SmtpTelemetry
{
    /// <summary>The meter and the source of activities: <c>AddMeter(SmtpTelemetry.Name)</c>.</summary>
    public const string Name = "Rockdove.Smtp";

    /// <summary>The logger of sessions.</summary>
    public const string LogCategory = "Rockdove.Smtp";

    /// <summary>
    /// The logger of what is said, secrets hidden: commands and replies at Debug, messages at Trace.
    /// </summary>
    public const string WireLogCategory = "Rockdove.Smtp.Wire";

    internal static readonly ActivitySource Activities = new(Name);
}
