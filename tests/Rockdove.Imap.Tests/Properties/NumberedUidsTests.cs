using Rockdove.Testing;

namespace Rockdove.Imap.Tests;

/// <summary>Runs of UIDs against a plain list of them.</summary>
public class NumberedUidsTests
{
    private const uint Highest = 60;

    [Fact]
    public void Runs_answer_as_a_list_does() => SeededRandom.Rounds(1000, random =>
    {
        var (list, runs) = (new List<uint>(), new NumberedUids());
        var next = (uint)random.Next(1, 4);
        while (next < Highest)
        {
            var last = next + (uint)random.Next(6);
            runs.Append(next, last);
            list.AddRange(All(next, last));
            next = last + (uint)random.Next(1, 4);
        }

        for (var step = 0; step < 4; step++)
        {
            Same(list, runs, random);
            var gone = Set(random);
            runs.Remove(gone);
            list.RemoveAll(gone.Contains);
            var added = list.Count == 0 ? 1 : list[^1] + 1 + (uint)random.Next(2);
            runs.Append(added, added);
            list.Add(added);
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(uint.MaxValue - 1)]
    public void The_lowest_and_the_highest_uid_have_their_places(uint first)
    {
        var runs = new NumberedUids();
        runs.Append(first, first + 1);
        var missing = new MessageSet();
        runs.AddMissing(1, uint.MaxValue, missing);

        Assert.True(runs.TryNumber(first + 1, out var number));
        Assert.Equal(2u, number);
        Assert.Equal(first == 1 ? $"3:{uint.MaxValue}" : $"1:{first - 1}", missing.ToString());
        runs.Remove(MessageSet.OfRanges([(first, first)]));
        Assert.Equal(first + 1, runs[1]);
    }

    private static void Same(List<uint> list, NumberedUids runs, Random random)
    {
        Assert.Equal((uint)list.Count, runs.Count);
        Assert.Equal(list.Count == 0 ? 0 : list[^1], runs.Last);
        Assert.Equal(list, Enumerable.Range(1, list.Count).Select(number => runs[(uint)number]));
        for (uint uid = 1; uid < Highest + 10; uid++)
        {
            Assert.Equal(list.Contains(uid), runs.TryNumber(uid, out var number));
            Assert.Equal(list.IndexOf(uid) + 1, (int)number);
        }

        var from = (uint)random.Next(1, 50);
        var to = from + (uint)random.Next(20);
        var (inside, missing) = (new MessageSet(), new MessageSet());
        runs.AddByUid(from, to, inside);
        runs.AddMissing(from, to, missing);
        Assert.Equal(list.Where(uid => uid >= from && uid <= to), inside);
        Assert.Equal(All(from, to).Except(list), missing);
        if (list.Count == 0)
            return;
        var first = random.Next(1, list.Count + 1);
        var last = random.Next(first, list.Count + 1);
        var numbered = new MessageSet();
        runs.AddByNumber((uint)first, (uint)last, numbered);
        Assert.Equal(list[(first - 1)..last], numbered);
    }

    private static MessageSet Set(Random random) => MessageSet.OfRanges(Enumerable.Range(0, random.Next(4)).Select(_ =>
    {
        var from = (uint)random.Next(1, (int)Highest);
        return (from, from + (uint)random.Next(12));
    }));

    private static IEnumerable<uint> All(uint from, uint to) =>
        Enumerable.Range((int)from, (int)(to - from) + 1).Select(uid => (uint)uid);
}
