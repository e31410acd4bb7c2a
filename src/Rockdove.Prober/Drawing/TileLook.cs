namespace Rockdove.Prober;

/// <summary>How a cell looks: its paint, its shape and its word. No two states share both shape and word.</summary>
/// <param name="Paint">The class of <see cref="SvgPalette"/> that it is filled with.</param>
/// <param name="Glyph">The shape of <see cref="SvgGlyphs"/>; null for none.</param>
/// <param name="Word">What stands in the cell; null for the time that it took.</param>
/// <param name="Legend">What the legend says of it.</param>
internal sealed record TileLook(string Paint, string? Glyph, string? Word, string Legend)
{
    public static TileLook Of(MatrixCell cell) => cell.State switch
    {
        ProbeState.Queued => Queued,
        ProbeState.Sending => Sending,
        ProbeState.Sent => Sent,
        ProbeState.Overdue => Overdue,
        _ => cell.Outcome switch
        {
            ProbeOutcome.Delivered => cell.Delivery is { } delivery ? Delivered[LatencyClass.Of(delivery)] : Untimed,
            ProbeOutcome.DeliveredSpam => Spam,
            ProbeOutcome.Late => Late,
            ProbeOutcome.Bounced => Bounced,
            ProbeOutcome.Lost => Lost,
            ProbeOutcome.Duplicate => Duplicate,
            ProbeOutcome.Rejected => Rejected,
            ProbeOutcome.SendFailed => SendFailed,
            ProbeOutcome.TlsFailed => TlsFailed,
            ProbeOutcome.AuthenticationFailed => LoginFailed,
            ProbeOutcome.ReceiveFailed => ReceiveFailed,
            ProbeOutcome.SkippedForBudget => Skipped,
            _ => Unknown,
        },
    };

    /// <summary>One for each class of delivery times.</summary>
    public static IReadOnlyList<TileLook> Delivered { get; } =
        [.. Enumerable.Range(0, LatencyClass.Count).Select(i => new TileLook($"c{i}", null, null, "delivered"))];

    public static TileLook Untimed { get; } = new("none", "tick", "came", "delivered, time unknown");

    public static TileLook Spam { get; } = new("spam", "spam", "spam", "delivered as spam");

    public static TileLook Late { get; } = new("late", "clock", "late", "late");

    public static TileLook Duplicate { get; } = new("late", "twice", "twice", "more than once");

    public static TileLook Bounced { get; } = new("fail", "bounce", "bounced", "bounced");

    public static TileLook Lost { get; } = new("fail", "lost", "lost", "lost");

    public static TileLook Rejected { get; } = new("fail", "bar", "refused", "refused");

    public static TileLook SendFailed { get; } = new("fail", "unsent", "unsent", "could not be sent");

    public static TileLook TlsFailed { get; } = new("fail", "lock", "TLS", "no protected connection");

    public static TileLook LoginFailed { get; } = new("fail", "key", "login", "login refused");

    public static TileLook ReceiveFailed { get; } = new("fail", "tray", "mailbox", "mailbox not readable");

    /// <summary>Several at once, where a cell stands for a group.</summary>
    public static TileLook Failed { get; } = new("fail", "cross", "failed", "failed");

    public static TileLook Skipped { get; } = new("none", "pause", "skipped", "skipped, to keep within limits");

    public static TileLook Unknown { get; } = new("none", "question", "unknown", "unknown");

    public static TileLook NotMeasured { get; } = new("none", null, "", "not measured");

    public static TileLook Queued { get; } = new("open", "dots", "queued", "waiting");

    public static TileLook Sending { get; } = new("open", "arrow", "sending", "being sent");

    public static TileLook Sent { get; } = new("open", "letter", "sent", "under way");

    public static TileLook Overdue { get; } = new("over", "glass", "overdue", "overdue");

    /// <summary>In the order of the legend, which has the times before them.</summary>
    public static IReadOnlyList<TileLook> States { get; } =
    [
        Untimed, Spam, Late, Duplicate, Bounced, Lost, Rejected, SendFailed, TlsFailed, LoginFailed, ReceiveFailed,
        Failed, Overdue, Sent, Sending, Queued, Skipped, Unknown, NotMeasured,
    ];
}
