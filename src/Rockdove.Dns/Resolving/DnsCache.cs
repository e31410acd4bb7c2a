using System.Diagnostics.CodeAnalysis;

namespace Rockdove.Dns;

/// <summary>Answers for as long as they hold, the newest of them. Thread-safe.</summary>
internal sealed class DnsCache(int capacity, TimeSpan longest, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DnsQuestion, Entry> _entries = [];
    private readonly Queue<(DnsQuestion Question, Entry Entry)> _order = new();

    public bool TryFind(DnsQuestion question, [NotNullWhen(true)] out DnsAnswer? answer)
    {
        answer = null;
        lock (_lock)
        {
            if (!_entries.TryGetValue(question, out var entry) || time.GetElapsedTime(entry.Kept) >= entry.Lifetime)
                return false;
            answer = entry.Answer with { TimeToLive = entry.Answer.TimeToLive - time.GetElapsedTime(entry.Kept) };
            return true;
        }
    }

    /// <summary>Keeps an answer; what is none would hide that a server is back.</summary>
    public void Keep(DnsAnswer answer)
    {
        var lifetime = answer.TimeToLive < longest ? answer.TimeToLive : longest;
        if (answer.IsFailure || lifetime <= TimeSpan.Zero || capacity == 0)
            return;
        var entry = new Entry(answer, time.GetTimestamp(), lifetime);
        lock (_lock)
        {
            _entries[answer.Question] = entry;
            _order.Enqueue((answer.Question, entry));
            while (_order.Count > capacity)
            {
                // An answer that was replaced stands in the queue twice, and goes with its later place.
                var (oldest, its) = _order.Dequeue();
                if (_entries.TryGetValue(oldest, out var current) && ReferenceEquals(current, its))
                    _entries.Remove(oldest);
            }
        }
    }

    private sealed record Entry(DnsAnswer Answer, long Kept, TimeSpan Lifetime);
}
