using System.Net;
using System.Text.Json;
using Rockdove.Prober;
using Rockdove.Prober.Tests;
using Rockdove.Testing;
using Rockdove.Web;

namespace Rockdove.Cli.Tests;

/// <summary>What the prober's pages ask for besides: what there is, and all pairs through time.</summary>
public sealed class PingOverviewTests
{
    [Fact]
    public async Task A_page_is_told_what_there_is()
    {
        await using var ping = await StartAsync();
        var before = await ping.GetAsync("/api/v1/about");
        Assert.False(before.TryGetProperty("since", out _));
        await FillAsync(ping);

        var about = await ping.GetAsync("/api/v1/about");

        Assert.Equal("prober", about.GetProperty("product").GetString());
        Assert.StartsWith("v", about.GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.Equal(Noon, about.GetProperty("since").GetDateTimeOffset());
        Assert.Equal(Noon.AddHours(3), about.GetProperty("now").GetDateTimeOffset());
        Assert.Equal("UTC", about.GetProperty("timeZone").GetString());
        Assert.False(about.GetProperty("probesNow").GetBoolean());
        Assert.False(about.TryGetProperty("trouble", out _));
    }

    [Fact]
    public async Task A_page_is_told_whether_and_why_not_probes_are_sent()
    {
        await using var ping = await StartAsync(new PingWebOptions
        {
            ProbeNow = (_, _) => throw new InvalidOperationException("It was asked."),
            Trouble = () => "It starts.",
        });

        var about = await ping.GetAsync("/api/v1/about");

        Assert.True(about.GetProperty("probesNow").GetBoolean());
        Assert.Equal("It starts.", about.GetProperty("trouble").GetString());
    }

    [Fact]
    public async Task All_pairs_and_those_of_an_account_are_summed_up_by_hour_and_day()
    {
        await using var ping = await StartAsync();
        await FillAsync(ping);
        const string Day = "since=2026-03-01&until=2026-03-02";

        var hours = await ping.GetAsync($"/api/v1/hours?{Day}");
        Assert.Equal(
            [(Noon, 1, 0), (Noon.AddHours(1), 2, 1)],
            hours.EnumerateArray().Select(hour => (
                hour.GetProperty("start").GetDateTimeOffset(), Sum(hour, "count"), Sum(hour, "failed"))));
        Assert.Equal(3, Sum(Assert.Single((await ping.GetAsync($"/api/v1/days?{Day}")).EnumerateArray()), "count"));

        var sent = (await ping.GetAsync($"/api/v1/hours?{Day}&from=ann")).EnumerateArray().ToList();
        Assert.Equal([1, 1], sent.Select(hour => Sum(hour, "good")));
        var received = Assert.Single((await ping.GetAsync($"/api/v1/days?{Day}&to=ann")).EnumerateArray());
        Assert.Equal((1, 1), (Sum(received, "count"), Sum(received, "failed")));
        Assert.Equal(0, (await ping.GetAsync($"/api/v1/hours?{Day}&from=nobody")).GetArrayLength());
    }

    [Fact]
    public async Task Hours_are_told_of_a_week_at_most()
    {
        await using var ping = await StartAsync();

        var (status, _) = await ping.AskAsync(HttpMethod.Get, "/api/v1/hours?since=2026-03-01&until=2026-03-08");
        Assert.Equal(HttpStatusCode.OK, status);
        (status, var problem) = await ping.AskAsync(
            HttpMethod.Get, "/api/v1/hours?since=2026-03-01&until=2026-03-08T00:00:01");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("more than 7 days", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static DateTimeOffset Noon => TemporaryJournal.Noon;

    private static int Sum(JsonElement span, string name) => span.GetProperty("probes").GetProperty(name).GetInt32();

    private static Task<RunningPing> StartAsync(PingWebOptions? options = null) => RunningPing.StartAsync(
        (options ?? new PingWebOptions()) with { Clock = new ManualTimeProvider(Noon.AddHours(3)) });

    private static async Task FillAsync(RunningPing ping)
    {
        var first = await ping.Results.RunAsync("ann", "ben", "carl");
        await ping.Results.ProbeAsync(first, "ann", "carl", ProbeOutcome.Delivered, 60);
        var later = Noon.AddHours(1);
        var second = await ping.Results.RunAsync(later, "once", "ann", "ben", "carl");
        await ping.Results.ProbeAsync(second, "ann", "ben", ProbeOutcome.Delivered, 3, later);
        await ping.Results.ProbeAsync(second, "ben", "ann", ProbeOutcome.Bounced, null, later);
        await ping.Results.Journal.SumUpAsync(RockdoveProcess.Patience);
    }
}
