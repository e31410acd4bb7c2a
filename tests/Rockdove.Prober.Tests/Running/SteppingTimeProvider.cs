using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>A clock that somebody sets, while the time goes on as it did.</summary>
internal sealed class SteppingTimeProvider(ManualTimeProvider inner) : TimeProvider
{
    private long _offsetTicks;

    /// <summary>So much goes by between two readings of the wall clock.</summary>
    public TimeSpan Drift { get; init; }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public void Step(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() =>
        inner.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Add(ref _offsetTicks, Drift.Ticks));

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(
        TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
