using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

public sealed class AlertDeskTests
{
    private static readonly AlertRule Rule = new() { Name = "pairs", Channels = ["ops"] };

    private static CancellationToken Cancelled => TemporaryJournal.Cancelled;

    private readonly ManualTimeProvider _clock = new(TemporaryJournal.Noon);

    [Fact]
    public async Task An_alert_is_kept_and_told_and_ends()
    {
        await using var results = new TemporaryJournal();
        var ops = new Channel();
        await using var desk = Open(results, ops);
        await DriveAsync(desk, "--");
        Assert.Equal("opened", (await ops.ToldAsync()).Event);
        using var reader = results.Journal.OpenReader();
        var alert = Assert.Single(reader.Alerts(true, 10));
        Assert.Equal(("pairs", "a -> b", "firing", null), (alert.Rule, alert.Subject, alert.State, alert.Ended));
        Assert.Equal("It failed.", alert.Detail.Error);

        await DriveAsync(desk, "++");
        var told = await ops.ToldAsync();
        Assert.Equal(("recovered", alert.Id), (told.Event, told.Alert));
        await desk.ToldAsync(Cancelled);
        Assert.Empty(reader.Alerts(true, 10));
        Assert.Equal("recovered", Assert.Single(reader.Alerts(false, 10)).State);
        Assert.Equal(
            [("opened", 1, true), ("recovered", 1, true)],
            reader.Notifications(alert.Id).Select(one => (one.Kind, one.Attempt, one.IsSent)));
    }

    [Fact]
    public async Task What_cannot_be_told_is_tried_again_after_pauses_and_each_attempt_is_kept()
    {
        await using var results = new TemporaryJournal();
        var ops = new Channel { Failures = int.MaxValue };
        await using var desk = Open(results, ops);
        await DriveAsync(desk, "--");
        foreach (var pause in AlertNotifier.Pauses)
        {
            await _clock.WaitForTimersAsync(1, Cancelled);
            Assert.Equal(pause, _clock.UntilNextTimer);
            _clock.Advance(pause);
        }

        await desk.ToldAsync(Cancelled);
        using var reader = results.Journal.OpenReader();
        var attempts = reader.Notifications(1);
        Assert.Equal([1, 2, 3, 4, 5, 6], attempts.Select(one => one.Attempt));
        Assert.All(attempts, one => Assert.Equal((false, "The line is busy."), (one.IsSent, one.Error)));
    }

    [Fact]
    public async Task One_attempt_that_works_is_enough()
    {
        await using var results = new TemporaryJournal();
        var ops = new Channel { Failures = 1 };
        await using var desk = Open(results, ops);
        await DriveAsync(desk, "--");
        await _clock.WaitForTimersAsync(1, Cancelled);
        _clock.Advance(AlertNotifier.Pauses[0]);
        await ops.ToldAsync();
        await desk.ToldAsync(Cancelled);
        using var reader = results.Journal.OpenReader();
        Assert.Equal([false, true], reader.Notifications(1).Select(one => one.IsSent));
    }

