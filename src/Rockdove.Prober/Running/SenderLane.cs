namespace Rockdove.Prober;

/// <summary>
/// What one account has to send: one mail at a time, within its limits, and not at all for a while after the server
/// has asked for that.
/// </summary>
internal sealed class SenderLane(ProbeAccount account, TimeProvider time)
{
    private readonly Queue<long> _minute = new();
    private int _refusals;
    private int _slowDowns;
    private long _pausedUntil = long.MinValue;

    public ProbeAccount Account { get; } = account;

    /// <summary>Those that wait, in the order in which they came.</summary>
    public LinkedList<ProbeInFlight> Waiting { get; } = [];

    public bool IsBusy { get; set; }

    /// <summary>What the pause is for; <see cref="SendAdvice.None"/> when there is none.</summary>
    public SendAdvice PausedFor { get; private set; }

    /// <summary>Why it pauses.</summary>
    public ProbeFailure? PauseReason { get; private set; }

    /// <summary>When it may be tried again.</summary>
    public TimeSpan PauseLeft => PausedFor == SendAdvice.None
        ? TimeSpan.Zero
        : Left(time.GetElapsedTime(time.GetTimestamp(), _pausedUntil));

    public bool IsPaused => PauseLeft > TimeSpan.Zero;

    /// <summary>How long until the limit of a minute lets another mail go.</summary>
    public TimeSpan Pace
    {
        get
        {
            while (_minute.TryPeek(out var sent) && time.GetElapsedTime(sent) >= Minute)
                _minute.Dequeue();
            return Account.Limits.PerMinute is { } limit && _minute.Count >= limit
                ? Left(Minute - time.GetElapsedTime(_minute.ToArray()[_minute.Count - limit]))
                : TimeSpan.Zero;
        }
    }

    /// <summary>A mail goes out now.</summary>
    public void Begin()
    {
        IsBusy = true;
        _minute.Enqueue(time.GetTimestamp());
    }

    /// <summary>A session has ended.</summary>
    public void End(SendReport report)
    {
        IsBusy = false;
        switch (report.Advice)
        {
            case SendAdvice.LoginRefused:
                if (++_refusals >= RefusalsBeforePause)
                    PauseFor(SendAdvice.LoginRefused, LoginPause, report.Failure);
                break;
            case SendAdvice.SlowDown:
                var pause = FirstSlowPause * (1 << Math.Min(_slowDowns++, 4));
                PauseFor(SendAdvice.SlowDown, pause < LongestSlowPause ? pause : LongestSlowPause, report.Failure);
                break;
            default:
                PausedFor = SendAdvice.None;
                if (report.Verdict == SendVerdict.AuthenticationFailed)
                    break; // There was nothing to log in with, so nothing was refused.
                _refusals = 0;
                if (report.Verdict == SendVerdict.Accepted)
                    _slowDowns = 0;
                break;
        }
    }

    private void PauseFor(SendAdvice why, TimeSpan length, ProbeFailure? reason)
    {
        (PausedFor, PauseReason) = (why, reason);
        _pausedUntil = time.GetTimestamp() + (long)(length.TotalSeconds * time.TimestampFrequency);
    }

    private static TimeSpan Left(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>One may be a slip of the server's; a third is what locks accounts.</summary>
    internal const int RefusalsBeforePause = 2;

    /// <summary>After it one login is tried.</summary>
    internal static readonly TimeSpan LoginPause = TimeSpan.FromHours(1);

    /// <summary>Doubled each time that the server asks again, up to <see cref="LongestSlowPause"/>.</summary>
    internal static readonly TimeSpan FirstSlowPause = TimeSpan.FromMinutes(5);

    internal static readonly TimeSpan LongestSlowPause = TimeSpan.FromHours(1);
}
