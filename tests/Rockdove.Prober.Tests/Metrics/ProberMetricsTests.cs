using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

public sealed class ProberMetricsTests
{
    private static readonly ProbePair Way = new("a", "b");

    private readonly ManualTimeProvider _clock = new(TemporaryJournal.Noon);

    [Fact]
    public void Every_pair_begins_with_zeros()
    {
        var samples = MetricsChecker.Check(Made(3).Write(null, 0, false), false);
        foreach (var pair in Verdicts.Pairs(3))
        {
            var labels = $"{{from=\"{pair.From}\",to=\"{pair.To}\"";
            Assert.Equal(0, samples[$"rockdove_ping_sent_total{labels}}}"]);
            Assert.Equal(0, samples[$"rockdove_ping_last_delivered_timestamp_seconds{labels}}}"]);
            Assert.Equal(0, samples[$"rockdove_ping_delivery_seconds_count{labels}}}"]);
            foreach (var outcome in Enum.GetValues<ProbeOutcome>())
                Assert.Equal(0, samples[$"rockdove_ping_results_total{labels},result=\"{ProbeNames.Of(outcome)}\"}}"]);
        }
    }

    [Fact]
    public void As_text_it_is_as_it_was() => AssertGolden("metrics.txt", Filled(), isOpenMetrics: false);

    [Fact]
    public void As_OpenMetrics_it_is_as_it_was() => AssertGolden("openmetrics.txt", Filled(), isOpenMetrics: true);

