using System.Diagnostics;

namespace Rockdove.Hosting;

/// <summary>The names under which IMAP endpoints can be observed, and where their activities come from.</summary>
public static class ImapTelemetry
{
    /// <summary>The meter and the source of activities: <c>AddMeter(ImapTelemetry.Name)</c>.</summary>
    public const string Name = "Rockdove.Imap";

    /// <summary>The logger of sessions.</summary>
    public const string LogCategory = "Rockdove.Imap";

    /// <summary>
    /// The logger of what is said, secrets hidden: commands and responses at Debug. Of literals, such as messages, it
    /// shows only how long they are.
    /// </summary>
    public const string WireLogCategory = "Rockdove.Imap.Wire";

    internal static readonly ActivitySource Activities = new(Name);
}
