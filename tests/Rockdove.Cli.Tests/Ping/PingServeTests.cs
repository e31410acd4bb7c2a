using System.Net;
using System.Text.Json;

namespace Rockdove.Cli.Tests;

/// <summary><c>rockdove ping serve</c> as a shell runs it.</summary>
public sealed class PingServeTests : IDisposable
{
    private readonly ProberFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_probes_answers_reads_its_configuration_again_and_ends_when_it_is_told_to()
    {
        await _folder.ServeAsync();
        _folder.Configure(Hourly, "ann", "bob");
        using var ping = _folder.Start("--verbose");
        var address = await ping.ReadAddressAsync("http");
        using var http = new HttpClient { BaseAddress = new Uri($"http://{address}") };
        Assert.Equal($"results in {_folder.Database}", await ping.ReadLineAsync());

        // The first round begins at once.
        var seen = new List<string>();
        while (seen.Count < 2)
        {
            if (await ping.ReadErrorLineAsync() is var line && line.Contains(": delivered ", StringComparison.Ordinal))
                seen.Add(line[(line.IndexOf(']', StringComparison.Ordinal) + 1)..].Split(':')[0].Trim());
        }

        Assert.Equal(["ann -> bob", "bob -> ann"], seen.Order(StringComparer.Ordinal));
        Assert.Equal("ok", await http.GetStringAsync("/readyz", RockdoveProcess.Patience));

        var now = await http.PostAsync("/api/probe?from=ann&to=bob", null, RockdoveProcess.Patience);
        Assert.Equal(HttpStatusCode.Accepted, now.StatusCode);
        await WaitForAsync(ping, "ann -> bob: delivered ");
        var probe = JsonDocument.Parse(
            await http.GetStringAsync(now.Headers.Location, RockdoveProcess.Patience)).RootElement;
        Assert.Equal("delivered", probe.GetProperty("probe").GetProperty("outcome").GetString());
        await MetricAsync(http, "results_total{from=\"ann\",to=\"bob\",result=\"delivered\"} 2");
        await MetricAsync(http, "up{from=\"bob\",to=\"ann\"} 1");
        await MetricAsync(http, "send_budget_remaining{account=\"ann\",window=\"day\"} ", rest: "");

        // What makes no sense is refused, and what does counts.
        _folder.Configure("\"alerts\": [ { \"to\": [ \"nobody\" ] } ],", "ann", "bob");
        await ping.SignalAsync("HUP");
        await WaitForAsync(ping, "the one before stays");
        await MetricAsync(http, "config_last_reload_successful 0");
        Assert.Equal("ok", await http.GetStringAsync("/readyz", RockdoveProcess.Patience));
        _folder.Configure($"{Hourly} \"pairs\": {{ \"include\": [ \"ann->bob\" ] }},", "ann", "bob");
        await ping.SignalAsync("HUP");
        Assert.Equal("the configuration was read again", await ping.ReadLineAsync());
        await MetricAsync(http, "config_last_reload_successful 1");
        var gone = await http.PostAsync("/api/probe?from=bob&to=ann", null, RockdoveProcess.Patience);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        // A second one is kept out, and told by whom.
        using (var second = _folder.Start())
        {
            var (failed, _, errors) = await second.EndAsync();
            Assert.Equal(1, failed);
            Assert.Contains($"is in use by process {ping.Id}", errors, StringComparison.Ordinal);
        }

        await ping.SignalAsync("TERM");
        var (code, _, _) = await ping.EndAsync();
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0/")]
    public async Task It_listens_where_the_option_says_with_http_or_without(string address)
    {
        _folder.Configure("\"listen\": \"127.0.0.1:1\",", "ann", "bob");
        using var ping = _folder.Start("--listen", address);
        Assert.Equal(IPAddress.Loopback, (await ping.ReadAddressAsync("http")).Address);
    }

    [Fact]
    public async Task An_alert_and_a_channel_that_fails_are_told_without_verbose()
    {
        await _folder.ServeAsync();
        _folder.MailboxPatience = "0s";
        _folder.Configure(
            """
            "schedule": { "matrixEvery": "1h" },
            "alerts": [ { "rule": "all", "failAfter": 1, "to": [ "ops" ] } ],
            "channels": { "ops": { "type": "command", "command": [ "./absent" ] } },
            """,
            "ann", "bob");
        _folder.WritePassword("wrong");
        using var ping = _folder.Start();
        await WaitForAsync(ping, "channels:ops:command has ");
        await WaitForAsync(ping, " of rule all, opened: ");
        await WaitForAsync(ping, "Channel ops could not tell of alert ");
        await ping.SignalAsync("TERM");
        Assert.Equal(0, (await ping.EndAsync()).Code);
    }

    [Theory]
    [InlineData("\"schedule\": { \"matrixEvery\": \"1m\" },", "accounts:ann would send 1440 mails in a day (1 pairs, ")]
    [InlineData("\"listen\": \"http://example.org:9860\",", "listen is 'http://example.org:9860'; allowed is ")]
    [InlineData("\"schedule\": { \"quiet\": [ \"8-9\" ] },", "schedule:quiet is [8-9]; allowed is ")]
    public async Task What_cannot_be_is_refused_at_the_start(string keys, string told)
    {
        _folder.Configure(keys, "ann", "bob");
        using var ping = _folder.Start();
        var (code, output, errors) = await ping.EndAsync();
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(told, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Database));
    }

    private static async Task WaitForAsync(RockdoveProcess ping, string text)
    {
        while (!(await ping.ReadErrorLineAsync()).Contains(text, StringComparison.Ordinal))
        {
        }
    }

    private static async Task MetricAsync(HttpClient http, string line, string rest = "\n") => Assert.Contains(
        $"\nrockdove_ping_{line}{rest}", await http.GetStringAsync("/metrics", RockdoveProcess.Patience),
        StringComparison.Ordinal);

    private const string Hourly = "\"schedule\": { \"matrixEvery\": \"1h\" },";
}
