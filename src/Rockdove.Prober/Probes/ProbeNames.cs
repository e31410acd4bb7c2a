namespace Rockdove.Prober;

/// <summary>Outcomes and stages by the words that databases, metrics and JSON have for them.</summary>
public static class ProbeNames
{
    private static readonly string[] Outcomes =
    [
        "delivered", "delivered_spam", "late", "bounced", "lost", "duplicate", "rejected", "send_failed", "tls_failed",
        "auth_failed", "receive_failed", "skipped_budget", "unknown",
    ];

    private static readonly string[] States = ["queued", "sending", "sent", "overdue", "resolved"];

    private static readonly string[] Stages =
    [
        "dns", "connect", "banner", "ehlo", "tls", "auth", "mail", "rcpt", "data", "final", "select", "fetch", "poll",
        "cleanup",
    ];

    public static string Of(ProbeOutcome outcome) => Outcomes[(int)outcome];

    public static string Of(ProbeState state) => States[(int)state];

    public static string Of(ProbeStage stage) => Stages[(int)stage];

    /// <summary>Whether the mail came in time, wherever it lies and however often.</summary>
    public static bool IsGood(ProbeOutcome outcome) =>
        outcome is ProbeOutcome.Delivered or ProbeOutcome.DeliveredSpam or ProbeOutcome.Duplicate;

    /// <summary>Whether it says anything of the way: a mail that was not sent, or perhaps not, says nothing.</summary>
    public static bool IsVerdict(ProbeOutcome outcome) =>
        outcome is not (ProbeOutcome.SkippedForBudget or ProbeOutcome.Unknown);

    /// <summary>The outcome of this name; null for a name that is none.</summary>
    public static ProbeOutcome? Outcome(string name) =>
        Array.IndexOf(Outcomes, name) is >= 0 and var at ? (ProbeOutcome)at : null;

    /// <summary>The state of this name; null for a name that is none.</summary>
    public static ProbeState? State(string name) =>
        Array.IndexOf(States, name) is >= 0 and var at ? (ProbeState)at : null;

    /// <summary>The stage of this name; null for a name that is none.</summary>
    public static ProbeStage? Stage(string name) =>
        Array.IndexOf(Stages, name) is >= 0 and var at ? (ProbeStage)at : null;
}
