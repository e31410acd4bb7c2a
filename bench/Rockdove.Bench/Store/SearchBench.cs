using System.Diagnostics;
using Rockdove.Mailboxes;
using Rockdove.Storage;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Bench;

/// <summary>
/// Searches for two words in a large mailbox: the newest 50 that have both, as a page shows them, and how many there
/// are at all. Words are drawn over the whole vocabulary, each decade of frequency as often as the next.
/// </summary>
internal static class SearchBench
{
    public static async Task<int> RunAsync(string folder, int messages)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, "search")).FullName;
        try
        {
            MadeUpText text = new(1);
            await FillAsync(own, text, messages);
            await using var store = await RockdoveStore.OpenAsync(own, Options);
            await store.Store.IndexedAsync();
            Figures.Add(Name, "index octets a message", new FileInfo(Path.Combine(own, "search.db")).Length
                / (double)messages);
            Random random = new(2);
            await SearchAsync(store, text, random, 10, Page); // The code is compiled, and files are open.
            GC.Collect();
            var before = ProcessMemory.ResidentMiB();
            ProcessMemory.ForgetPeak();
            var page = await SearchAsync(store, text, random, Searches, Page);
            Figures.AddPercentiles(Name, "two words, newest 50", page.Ticks);
            Figures.Add(Name, "two words, newest 50: found", page.Found / (double)Searches);
            var all = await SearchAsync(store, text, random, Counts, long.MaxValue);
            Figures.AddPercentiles(Name, "two words, all", all.Ticks);
            Figures.Add(Name, "two words, all: found", all.Found / (double)Counts);
            Figures.Add(Name, "two words: MiB at most", ProcessMemory.PeakMiB() - before);
        }
        finally
        {
            Directory.Delete(own, recursive: true);
        }

        return 0;
    }

    private static async Task FillAsync(string folder, MadeUpText text, int messages)
    {
        await using var store = await RockdoveStore.OpenAsync(folder, Options);
        var number = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (int own; (own = Interlocked.Increment(ref number)) <= messages;)
                await store.DeliverAsync(writer, text.Message(new Random(own), MessageBytes));
        })));
        await store.Store.IndexedAsync();
        Figures.Add(Name, "filled and indexed /s", messages / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task<(List<long> Ticks, long Found)> SearchAsync(
        RockdoveStore store, MadeUpText text, Random random, int searches, long limit)
    {
        List<long> ticks = [];
        var found = 0L;
        for (var i = 0; i < searches; i++)
        {
            var query = SearchQuery.And(Word(text, random), Word(text, random));
            var began = Stopwatch.GetTimestamp();
            await foreach (var row in store.Store.SearchAsync(
                SearchScope.Of(store.Inbox),
                query,
                new SearchPage { Order = SearchOrder.NewestFirst, Limit = limit },
                CancellationToken.None))
                found++;
            ticks.Add(Stopwatch.GetTimestamp() - began);
        }

        return (ticks, found);
    }

    // From the hundredth word, which stands in most messages, to the last, which stands in few.
    private static SearchQuery Word(MadeUpText text, Random random) => SearchQuery.InMessage(
        text.Word((int)(MostFrequent * Math.Pow(MadeUpText.Words / (double)MostFrequent, random.NextDouble()))),
        TextMatch.Phrase);

    private static readonly SqliteStoreOptions Options = new() { TextReader = MimeTextReader.Instance };

    private const string Name = "rockdove";
    private const int MostFrequent = 100;
    private const int Page = 50;
    private const int Searches = 300;
    private const int Counts = 100; // Each reads every message that has both words.
    private const int Writers = 64;
    private const int MessageBytes = 4096;
}
