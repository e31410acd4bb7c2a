using System.Text.Json;
using System.Text.Json.Serialization;
using Rockdove.Prober;

namespace Rockdove.Cli;

/// <summary>A report as one line of JSON.</summary>
internal sealed record MailCheckJson(
    string Target, DateTimeOffset Started, double Seconds, int Lookups, string Worst,
    IReadOnlyList<MailCheckResultJson> Results)
{
    public static void Print(CheckReport report, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new MailCheckJson(
            report.Target.ToString(),
            report.Started,
            Math.Round(report.Elapsed.TotalSeconds, 3),
            report.Lookups,
            CheckNames.Of(report.Worst),
            [
                .. report.Results.Select(one => new MailCheckResultJson(
                    one.Check, one.Subject, CheckNames.Of(one.Status), one.What, one.Advice, one.Evidence)),
            ]),
        MailCheckJsonContext.Default.MailCheckJson));
}

internal sealed record MailCheckResultJson(
    string Check, string Subject, string Status, string What, string? Advice, IReadOnlyList<string> Evidence);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MailCheckJson))]
internal sealed partial class MailCheckJsonContext : JsonSerializerContext;
