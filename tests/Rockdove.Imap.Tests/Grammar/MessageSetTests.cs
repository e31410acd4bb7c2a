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

    [Theory]
    [InlineData("1:3,2:5,9", 100, 0, "1:5,9")]
    [InlineData("5:1,7", 6, 0, "1:5")]
    [InlineData("1:*", 6, 3, "4:6")]
    [InlineData("*:4", 6, 0, "4:6")]
    [InlineData("1:*", 0, 0, "")]
    [InlineData("3,3,1,2", 6, 0, "1:3")]
    [InlineData("1:4294967295", 4294967294, 0, "1:4294967294")]
    public void A_set_of_the_client_may_mean_uids_that_are_not_there(string text, uint last, uint after, string uids)
    {
        var reader = new ImapReader(System.Text.Encoding.ASCII.GetBytes(text));
        Assert.True(SequenceSet.TryRead(ref reader, 10, false, out var set));

        var meant = set.ToUids(last, after);

        Assert.Equal(uids, meant.ToString());
        Assert.Equal(meant.Ranges.Sum(range => (long)range.Last - range.First + 1), meant.Count);
    }

    [Theory]
    [InlineData("1:20", "1:2,4,6:8,10:20")]
    [InlineData("3", "")]
    [InlineData("4:8", "4,6:8")]
    [InlineData("10:4294967294", "10:4294967294")]
    public void What_a_client_does_not_know_of_it(string text, string unknown)
    {
        var reader = new ImapReader(System.Text.Encoding.ASCII.GetBytes(text));
        Assert.True(SequenceSet.TryRead(ref reader, 10, false, out var set));

        Assert.Equal(unknown, new MailboxView([3, 5, 9]).Unknown(set.ToUids(uint.MaxValue)).ToString());
    }
}
