using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rockdove.Prober;

namespace Rockdove.Cli;

/// <summary>One result as a line of text, and as one of JSON.</summary>
internal static class PingReport
{
    public static string Line(ProbeReport result, int width)
    {
        var pair = $"{result.Pair}".PadRight(width);
        var word = Word(result);
        var time = result.Resolution is { Delivery: { } delivery } resolution
            ? $"{word,-14} {Time(delivery)}{Range(resolution, delivery)}"
            : word;
        var why = result.Resolution?.Failure is { } failure
            ? $" at {ProbeNames.Of(failure.Stage)}: {failure.Text}"
            : "";
        return $"{pair}  {time}{why}{Notes(result.Resolution?.Flags ?? default)}".TrimEnd();
    }

    public static string Json(ProbeReport result) =>
        JsonSerializer.Serialize(PingResultJson.Of(result), PingJson.Default.PingResultJson);

    public static string Json(PingSummaryJson summary) =>
        JsonSerializer.Serialize(summary, PingJson.Default.PingSummaryJson);

    public static string Word(ProbeReport result) => result.Outcome is { } outcome
        ? ProbeNames.Of(outcome)
        : ProbeNames.Of(result.State);

    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
    };

    /// <summary>How much less it may have been, where that is worth a word.</summary>
    private static string Range(ProbeResolution resolution, TimeSpan delivery)
    {
        if (resolution is not { Seen: { } seen, SeenNotBefore: { } before })
            return "";
        var error = seen - before;
        var least = delivery > error ? delivery - error : TimeSpan.Zero;
        return error < WorthAWord ? "" : $" (at least {Time(least)})";
    }

    private static string Notes(ProbeFlags flags)
    {
        var notes = new List<string>();
        if (flags.HasFlag(ProbeFlags.Greylisted))
            notes.Add("greylisted?");
        if (flags.HasFlag(ProbeFlags.ClockOff))
            notes.Add("a server's clock is off");
        if (flags.HasFlag(ProbeFlags.ClockStep))
            notes.Add("our clock was set");
        return notes.Count == 0 ? "" : $" [{string.Join("; ", notes)}]";
    }

    private static readonly TimeSpan WorthAWord = TimeSpan.FromMilliseconds(50);
}

/// <summary>One result; times in seconds.</summary>
internal sealed record PingResultJson(
    long Id,
    long Run,
    string From,
    string To,
    string State,
    string? Outcome,
    bool Passed,
    double? Delivery,
    double? DeliveryAtLeast,
    double? Submit,
    double? Total,
    double? Transit,
    double? Visibility,
    long? ClassicSeconds,
    DateTimeOffset? Accepted,
    DateTimeOffset? Seen,
    string? Folder,
    int Copies,
    string? Stage,
    int? Code,
    string? EnhancedCode,
    string? Error,
    IReadOnlyDictionary<string, double> Phases,
    IReadOnlyList<PingHopJson> Hops,
    IReadOnlyList<string> Flags)
{
    public static PingResultJson Of(ProbeReport result)
    {
        var (resolution, sent) = (result.Resolution, result.Sent);
        var phases = sent?.Phases ?? resolution?.Phases ?? [];
        return new PingResultJson(
            result.Id,
            result.Run,
            result.Pair.From,
            result.Pair.To,
            ProbeNames.Of(result.State),
            result.Outcome is { } outcome ? ProbeNames.Of(outcome) : null,
            result.IsPassed,
            Seconds(resolution?.Delivery),
            Seconds(AtLeast(resolution)),
            Seconds(sent?.Submit),
            Seconds(resolution?.Total),
            Seconds(resolution?.Transit),
            Seconds(resolution?.Visibility),
            resolution?.ClassicSeconds,
            sent?.Accepted,
            resolution?.Seen,
            resolution?.Place?.Folder,
            resolution?.Copies ?? 0,
            resolution?.Failure is { } failure ? ProbeNames.Of(failure.Stage) : null,
            resolution?.Failure?.Code,
            resolution?.Failure?.EnhancedCode,
            resolution?.Failure?.Text,
            phases.GroupBy(phase => ProbeNames.Of(phase.Stage)).ToDictionary(
                group => group.Key, group => group.Sum(phase => Math.Round(phase.Length.TotalSeconds, 6))),
            [.. (resolution?.Hops ?? []).Select(hop => new PingHopJson(
                hop.By, hop.From, hop.With, hop.Stamp, Seconds(hop.Wait), Seconds(hop.Skew), hop.IsEncrypted))],
            [.. Names(resolution?.Flags ?? default)]);
    }

    private static TimeSpan? AtLeast(ProbeResolution? resolution)
    {
        if (resolution is not { Delivery: { } delivery, Seen: { } seen, SeenNotBefore: { } before })
            return null;
        var least = delivery - (seen - before);
        return least < TimeSpan.Zero ? TimeSpan.Zero : least;
    }

    private static double? Seconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalSeconds, 6) : null;

    private static IEnumerable<string> Names(ProbeFlags flags)
    {
        if (flags.HasFlag(ProbeFlags.ClockOff))
            yield return "clock_off";
        if (flags.HasFlag(ProbeFlags.Greylisted))
            yield return "greylisted";
        if (flags.HasFlag(ProbeFlags.Resumed))
            yield return "resumed";
        if (flags.HasFlag(ProbeFlags.ClockStep))
            yield return "clock_step";
    }
}

/// <summary>One hop; times in seconds.</summary>
internal sealed record PingHopJson(
    string? By, string? From, string? With, DateTimeOffset? Stamp, double? Wait, double? Skew, bool Encrypted);

/// <summary>The last line.</summary>
internal sealed record PingSummaryJson(
    long Run, int Pairs, int Passed, double Seconds, bool ProberOffline, bool ClockStep, int ExitCode);

[JsonSerializable(typeof(PingResultJson))]
[JsonSerializable(typeof(PingSummaryJson))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class PingJson : JsonSerializerContext;
