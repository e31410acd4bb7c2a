using Rockdove.Testing;

namespace Rockdove.Imap.Tests;

public class MessageSetTests
{
    [Theory]
    [InlineData(new uint[0], "")]
    [InlineData(new uint[] { 7 }, "7")]
    [InlineData(new uint[] { 3, 1, 2, 9 }, "1:3,9")]
    [InlineData(new uint[] { 5, 5, 6 }, "5:6")]
    [InlineData(new[] { uint.MaxValue, uint.MaxValue - 1 }, "4294967294:4294967295")]
    public void Is_told_in_ranges(uint[] uids, string text) => Assert.Equal(text, new MessageSet(uids).ToString());

    [Fact]
    public void Has_what_it_was_made_of() => SeededRandom.Rounds(200, random =>
    {
        var uids = Enumerable.Range(0, random.Next(40)).Select(_ => (uint)random.Next(1, 60)).ToHashSet();

        var set = new MessageSet(uids);

        Assert.Equal(uids.Order(), set);
        Assert.Equal(uids.Count, set.Count);
        Assert.All(Enumerable.Range(1, 60), uid => Assert.Equal(uids.Contains((uint)uid), set.Contains((uint)uid)));
    });

    [Fact]
    public void The_highest_uid_ends_it() =>
        Assert.Equal([uint.MaxValue - 1, uint.MaxValue], new MessageSet([uint.MaxValue - 1, uint.MaxValue]).ToArray());
}
