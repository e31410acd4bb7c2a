namespace Rockdove.Storage.Tests;

/// <summary>The log is bounded, and tells too much rather than too little (RFC 7162 section 3.2.6).</summary>
public sealed class ExpungeLogTests
{
    private static readonly Uid UidNext = new(101);

    [Fact]
    public void A_log_at_its_limit_remembers_everything()
    {
        var log = Filled(entries: 10);

        Assert.Equal("2,4,6,8,10,12,14,16,18,20", Since(log, 0).ToString());
        Assert.Equal("16,18,20", Since(log, 7).ToString());
        Assert.Equal("", Since(log, 10).ToString());
    }

    [Fact]
    public void A_log_past_its_limit_tells_of_all_that_is_not_there()
    {
        var log = Filled(entries: 11);

        // Six were forgotten. Whoever has seen the sixth needs no more than what is left.
        Assert.Equal("14,16,18,20,22", Since(log, 6).ToString());
        Assert.Equal(UidSet.Of(new(1), new(100)).Except(Present), Since(log, 5));
        Assert.Equal(UidSet.Of(new(1), new(100)).Except(Present), Since(log, 0));
    }

    [Fact]
    public void One_expunge_too_large_to_remember_is_told_as_all_that_is_not_there()
    {
        var log = new ExpungeLog(maximumRanges: 10);
        log.Add(new(1), UidSet.Of([.. Enumerable.Range(1, 11).Select(i => new Uid((uint)i * 2))]));

        Assert.Equal(UidSet.Of(new(1), new(100)).Except(Present), Since(log, 0));
        Assert.Equal("", Since(log, 1).ToString());
    }

    private static UidSet Present => UidSet.Of(new(50), new(60));

    private static UidSet Since(ExpungeLog log, long modSequence) => log.Since(new(modSequence), UidNext, Present);

    private static ExpungeLog Filled(int entries)
    {
        var log = new ExpungeLog(maximumRanges: 10);
        for (var i = 1; i <= entries; i++)
            log.Add(new(i), UidSet.Of(new Uid((uint)i * 2)));
        return log;
    }
}
