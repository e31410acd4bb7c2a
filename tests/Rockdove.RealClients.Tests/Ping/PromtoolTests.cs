using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>What Prometheus itself thinks of the prober's metrics and of the rules that are shipped for them.</summary>
public class PromtoolTests
{
    private static readonly string Rules = Path.Combine(AppContext.BaseDirectory, "Ping", "rockdove-ping.rules.yml");

    private static readonly ClientProgram Promtool = new("promtool");

    [Fact]
    public async Task Metrics_of_a_prober_are_in_order()
    {
        using var folder = new ScratchFolder();
        folder.Write("password", "secret\n"u8);
        var config = folder.Write("ping.json", """
            {
              "database": "results.db",
              "listen": "http://127.0.0.1:0",
              "checks": { "domains": false },
              "defaults": {
                "limits": { "perDay": 100 },
                "send": { "host": "127.0.0.1", "port": 1 },
                "receive": { "host": "127.0.0.1", "port": 1 },
              },
              "accounts": {
                "ann": { "address": "ann@one.test", "auth": { "passwordFile": "password" } },
                "bob": { "address": "bob@two.test", "auth": { "passwordFile": "password" } },
              },
            }
            """u8);
        await using var prober = ServerProcess.StartRockdove("ping", "serve", "--config", config);
        var line = await prober.ReadLineAsync(with: "http ");
        using var http = new HttpClient { BaseAddress = new Uri(line["http ".Length..]) };
        await prober.ReadLineAsync(with: "results in "); // Its accounts are known from then on.

        await CheckAsync("/metrics", holds: "rockdove_ping_");
        await CheckAsync("/probe?target=127.0.0.1:1", holds: "probe_success 0");

        async Task CheckAsync(string path, string holds)
        {
            var text = await http.GetStringAsync(path, TestContext.Current.CancellationToken);
            Assert.Contains(holds, text, StringComparison.Ordinal);
            var run = (await Promtool.RunAsync(Encoding.UTF8.GetBytes(text), ["check", "metrics"])).Succeeds();
            Assert.Equal("", run.Said);
        }
    }

    [Fact]
    public async Task Rules_for_alerts_are_rules() =>
        (await Promtool.RunAsync("check", "rules", Rules))
        .Succeeds().Says("SUCCESS");
}
