namespace Rockdove.Hosting;

/// <summary>
/// One deadline after another on one timer. Setting a later deadline costs a field, not a timer: the timer, when it
/// fires early, looks at the field and goes on. Only one thread sets and clears; the timer's thread rings.
/// </summary>
internal sealed class Alarm(TimeProvider time, Action ring) : IDisposable
{
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private long _deadline = Never;
    private long _firesAt = Never;
    private bool _isDisposed;

    /// <summary>Rings once this timestamp is reached, unless it is set again or cleared before.</summary>
    public void Set(long deadline)
    {
        // Exchange is a full fence: either the firing timer sees this deadline, or we see that it has fired.
        Interlocked.Exchange(ref _deadline, deadline);
        if (deadline >= Volatile.Read(ref _firesAt))
            return;
        lock (_lock)
        {
            if (deadline < _firesAt)
                Arm(deadline);
        }
    }

    public void Clear() => Volatile.Write(ref _deadline, Never);

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _deadline = Never;
            _timer?.Dispose();
        }
    }

    private void Fired()
    {
        lock (_lock)
        {
            Interlocked.Exchange(ref _firesAt, Never);
            var deadline = Volatile.Read(ref _deadline);
            if (deadline == Never || _isDisposed)
                return;
            if (time.GetTimestamp() < deadline)
            {
                Arm(deadline);
                return;
            }
        }

        ring();
    }

    private void Arm(long deadline)
    {
        _firesAt = deadline;
        var now = time.GetTimestamp();
        var wait = deadline > now ? time.GetElapsedTime(now, deadline) : TimeSpan.Zero;
        _timer ??= time.CreateTimer(static alarm => ((Alarm)alarm!).Fired(), this, Endless, Endless);
        _timer.Change(wait + OneMillisecond, Endless); // Timers count whole milliseconds, and round down.
    }

    private const long Never = long.MaxValue;
    private static readonly TimeSpan Endless = Timeout.InfiniteTimeSpan;
    private static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);
}
