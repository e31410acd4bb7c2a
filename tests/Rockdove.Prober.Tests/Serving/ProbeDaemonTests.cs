namespace Rockdove.Prober.Tests;

public sealed class ProbeDaemonTests : IAsyncDisposable
{
    private readonly DaemonWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_matrix_goes_round_by_round_and_is_one_run()
    {
        await _world.StartAsync(_world.Configure(4, Calm));
        await _world.IdleAsync();
        Assert.Equal("a0->a1 a1->a2 a2->a3 a3->a0", Sent(0, 4));
        Assert.Equal(4, _world.Sender.Sent.Count);

        await _world.PassAsync(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(4, _world.Sender.Sent.Count);
        await _world.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("a0->a2 a1->a3 a2->a0 a3->a1", Sent(4, 8));
        Assert.Equal(["schedule 0"], Runs());

        await _world.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(12, _world.Sender.Sent.Select(mail => (mail.From.Name, mail.To.Name)).Distinct().Count());
        await RunsAsync("schedule 1");
        Assert.Equal(12, _world.Results.Scalar("SELECT count(*) FROM probe WHERE outcome = 'delivered'"));
        Assert.Equal("1200", _world.Metric("run_duration_seconds"));

        await _world.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal("a0->a1 a1->a2 a2->a3 a3->a0", Sent(12, 16));
        Assert.Equal(["schedule 1", "schedule 0"], Runs());
    }

    [Fact]
    public async Task The_log_says_nothing_of_what_there_is_none_of()
    {
        await _world.StartAsync(_world.Configure(2, Calm));
        await _world.IdleAsync();
        await _world.Log.UntilAsync("Run 1 has ended", DaemonWorld.Patience);
        Assert.Equal(
            ["Run 1 begins: 2 pairs in 1 rounds", "Run 1 has ended",
                "a0 -> a1: delivered 00:00:00", "a1 -> a0: delivered 00:00:00"],
            _world.Log.Entries.Select(entry => entry.Text)
                .Where(text => text.StartsWith("Run ", StringComparison.Ordinal)
                    || text.Contains(": delivered", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_sends_two_mails_at_once_even_in_a_burst()
    {
        var release = new TaskCompletionSource();
        _world.Sender.Answer = async (_, _) =>
        {
            await release.Task;
            return _world.Sender.Accept();
        };
        await _world.StartAsync(_world.Configure(
            5, """ "concurrency": 100, "schedule": { "mode": "burst", "matrixEvery": "1h", "jitter": 0 } """));
        await _world.Desk.UntilAsync(counts => counts.Placed == 20, DaemonWorld.Patience);
        release.SetResult();
        await _world.IdleAsync();
        Assert.Equal(20, _world.Sender.Sent.Count);
        Assert.Equal((1, 5), (_world.Sender.MostAtOnceOfOne, _world.Sender.MostAtOnce));
        await RunsAsync("schedule 1");
        await _world.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(40, _world.Sender.Sent.Count);
    }

    [Fact]
    public async Task A_pair_whose_probe_still_waits_gets_no_second_one()
    {
        _world.Opens = false;
        await _world.StartAsync(_world.Configure(2, """ "deadlines": { "mailbox": "1d" }, """ + Calm));
        _world.Watch("a1").Open();
        _world.Watch("a0").Fail();
        await _world.Clock.WaitForTimersAsync(DaemonWorld.Timers, DaemonWorld.Patience);
        await _world.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal(1, _world.Desk.Counts.Queued); // To a0, which stays closed.
        Assert.Equal(7, _world.Sender.Sent.Count);
        Assert.All(_world.Sender.Sent, mail => Assert.Equal("a1", mail.To.Name));
    }

    [Fact]
    public async Task Quiet_time_is_waited_out_and_what_falls_into_it_is_left_out()
    {
        await _world.StartAsync(_world.Configure(3, """
            "timeZone": "Europe/Berlin",
            "schedule": { "matrixEvery": "20m", "jitter": 0, "quiet": [ "13:05-15:00" ] }
            """)); // 12:05 to 14:00 UTC.
        await _world.PassAsync(TimeSpan.FromMinutes(119));
        Assert.Equal(3, _world.Sender.Sent.Count);
        await _world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(6, _world.Sender.Sent.Count);
        await _world.PassAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(6, _world.Sender.Sent.Count);
    }

    [Fact]
    public async Task Who_is_started_again_goes_on_with_its_run_and_with_what_was_under_way()
    {
        _world.Delivers = false;
        var configuration = _world.Configure(3, Calm);
        await _world.StartAsync(configuration);
        await _world.Desk.UntilAsync(counts => counts.Sent == 3, DaemonWorld.Patience);
        await _world.Clock.WaitForTimersAsync(DaemonWorld.Timers, DaemonWorld.Patience);
        await _world.RestartAsync(configuration);
        Assert.Equal((3, 3), (_world.Desk.Counts.Placed, _world.Desk.Counts.Sent));
        foreach (var mail in _world.Sender.Sent)
            _world.Watch(mail.To.Name).Put(mail.Mark);
        await _world.Desk.UntilAsync(counts => counts.Resolved == 3, DaemonWorld.Patience);

        _world.Delivers = true;
        await _world.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal("a0->a2 a1->a0 a2->a1", Sent(3, 6));
        await RunsAsync("schedule 1");
        Assert.Equal(6, _world.Results.Scalar("SELECT count(*) FROM probe WHERE outcome = 'delivered' AND run_id = 1"));
    }

    [Fact]
    public async Task A_probe_now_is_a_run_of_its_own_and_counts_for_what_may_be_sent()
    {
        await _world.StartAsync(_world.Configure(2, Calm, account: """, "limits": { "perHour": 3 } """));
        await _world.IdleAsync();
        var now = await _world.Daemon.ProbeNowAsync(new("a0", "a1"), DaemonWorld.Patience);
        Assert.Equal(ProbeNowStatus.Accepted, now.Status);
        await RunsAsync("schedule 1", "request 1");
        Assert.Equal(now.Probe, _world.Results.Scalar("SELECT id FROM probe WHERE run_id = 2"));
        Assert.Equal(
            ProbeNowStatus.UnknownPair,
            (await _world.Daemon.ProbeNowAsync(new("a0", "a9"), DaemonWorld.Patience)).Status);

        await _world.Daemon.ProbeNowAsync(new("a0", "a1"), DaemonWorld.Patience);
        await _world.IdleAsync();
        var (status, probe, reason) = await _world.Daemon.ProbeNowAsync(new("a0", "a1"), DaemonWorld.Patience);
        Assert.Equal(
            (ProbeNowStatus.NotNow, null, "a0 has sent what it may send in an hour."), (status, probe, reason));
        await _world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("0", _world.Metric("send_budget_remaining{account=\"a0\",window=\"hour\"}"));
        Assert.Equal("2", _world.Metric("send_budget_remaining{account=\"a1\",window=\"hour\"}"));
    }

    [Fact]
    public async Task An_account_that_has_to_wait_says_so()
    {
        _world.Sender.Answer = (_, _) => Task.FromResult(_world.Sender.Report(
            SendVerdict.AuthenticationFailed, ProbeStage.Authentication, 535, advice: SendAdvice.LoginRefused));
        await _world.StartAsync(_world.Configure(3, Calm));
        await _world.PassAsync(TimeSpan.FromMinutes(16));
        var answer = await _world.Daemon.ProbeNowAsync(new("a0", "a1"), DaemonWorld.Patience);
        Assert.Equal(ProbeNowStatus.NotNow, answer.Status);
        Assert.StartsWith("a0 waits for ", answer.Reason, StringComparison.Ordinal);
        Assert.EndsWith("since its login was refused: It went wrong.", answer.Reason, StringComparison.Ordinal);
        Assert.Equal("1", _world.Metric("account_paused{account=\"a0\",reason=\"login_refused\"}"));
    }

    [Fact]
    public async Task What_mailboxes_tell_is_counted()
    {
        await _world.StartAsync(_world.Configure(2, Calm));
        await _world.IdleAsync();
        _world.Watch("a0").Tell(new FolderCounted(0, "INBOX", 12, 1));
        _world.Watch("a0").Tell(new QuotaTold(0, 0.5));
        _world.Watch("a1").Fail();
        _world.Watch("a1").Open();
        await _world.Daemon.ProbeNowAsync(new("a0", "a1"), DaemonWorld.Patience);
        await _world.Desk.UntilAsync(counts => counts.Resolved == 3, DaemonWorld.Patience);
        await _world.IdleAsync();
        Assert.Equal("12", _world.Metric("mailbox_messages{account=\"a0\",folder=\"INBOX\"}"));
        Assert.Equal("1", _world.Metric("orphans{account=\"a0\",folder=\"INBOX\"}"));
        Assert.Equal("0.5", _world.Metric("mailbox_quota_used_ratio{account=\"a0\"}"));
        Assert.Equal("1", _world.Metric(
            "session_failures_total{account=\"a1\",protocol=\"imap\",phase=\"connect\",reason=\"broken\"}"));
        Assert.Equal("1", _world.Metric("cleaned_total{account=\"a0\",folder=\"INBOX\"}"));
    }

    [Fact]
    public async Task Clocks_of_servers_are_kept_when_they_have_moved()
    {
        var ahead = TimeSpan.FromMinutes(3);
        _world.Arrives = (watch, mail) => watch.Put(
            mail.Mark, storedAt: _world.Clock.GetUtcNow() + (mail.To.Name == "a1" ? ahead : TimeSpan.Zero));
        await _world.StartAsync(_world.Configure(2, Calm));
        await _world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("180.5", _world.Metric("clock_offset_seconds{host=\"imap.a1.test\",method=\"store\"}"));
        Assert.Equal("0.5", _world.Metric("clock_offset_seconds{host=\"imap.a0.test\",method=\"store\"}"));
        await _world.PassAsync(TimeSpan.FromMinutes(31));
        Assert.Equal(2, _world.Results.Scalar("SELECT count(*) FROM clock"));
        ahead = TimeSpan.Zero;
        await _world.PassAsync(TimeSpan.FromMinutes(31));
        Assert.Equal(3, _world.Results.Scalar("SELECT count(*) FROM clock"));
        Assert.Equal("0.5", _world.Metric("clock_offset_seconds{host=\"imap.a1.test\",method=\"store\"}"));
    }

    [Fact]
    public async Task Another_configuration_counts_at_once_and_counters_go_on()
    {
        await _world.StartAsync(_world.Configure(3, Calm));
        await _world.IdleAsync();
        _world.Delivers = false;
        await _world.Daemon.ProbeNowAsync(new("a0", "a1"), DaemonWorld.Patience);
        await _world.Daemon.ProbeNowAsync(new("a0", "a2"), DaemonWorld.Patience);
        await _world.Desk.UntilAsync(counts => counts.Sent == 2, DaemonWorld.Patience);

        var next = _world.Configure(2, """ "database": "other.db", "retention": { "raw": "10d" }, """ + Calm);
        Assert.Equal(["database", "message:keyFile", "retention"],
            await _world.Daemon.ReloadAsync(next, DaemonWorld.Patience));
        Assert.Null(_world.Daemon.Trouble);
        Assert.Equal("a2", Assert.Single(_world.Results.Query(
            "SELECT t.name FROM probe JOIN account t ON t.id = to_id WHERE outcome = 'unknown'", 1))[0]);
        _world.Watch("a1").Put(_world.Sender.Sent[3].Mark);
        await _world.Desk.UntilAsync(counts => counts.Resolved == 2, DaemonWorld.Patience);

        Assert.Equal("2", _world.Metric("sent_total{from=\"a0\",to=\"a1\"}"));
        Assert.Equal("none", _world.Metric("sent_total{from=\"a0\",to=\"a2\"}"));
        Assert.Equal("none", _world.Metric("in_flight{from=\"a0\",to=\"a2\"}"));
        Assert.Equal("1", _world.Metric("config_last_reload_successful"));
        _world.Daemon.RefuseReload();
        Assert.Equal("0", _world.Metric("config_last_reload_successful"));

        // A matrix of other pairs is a new run, and the one before has no more rounds.
        _world.Delivers = true;
        await _world.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal("a0->a1 a1->a0", Sent(5, 7));
        await RunsAsync("schedule 1", "request 0", "request 0", "schedule 1");
    }

    [Fact]
    public async Task A_disk_that_fails_ends_it_and_says_why()
    {
        await _world.StartAsync(_world.Configure(2, Calm));
        await _world.IdleAsync();
        _world.Results.Execute("DROP VIEW budget; ALTER TABLE probe RENAME TO gone");
        await _world.Clock.WaitForTimersAsync(DaemonWorld.Timers, DaemonWorld.Patience);
        _world.Clock.Advance(TimeSpan.FromMinutes(30));
        var broken = await Assert.ThrowsAnyAsync<Exception>(
            () => _world.Daemon.Completion.WaitAsync(DaemonWorld.Patience));
        Assert.Contains("probe", broken.Message, StringComparison.Ordinal);
        Assert.StartsWith("The prober is broken: ", _world.Daemon.Trouble, StringComparison.Ordinal);
        Assert.Equal(
            ProbeNowStatus.NotNow, (await _world.Daemon.ProbeNowAsync(new("a0", "a1"), DaemonWorld.Patience)).Status);
    }

    private string Sent(int from, int to) => string.Join(' ', _world.Sender.Sent.Take(to).Skip(from)
        .Select(mail => $"{mail.From.Name}->{mail.To.Name}").Order(StringComparer.Ordinal));

    private IEnumerable<string> Runs() => _world.Runs().Select(run => string.Join(' ', run));

    /// <summary>The end of a run is told to the journal after the desk has told of the last mail.</summary>
    private async Task RunsAsync(params string[] expected)
    {
        var patience = DaemonWorld.Patience;
        while (!Runs().SequenceEqual(expected) && !patience.IsCancellationRequested)
            await _world.Desk.UntilAsync(_ => true, patience);
        Assert.Equal(expected, Runs());
    }

    /// <summary>Four accounts have a round each ten minutes, three each fifteen, two each thirty.</summary>
    private const string Calm = """ "schedule": { "matrixEvery": "30m", "jitter": 0 } """;
}
