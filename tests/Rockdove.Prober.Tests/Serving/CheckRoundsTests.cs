namespace Rockdove.Prober.Tests;

/// <summary>What a prober that goes on finds out beside delivery, and whom it tells.</summary>
public sealed class CheckRoundsTests : IAsyncDisposable
{
    private readonly DaemonWorld _world = new();
    private CheckStatus _spf = CheckStatus.Ok;

    public CheckRoundsTests() => _world.Found = check => check.Target.IsDomain
        ? [Result(check, CheckNames.Spf, _spf), Result(check, CheckNames.Caa, CheckStatus.Notice)]
        : [Result(check, CheckNames.Tls, CheckStatus.Ok)];

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Domains_and_servers_are_looked_at_each_once_a_round()
    {
        await _world.StartAsync(_world.Configure(2, Hourly));
        await _world.IdleAsync();
        Assert.Equal(
            ["a0.test", "a1.test", "smtp.a0.test:465", "imap.a0.test:993", "smtp.a1.test:465", "imap.a1.test:993"],
            _world.Looked.Select(check => $"{check.Target}"));
        await _world.PassAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(6, _world.Looked.Count);
        await _world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(12, _world.Looked.Count);
        Assert.Equal("1", _world.Metric("check_status{subject=\"a0.test\",check=\"caa\"}"));
    }

    [Fact]
    public async Task A_round_that_was_made_before_a_start_counts_and_a_new_account_does_not_wait()
    {
        await _world.StartAsync(_world.Configure(2, Hourly));
        await _world.PassAsync(TimeSpan.FromMinutes(30));
        await _world.RestartAsync(_world.Configure(2, Hourly));
        await _world.PassAsync(TimeSpan.FromMinutes(29));
        Assert.Equal(6, _world.Looked.Count);
        await _world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(12, _world.Looked.Count);

        await _world.Daemon.ReloadAsync(_world.Configure(3, Hourly), DaemonWorld.Patience);
        await _world.IdleAsync();
        Assert.Equal(21, _world.Looked.Count);
        await _world.Daemon.ReloadAsync(_world.Configure(2, Hourly), DaemonWorld.Patience);
        await _world.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(0, _world.Results.Scalar("SELECT count(*) FROM check_state WHERE subject LIKE '%a2.test%'"));
    }

    [Fact]
    public async Task What_fails_twice_is_told_of_own_accounts_and_so_is_that_it_is_well_again()
    {
        await _world.StartAsync(_world.Configure(2, Hourly, account: ", \"own\": true"));
        await _world.IdleAsync();
        Assert.Empty(Alerts());

        _spf = CheckStatus.Fail;
        await _world.PassAsync(TimeSpan.FromHours(1));
        Assert.Empty(Alerts());
        Assert.Equal(7, _world.Looked.Count); // One fails, which is looked at again.
        await _world.PassAsync(CheckRounds.Breath * 2);
        Assert.Equal(["spf of a0.test firing spf is Fail.", "spf of a1.test firing spf is Fail."], Alerts());

        _spf = CheckStatus.Error; // Nobody knows, which changes nothing.
        await _world.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, Alerts().Count);
        _spf = CheckStatus.Ok;
        await _world.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(["spf of a0.test recovered spf is Ok.", "spf of a1.test recovered spf is Ok."], Alerts());
    }

    [Fact]
    public async Task What_fails_once_is_no_failure()
    {
        await _world.StartAsync(_world.Configure(2, Hourly, account: ", \"own\": true"));
        await _world.IdleAsync();
        _spf = CheckStatus.Fail;
        await _world.PassAsync(TimeSpan.FromHours(1));
        _spf = CheckStatus.Ok;
        await _world.PassAsync(CheckRounds.Breath);
        Assert.Equal(0, _world.Results.Scalar("SELECT count(*) FROM check_change WHERE new = 3"));
        Assert.Empty(Alerts());
    }

    [Fact]
    public async Task Nobody_is_told_of_servers_of_others()
    {
        _spf = CheckStatus.Fail;
        await _world.StartAsync(_world.Configure(2, Hourly));
        await _world.PassAsync(CheckRounds.Breath * 2);
        Assert.Equal("3", _world.Metric("check_status{subject=\"a0.test\",check=\"spf\"}"));
        Assert.Empty(Alerts());
    }

    [Fact]
    public async Task An_alert_about_what_is_not_looked_at_any_more_ends()
    {
        _spf = CheckStatus.Warning;
        await _world.StartAsync(_world.Configure(3, Hourly, account: ", \"own\": true"));
        await _world.IdleAsync();
        Assert.Equal(3, Alerts().Count);
        await _world.Daemon.ReloadAsync(
            _world.Configure(2, Hourly, account: ", \"own\": true"), DaemonWorld.Patience);
        await _world.PassAsync(TimeSpan.FromHours(1));
        Assert.Contains("spf of a2.test superseded spf is Warning.", Alerts());
        Assert.Contains("spf of a1.test firing spf is Warning.", Alerts());
    }

    [Fact]
    public void What_is_switched_off_is_not_looked_at_and_what_is_taken_as_it_is_is_not_judged()
    {
        var all = PlannedCheck.Of(_world.Configure(2));
        Assert.Contains(CheckNames.Dane, all[0].Only);
        Assert.Contains(CheckNames.MtaSts, all[0].Only);
        Assert.Equal([CheckNames.Tls, CheckNames.Certificate], all[^1].Only);
        Assert.Equal((CheckedProtocol.Imap, true), (all[^1].Protocol, all[^1].IsImplicitTls));

        var few = PlannedCheck.Of(
            _world.Configure(2, "\"checks\": { \"tls\": false, \"dane\": \"off\", \"mtaSts\": false }"));
        Assert.Equal(["a0.test", "a1.test"], few.Select(check => $"{check.Target}"));
        Assert.DoesNotContain(few[0].Only, name => name is CheckNames.Tls or CheckNames.Certificate
            or CheckNames.Dane or CheckNames.MtaSts);

        Assert.Empty(PlannedCheck.Of(_world.Configure(2, "\"checks\": { \"tls\": false, \"domains\": false }")));

        var taken = PlannedCheck.Servers(_world.Configure(2, """
            "defaults": { "send": { "acceptAnyCertificate": true, "security": "starttls" },
                          "receive": { "security": "none", "port": 143, "allowPlaintextAuth": true } }
            """)).ToList();
        Assert.Equal(["smtp.a0.test:587", "smtp.a1.test:587"], taken.Select(check => $"{check.Target}"));
        Assert.All(taken, check => Assert.Equal(CheckNames.Tls, Assert.Single(check.Only)));
        Assert.All(taken, check => Assert.False(check.IsImplicitTls));
    }

    private List<string> Alerts()
    {
        using var reader = _world.Results.Journal.OpenReader();
        return
        [
            .. reader.Alerts(false, 100).Select(alert => $"{alert.Subject} {alert.State} {alert.Detail.Error}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static CheckResult Result(PlannedCheck check, string name, CheckStatus status) => new()
    {
        Check = name,
        Subject = $"{check.Target}",
        Status = status,
        What = $"{name} is {status}.",
    };

    private const string Hourly =
        "\"checks\": { \"every\": \"1h\" }, \"schedule\": { \"matrixEvery\": \"6h\", \"jitter\": 0 }";
}
