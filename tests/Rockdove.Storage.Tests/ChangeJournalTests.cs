namespace Rockdove.Storage.Tests;

public sealed class ChangeJournalTests
{
    [Fact]
    public void Changes_are_found_from_any_moment()
    {
        var journal = new ChangeJournal();
        for (var i = 1; i <= 10; i++)
            journal.Add(new(i * 2), new((uint)i));

        Assert.Equal(10, journal.Since(ModSequence.None).Length);
        Assert.Equal(5, journal.Since(new(10)).Length);
        Assert.Equal(5, journal.Since(new(11)).Length);
        Assert.Equal(0, journal.Since(new(20)).Length);
        Assert.Equal(new Uid(10), journal.Since(new(19))[0].Uid);
    }

    [Fact]
    public void What_is_outdated_is_swept_when_it_is_more_than_half()
    {
        var journal = new ChangeJournal();
        for (var i = 1; i <= 66; i++)
            journal.Add(new(i), new(1));
        journal.Sweep(messages: 1, (modSequence, _) => modSequence == new ModSequence(66));
        Assert.Equal(66, journal.Count);

        journal.Add(new(67), new(1));
        journal.Sweep(messages: 1, (modSequence, _) => modSequence == new ModSequence(67));

        Assert.Equal(1, journal.Count);
        Assert.Equal(1, journal.Since(new(66)).Length);
    }
}