    [Fact]
    public void Exactly_one_result_is_the_last_one()
    {
        var metrics = Made(2);
        foreach (var outcome in Enum.GetValues<ProbeOutcome>())
        {
            metrics.Added((long)outcome, Way, _clock.GetUtcNow());
            metrics.Resolved((long)outcome, TemporaryJournal.End(outcome, 1, _clock.GetUtcNow()));
            var last = MetricsChecker.Check(metrics.Write(null, 0, false), false).Where(sample =>
                sample.Key.StartsWith("rockdove_ping_last_result{from=\"a\"", StringComparison.Ordinal));
            Assert.Equal(13, last.Count());
            Assert.Contains($"result=\"{ProbeNames.Of(outcome)}\"", last.Single(one => one.Value == 1).Key,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_was_sent_has_ended_or_is_under_way()
    {
        var random = new Random(4);
        var metrics = Made(3);
        var (sent, ended) = (0, 0);
        for (var id = 0; id < 200; id++)
        {
            metrics.Added(id, Verdicts.Pairs(3)[id % 6], _clock.GetUtcNow());
            var isSeenFirst = random.Next(4) == 0;
            if (!isSeenFirst)
                metrics.Sent(id, Submitted(_clock.GetUtcNow()));
            sent++;
            if (isSeenFirst || random.Next(3) > 0)
            {
                ended++;
                metrics.Resolved(id, TemporaryJournal.End(ProbeOutcome.Delivered, 1, _clock.GetUtcNow()));
                metrics.Resolved(id, TemporaryJournal.End(ProbeOutcome.Lost, null, _clock.GetUtcNow()));
            }

            if (isSeenFirst)
                metrics.Sent(id, Submitted(_clock.GetUtcNow()));
        }

        var samples = MetricsChecker.Check(metrics.Write(null, 0, false), false);
        Assert.Equal(sent, Sum("rockdove_ping_sent_total"));
        Assert.Equal(ended, Sum("rockdove_ping_results_total"));
        Assert.Equal(sent - ended, Sum("rockdove_ping_in_flight"));

        double Sum(string name) =>
            samples.Where(one => one.Key.StartsWith(name + "{", StringComparison.Ordinal)).Sum(one => one.Value);
    }

    [Theory]
    [InlineData(20, null, true)]
    [InlineData(21, null, false)]
    [InlineData(21, true, true)]
    [InlineData(2, false, false)]
    public void Pairs_of_many_accounts_have_no_histograms(int accounts, bool? asked, bool expected)
    {
        var metrics = new ProberMetrics(Verdicts.Pairs(accounts), "1", _clock, asked);
        Assert.Equal(
            expected,
            metrics.Write(null, 0, false).Contains("rockdove_ping_delivery_seconds_bucket", StringComparison.Ordinal));
    }

    [Fact]
    public void Odd_names_are_escaped()
    {
        var metrics = new ProberMetrics([new("a\"b\\c\nd", "Ünï <x>,}=")], "1", _clock);
        foreach (var isOpenMetrics in new[] { false, true })
        {
            var text = metrics.Write(null, 0, isOpenMetrics);
            MetricsChecker.Check(text, isOpenMetrics);
            Assert.Contains("{from=\"a\\\"b\\\\c\\nd\",to=\"Ünï <x>,}=\"}", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task After_a_restart_it_knows_what_happened_last()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Delivered, 4);
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Lost, null, TemporaryJournal.Noon.AddMinutes(1));
        await results.SendAsync(await results.AddAsync(run, "b", "a"));
        var metrics = Made(2);
        using var reader = results.Journal.OpenReader();
        metrics.Restore(
            reader.LastResults(Verdicts.Pairs(2), 10),
            await results.Journal.OpenProbesAsync(TemporaryJournal.Cancelled));
        _clock.Advance(TimeSpan.FromMinutes(2));
        var samples = MetricsChecker.Check(metrics.Write(reader, results.Journal.WriteErrors, false), false);
        Assert.Equal(0, samples["rockdove_ping_up{from=\"a\",to=\"b\"}"]);
        Assert.Equal(4, samples["rockdove_ping_last_delivery_seconds{from=\"a\",to=\"b\"}"]);
        Assert.Equal(
            TemporaryJournal.Noon.ToUnixTimeSeconds() + 5,
            samples["rockdove_ping_last_delivered_timestamp_seconds{from=\"a\",to=\"b\"}"]);
        Assert.Equal(120, samples["rockdove_ping_oldest_in_flight_seconds{from=\"b\",to=\"a\"}"]);
        Assert.True(samples["rockdove_ping_db_size_bytes"] > 4096);
    }

    [Fact]
    public async Task Checks_certificates_and_clocks_come_from_the_results()
    {
        await using var results = new TemporaryJournal();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=mx.b.example", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TemporaryJournal.Noon, TemporaryJournal.Noon.AddDays(90));
        var end = TemporaryJournal.Noon.AddDays(60);
        await results.Journal.KeepAsync(
            new KeptCertificate(
                "mx.b.example:25", TemporaryJournal.Noon, certificate.RawData, end, "TLS 1.3", "TLS_AES_128",
                true, false, null),
            TemporaryJournal.Cancelled);
        await results.Journal.KeepAsync(
            new KeptCheck("b.example", "spf", 2, TemporaryJournal.Noon, "softfail"), TemporaryJournal.Cancelled);
        await results.Journal.KeepAsync(
            new KeptClock(
                "mx.b.example", TemporaryJournal.Noon, TimeSpan.FromSeconds(-7.5), TimeSpan.FromSeconds(0.5), "append"),
            TemporaryJournal.Cancelled);
        using var reader = results.Journal.OpenReader();
        var samples = MetricsChecker.Check(Made(2).Write(reader, 3, true), true);
        Assert.Equal(
            end.ToUnixTimeSeconds(),
            samples["rockdove_ping_tls_cert_not_after_timestamp_seconds{endpoint=\"mx.b.example:25\"}"]);
        Assert.Equal(1, samples[
            "rockdove_ping_tls_info{endpoint=\"mx.b.example:25\",version=\"TLS 1.3\",cipher=\"TLS_AES_128\"}"]);
        Assert.Equal(0, samples["rockdove_ping_tls_hostname_match{endpoint=\"mx.b.example:25\"}"]);
        Assert.Equal(2, samples["rockdove_ping_check_status{subject=\"b.example\",check=\"spf\"}"]);
        Assert.Equal(-7.5, samples["rockdove_ping_clock_offset_seconds{host=\"mx.b.example\",method=\"append\"}"]);
        Assert.Equal(3, samples["rockdove_ping_db_write_errors_total"]);
        Assert.Equal("ECDSA 256", Assert.Single(reader.Certificates()).Key);
    }

    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0,text/plain;q=0.5", true)]
    [InlineData("text/plain;version=0.0.4", false)]
    [InlineData(null, false)]
    public void A_scraper_says_what_it_wants(string? accept, bool isOpenMetrics) =>
        Assert.Equal(isOpenMetrics, ProberMetrics.WantsOpenMetrics(accept));

    private ProberMetrics Made(int accounts) => new(Verdicts.Pairs(accounts), "1.2.3", _clock);

    /// <summary>Something of everything.</summary>
    private ProberMetrics Filled()
    {
        var metrics = Made(2);
        var noon = _clock.GetUtcNow();
        metrics.Added(1, Way, noon);
        metrics.Sent(1, Submitted(noon));
        var hop = new ProbeHop("b", "a", null, "ESMTPS", null, null, null, null, null, "");
        metrics.Resolved(1, TemporaryJournal.End(ProbeOutcome.DeliveredSpam, 2.5, noon) with
        {
            Hops = [hop, hop with { With = "SMTP" }],
            Verdicts =
            [
                new("dkim", "pass", "b", null), new("spf", "a word of its own", "b", null), new("x", "pass", "b", null),
            ],
        });
        metrics.Added(2, new("b", "a"), noon);
        metrics.Resolved(2, TemporaryJournal.End(ProbeOutcome.Rejected, null, noon));
        metrics.Added(3, new("b", "a"), noon);
        metrics.SessionReady(
            "b", ReceiveProtocol.Imap, [new(ProbeStage.Select, default, TimeSpan.FromMilliseconds(30))]);
        metrics.SessionFailed("a", ReceiveProtocol.Pop3, new(ProbeStage.Tls, "The certificate is of another name."));
        metrics.MailboxSeen("b", "INBOX", 12, 1);
        metrics.QuotaSeen("b", 0.25);
        metrics.Cleaned("b", "INBOX");
        metrics.BudgetSeen("a", "day", 399);
        metrics.Paused("b", "refused", true);
        metrics.TokenExpires("a", noon.AddHours(1));
        metrics.SchedulerLate(TimeSpan.FromSeconds(0.125));
        metrics.RunEnded(TimeSpan.FromSeconds(61.5));
        metrics.ConfigurationRead(true);
        _clock.Advance(TimeSpan.FromSeconds(10));
        return metrics;
    }

    private static SentProbe Submitted(DateTimeOffset at) => new(
        at, at.AddSeconds(0.5), TimeSpan.FromSeconds(0.5),
        [new(ProbeStage.Connect, TimeSpan.Zero, TimeSpan.FromSeconds(0.02))], 2000, null, 1);

    /// <summary>ROCKDOVE_ACCEPT_GOLDEN=1 writes the file anew, for a change that is meant.</summary>
    private static void AssertGolden(string name, ProberMetrics metrics, bool isOpenMetrics)
    {
        var text = metrics.Write(null, 0, isOpenMetrics);
        MetricsChecker.Check(text, isOpenMetrics);
        var path = Path.Combine(RepositoryFolder.Path, "tests/Rockdove.Prober.Tests/Metrics", name);
        if (Environment.GetEnvironmentVariable("ROCKDOVE_ACCEPT_GOLDEN") == "1")
            File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }
}
