namespace Rockdove.Prober.Tests;

public sealed class AlertMachineTests
{
    private static readonly DateTimeOffset Noon = TemporaryJournal.Noon;

    private static readonly ProbePair Way = new("a", "b");

    [Fact]
    public void One_lost_mail_is_chance_and_two_are_an_alert_that_two_good_ones_end()
    {
        var driven = new DrivenAlerts(new() { Name = "pairs" }, 3);
        Assert.Empty(driven.Results(Way, "+-+"));
        var opened = Assert.Single(driven.Results(Way, "--"));
        Assert.Equal((AlertChangeKind.Opened, "a -> b"), (opened.Kind, opened.Subject));
        Assert.Equal(
            ("pair", "a", "b", 1, "It failed."),
            (opened.Detail.Blame, opened.Detail.From, opened.Detail.To, opened.Detail.Failed, opened.Detail.Error));
        Assert.Equal(opened.At - TimeSpan.FromMinutes(1), opened.Since);
        Assert.Equal(opened.Since - TimeSpan.FromMinutes(1), opened.Detail.LastGood);
        Assert.NotNull(opened.Detail.Probe);
        Assert.Empty(driven.Results(Way, "-------+"));
        Assert.Equal(AlertChangeKind.Recovered, Assert.Single(driven.Results(Way, "+")).Kind);
        Assert.Empty(driven.Results(Way, "+++"));
    }

    [Theory]
    [InlineData("-+-+-", true)] // Three of five.
    [InlineData("-+-++-", false)] // Two of any five.
    public void N_of_the_last_M(string results, bool isAlert)
    {
        var rule = new AlertRule { Name = "r", FailAfter = 3, OutOf = 5, FlapChanges = 9, FlapOutOf = 10 };
        Assert.Equal(isAlert ? 1 : 0, new DrivenAlerts(rule, 3).Results(Way, results).Count);
    }

    [Fact]
    public void What_was_not_measured_counts_for_nothing()
    {
        var driven = new DrivenAlerts(new() { Name = "r" }, 3);
        driven.Results(Way, "-");
        Assert.Empty(driven.Result(Way, ProbeOutcome.SkippedForBudget));
        Assert.Empty(driven.Result(Way, ProbeOutcome.Unknown));
        Assert.Single(driven.Results(Way, "-"));
    }

    [Fact]
    public void Slow_mail_and_spam_are_bad_where_a_rule_says_so()
    {
        var slow = new AlertRule { Name = "slow", SlowerThan = TimeSpan.FromSeconds(10), FailAfter = 1, OutOf = 1 };
        var driven = new DrivenAlerts(slow, 3);
        Assert.Empty(driven.Result(Way, ProbeOutcome.Delivered, 10));
        Assert.Equal(
            "delivered after 10.001 s",
            Assert.Single(driven.Result(Way, ProbeOutcome.Delivered, 10.001)).Detail.Error);
        Assert.Empty(driven.Result(new("b", "a"), ProbeOutcome.DeliveredSpam, 1));
        var spam = new DrivenAlerts(slow with { SpamFails = true }, 3);
        Assert.Single(spam.Result(Way, ProbeOutcome.DeliveredSpam, 1));
    }

    [Fact]
    public void What_goes_to_and_fro_is_told_once()
    {
        var driven = new DrivenAlerts(new() { Name = "r" }, 3);
        var changes = driven.Results(Way, "+-+-+-+-+-+");
        Assert.Equal([AlertChangeKind.Flapping], changes.Select(change => change.Kind));
        Assert.Empty(driven.Results(Way, "+++++"));
        Assert.Equal([AlertChangeKind.Recovered], driven.Results(Way, "+++").Select(change => change.Kind));
        Assert.Empty(driven.Open);
    }

    [Fact]
    public void What_flapped_and_stays_bad_is_an_alert_again()
    {
        var driven = new DrivenAlerts(new() { Name = "r" }, 3);
        driven.Results(Way, "+-+-+");
        Assert.Equal(
            [AlertChangeKind.Opened], driven.Results(Way, "-----------").Select(change => change.Kind));
    }

