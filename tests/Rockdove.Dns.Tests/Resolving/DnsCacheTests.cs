using Rockdove.Testing;

namespace Rockdove.Dns.Tests;

public sealed class DnsCacheTests
{
    [Fact]
    public void The_oldest_goes_when_there_are_too_many()
    {
        var cache = new DnsCache(2, TimeSpan.FromHours(1), new ManualTimeProvider());
        cache.Keep(Answer("a"));
        cache.Keep(Answer("b"));
        cache.Keep(Answer("c"));
        Assert.Equal([false, true, true], Found(cache, "a", "b", "c"));
    }

    [Fact]
    public void One_that_was_replaced_stays()
    {
        var cache = new DnsCache(2, TimeSpan.FromHours(1), new ManualTimeProvider());
        cache.Keep(Answer("a"));
        cache.Keep(Answer("b"));
        cache.Keep(Answer("b"));
        Assert.Equal([false, true], Found(cache, "a", "b"));
    }

    [Fact]
    public void Nothing_is_kept_longer_than_allowed()
    {
        var clock = new ManualTimeProvider();
        var cache = new DnsCache(2, TimeSpan.FromSeconds(10), clock);
        cache.Keep(Answer("a"));
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal([true], Found(cache, "a"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([false], Found(cache, "a"));
    }

    private static IEnumerable<bool> Found(DnsCache cache, params string[] names) =>
        names.Select(name => cache.TryFind(new DnsQuestion(DnsName.Parse(name), DnsType.A), out _));

    private static DnsAnswer Answer(string name) => new()
    {
        Question = new DnsQuestion(DnsName.Parse(name), DnsType.A),
        Outcome = DnsOutcome.NoName,
        TimeToLive = TimeSpan.FromMinutes(1),
    };
}
