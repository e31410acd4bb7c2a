using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

public sealed class RoundScheduleTests
{
    [Fact]
    public void Each_pair_has_exactly_one_turn_in_a_matrix_however_time_goes() => SeededRandom.Rounds(20, random =>
    {
        var accounts = TournamentTests.Accounts(random.Next(2, 9));
        var pairs = TournamentTests.All(accounts).Where(_ => random.Next(4) > 0).ToList();
        if (pairs.Count == 0)
            return;
        var rounds = Tournament.Rounds(accounts, pairs);
        var settings = new ScheduleSettings
        {
            Jitter = random.NextDouble(),
            Quiet = random.Next(2) == 0 ? [] : [QuietHoursTests.Time("11:55-14:10")],
        };
        var now = Noon;
        var schedule = new RoundSchedule(rounds, settings, TimeZoneInfo.Utc, null, now, random);
        for (var matrix = 0; matrix < 3; matrix++)
        {
            var seen = new List<ProbePair>();
            for (var isLast = false; !isLast;)
            {
                if (random.Next(5) == 0)
                    now += TimeSpan.FromHours(random.Next(-3, 40)); // It slept, or somebody set the clock.
                if (random.Next(5) == 0)
                    schedule = new(rounds, settings, TimeZoneInfo.Utc, Kept(schedule), now, random);
                now += schedule.Wait(now);
                if (schedule.Take(now) is not { } due)
                    continue;
                Assert.Equal(seen.Count == 0, due.Number == 0);
                seen.AddRange(due.Pairs);
                isLast = due.IsLast;
            }

            Assert.Equal(pairs.Count, seen.Count);
            Assert.Equal(pairs.Count, seen.Distinct().Count());
        }
    });

    [Fact]
    public void A_wait_is_a_share_of_the_matrix_and_its_jitter_at_most_longer_or_shorter()
    {
        var schedule = Schedule(accounts: 4, new() { MatrixEvery = TimeSpan.FromMinutes(30), Jitter = 0.2 });
        var (now, last) = (Noon, Noon);
        Assert.NotNull(schedule.Take(now));
        var waits = new List<double>();
        for (var i = 0; i < 300; i++)
        {
            now += schedule.Wait(now);
            Assert.NotNull(schedule.Take(now));
            waits.Add((now - last).TotalMinutes);
            last = now;
        }

        Assert.All(waits, wait => Assert.InRange(wait, 8, 12));
        Assert.InRange(waits.Average(), 9.5, 10.5);
        Assert.True(waits.Max() - waits.Min() > 3, "They are not all the same.");
        Assert.Equal(waits, Again(300)); // The same seed draws the same.

        List<double> Again(int count)
        {
            var other = Schedule(4, new() { MatrixEvery = TimeSpan.FromMinutes(30), Jitter = 0.2 });
            var at = Noon;
            other.Take(at);
            return [.. Enumerable.Range(0, count).Select(_ =>
            {
                var wait = other.Wait(at);
                at += wait;
                other.Take(at);
                return wait.TotalMinutes;
            })];
        }
    }

    [Fact]
    public void Nothing_is_due_a_moment_before_its_time()
    {
        var schedule = Schedule(3, new() { MatrixEvery = TimeSpan.FromMinutes(20), Jitter = 0 });
        Assert.Equal(TimeSpan.Zero, schedule.Wait(Noon));
        Assert.Equal(0, schedule.Take(Noon)!.Number);
        Assert.Null(schedule.Take(Noon));
        Assert.Null(schedule.Take(Noon.AddMinutes(10).AddTicks(-1)));
        var due = schedule.Take(Noon.AddMinutes(10));
        Assert.Equal((1, true, TimeSpan.Zero), (due!.Number, due.IsLast, due.Lag));
    }

    [Fact]
    public void What_was_missed_is_left_out_and_the_order_goes_on()
    {
        var schedule = Schedule(4, new() { MatrixEvery = TimeSpan.FromMinutes(30), Jitter = 0 });
        schedule.Take(Noon);
        var late = Noon.AddHours(7);
        var due = schedule.Take(late);
        Assert.Equal((1, TimeSpan.FromMinutes(7 * 60 - 10)), (due!.Number, due.Lag));
        Assert.Null(schedule.Take(late));
        Assert.Equal(TimeSpan.FromMinutes(10), schedule.Wait(late));
        Assert.Equal(2, schedule.Take(late.AddMinutes(10))!.Number);
    }