    [Fact]
    public void A_row_is_one_alert_that_explains_those_of_its_pairs()
    {
        var driven = new DrivenAlerts(new() { Name = "r" }, 4);
        driven.All("+");
        Assert.Equal("a -> b", Assert.Single(driven.Results(Way, "--")).Subject);
        Assert.Equal("a -> c", Assert.Single(driven.Results(new("a", "c"), "--")).Subject);
        var changes = driven.Results(new("a", "d"), "--");
        Assert.Equal(
            [
                (AlertChangeKind.Superseded, "a -> b"), (AlertChangeKind.Superseded, "a -> c"),
                (AlertChangeKind.Opened, "sender a"),
            ],
            changes.Select(change => (change.Kind, change.Subject)));
        Assert.Equal(["a -> b", "a -> c", "a -> d"], changes[2].Detail.Pairs);
        Assert.Equal((3, 3), (changes[2].Detail.Failed, changes[2].Detail.Measured));

        // One comes back, and it is still the row; two, and it is what is left.
        Assert.Empty(driven.Results(Way, "++"));
        Assert.Equal(
            [(AlertChangeKind.Superseded, "sender a"), (AlertChangeKind.Opened, "a -> d")],
            driven.Results(new("a", "c"), "++").Select(change => (change.Kind, change.Subject)));
        Assert.Equal(
            [(AlertChangeKind.Recovered, "a -> d")],
            driven.Results(new("a", "d"), "++").Select(change => (change.Kind, change.Subject)));
    }

    [Fact]
    public void When_nearly_all_fails_it_is_the_prober_and_no_account()
    {
        var driven = new DrivenAlerts(new() { Name = "r" }, 4);
        driven.All("+");
        driven.All("-");
        driven.All("-");
        Assert.Equal(["prober"], driven.Open);
        driven.All("+");
        driven.All("+");
        Assert.Empty(driven.Open);
    }

    [Fact]
    public void Silence_is_an_alert_too()
    {
        var driven = new DrivenAlerts(new() { Name = "r", SilentAfter = TimeSpan.FromHours(1) }, 3);
        driven.All("+");
        Assert.Empty(driven.Tick(TimeSpan.FromMinutes(53))); // The first result is 59 minutes old.
        var change = Assert.Single(driven.Tick(TimeSpan.FromMinutes(10)));
        Assert.Equal((AlertChangeKind.Opened, "prober"), (change.Kind, change.Subject));
        Assert.StartsWith("Nothing has been heard of a -> b since 2026-03-01 12:01:00 UTC", change.Detail.Error,
            StringComparison.Ordinal);
        driven.All("+");
        Assert.Empty(driven.Open);
    }

    [Fact]
    public void A_pair_that_never_had_a_result_is_silent_from_the_beginning()
    {
        var rule = new AlertRule { Name = "r", From = "a", To = "b", SilentAfter = TimeSpan.FromHours(1) };
        var driven = new DrivenAlerts(rule, 3);
        Assert.Empty(driven.Tick(TimeSpan.FromMinutes(59)));
        Assert.Equal("a -> b", Assert.Single(driven.Tick(TimeSpan.FromMinutes(1))).Subject);
    }

    [Fact]
    public void Somebody_is_reminded_while_it_goes_on()
    {
        var driven = new DrivenAlerts(new() { Name = "r", RemindEvery = TimeSpan.FromHours(1) }, 3);
        driven.Results(Way, "--");
        Assert.Empty(driven.Tick(TimeSpan.FromMinutes(59)));
        Assert.Equal(AlertChangeKind.Reminded, Assert.Single(driven.Tick(TimeSpan.FromMinutes(1))).Kind);
        Assert.Empty(driven.Tick(TimeSpan.FromMinutes(59)));
        Assert.Single(driven.Tick(TimeSpan.FromMinutes(1)));
        driven.Results(Way, "++");
        Assert.Empty(driven.Tick(TimeSpan.FromHours(3)));
    }

    [Fact]
    public void While_work_is_done_nothing_counts_and_nobody_is_told()
    {
        var rule = new AlertRule
        {
            Name = "r", SilentAfter = TimeSpan.FromHours(1), RemindEvery = TimeSpan.FromMinutes(5),
        };
        var window = new OnceWindow(Noon + TimeSpan.FromMinutes(3), Noon + TimeSpan.FromHours(5)) { Account = "b*" };
        var driven = new DrivenAlerts(rule, 3, window);
        driven.Results(new("a", "c"), "--"); // At 12:01 and 12:02.
        Assert.Empty(driven.Results(Way, "-----"));
        Assert.All(
            driven.Tick(TimeSpan.FromMinutes(30)), change => Assert.Equal("a -> c", change.Subject));
        Assert.DoesNotContain(
            driven.Tick(TimeSpan.FromHours(2)), change => change.Detail.Pairs.Contains("a -> b"));
    }

