using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>What Prometheus itself thinks of the catcher's metrics.</summary>
public sealed class CatcherMetricsTests
{
    [Fact]
    public async Task Metrics_of_a_catcher_are_in_order()
    {
        await using var server = await RunningHttpCatch.StartAsync("--metrics");
        await server.CatchAsync(TestMail.Create());
        using var http = new HttpClient();

        var text = await http.GetStringAsync(
            $"{server.Http}/metrics", TestContext.Current.CancellationToken);

        Assert.Contains("mailpit_messages 1\n", text, StringComparison.Ordinal);
        Assert.Contains("rockdove_smtp_", text, StringComparison.Ordinal);
        var run = (await new ClientProgram("promtool").RunAsync(Encoding.UTF8.GetBytes(text), ["check", "metrics"]))
            .Succeeds();
        Assert.Equal("", run.Said);
    }
}
