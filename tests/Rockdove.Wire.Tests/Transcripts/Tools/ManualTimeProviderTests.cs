using Rockdove.Testing;

namespace Rockdove.Wire.Tests;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void The_clock_stands_still_until_it_is_moved()
    {
        var (utc, stamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        Assert.Equal(utc, _clock.GetUtcNow());

        _clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(utc.AddSeconds(90), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(90), _clock.GetElapsedTime(stamp));
    }

    [Fact]
    public void Timers_fire_in_the_order_in_which_they_fall_due_and_see_their_own_time()
    {
        using var late = Arm("late", 30);
        using var early = Arm("early", 10);
        using var alsoEarly = Arm("also early", 10);

        _clock.Advance(TimeSpan.FromSeconds(9.999));
        Assert.Empty(_fired);
        _clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(["early at 10", "also early at 10", "late at 30"], _fired);
        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public void A_periodic_timer_fires_each_time_until_it_is_disposed()
    {
        var timer = Arm("tick", 1, 2);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["tick at 1", "tick at 3", "tick at 5"], _fired);

        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, _fired.Count);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void A_timer_can_be_put_off_and_disarmed()
    {
        using var timer = Arm("a", 10);
        Assert.Equal(TimeSpan.FromSeconds(10), _clock.UntilNextTimer);
        timer.Change(TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(19));
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(19));

        Assert.Empty(_fired);
        Assert.Null(_clock.UntilNextTimer);
    }

    [Fact]
    public void A_timer_that_a_callback_arms_fires_within_the_same_span()
    {
        ITimer? second = null;
        using var first = _clock.CreateTimer(
            _ => second = Arm("second", 5), null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(15));
        second!.Dispose();
        Assert.Equal(["second at 15"], _fired);
    }

    [Fact]
    public void A_timer_that_arms_itself_at_once_is_an_error_and_no_hang()
    {
        ITimer? timer = null;
        using var armed = timer = _clock.CreateTimer(
            _ => timer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        Assert.Throws<InvalidOperationException>(() => _clock.Advance(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_test_can_wait_for_the_code_under_test_to_wait()
    {
        var token = TestContext.Current.CancellationToken;
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMinutes(1), _clock);
        var waiting = _clock.WaitForTimersAsync(2, token);
        Assert.False(waiting.IsCompleted);

        using var timer = Arm("a", 120);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), token);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(cancelled.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(cancelled.IsCancellationRequested);
    }

    private ITimer Arm(string name, int seconds, int? period = null)
    {
        var zero = new ManualTimeProvider().GetUtcNow();
        return _clock.CreateTimer(
            _ => _fired.Add(FormattableString.Invariant($"{name} at {(_clock.GetUtcNow() - zero).TotalSeconds}")),
            null,
            TimeSpan.FromSeconds(seconds),
            period is { } p ? TimeSpan.FromSeconds(p) : Timeout.InfiniteTimeSpan);
    }
}