    [Theory]
    [InlineData("2026-03-01T01:00:00Z", true)] // Two o'clock in Berlin.
    [InlineData("2026-03-01T01:29:59Z", true)]
    [InlineData("2026-03-01T01:30:00Z", false)]
    [InlineData("2026-07-01T01:00:00Z", false)] // Three, in summer.
    public void A_daily_window_goes_by_the_clock_on_the_wall(string at, bool isCovered)
    {
        var window = new DailyWindow(new(2, 0), new(2, 30));
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var moment = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(isCovered, window.Covers(Way, moment, zone));
        Assert.Equal(isCovered, (window with { Account = "?" + "*" }).Covers(new("?x", "y"), moment, zone));
        Assert.False((window with { Account = "c" }).Covers(Way, moment, zone));
    }

    [Fact]
    public void Names_are_matched_by_stars()
    {
        Assert.True(NamePattern.Matches("*", ""));
        Assert.True(NamePattern.Matches("g*l*", "gmail1"));
        Assert.True(NamePattern.Matches("*a*b*c", "xxaxbxbxc"));
        Assert.False(NamePattern.Matches("g*l", "gmail1"));
        Assert.False(NamePattern.Matches("", "a"));
        Assert.False(NamePattern.Matches("a", "ab"));
        Assert.False(NamePattern.Matches(new string('*', 50) + "b", new string('a', 2000)));
    }

    [Theory]
    [InlineData(0, 1, 1, 4, 10)]
    [InlineData(2, 1, 1, 4, 10)]
    [InlineData(2, 2, 0, 4, 10)]
    [InlineData(2, 2, 2, 1, 10)]
    [InlineData(2, 2, 2, 4, 4)]
    public void Figures_that_contradict_each_other_are_refused(int fail, int of, int recover, int changes, int flap)
    {
        var rule = new AlertRule
        {
            Name = "odd", FailAfter = fail, OutOf = of, RecoverAfter = recover, FlapChanges = changes, FlapOutOf = flap,
        };
        Assert.Contains("odd", Assert.Throws<ArgumentException>(rule.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_kept_is_taken_up_and_told_to_nobody()
    {
        var rule = new AlertRule { Name = "r" };
        var before = new DrivenAlerts(rule, 4);
        before.All("+");
        foreach (var to in new[] { "b", "c", "d" })
            before.Results(new("a", to), "--");
        Assert.Equal(["sender a"], before.Open);

        var after = new DrivenAlerts(rule, 4);
        after.TakeUp(before);
        Assert.Equal(["sender a"], after.Open);
        Assert.Empty(after.Tick(TimeSpan.Zero));
        Assert.Empty(after.Results(new("a", "b"), "++"));
        Assert.Equal(AlertChangeKind.Superseded, after.Results(new("a", "c"), "++")[0].Kind);
    }

    [Fact]
    public void Whatever_comes_an_alert_begins_and_ends_in_turn()
    {
        var random = new Random(9);
        for (var round = 0; round < 30; round++)
        {
            var rule = new AlertRule
            {
                Name = "r", FailAfter = 1 + random.Next(2), OutOf = 2 + random.Next(2),
                SilentAfter = TimeSpan.FromMinutes(40), RemindEvery = TimeSpan.FromMinutes(30),
            };
            var driven = new DrivenAlerts(rule, 4); // Asserts that by itself.
            var pairs = Verdicts.Pairs(4);
            for (var i = 0; i < 300; i++)
            {
                var bad = (i / 60) % 2 == 0 ? 0.1 : 0.8;
                driven.Results(pairs[random.Next(pairs.Count)], random.NextDouble() < bad ? "-" : "+");
                if (random.Next(10) == 0)
                    driven.Tick(TimeSpan.FromMinutes(random.Next(10)));
            }

            for (var i = 0; i < 12; i++)
                driven.All("+");
            Assert.Empty(driven.Open);
        }
    }
}
