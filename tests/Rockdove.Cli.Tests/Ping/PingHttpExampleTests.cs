using System.Text.Json.Nodes;
using Rockdove.Prober;
using Rockdove.Prober.Tests;
using Rockdove.Testing;
using Rockdove.Web;

namespace Rockdove.Cli.Tests;

/// <summary>Runs the examples of docs/ping-http.md: each command, and the answer that stands below it.</summary>
public sealed class PingHttpExampleTests
{
    [Fact]
    public async Task Each_example_gives_the_answer_below_it()
    {
        await using var ping = await RunningPing.StartAsync(new PingWebOptions
        {
            Clock = new ManualTimeProvider(TemporaryJournal.Noon.AddHours(2)),
            ProbeNow = (pair, _) => Task.FromResult(pair == new ProbePair("ann", "eva")
                ? new ProbeNowAnswer(ProbeNowStatus.Accepted, 2, null)
                : new ProbeNowAnswer(ProbeNowStatus.NotNow, null, "eva has sent what it may send in a day.")),
            Reload = _ => Task.FromResult(new ReloadAnswer([], ["listen"])),
        });
        var run = await ping.Results.RunAsync("ann", "eva");
        await ping.Results.ProbeAsync(run, "ann", "eva", ProbeOutcome.Delivered, 2.5);
        await ping.Results.ProbeAsync(run, "eva", "ann", ProbeOutcome.Rejected);
        await ping.Results.Journal.KeepAsync(
            new KeptCheck("example.org", CheckNames.Spf, (int)CheckStatus.Ok, TemporaryJournal.Noon, "SPF is good."),
            RockdoveProcess.Patience);

        var examples = await HttpExamples.ReadAsync("ping-http.md", "http://127.0.0.1:9860");
        Assert.Equal(8, examples.Count);
        foreach (var (method, path, _, expected) in examples)
        {
            var (_, answer) = await ping.AskAsync(method, path);
            HttpExamples.Compare(expected, JsonNode.Parse(answer.GetRawText()), path);
        }
    }
}
