using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

public class CatcherMetricsTests
{
    [Fact]
    public async Task What_mailpits_dashboards_show_is_told()
    {
        await using var catcher = await RunningCatcher.StartAsync(web: new() { HasMetrics = true });
        await catcher.SendAsync("Subject: one\r\n\r\n1\r\n");
        var second = await catcher.SendAsync("Subject: two\r\n\r\n2\r\n");
        await catcher.SendAsync("Subject: three\r\n\r\n3\r\n");
        await catcher.GetJsonAsync($"api/v1/message/{second}");
        await new CaughtTags(catcher.Mail).SetAsync(
            [(await catcher.Mail.ListAsync(0, 1, Limit.Token)).Messages[0].Id], ["a tag"], Limit.Token);
        await catcher.Mail.DeleteAsync(
            [(await catcher.Mail.ListAsync(2, 1, Limit.Token)).Messages[0].Id], Limit.Token);

        using var answer = await catcher.Http.GetAsync("metrics", Limit.Token);
        var samples = Read(await answer.Content.ReadAsStringAsync(Limit.Token));

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", $"{answer.Content.Headers.ContentType}");
        Assert.Equal(2, samples["mailpit_messages"]);
        Assert.Equal(1, samples["mailpit_messages_unread"]);
        Assert.Equal(1, samples["mailpit_messages_deleted_total"]);
        Assert.Equal(3, samples["mailpit_smtp_accepted_total"]);
        Assert.InRange(samples["mailpit_smtp_accepted_size_bytes_total"], 50, 100);
        Assert.Equal(0, samples["mailpit_smtp_rejected_total"]);
        Assert.Equal(0, samples["mailpit_smtp_ignored_total"]);
        Assert.InRange(samples["mailpit_database_size_bytes"], 1, 100);
        Assert.True(samples["mailpit_uptime_seconds"] >= 0);
        Assert.True(samples["mailpit_memory_usage_bytes"] > 1_000_000);
        Assert.Equal(1, samples["mailpit_tag_messages{tag=\"a tag\"}"]);
        Assert.Contains(
            samples.Keys, key => key.StartsWith("rockdove_smtp_sessions_total{", StringComparison.Ordinal));
        Assert.Contains(samples, sample => sample.Value >= 1 && sample.Key.StartsWith(
            "rockdove_smtp_message_size_bytes_bucket{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ports_of_inboxes_are_one_series()
    {
        await using var catcher = await RunningCatcher.StartAsync(web: new() { HasMetrics = true });
        var port = await InboxPortTests.OpenAsync(catcher, """{"port":0}""");
        await using var talk = await InboxPortTests.ConnectAsync(port);
        await talk.HelloAsync();
        await InboxPortTests.TransferAsync(talk, "one", "b@example.org");

        var samples = Read(await catcher.Http.GetStringAsync("metrics", Limit.Token));

        Assert.Contains(samples, sample => sample.Value >= 1 && sample.Key.StartsWith(
            "rockdove_smtp_messages_total{server_port=\"0\",", StringComparison.Ordinal));
        Assert.DoesNotContain(
            samples.Keys, key => key.Contains($"server_port=\"{port}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_told_unless_asked_for()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await catcher.Http.GetAsync("metrics", Limit.Token)).StatusCode);
    }

    [Fact]
    public void Instruments_are_told_under_prometheus_names()
    {
        using var meter = new Meter("Rockdove.Test.Names");
        using var readings = new MeterReadings();
        meter.CreateCounter<long>("rockdove.test.things", "{thing}", "Things\nand \\.").Add(
            2, new KeyValuePair<string, object?>("rockdove.kind", "a \"b\" \\c\nd"));
        meter.CreateUpDownCounter<long>("rockdove.test.open", "{thing}", "Open.").Add(3);
        var lengths = meter.CreateHistogram(
            "rockdove.test.length", "s", "Lengths.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        lengths.Record(0.5);
        lengths.Record(0.75);
        lengths.Record(4);
        using var others = new Meter("Somebody.Else");
        others.CreateCounter<long>("rockdove.test.foreign").Add(1);

        var text = new PrometheusText();
        readings.Write(text);

        var ours = string.Join('\n', $"{text}".Split('\n').Where(
            line => line.Contains("rockdove_test_", StringComparison.Ordinal)));
        Assert.Equal(
            """
            # HELP rockdove_test_length_seconds Lengths.
            # TYPE rockdove_test_length_seconds histogram
            rockdove_test_length_seconds_bucket{le="0.5"} 1
            rockdove_test_length_seconds_bucket{le="1"} 2
            rockdove_test_length_seconds_bucket{le="+Inf"} 3
            rockdove_test_length_seconds_sum 5.25
            rockdove_test_length_seconds_count 3
            # HELP rockdove_test_open Open.
            # TYPE rockdove_test_open gauge
            rockdove_test_open 3
            # HELP rockdove_test_things_total Things\nand \\.
            # TYPE rockdove_test_things_total counter
            rockdove_test_things_total{rockdove_kind="a \"b\" \\c\nd"} 2
            """,
            ours);
    }

    [Fact]
    public void A_metric_has_at_most_2000_series()
    {
        using var meter = new Meter("Rockdove.Test.Many");
        using var readings = new MeterReadings();
        var counter = meter.CreateCounter<long>("rockdove.many.things");
        for (var i = 0; i <= MetricSeries.MostSeries; i++)
            counter.Add(1, new KeyValuePair<string, object?>("n", i));

        var text = new PrometheusText();
        readings.Write(text);

        Assert.Equal(
            MetricSeries.MostSeries,
            $"{text}".Split('\n').Count(line => line.StartsWith("rockdove_many_", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(64 * 1024, HttpStatusCode.OK)]
    [InlineData(64 * 1024 - 1, HttpStatusCode.ServiceUnavailable)]
    public async Task Ready_is_who_has_room_for_a_message(long memory, HttpStatusCode status)
    {
        await using var catcher = await RunningCatcher.StartAsync(new() { MemoryBytes = memory });

        Assert.Equal(status, (await catcher.Http.GetAsync("readyz", Limit.Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await catcher.Http.GetAsync("livez", Limit.Token)).StatusCode);
    }

    [Fact]
    public async Task A_store_that_was_closed_is_not_ready()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.Mail.Store.DisposeAsync();

        Assert.Equal(
            HttpStatusCode.ServiceUnavailable, (await catcher.Http.GetAsync("readyz", Limit.Token)).StatusCode);
    }

    private static Dictionary<string, double> Read(string text) => text.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToDictionary(
            line => line[..line.LastIndexOf(' ')],
            line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
