using System.Text;

namespace Rockdove.Prober;

/// <summary>What the picture says in words.</summary>
internal static class MatrixWords
{
    public static string Title(ProbePair pair, string state) => $"{Way(pair)}: {state}";

    public static string Way(ProbePair pair) => $"{Name(pair.From)} → {Name(pair.To)}";

    /// <summary>
    /// The name among other words: one that is written from the right is kept together, so that it does not turn round
    /// what stands beside it (Unicode Standard Annex 9 section 2.4).
    /// </summary>
    public static string Name(string name) =>
        name.EnumerateRunes().Any(IsFromRight) ? $"\u2068{name}\u2069" : name;

    public static string State(MatrixCell cell) => cell.State switch
    {
        ProbeState.Queued => "waits for its turn",
        ProbeState.Sending => "is being sent",
        ProbeState.Sent => $"under way{For(cell.Age)}",
        ProbeState.Overdue => $"overdue{For(cell.Age)}",
        _ => cell.Outcome switch
        {
            ProbeOutcome.Delivered => cell.Delivery is null ? "delivered, time unknown" : $"delivered in {Time(cell)}",
            ProbeOutcome.DeliveredSpam => $"delivered as spam{After(cell)}",
            ProbeOutcome.Late => $"late{After(cell)}",
            ProbeOutcome.Bounced => "bounced",
            ProbeOutcome.Lost => "lost",
            ProbeOutcome.Duplicate => $"came more than once{After(cell)}",
            ProbeOutcome.Rejected => "refused",
            ProbeOutcome.SendFailed => "could not be sent",
            ProbeOutcome.TlsFailed => "no protected connection",
            ProbeOutcome.AuthenticationFailed => "login refused",
            ProbeOutcome.ReceiveFailed => "mailbox not readable",
            ProbeOutcome.SkippedForBudget => "skipped, to keep within limits",
            _ => "unknown: the prober was stopped while it sent",
        },
    };

    public static string Details(MatrixCell cell)
    {
        var details = new StringBuilder();
        if (cell.Failure is { } failure)
            Say($"At {ProbeNames.Of(failure.Stage)}: {Reply(failure)}");
        if (cell.Delivery is not null && cell.Uncertainty is { } uncertainty)
            Say($"Known to {DurationText.Of(uncertainty)}.");
        if (cell.Median is { } median)
            Say($"Median {DurationText.Of(median)}.");
        if (cell.History.Count > 0)
            Say($"Of the last {cell.History.Count}, {cell.History.Count(time => time is not null)} came.");
        if (cell.Flags.HasFlag(ProbeFlags.Greylisted))
            Say("Looks like greylisting.");
        if (cell.Flags.HasFlag(ProbeFlags.ClockOff))
            Say("A server's clock is off.");
        if (cell.Flags.HasFlag(ProbeFlags.ClockStep))
            Say("Our clock was set meanwhile.");
        if (cell.Flags.HasFlag(ProbeFlags.Resumed))
            Say("Resumed after a stop.");
        return details.ToString();

        void Say(string sentence) => details.Append(details.Length > 0 ? " " : "").Append(sentence);
    }

    public static string Summary(MatrixTally tally)
    {
        var text = $"{tally.Arrived} of {tally.Measured} arrived";
        return tally.Median is { } median ? $"{text}, median {DurationText.Of(median)}" : text;
    }

    /// <summary>One sentence on what is at fault.</summary>
    public static string Blame(BlameFinding finding)
    {
        var count = $"{finding.Failed} of {finding.Measured} ways";
        return finding.Kind switch
        {
            BlameKind.Sender => $"Mail from {Name(finding.From ?? "")} fails: {count}.",
            BlameKind.Receiver => $"Mail to {Name(finding.To ?? "")} fails: {count}.",
            BlameKind.Account => $"{Name(finding.From ?? finding.To ?? "")} fails both ways: {count}. "
                + "It is the account or its provider.",
            BlameKind.Pair => $"{Way(new ProbePair(finding.From ?? "", finding.To ?? ""))} fails, and nothing else "
                + "explains it.",
            _ => $"Nearly everything fails: {count}. It is the prober or its network.",
        };
    }

    private static string Reply(ProbeFailure failure)
    {
        var text = string.Join(' ', new[] { $"{failure.Code}", failure.EnhancedCode ?? "", failure.Text }
            .Where(part => part.Length > 0));
        return text.Length <= MaximumReply ? text : text[..MaximumReply] + "…";
    }

    private static string Time(MatrixCell cell) => DurationText.Of(cell.Delivery ?? default, cell.Uncertainty);

    private static string After(MatrixCell cell) => cell.Delivery is null ? "" : $", after {Time(cell)}";

    private static string For(TimeSpan? age) => age is null ? "" : $" for {DurationText.Of(age.Value)}";

    /// <summary>Hebrew to Arabic Extended, their presentation forms, and those of the upper planes.</summary>
    private static bool IsFromRight(Rune rune) => rune.Value
        is >= 0x590 and <= 0x8FF or >= 0xFB1D and <= 0xFDFF or >= 0xFE70 and <= 0xFEFF
        or >= 0x10800 and <= 0x10FFF or >= 0x1E800 and <= 0x1EFFF or 0x200F or 0x202B or 0x202E or 0x2067;

    private const int MaximumReply = 160; // A tooltip of two lines.
}
