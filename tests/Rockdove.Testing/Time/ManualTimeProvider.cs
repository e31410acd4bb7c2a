namespace Rockdove.Testing;

/// <summary>A clock that stands still until a test moves it; its timers fire while it is moved, in order.</summary>
/// <remarks>Thread-safe. Timer callbacks run on the thread that calls <see cref="Advance"/>.</remarks>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _armed = [];
    private TaskCompletionSource _changed = NewSignal();
    private DateTimeOffset _now = start;

    /// <summary>Begins at a fixed moment: 2026-01-01 12:00 UTC.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait to fire.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_lock)
                return _armed.Count;
        }
    }

    /// <summary>How long until the next timer fires; null when none is armed.</summary>
    public TimeSpan? UntilNextTimer
    {
        get
        {
            lock (_lock)
                return Next() is { } timer ? timer.Due - _now : null;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>
    /// Moves the clock. Each timer that falls due on the way fires when the clock shows its time, the earliest first; a
    /// timer that a callback arms within the span fires too.
    /// </summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        DateTimeOffset until;
        lock (_lock)
            until = _now + time;

        for (var fired = 0; ; fired++)
        {
            if (fired == MaxFirings)
                throw new InvalidOperationException($"Timers fired {MaxFirings} times: one re-arms itself.");

            Timer? timer;
            lock (_lock)
            {
                timer = Next();
                if (timer is null || timer.Due > until)
                {
                    _now = until;
                    return;
                }

                if (timer.Due > _now)
                    _now = timer.Due;
                timer.Fired();
            }

            timer.Run();
        }
    }

    /// <summary>
    /// Completes when at least <paramref name="count"/> timers are armed: a test waits for the code under test to begin
    /// its wait before it moves the clock.
    /// </summary>
    public async Task WaitForTimersAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_armed.Count >= count)
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The earliest; among equals the one armed first, since the list is in that order.</summary>
    private Timer? Next() => _armed.MinBy(timer => timer.Due);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Timer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private bool _isDisposed;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ThrowIfNegative(dueTime);
            ThrowIfNegative(period);
            lock (clock._lock)
            {
                if (_isDisposed)
                    return false;

                clock._armed.Remove(this);
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;

                Arm(dueTime);
                return true;
            }
        }

        /// <summary>Called in the lock: the timer leaves the list, or goes to its end for the next period.</summary>
        public void Fired()
        {
            clock._armed.Remove(this);
            if (_period > TimeSpan.Zero)
                Arm(_period);
        }

        public void Run() => callback(state);

        public void Dispose()
        {
            lock (clock._lock)
            {
                _isDisposed = true;
                clock._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(TimeSpan dueTime)
        {
            Due = clock._now + dueTime;
            clock._armed.Add(this);
            var changed = clock._changed;
            clock._changed = NewSignal();
            changed.SetResult();
        }

        private static void ThrowIfNegative(TimeSpan time)
        {
            if (time != Timeout.InfiniteTimeSpan)
                ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        }
    }

    private const int MaxFirings = 1_000_000;
}
