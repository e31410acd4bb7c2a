namespace Rockdove.Prober.Tests;

public sealed class ObservedJournalTests
{
    [Fact]
    public async Task Who_takes_part_is_told_to_the_journal_behind_it()
    {
        await using var results = new TemporaryJournal();
        IProbeJournal journal = new ObservedJournal(results.Journal, null, null);
        await journal.KnowAsync(
            [TemporaryJournal.Account("a")], TemporaryJournal.Noon, TemporaryJournal.Cancelled);
        // A watch keeps how far it has read before there is a run.
        await journal.SetCursorAsync("a", "INBOX", new FolderCursor(7, 12), TemporaryJournal.Cancelled);
        Assert.Equal(
            new FolderCursor(7, 12), await results.Journal.CursorAsync("a", "INBOX", TemporaryJournal.Cancelled));
    }
}
