using System.Text;
using Rockdove.Storage;

namespace Rockdove.Prober.Tests;

public sealed class SqliteProbeJournalTests
{
    private static CancellationToken Cancelled => TemporaryJournal.Cancelled;

    private static DateTimeOffset Noon => TemporaryJournal.Noon;

    [Fact]
    public async Task What_is_kept_of_a_mailbox_needs_no_run_but_its_account()
    {
        await using var results = new TemporaryJournal();
        await Assert.ThrowsAsync<StoreException>(
            () => results.Journal.SetCursorAsync("here", "INBOX", new(7, 9), Cancelled).AsTask());
        await results.Journal.KnowAsync([TemporaryJournal.Account("here")], Noon, Cancelled);
        await results.Journal.SetCursorAsync("here", "INBOX", new(7, 9), Cancelled);
        Assert.Equal(new(7, 9), await results.Journal.CursorAsync("here", "INBOX", Cancelled));
    }

    [Fact]
    public async Task A_probe_is_read_back_with_everything_that_was_kept()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("here", "there");
        var probe = await results.AddAsync(run, "here", "there");
        await results.SendAsync(probe);
        var hop = new ProbeHop(
            "mx.there.example", "smtp.here.example", "192.0.2.1", "ESMTPS", "TLS1.3",
            new DateTimeOffset(2026, 3, 1, 14, 0, 2, TimeSpan.FromHours(2)), Noon + TimeSpan.FromSeconds(2.5),
            TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(-0.5), "from smtp.here.example by mx.there.example; date");
        var end = TemporaryJournal.End(ProbeOutcome.Delivered, 3.25, Noon) with
        {
            Transit = TimeSpan.FromSeconds(2),
            Visibility = TimeSpan.FromSeconds(1.25),
            Place = new("INBOX", FolderRole.Inbox, 7, "12"),
            Copies = 1,
            Hops = [hop, hop with { With = "SMTP", Tls = null, Stamp = null, Corrected = null, Wait = null }],
            Verdicts = [new("spf", "pass", "mx.there.example", "smtp.mailfrom=here@here.example")],
            Flags = ProbeFlags.Greylisted | ProbeFlags.ClockOff,
        };
        Assert.True(await results.Journal.ResolveAsync(probe, end, Cancelled));

