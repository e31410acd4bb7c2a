using System.Text.Json;

namespace Rockdove.Prober.Tests;

public sealed class MatrixTests
{
    private static readonly DateTimeOffset Noon = TemporaryJournal.Noon;

    /// <summary>Files that were written before have some that are off by a few microseconds.</summary>
    [Fact]
    public async Task No_uncertainty_is_less_than_nothing()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync(Noon, "once", "a", "b");
        var probe = await results.AddAsync(run, "a", "b", Noon);
        await results.SendAsync(probe, Noon);
        var end = TemporaryJournal.End(ProbeOutcome.Delivered, 2, Noon);
        end = end with { SeenNotBefore = end.Seen + TimeSpan.FromMicroseconds(10) };
        await results.Journal.ResolveAsync(probe, end, TestContext.Current.CancellationToken);
        using var reader = results.Journal.OpenReader();
        var cell = Assert.Single(reader.MatrixOfRun(Noon.ToUnixTimeSeconds(), Noon)!.Cells);
        Assert.Equal(TimeSpan.Zero, cell.Uncertainty);
    }

    [Fact]
    public async Task A_run_is_found_by_its_second_and_the_newest_by_none()
    {
        await using var results = new TemporaryJournal();
        var second = Noon.AddHours(1);
        var first = await results.RunAsync(Noon, "once", "b", "a");
        await results.ProbeAsync(first, "a", "b", ProbeOutcome.Delivered, 2);
        var run = await results.RunAsync(second, "once", "a", "b", "c");
        await results.ProbeAsync(run, "a", "c", ProbeOutcome.Rejected, null, second);
        await results.ProbeAsync(run, "c", "a", ProbeOutcome.Delivered, 5, second);
        using var reader = results.Journal.OpenReader();

        var old = reader.MatrixOfRun(Noon.ToUnixTimeSeconds(), second);
        Assert.NotNull(old);
        Assert.Equal(["b", "a"], old.Accounts.Select(account => account.Name));
        Assert.Equal("imap.b.example", old.Accounts[0].ReceiveHost);
        Assert.Equal((Noon, Noon), (old.At, old.Since));
        var cell = Assert.Single(old.Cells);
        Assert.Equal(
            (new ProbePair("a", "b"), ProbeState.Resolved, ProbeOutcome.Delivered, TimeSpan.FromSeconds(2), 3L),
            (cell.Pair, cell.State, cell.Outcome!.Value, cell.Delivery!.Value, cell.ClassicSeconds!.Value));
        Assert.Equal(TimeSpan.FromSeconds(1), cell.Uncertainty);

        foreach (var timestamp in new[] { 0, -5, second.ToUnixTimeSeconds(), second.ToUnixTimeSeconds() + 60 })
        {
            var newest = reader.MatrixOfRun(timestamp, second.AddSeconds(30));
            Assert.Equal(["a", "b", "c"], newest!.Accounts.Select(account => account.Name));
            Assert.Equal([new("a", "c"), new("c", "a")], newest.Cells.Select(one => one.Pair));
            Assert.Equal(
                new ProbeFailure(ProbeStage.Recipient, "It was rejected.", 550, "5.1.1"), newest.Cells[0].Failure);
            Assert.Equal([new BlameFinding(BlameKind.Pair, "a", "c", 1, 1)], newest.Blame);
        }

        Assert.Null(reader.MatrixOfRun(5, second));
    }

    [Fact]
    public async Task The_newest_run_is_one_that_is_complete()
    {
        await using var results = new TemporaryJournal();
        using var reader = results.Journal.OpenReader();
        var asked = await results.RunAsync(Noon.AddHours(3), "request", "a", "b");
        Assert.Equal(Noon.AddHours(3), Newest());
        var whole = await results.RunAsync(Noon, "schedule", "a", "b");
        Assert.Equal(Noon, Newest());
        await results.Journal.EndRunAsync(whole, Noon.AddMinutes(30), RunFlags.None, TemporaryJournal.Cancelled);
        var next = await results.RunAsync(Noon.AddHours(1), "schedule", "a", "b");
        Assert.Equal(Noon, Newest());
        await results.Journal.EndRunAsync(next, Noon.AddHours(2), RunFlags.None, TemporaryJournal.Cancelled);
        Assert.Equal(Noon.AddHours(1), Newest());
        Assert.Equal(asked, reader.Runs(1)[0].Id);

        DateTimeOffset? Newest() => reader.MatrixOfRun(0, Noon.AddHours(4))?.At;
    }

    [Fact]
    public async Task At_a_moment_it_shows_what_was_known_then()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Delivered, 10, Noon); // Started noon, seen eleven later.
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Lost, null, Noon.AddMinutes(30));
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Delivered, 20, Noon.AddMinutes(60));
        using var reader = results.Journal.OpenReader();

        Assert.Empty(reader.MatrixAt(Noon.AddSeconds(-1)).Cells);
        var flying = Assert.Single(reader.MatrixAt(Noon.AddSeconds(6)).Cells);
        Assert.Equal((ProbeState.Sent, null, TimeSpan.FromSeconds(5)), (flying.State, flying.Outcome, flying.Age));
        Assert.Empty(flying.History);
        Assert.Equal(ProbeState.Sending, reader.MatrixAt(Noon).Cells[0].State);

        var lost = Assert.Single(reader.MatrixAt(Noon.AddMinutes(31)).Cells);
        Assert.Equal((ProbeOutcome.Lost, null), (lost.Outcome!.Value, lost.Age));
        Assert.Equal([TimeSpan.FromSeconds(10), null], lost.History);

        var last = Assert.Single(reader.MatrixAt(Noon.AddMinutes(125)).Cells);
        Assert.Equal([TimeSpan.FromSeconds(10), null, TimeSpan.FromSeconds(20)], last.History);
        Assert.InRange(last.Median!.Value.TotalSeconds, 10, 20);
        Assert.Equal(
            [TimeSpan.FromSeconds(20)],
            reader.MatrixAt(Noon.AddMinutes(125), new() { History = 1 }).Cells[0].History);
    }

    [Fact]
    public async Task A_probe_that_waits_hides_nothing()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Delivered, 3, Noon);
        await results.AddAsync(run, "a", "b", Noon.AddMinutes(5));
        await results.AddAsync(run, "b", "a", Noon.AddMinutes(5));
        using var reader = results.Journal.OpenReader();
        Assert.Equal(
            [ProbeState.Resolved, ProbeState.Queued],
            reader.MatrixAt(Noon.AddMinutes(6)).Cells.Select(cell => cell.State));
    }

    [Fact]
    public async Task An_overdue_mail_is_a_verdict_and_one_that_was_not_sent_is_none()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b", "c", "d");
        foreach (var to in new[] { "b", "c", "d" })
        {
            var probe = await results.AddAsync(run, "a", to);
            await results.SendAsync(probe);
            await results.Journal.OverdueAsync(probe, TemporaryJournal.Cancelled);
        }

        await results.ProbeAsync(run, "b", "a", ProbeOutcome.Delivered, 1);
        await results.ProbeAsync(run, "b", "c", ProbeOutcome.SkippedForBudget);
        using var reader = results.Journal.OpenReader();
        Assert.Equal(
            [new BlameFinding(BlameKind.Sender, "a", null, 3, 3)],
            reader.MatrixAt(Noon.AddMinutes(10)).Blame);
    }

    [Fact]
    public async Task Accounts_that_are_gone_are_shown_as_long_as_they_were_there()
    {
        await using var results = new TemporaryJournal();
        await results.RunAsync(Noon, "schedule", "a", "b");
        await results.RunAsync(Noon.AddDays(1), "schedule", "c", "b");
        using var reader = results.Journal.OpenReader();
        Assert.Equal(["a", "b"], reader.MatrixAt(Noon.AddHours(1)).Accounts.Select(one => one.Name).Order());
        Assert.Equal(["c", "b"], reader.MatrixAt(Noon.AddDays(2)).Accounts.Select(one => one.Name));
    }

    [Fact]
    public async Task Times_are_told_in_the_zone_that_is_asked_for()
    {
        await using var results = new TemporaryJournal();
        await results.ProbeAsync(await results.RunAsync("a", "b"), "a", "b", ProbeOutcome.Delivered, 3);
        using var reader = results.Journal.OpenReader();
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
        var matrix = reader.MatrixOfRun(0, Noon, new() { TimeZone = zone, Title = "Ours", Tool = "rockdove 1" });
        Assert.Equal(TimeSpan.FromHours(5.5), matrix!.At.Offset);
        Assert.Equal(TimeSpan.FromHours(5.5), matrix.Since!.Value.Offset);
        Assert.Equal(("Ours", "rockdove 1"), (matrix.Title, matrix.Tool));
    }

    [Fact]
    public async Task As_json_it_has_words_and_seconds()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Delivered, 3);
        await results.ProbeAsync(run, "b", "a", ProbeOutcome.Rejected);
        using var reader = results.Journal.OpenReader();
        var report = MatrixReport.Of(reader.MatrixOfRun(0, Noon)!);
        var json = JsonSerializer.Serialize(report, ReadingJson.Of<MatrixReport>());
        const string Expected = """
            {"at":"2026-03-01T12:00:00+00:00","since":"2026-03-01T12:00:00+00:00","accounts":[
            {"name":"a","address":"a@a.example","receiveHost":"imap.a.example"},
            {"name":"b","address":"b@b.example","receiveHost":"imap.b.example"}],"cells":[
            {"from":"a","to":"b","state":"resolved","outcome":"delivered","deliverySeconds":3,"uncertaintySeconds":1,
            "history":[3],"flags":[]},
            {"from":"b","to":"a","state":"resolved","outcome":"rejected","history":[null],"stage":"rcpt","code":550,
            "error":"It was rejected.","flags":[]}],
            "blame":[{"kind":"pair","from":"b","to":"a","failed":1,"measured":1}]}
            """;
        Assert.Equal(Expected.Replace("\n", "", StringComparison.Ordinal),
            json);
        Assert.Throws<ArgumentException>(ReadingJson.Of<Random>);
    }

    [Fact]
    public async Task Lists_of_a_pair_and_a_run_are_told()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        for (var i = 0; i < 5; i++)
            await results.ProbeAsync(run, "a", "b", ProbeOutcome.Delivered, i, Noon.AddMinutes(i));
        await results.Journal.EndRunAsync(
            run, Noon.AddMinutes(9), RunFlags.ProberOffline | RunFlags.ClockStep, TemporaryJournal.Cancelled);
        using var reader = results.Journal.OpenReader();
        Assert.Equal(
            [3.0, 2.0],
            reader.Probes(new("a", "b"), Noon.AddMinutes(1), Noon.AddMinutes(4), 2)
                .Select(probe => probe.DeliverySeconds!.Value));
        Assert.Equal([0.0, 1, 2, 3, 4], reader.ProbesOfRun(run).Select(probe => probe.DeliverySeconds!.Value));
        Assert.Equal(
            new RunEntry(run, Noon, Noon.AddMinutes(9), "once", null, 5, 0, true, true),
            Assert.Single(reader.Runs(10)));
        Assert.Equal(
            [TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4)],
            reader.LastResults([new("a", "b"), new("b", "a")], 2).Select(one => one.Delivery!.Value));
    }

    [Fact]
    public async Task Forty_accounts_are_read_in_a_moment()
    {
        await using var results = new TemporaryJournal();
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"n{i:00}")];
        var run = await results.RunAsync(names);
        await Task.WhenAll(
            from f in names from t in names where f != t
            select results.ProbeAsync(run, f, t, ProbeOutcome.SendFailed));
        using var reader = results.Journal.OpenReader();
        var matrix = reader.MatrixAt(Noon.AddHours(1));
        Assert.Equal(1560, matrix.Cells.Count);
        Assert.Equal([new BlameFinding(BlameKind.Prober, null, null, 1560, 1560)], matrix.Blame);
        Assert.Equal(40, reader.Senders(Noon, Noon.AddHours(1)).Count);
    }
}
