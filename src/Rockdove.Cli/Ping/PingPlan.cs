using System.Globalization;
using Rockdove.Prober;

namespace Rockdove.Cli;

/// <summary>What a configuration would do, in words: <c>rockdove ping --check</c>.</summary>
internal static class PingPlan
{
    /// <param name="configuration">What is planned.</param>
    /// <param name="database">The file that counts; null for results in memory.</param>
    /// <param name="output">Where it is told.</param>
    public static void Print(ProberConfiguration configuration, string? database, TextWriter output)
    {
        foreach (var account in configuration.Accounts)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{account.Name} <{account.Address}> sends by {Server(account.Send)}, "
                + $"receives by {Receiving(account)}"));
        }

        output.WriteLine(Text($"{configuration.Pairs.Count} pairs, {configuration.Workers} mails at one time"));
        foreach (var budget in configuration.Budgets(configuration.Schedule.MatrixEvery))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{budget.Account} sends {budget.PerRun} mails in a run, {budget.PerDay} in a day of "
                + $"rockdove ping serve (every {configuration.Schedule.MatrixEvery:c}), and may send "
                + $"{Limits(budget.Limits)}"));
        }

        foreach (var mistake in configuration.ScheduleMistakes)
            output.WriteLine($"rockdove ping serve would refuse: {mistake}");
        output.WriteLine(database is not null
            ? $"results in {Path.GetFullPath(database)}"
            : "results in memory, gone when the run ends");
        output.WriteLine("the configuration can be used");
    }

    private static string Server(ProbeServer? server) => server is null
        ? "nothing"
        : $"{server} ({server.Security.ToString().ToLowerInvariant()})";

    private static string Receiving(ProbeAccount account) => account.Receive is null
        ? "nothing"
        : $"{account.Protocol.ToString().ToLowerInvariant()} {Server(account.Receive)}";

    private static string Limits(SendLimits limits)
    {
        var words = new List<string>();
        if (limits.PerMinute is { } minute)
            words.Add(Text($"{minute} a minute"));
        if (limits.PerHour is { } hour)
            words.Add(Text($"{hour} an hour"));
        if (limits.PerDay is { } day)
            words.Add(Text($"{day} a day"));
        return words.Count == 0 ? "any number" : string.Join(", ", words);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