        using var reader = results.Journal.OpenReader();
        var detail = reader.Probe(probe);
        Assert.NotNull(detail);
        Assert.Equal(
            ("here", "there", "resolved", "delivered"),
            (detail.Probe.From, detail.Probe.To, detail.Probe.State, detail.Probe.Outcome));
        Assert.Equal((3.25, 4.25, 2, 1.25), (
            detail.Probe.DeliverySeconds!.Value, detail.Probe.TotalSeconds!.Value, detail.Probe.TransitSeconds!.Value,
            detail.Probe.VisibilitySeconds!.Value));
        Assert.Equal(["clock_off", "greylisted"], detail.Probe.Flags);
        Assert.Equal((2, 1), (detail.Probe.Hops!.Value, detail.Probe.UnencryptedHops!.Value));
        Assert.Equal(("INBOX", "inbox", 1), (detail.Probe.Folder, detail.Probe.Role, detail.Probe.Copies!.Value));
        Assert.Equal(("Q1", 2048L), (detail.QueueId, detail.Bytes!.Value));
        Assert.Equal(new PhaseEntry("send", "connect", 0, 0.02), Assert.Single(detail.Phases));
        Assert.Equal(hop.Stamp, detail.Hops[0].Stamp);
        Assert.Equal(TimeSpan.FromHours(2), detail.Hops[0].Stamp!.Value.Offset);
        Assert.Equal((0.5, -0.5, true), (
            detail.Hops[0].WaitSeconds!.Value, detail.Hops[0].SkewSeconds!.Value, detail.Hops[0].IsEncrypted));
        Assert.Null(detail.Hops[1].Stamp);
        Assert.Equal("pass", Assert.Single(detail.Verdicts).Result);
        Assert.Null(reader.Probe(probe + 1));
    }

    [Fact]
    public async Task An_outcome_is_given_once()
    {
        await using var results = new TemporaryJournal();
        var probe = await results.ProbeAsync(
            await results.RunAsync("here", "there"), "here", "there", ProbeOutcome.Lost);
        var late = TemporaryJournal.End(ProbeOutcome.Late, 4, Noon);
        Assert.False(await results.Journal.ResolveAsync(probe, late, Cancelled));
        await results.Journal.OverdueAsync(probe, Cancelled);
        await results.Journal.BeginSendingAsync(probe, Noon, Cancelled);
        using var reader = results.Journal.OpenReader();
        Assert.Equal(("resolved", "lost"), (reader.Probe(probe)!.Probe.State, reader.Probe(probe)!.Probe.Outcome));
    }

    [Fact]
    public async Task A_mail_that_is_seen_before_its_250_is_kept_stays_delivered()
    {
        await using var results = new TemporaryJournal();
        var probe = await results.AddAsync(await results.RunAsync("here", "there"), "here", "there");
        await results.Journal.BeginSendingAsync(probe, Noon, Cancelled);
        var end = TemporaryJournal.End(ProbeOutcome.Delivered, 1, Noon);
        Assert.True(await results.Journal.ResolveAsync(probe, end, Cancelled));
        await results.SendAsync(probe);
        using var reader = results.Journal.OpenReader();
        var entry = reader.Probe(probe)!.Probe;
        Assert.Equal(("resolved", "delivered", 1.0), (entry.State, entry.Outcome, entry.SubmitSeconds!.Value));
    }

    [Fact]
    public async Task Open_probes_are_found_again_after_the_journal_was_closed()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b", "c");
        var queued = await results.AddAsync(run, "a", "b", Noon);
        var sending = await results.AddAsync(run, "a", "c", Noon + TimeSpan.FromSeconds(1));
        var overdue = await results.AddAsync(run, "b", "c", Noon + TimeSpan.FromSeconds(2));
        await results.Journal.BeginSendingAsync(sending, Noon, Cancelled);
        await results.SendAsync(overdue);
        await results.Journal.OverdueAsync(overdue, Cancelled);
        await results.ProbeAsync(run, "c", "a", ProbeOutcome.Delivered, 1);
        var before = await results.Journal.OpenProbesAsync(Cancelled);
        await results.CloseAsync();

        results.Reopen();
        var open = await results.Journal.OpenProbesAsync(Cancelled);
        Assert.Equal(before, open);
        Assert.Equal(
            [(queued, ProbeState.Queued), (sending, ProbeState.Sending), (overdue, ProbeState.Overdue)],
            open.Select(probe => (probe.Id, probe.State)));
        Assert.Equal(new ProbePair("b", "c"), open[2].Probe.Pair);
        Assert.Equal(Noon + TimeSpan.FromSeconds(1), open[2].Accepted);
    }

    [Fact]
    public async Task Mails_that_were_begun_are_counted_for_each_account()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        foreach (var minute in Enumerable.Range(0, 5))
        {
            var probe = await results.AddAsync(run, "a", "b");
            await results.Journal.BeginSendingAsync(probe, Noon + TimeSpan.FromMinutes(minute), Cancelled);
        }

        await results.AddAsync(run, "a", "b");
        Assert.Equal(3, await results.Journal.SentSinceAsync("a", Noon + TimeSpan.FromMinutes(2), Cancelled));
        Assert.Equal(0, await results.Journal.SentSinceAsync("b", Noon, Cancelled));
        Assert.Equal(0, await results.Journal.SentSinceAsync("nobody", Noon, Cancelled));
        Assert.Equal(5, results.Scalar("SELECT sent FROM budget"));
    }

    [Fact]
    public async Task Cursors_are_kept_for_each_folder()
    {
        await using var results = new TemporaryJournal();
        await results.RunAsync("a", "b");
        Assert.Null(await results.Journal.CursorAsync("a", "INBOX", Cancelled));
        await results.Journal.SetCursorAsync("a", "INBOX", new(1, 10), Cancelled);
        await results.Journal.SetCursorAsync("a", "INBOX", new(uint.MaxValue, uint.MaxValue), Cancelled);
        await results.Journal.SetCursorAsync("a", "Junk", new(2, 3), Cancelled);
        Assert.Equal(
            new FolderCursor(uint.MaxValue, uint.MaxValue),
            await results.Journal.CursorAsync("a", "INBOX", Cancelled));
        Assert.Null(await results.Journal.CursorAsync("b", "INBOX", Cancelled));
    }

    [Fact]
    public async Task An_account_keeps_its_row_under_another_name_and_when_it_is_gone()
    {
        await using var results = new TemporaryJournal();
        await results.RunAsync("a", "b");
        var renamed = TemporaryJournal.Account("a") with { Name = "first" };
        await results.Journal.BeginRunAsync(
            new(Noon + TimeSpan.FromHours(1), "schedule", 1, [TemporaryJournal.Account("c"), renamed]), Cancelled);
        Assert.Equal(
            [["1", "first", "1", null], ["2", "b", "1", "retired"], ["3", "c", "0", null]],
            results.Query(
                "SELECT id, name, sort, CASE WHEN retired IS NOT NULL THEN 'retired' END FROM account ORDER BY id", 4));

        // Somebody asks for one pair: the others are there still. And who comes back has its old row.
        await results.RunAsync(Noon + TimeSpan.FromHours(2), "request", "b");
        Assert.Equal(0, results.Scalar("SELECT count(*) FROM account WHERE retired IS NOT NULL"));
        Assert.Equal(3, results.Scalar("SELECT count(*) FROM account"));
    }

    [Fact]
    public async Task A_write_that_fails_takes_no_other_one_along()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        var token = ProbeToken.New();
        var adds = Enumerable.Range(0, 50).Select(i => results.Journal.AddAsync(
            new(run, i % 5 == 4 ? new("a", "nobody") : new("a", "b"), i == 0 ? token : ProbeToken.New(), "x", Noon),
            Cancelled).AsTask()).ToList();
        var done = await Task.WhenAll(adds.Select(add => add.ContinueWith(task => task.IsFaulted, Cancelled)));
        Assert.Equal(10, done.Count(failed => failed));
        Assert.Equal(40, results.Scalar("SELECT count(*) FROM probe"));
        await Assert.ThrowsAnyAsync<StoreException>(
            async () => await results.Journal.AddAsync(new(run, new("a", "b"), token, "x", Noon), Cancelled));
        Assert.Equal(11, results.Journal.WriteErrors);
    }

    [Fact]
    public async Task Transcripts_of_failures_are_kept_always_and_others_by_sampling()
    {
        await using var results = new TemporaryJournal(new() { Syncs = false, GoodTranscriptsOneIn = 20 });
        var run = await results.RunAsync("a", "b");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var probe = await results.AddAsync(run, "a", "b");
            await SayAsync(results, probe, $"S: 220 probe {i}", false);
            await results.Journal.ResolveAsync(
                probe, TemporaryJournal.End(i < 20 ? ProbeOutcome.Lost : ProbeOutcome.Delivered, null, Noon),
                Cancelled);
            await SayAsync(results, probe, "S: * OK", false);
        }));

        var kept = results.Scalar("SELECT count(DISTINCT probe_id) FROM transcript WHERE failed = 0");
        Assert.InRange(kept, 4, 16); // Nine are expected of 180.
        Assert.Equal(kept * 2, results.Scalar("SELECT count(*) FROM transcript WHERE failed = 0"));
        Assert.Equal(40, results.Scalar("SELECT count(*) FROM transcript WHERE failed = 1"));

        using var reader = results.Journal.OpenReader();
        var lost = results.Scalar("SELECT min(id) FROM probe WHERE outcome = 'lost'");
        var entry = reader.Probe(lost)!.Transcripts[0];
        Assert.Equal(("smtp", "mx.example:25", true), (entry.Protocol, entry.Server, entry.IsFailure));
        Assert.StartsWith(
            "S: 220 probe ", Encoding.UTF8.GetString(reader.Transcript(entry.Id)!.Value.Span),
            StringComparison.Ordinal);
        Assert.Null(reader.Transcript(100_000));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 30)]
    public async Task No_sample_or_all_of_them(int oneIn, int expected)
    {
        await using var results = new TemporaryJournal(new() { Syncs = false, GoodTranscriptsOneIn = oneIn });
        var run = await results.RunAsync("a", "b");
        for (var i = 0; i < 30; i++)
        {
            var probe = await results.AddAsync(run, "a", "b");
            await SayAsync(results, probe, "S: 220 hello", false);
            await results.Journal.ResolveAsync(
                probe, TemporaryJournal.End(ProbeOutcome.Delivered, 1, Noon), Cancelled);
        }

        Assert.Equal(expected, results.Scalar("SELECT count(*) FROM transcript"));
    }

    [Fact]
    public async Task A_bounce_is_kept_with_the_outcome()
    {
        await using var results = new TemporaryJournal();
        var probe = await results.AddAsync(await results.RunAsync("a", "b"), "a", "b");
        await results.SendAsync(probe);
        var end = TemporaryJournal.End(ProbeOutcome.Bounced, null, Noon) with
        {
            Bounce = new(Noon, "5.1.1", "550 no such user", "mx.b.example", "the report"u8.ToArray()),
        };
        await results.Journal.ResolveAsync(probe, end, Cancelled);
        using var reader = results.Journal.OpenReader();
        Assert.Equal(
            new BounceEntry(Noon, "5.1.1", "550 no such user", "mx.b.example"),
            Assert.Single(reader.Probe(probe)!.Bounces));
    }

    [Fact]
    public async Task What_a_check_finds_is_kept_and_what_changes_is_told()
    {
        await using var results = new TemporaryJournal();
        for (var hour = 0; hour < 6; hour++)
        {
            await results.Journal.KeepAsync(
                new KeptCheck("b.example", "spf", hour < 3 ? 0 : 3, Noon + TimeSpan.FromHours(hour), $"seen {hour}"),
                Cancelled);
        }

        using var reader = results.Journal.OpenReader();
        Assert.Equal(
            new CheckEntry("b.example", "spf", 3, Noon + TimeSpan.FromHours(3), Noon + TimeSpan.FromHours(5), "seen 5"),
            Assert.Single(reader.Checks()));
        Assert.Equal(
            [(0, 3), (null, 0)],
            reader.CheckChanges("b.example", 10).Select(change => (change.Before, change.After)));
    }

    [Fact]
    public async Task What_mails_hang_on_is_synced_and_the_rest_is_not()
    {
        await using var results = new TemporaryJournal(new());
        var journal = results.Journal;
        foreach (var isSynced in new[] { false, true, true, false })
        {
            Assert.Equal(
                isSynced ? 2 : 1, // FULL, NORMAL.
                await journal.WriteAsync(isSynced, connection => connection.Scalar("PRAGMA synchronous"), Cancelled));
        }

        // And it is told only then: a statement that comes after a write is in another transaction.
        var probe = await results.AddAsync(await results.RunAsync("a", "b"), "a", "b");
        await journal.BeginSendingAsync(probe, Noon, Cancelled);
        Assert.Equal(1, results.Scalar("SELECT count(*) FROM probe WHERE state = 'sending'"));
    }

    [Fact]
    public async Task Nothing_is_written_after_it_was_closed()
    {
        await using var results = new TemporaryJournal();
        var journal = results.Journal;
        await results.CloseAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await journal.OverdueAsync(1, Cancelled));
    }

    private static ValueTask SayAsync(TemporaryJournal results, long probe, string text, bool isFailure) =>
        results.Journal.AddTranscriptAsync(
            probe, "a", new("smtp", Noon, "mx.example:25", Encoding.UTF8.GetBytes(text), isFailure), Cancelled);
}
