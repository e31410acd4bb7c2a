using System.Globalization;

namespace Rockdove.Prober;

/// <summary>How many mails an account would send, and may.</summary>
/// <param name="Account">Its name.</param>
/// <param name="PerRun">Mails in one run of all pairs.</param>
/// <param name="Every">How often all pairs are run; null for once.</param>
/// <param name="Limits">What it may.</param>
public sealed record SendingBudget(string Account, int PerRun, TimeSpan? Every, SendLimits Limits)
{
    /// <summary>Mails in a day; those of the one run where there is no schedule.</summary>
    public int PerDay => In(TimeSpan.FromDays(1));

    /// <summary>What cannot be, and what would help; null when it can.</summary>
    public string? Mistake =>
        Over(Limits.PerDay, TimeSpan.FromDays(1), "a day", "perDay")
        ?? Over(Limits.PerHour, TimeSpan.FromHours(1), "an hour", "perHour");

    private int In(TimeSpan span) => Every is { } every
        ? (int)Math.Min(int.MaxValue, Math.Ceiling(PerRun * Math.Max(1, span / every)))
        : PerRun;

    private string? Over(int? limit, TimeSpan span, string word, string key)
    {
        if (limit is not { } most || In(span) <= most)
            return null;
        var would = string.Create(
            CultureInfo.InvariantCulture,
            $"accounts:{Account} would send {In(span)} mails in {word} ({PerRun} pairs"
            + $"{(Every is { } every ? $", each every {every:c}" : "")}), and may send {most}");
        var slower = Every is null || PerRun > most
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $"set schedule:matrixEvery to {Enough(most, span):c} or more, ");
        return $"{would}; {slower}take pairs out with pairs:exclude, or raise accounts:{Account}:limits:{key} if the "
            + "provider lets you";
    }

    /// <summary>In whole minutes.</summary>
    private TimeSpan Enough(int most, TimeSpan span) =>
        TimeSpan.FromMinutes(Math.Ceiling(PerRun * span.TotalMinutes / most));

    /// <summary>For each account that sends.</summary>
    internal static IReadOnlyList<SendingBudget> Of(
        IReadOnlyList<ProbeAccount> accounts, IReadOnlyList<ProbePair> pairs, TimeSpan? every) =>
    [
        .. accounts.Where(account => account.Send is not null).Select(account => new SendingBudget(
            account.Name, pairs.Count(pair => pair.From == account.Name), every, account.Limits)),
    ];
}
