using System.Globalization;
using System.Text;

namespace Rockdove.Prober;

/// <summary>What somebody is told, as JSON for machines and as text for people.</summary>
/// <param name="Event"><c>opened</c>, <c>flapping</c>, <c>reminder</c> or <c>recovered</c>.</param>
/// <param name="Alert">The number of the alert.</param>
/// <param name="Rule">The rule that found it.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Since">When it began.</param>
/// <param name="At">When this happened.</param>
/// <param name="Detail">What is known of it.</param>
public sealed record AlertNotice(
    string Event, long Alert, string Rule, string Subject, DateTimeOffset Since, DateTimeOffset At, AlertDetail Detail)
{
    /// <summary>One line, which is also what Slack and its like show.</summary>
    public string Text => Event switch
    {
        "recovered" when Detail.Blame == CheckAlerts.Blame => $"{Subject}: it is well again",
        _ when Detail.Blame == CheckAlerts.Blame => $"{Subject}: {Detail.Error}",
        "recovered" => $"{Subject}: mail comes through again",
        "flapping" => $"{Subject}: mail comes through, and does not, by turns",
        "reminder" => $"{Subject}: mail still fails ({Count})",
        _ => $"{Subject}: mail fails ({Count})",
    };

    /// <summary>
    /// Where the transcripts are, below the address of the prober; null when there is no probe to show.
    /// </summary>
    public string? Link => Detail.Probe is { } probe
        ? string.Create(CultureInfo.InvariantCulture, $"/api/v1/probes/{probe}")
        : null;

    /// <summary>All of it in lines, for a mail.</summary>
    public string ToLines()
    {
        var text = new StringBuilder();
        Line(Text);
        Line("");
        Line($"Rule: {Rule}, alert {Alert.ToString(CultureInfo.InvariantCulture)}");
        Line($"To blame: {Subject} ({Detail.Blame})");
        Line($"Since: {Time(Since)}");
        if (Detail.Blame != CheckAlerts.Blame)
            Line($"Last good: {(Detail.LastGood is { } good ? Time(good) : "never since the prober began")}");
        if (Detail.Error is { } error)
            Line($"Error: {error}");
        if (Link is { } link)
            Line($"Transcripts: {link}");
        if (Detail.Pairs.Count > 0)
            Line($"Pairs: {string.Join(", ", Detail.Pairs)}");
        return text.ToString();

        void Line(string line) => text.Append(line).Append("\r\n");
    }

    internal static AlertNotice Of(long alert, AlertChange change) => new(
        AlertRows.Word(change.Kind), alert, change.Rule.Name, change.Subject, change.Since, change.At, change.Detail);

    private string Count =>
        string.Create(CultureInfo.InvariantCulture, $"{Detail.Failed} of {Detail.Measured} pairs");

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
