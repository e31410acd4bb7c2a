using System.Diagnostics;

namespace Rockdove.Outbox;

/// <summary>The name under which attempts of a queue can be observed.</summary>
public static class OutboxTelemetry
{
    /// <summary>The source of activities, one for each attempt: <c>AddSource(OutboxTelemetry.Name)</c>.</summary>
    public const string Name = "Rockdove.Outbox";

    /// <summary>Begins the activity of an attempt; null while nobody listens. Addresses are not told.</summary>
    internal static Activity? Begin(OutboxItem item) =>
        Activities.StartActivity("outbox attempt", ActivityKind.Client)
            ?.SetTag("rockdove.outbox.kind", item.Kind == OutboxKind.Mail ? "mail" : "webhook")
            .SetTag("rockdove.outbox.place", item.Place)
            .SetTag("rockdove.outbox.attempt", item.Attempts + 1)
            .SetTag("rockdove.outbox.size", item.Bytes);

    /// <summary>Tells what became of the recipients; an attempt after which one waits or will not get it has failed.
    /// </summary>
    internal static void End(this Activity activity, IReadOnlyList<CourierResult> results)
    {
        var delivered = results.Count(one => one.Outcome == OutboxOutcome.Delivered);
        activity.SetTag("rockdove.outbox.delivered", delivered)
            .SetTag("rockdove.outbox.failed", results.Count(one => one.Outcome == OutboxOutcome.Failed))
            .SetTag("rockdove.outbox.waiting", results.Count(one => one.Outcome == OutboxOutcome.Waiting));
        if (delivered < results.Count)
            activity.SetStatus(ActivityStatusCode.Error);
    }

    private static readonly ActivitySource Activities = new(Name);
}
