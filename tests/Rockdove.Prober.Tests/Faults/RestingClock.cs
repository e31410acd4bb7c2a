using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>
/// The clock of one watch, which shows whether that one rests: it waits for nothing but the time. Time limits of
/// commands are longer than any rest, and their timers are made before they are set.
/// </summary>
internal sealed class RestingClock(ManualTimeProvider clock, Action rests) : TimeProvider
{
    private int _resting;

    public bool IsResting => Volatile.Read(ref _resting) > 0;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > LongestRest)
            return clock.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _resting);
        var rest = new Rest(this);
        rest.Inner = clock.CreateTimer(
            _ =>
            {
                rest.End();
                callback(state);
            },
            null, dueTime, period);
        rests();
        return rest;
    }

    /// <summary>A timer that was set when it was made, and is not set again.</summary>
    private sealed class Rest(RestingClock owner) : ITimer
    {
        private int _hasEnded;

        public ITimer? Inner { get; set; }

        public void End()
        {
            if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
                Interlocked.Decrement(ref owner._resting);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            End();
            return Inner!.Change(dueTime, period);
        }

        public void Dispose()
        {
            End();
            Inner!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Longer than the pause after refused logins, and shorter than any patience in these tests.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(90);
}