    [Fact]
    public void In_quiet_time_nothing_is_due_and_then_one_round_is()
    {
        var schedule = Schedule(3, new()
        {
            MatrixEvery = TimeSpan.FromMinutes(20), Jitter = 0, Quiet = [QuietHoursTests.Time("12:05-13:00")],
        });
        schedule.Take(Noon);
        Assert.Equal(TimeSpan.FromHours(1), schedule.Wait(Noon));
        Assert.Null(schedule.Take(Noon.AddMinutes(59)));
        var due = schedule.Take(Noon.AddHours(1));
        Assert.Equal((1, TimeSpan.Zero), (due!.Number, due.Lag));
        Assert.Equal(TimeSpan.FromMinutes(10), schedule.Wait(Noon.AddHours(1)));
    }

    [Fact]
    public void A_clock_that_is_set_back_silences_nobody()
    {
        var schedule = Schedule(3, new() { MatrixEvery = TimeSpan.FromMinutes(20), Jitter = 0.2 });
        schedule.Take(Noon);
        var before = Noon.AddDays(-400);
        Assert.Equal(TimeSpan.FromMinutes(12), schedule.Wait(before));
        Assert.Null(schedule.Take(before.AddMinutes(11)));
        Assert.NotNull(schedule.Take(before.AddMinutes(12)));
    }

    [Fact]
    public void All_pairs_of_a_burst_are_one_round()
    {
        var schedule = new RoundSchedule(
            [[.. TournamentTests.All(TournamentTests.Accounts(3))]],
            new() { IsBurst = true, Jitter = 0 }, TimeZoneInfo.Utc, null, Noon, new Random(1));
        var due = schedule.Take(Noon)!;
        Assert.Equal((6, true), (due.Pairs.Count, due.IsLast));
        Assert.Equal(TimeSpan.FromMinutes(30), schedule.Wait(Noon));
    }

    [Fact]
    public void What_is_kept_goes_on_and_other_pairs_begin_at_their_first_round()
    {
        var settings = new ScheduleSettings { MatrixEvery = TimeSpan.FromMinutes(30), Jitter = 0 };
        var schedule = Schedule(4, settings);
        Assert.Equal(0, schedule.Take(Noon)!.Run);
        schedule.Belong(17);
        var kept = Kept(schedule);
        Assert.Equal((1, 17, Noon.AddMinutes(10)), (kept.Round, kept.Run, kept.Due));

        var same = Schedule(4, settings, kept, Noon.AddMinutes(3));
        Assert.Equal(TimeSpan.FromMinutes(7), same.Wait(Noon.AddMinutes(3)));
        var due = same.Take(Noon.AddMinutes(10))!;
        Assert.Equal((1, 17), (due.Number, due.Run));
        due = same.Take(Noon.AddMinutes(20))!;
        Assert.Equal((2, 17), (due.Number, due.Run));
        Assert.Equal(0, same.Place.Run); // The next matrix begins a run of its own.

        var other = Schedule(5, settings, kept, Noon.AddMinutes(3));
        Assert.Equal(TimeSpan.FromMinutes(7), other.Wait(Noon.AddMinutes(3)));
        due = other.Take(Noon.AddMinutes(10))!;
        Assert.Equal((0, 0), (due.Number, due.Run));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1 2 3")]
    [InlineData("-1 2 3 a")]
    [InlineData("999999999999999999 2 3 a")]
    [InlineData("1 99999999999 3 a")]
    public void What_somebody_else_has_written_is_no_place(string? text) => Assert.Null(SchedulePlace.TryRead(text));

    private static SchedulePlace Kept(RoundSchedule schedule)
    {
        var kept = SchedulePlace.TryRead($"{schedule.Place}");
        Assert.Equal($"{schedule.Place}", $"{kept}");
        return kept!;
    }

    private static RoundSchedule Schedule(
        int accounts, ScheduleSettings settings, SchedulePlace? kept = null, DateTimeOffset? now = null)
    {
        var names = TournamentTests.Accounts(accounts);
        return new(
            Tournament.Rounds(names, [.. TournamentTests.All(names)]), settings, TimeZoneInfo.Utc, kept, now ?? Noon,
            new Random(7));
    }

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
}