    [Fact]
    public async Task What_nobody_was_told_of_before_a_stop_is_told_after_it()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Lost);
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Lost);
        await using (var desk = Open(results, new Channel { Failures = int.MaxValue }))
            await DriveAsync(desk, "--");
        var ops = new Channel();
        await using (var desk = Open(results, ops))
        {
            var told = await ops.ToldAsync();
            Assert.Equal(("opened", "a -> b"), (told.Event, told.Subject));
            await desk.ToldAsync(Cancelled);
        }

        var silent = new Channel();
        await using (var desk = Open(results, silent))
        {
            await DriveAsync(desk, "-");
            await desk.ToldAsync(Cancelled);
            Assert.Equal(0, silent.Count);
            await DriveAsync(desk, "++");
            Assert.Equal("recovered", (await silent.ToldAsync()).Event);
        }
    }

    [Fact]
    public async Task A_channel_that_there_is_none_of_is_named()
    {
        await using var results = new TemporaryJournal();
        await using var desk = Open(results, new Channel(), Rule with { Channels = ["pager"] });
        await DriveAsync(desk, "--");
        await _clock.WaitForTimersAsync(1, Cancelled);
        using var reader = results.Journal.OpenReader();
        Assert.Equal("There is no channel called pager.", reader.Notifications(1)[0].Error);
    }

    [Fact]
    public async Task An_observed_journal_tells_alerts_and_metrics()
    {
        await using var results = new TemporaryJournal();
        var ops = new Channel();
        await using var desk = Open(results, ops);
        var metrics = new ProberMetrics(Verdicts.Pairs(2), "1", _clock);
        var journal = new ObservedJournal(results.Journal, metrics, desk);
        var run = await journal.BeginRunAsync(
            new(TemporaryJournal.Noon, "once", null, [TemporaryJournal.Account("a"), TemporaryJournal.Account("b")]),
            Cancelled);
        var left = await AddAsync();
        var again = new ObservedJournal(results.Journal, metrics, desk); // As after a stop.
        Assert.Equal(left, Assert.Single(await again.OpenProbesAsync(Cancelled)).Id);
        foreach (var probe in new[] { left, await AddAsync() })
        {
            var end = TemporaryJournal.End(ProbeOutcome.Lost, null, TemporaryJournal.Noon);
            var keeper = probe == left ? again : journal;
            Assert.True(await keeper.ResolveAsync(probe, end, Cancelled));
            Assert.False(await keeper.ResolveAsync(probe, end, Cancelled));
        }

        Assert.Equal("a -> b", (await ops.ToldAsync()).Subject);
        Assert.Equal(
            2,
            MetricsChecker.Check(metrics.Write(null, 0, false), false)[
                "rockdove_ping_results_total{from=\"a\",to=\"b\",result=\"lost\"}"]);

        async Task<long> AddAsync() => await journal.AddAsync(
            new(run, new("a", "b"), ProbeToken.New(), "x@a.example", TemporaryJournal.Noon), Cancelled);
    }

    [Fact]
    public async Task What_opens_recovers_and_cannot_be_told_is_logged()
    {
        await using var results = new TemporaryJournal();
        var log = new KeptLog();
        await using var desk = Open(results, new Channel { Failures = 1 }, log: log);
        await DriveAsync(desk, "--");
        await _clock.WaitForTimersAsync(1, Cancelled);
        await DriveAsync(desk, "++");
        Assert.Equal(
            [
                (LogLevel.Warning, "Alert 1 of rule pairs, opened: a -> b: mail fails (1 of 1 pairs)"),
                (LogLevel.Warning,
                    "Channel ops could not tell of alert 1, opened, in attempt 1 of 6: The line is busy."),
                (LogLevel.Information, "Alert 1 of rule pairs, recovered: a -> b: mail comes through again"),
            ],
            log.Entries);
    }

    private AlertDesk Open(TemporaryJournal results, Channel ops, AlertRule? rule = null, ILogger? log = null)
    {
        AlertRule[] rules = [rule ?? Rule];
        var pairs = Verdicts.Pairs(2);
        return AlertDesk.Open(
            new(rules, pairs, [], TimeZoneInfo.Utc, _clock.GetUtcNow()), rules, pairs, results.Journal, [ops], _clock,
            log: log);
    }

    private async Task DriveAsync(AlertDesk desk, string results)
    {
        foreach (var result in results)
        {
            var isGood = result == '+';
            await desk.AddAsync(
                new(
                    1, new("a", "b"), isGood ? ProbeOutcome.Delivered : ProbeOutcome.Lost,
                    isGood ? TimeSpan.FromSeconds(1) : null, _clock.GetUtcNow(), isGood ? null : "It failed."),
                Cancelled);
        }
    }

    private sealed class Channel : IAlertChannel
    {
        private readonly Channel<AlertNotice> _told = System.Threading.Channels.Channel.CreateUnbounded<AlertNotice>();

        public string Name => "ops";

        public int Failures { get; set; }

        public int Count => _told.Reader.Count;

        public async Task<AlertNotice> ToldAsync() =>
            await _told.Reader.ReadAsync(Cancelled).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancelled);

        public Task SendAsync(AlertNotice notice, CancellationToken cancellationToken)
        {
            if (Failures-- > 0)
                throw new AlertNotSentException("The line is busy.");
            return _told.Writer.WriteAsync(notice, cancellationToken).AsTask();
        }
    }
}
