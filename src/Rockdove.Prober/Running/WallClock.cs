namespace Rockdove.Prober;

/// <summary>
/// The wall clock beside the monotonic one. They part when somebody sets the clock or the machine sleeps. Not
/// thread-safe.
/// </summary>
internal sealed class WallClock
{
    private readonly TimeProvider _time;
    private DateTimeOffset _wall;
    private long _timestamp;

    public WallClock(TimeProvider time)
    {
        _time = time;
        _wall = time.GetUtcNow();
        _timestamp = time.GetTimestamp();
    }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The wall clock at a moment of the monotonic one, as it is set now.</summary>
    public DateTimeOffset At(long timestamp) => _time.GetUtcNow() - _time.GetElapsedTime(timestamp);

    /// <summary>True when they have parted by more than a second since the last look.</summary>
    public bool HasStepped()
    {
        var (wall, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        var parted = wall - _wall - _time.GetElapsedTime(_timestamp, timestamp);
        (_wall, _timestamp) = (wall, timestamp);
        return parted.Duration() > Notable;
    }

    /// <summary>Slewing takes half a millisecond a second, so nothing but a step does this between two looks.</summary>
    private static readonly TimeSpan Notable = TimeSpan.FromSeconds(1);
}
