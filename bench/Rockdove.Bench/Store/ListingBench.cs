using System.Diagnostics;
using System.Text;
using Rockdove.Storage;

namespace Rockdove.Bench;

/// <summary>
/// Lists pages of 50 of a large mailbox: the newest, as who has looked before sees it, and pages anywhere. In memory is
/// what the process has when it has the store open and has listed.
/// </summary>
internal static class ListingBench
{
    public static async Task<int> RunAsync(string folder, int messages)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, "listing")).FullName;
        try
        {
            await FillAsync(own, messages);
            var before = ProcessMemory.ResidentMiB();
            var opened = Stopwatch.GetTimestamp();
            await using var store = await RockdoveStore.OpenAsync(own);
            await PageAsync(store, 0);
            Figures.Add(Name, "open and first page ms", Stopwatch.GetElapsedTime(opened).TotalMilliseconds);
            Figures.AddPercentiles(Name, "newest 50", await PagesAsync(store, _ => 0));
            Random random = new(1);
            Figures.AddPercentiles(Name, "any 50", await PagesAsync(store, count => random.NextInt64(count - Page)));
            Figures.AddPercentiles(Name, "newest 50 after a delivery", await DeliveredPagesAsync(store));
            GC.Collect();
            Figures.Add(Name, "MiB more", ProcessMemory.ResidentMiB() - before);
        }
        finally
        {
            Directory.Delete(own, recursive: true);
        }

        return 0;
    }

    // As many as make large batches; one body for all, of the size of a short mail.
    private static async Task FillAsync(string folder, int messages)
    {
        var body = Encoding.ASCII.GetBytes("Subject: x\r\n\r\n" + new string('x', FilledBytes));
        await using var store = await RockdoveStore.OpenAsync(folder);
        var left = messages;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await store.DeliverAsync(writer, body);
        })));
        Figures.Add(Name, "filled /s", messages / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task<List<long>> PagesAsync(RockdoveStore store, Func<long, long> start)
    {
        List<long> ticks = [];
        var count = (await store.Store.OpenAsync(store.Inbox, CancellationToken.None))!.Uids.Count;
        for (var i = 0; i < Pages; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await PageAsync(store, start(count));
            ticks.Add(Stopwatch.GetTimestamp() - began);
        }

        return ticks;
    }

    private static async Task<List<long>> DeliveredPagesAsync(RockdoveStore store)
    {
        List<long> ticks = [];
        for (var i = 0; i < Pages / 10; i++)
        {
            await store.DeliverAsync(0, "Subject: x\r\n\r\n"u8.ToArray());
            var began = Stopwatch.GetTimestamp();
            await PageAsync(store, 0);
            ticks.Add(Stopwatch.GetTimestamp() - began);
        }

        return ticks;
    }

    // As the catcher lists: the newest at 0.
    private static async Task PageAsync(RockdoveStore store, long start)
    {
        var snapshot = (await store.Store.OpenAsync(store.Inbox, CancellationToken.None))!;
        var wanted = snapshot.Uids.Slice(snapshot.Uids.Count - start - Page, Page);
        var count = 0;
        await foreach (var row in store.Store.ReadAsync(
            store.Inbox, wanted, MessageFields.Envelope, CancellationToken.None))
            count += row.Bytes > 0 ? 1 : 0;
        if (count != Page)
            throw new InvalidOperationException($"{count} of {Page} messages were listed");
    }

    private const string Name = "rockdove";
    private const int Page = 50;
    private const int Pages = 2_000;
    private const int Writers = 256;
    private const int FilledBytes = 1_000;
}
