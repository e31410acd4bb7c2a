namespace Rockdove.Prober;

/// <summary>
/// What is known of the clocks of servers, learnt from the mails that came through them. It has no clock itself, and
/// says the same for the same mails in the same order. Not thread-safe.
/// </summary>
/// <remarks>
/// Three things tell of a clock. The server that we submit to stamps between its reply to RCPT and its final 250, so
/// its clock is known within that. Every later stamp lies between that and the first sight: one that does not is off by
/// what is missing. And a mail never waits for less than nothing: where the least wait of the last fifty between two
/// servers is below minus one second, one of the clocks is off by at least that.
/// </remarks>
internal sealed class ServerClocks
{
    private readonly Dictionary<string, ClockOffset> _anchored = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, KeptClock> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Before, string Here), Queue<TimeSpan>> _waits = [];

    /// <summary>Each clock as it was compared last.</summary>
    public IReadOnlyCollection<KeptClock> Known => _kept.Values;

    /// <summary>The clock of a server, where an anchor has told it; null otherwise.</summary>
    public ClockOffset? Of(string host) => _anchored.TryGetValue(host, out var offset) ? offset : null;

    /// <summary>Learns from a mail, and reads it by what is known then.</summary>
    public TrailTimes Read(ReceivedTrail trail, TrailWindow window)
    {
        ArgumentNullException.ThrowIfNull(trail);
        Anchor(trail.Hops, window);
        AnchorStore(window);
        var offsets = Offsets(trail.Hops, window);
        var hops = new List<ProbeHop>(trail.Hops.Count);
        DateTimeOffset? before = null;
        DateTimeOffset? last = null;
        for (var i = 0; i < trail.Hops.Count; i++)
        {
            var field = trail.Hops[i];
            // The first server stamps before its final 250.
            var part = i == 0 && window.Accepted >= window.Handed ? window with { Seen = window.Accepted } : window;
            DateTimeOffset? corrected = field.Date is { } date ? Moment(date, offsets[i], part) : null;
            hops.Add(new ProbeHop(
                field.By, field.From, field.FromAddress, field.With, field.Tls, field.Date, corrected,
                i == 0 ? null : NotNegative(corrected - before), offsets[i]?.Ahead, field.Raw));
            before = corrected;
            last = Later(last, corrected);
        }

        var store = Stored(window);
        var arrival = Later(last, store?.At);
        return new TrailTimes(
            hops,
            NotNegative(arrival - window.Accepted),
            NotNegative(window.Seen - arrival),
            offsets.Any(offset => offset is { IsNotable: true }) || store is { Offset.IsNotable: true });
    }

    /// <summary>A clock that cannot be right. Most are right, and a slow session knows little of them.</summary>
    private ClockOffset? Proven(string host) =>
        Of(host) is { } offset && offset.Ahead.Duration() > offset.Error ? offset : null;

    private void Anchor(IReadOnlyList<ReceivedField> hops, TrailWindow window)
    {
        if (hops is not [{ By: { } by, Date: { } stamp }, ..] || window.Accepted < window.Handed)
            return;
        var offset = Between(stamp, window.Handed, window.Accepted);
        if (offset.Error > UsefulError)
            return;
        if (!_anchored.ContainsKey(by) && _anchored.Count >= MostServers)
            return;
        _anchored[by] = offset;
        Keep(by, offset, window.Accepted, "submission");
    }

    /// <summary>INTERNALDATE lies between the final 250 and the first sight.</summary>
    private void AnchorStore(TrailWindow window)
    {
        if (window is not { Stored: { } stored, Store.Length: > 0 } || window.Seen < window.Accepted)
            return;
        var offset = Between(stored, window.Accepted, window.Seen);
        if (offset.Error <= UsefulError)
            Keep(window.Store, offset, window.Seen, "store");
    }

    private void Keep(string host, ClockOffset offset, DateTimeOffset at, string method)
    {
        var key = $"{method} {host}";
        if (_kept.ContainsKey(key) || _kept.Count < MostServers)
            _kept[key] = new KeptClock(host, at, offset.Ahead, offset.Error, method);
    }

    /// <summary>For each hop what is known of its clock; null for nothing.</summary>
    private ClockOffset?[] Offsets(IReadOnlyList<ReceivedField> hops, TrailWindow window)
    {
        var offsets = new ClockOffset?[hops.Count];
        for (var i = 0; i < hops.Count; i++)
        {
            if (hops[i] is { By: { } by, Date: { } stamp })
                offsets[i] = Proven(by) ?? Outside(stamp, window);
        }

        for (var i = 1; i < hops.Count; i++)
        {
            if (LeastWait(hops[i - 1], hops[i]) is not { } least || least >= -OneSecond)
                continue;
            // What an anchor says stands: then it is the other one.
            if (Of(hops[i].By!) is null)
                offsets[i] = Further(offsets[i], least);
            else if (Of(hops[i - 1].By!) is null)
                offsets[i - 1] = Further(offsets[i - 1], -least);
        }

        return offsets;
    }

    /// <summary>The least wait of the last fifty between two servers, this one included.</summary>
    private TimeSpan? LeastWait(ReceivedField before, ReceivedField here)
    {
        if (before is not { By: { } from, Date: { } left } || here is not { By: { } to, Date: { } came })
            return null;
        var key = (from.ToLowerInvariant(), to.ToLowerInvariant());
        if (!_waits.TryGetValue(key, out var waits))
        {
            if (_waits.Count >= MostServers)
                return null;
            _waits.Add(key, waits = new Queue<TimeSpan>(Remembered));
        }

        if (waits.Count == Remembered)
            waits.Dequeue();
        waits.Enqueue(came - (Proven(to)?.Ahead ?? TimeSpan.Zero) - (left - (Proven(from)?.Ahead ?? TimeSpan.Zero)));
        return waits.Min();
    }

    private static (DateTimeOffset At, ClockOffset? Offset)? Stored(TrailWindow window)
    {
        if (window.Stored is not { } stored)
            return null;
        var offset = Outside(stored, window);
        return (Moment(stored, offset, window), offset);
    }

    /// <summary>
    /// When it was, as far as anybody knows: a stamp says which second, and our own clock which part of that is
    /// possible. So no step is longer than all of them together.
    /// </summary>
    private static DateTimeOffset Moment(DateTimeOffset stamp, ClockOffset? offset, TrailWindow window)
    {
        var (first, last) = (stamp, stamp + OneSecond);
        if (offset is { } known)
            first = last = stamp + HalfSecond - known.Ahead;
        first = Within(first, window);
        return first + ((Within(last, window) - first) / 2);
    }

    private static DateTimeOffset Within(DateTimeOffset moment, TrailWindow window) =>
        moment > window.Seen ? window.Seen : moment < window.Handed ? window.Handed : moment;

    /// <summary>What a stamp is off that lies outside of what is possible; null for one inside.</summary>
    private static ClockOffset? Outside(DateTimeOffset stamp, TrailWindow window)
    {
        var range = Between(stamp, window.Handed, window.Seen);
        return range.Ahead.Duration() <= range.Error
            ? null
            : new ClockOffset(range.Ahead - (Math.Sign(range.Ahead.Ticks) * range.Error), TimeSpan.Zero);
    }

    /// <summary>
    /// A stamp says which second it is: the moment is in it, and truly between these two.
    /// </summary>
    private static ClockOffset Between(DateTimeOffset stamp, DateTimeOffset earliest, DateTimeOffset latest)
    {
        var least = stamp - latest;
        var most = stamp + OneSecond - earliest;
        return new ClockOffset((least + most) / 2, (most - least) / 2);
    }

    private static ClockOffset Further(ClockOffset? known, TimeSpan ahead) =>
        known is { } offset && offset.Ahead.Duration() >= ahead.Duration() ? offset : new(ahead, OneSecond);

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other ?? one : one;

    private static TimeSpan? NotNegative(TimeSpan? time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    /// <summary>What a slow session says of a clock is worse than nothing.</summary>
    private static readonly TimeSpan UsefulError = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan HalfSecond = TimeSpan.FromSeconds(0.5);

    /// <summary>Enough to meet an empty queue once, and few enough to follow a clock that was set.</summary>
    internal const int Remembered = 50;

    /// <summary>Far more than the mails of a hundred accounts pass by; more is somebody who makes names up.</summary>
    internal const int MostServers = 10_000;
}
