using System.Globalization;

namespace Rockdove.Prober;

/// <summary>How far a schedule has come: what is kept of it when the process ends.</summary>
/// <param name="Due">When the next round is due.</param>
/// <param name="Round">Which one it is, from 0.</param>
/// <param name="Run">The run that it belongs to; 0 when it begins one.</param>
/// <param name="Plan">Of which rounds: others begin at the first one.</param>
internal sealed record SchedulePlace(DateTimeOffset Due, int Round, long Run, string Plan)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Due.ToMicroseconds()} {Round} {Run} {Plan}");

    /// <summary>Reads what <see cref="ToString"/> has written; null when it is something else.</summary>
    public static SchedulePlace? TryRead(string? text)
    {
        if (text?.Split(' ') is not [var due, var round, var run, var plan]
            || !long.TryParse(due, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            || microseconds > LastMicrosecond
            || !int.TryParse(round, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !long.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        return new SchedulePlace(JournalTime.Moment(microseconds), number, id, plan);
    }

    /// <summary>Of the year 9999, where time ends here.</summary>
    private static readonly long LastMicrosecond = DateTimeOffset.MaxValue.ToMicroseconds();
}
