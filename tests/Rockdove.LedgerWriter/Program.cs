using System.Diagnostics;
using System.Globalization;
using Rockdove.LedgerWriter;
using Rockdove.Storage;
using Rockdove.Storage.Sqlite;

// Writes to a store and tells every acknowledgement, until somebody kills it: `Rockdove.LedgerWriter FOLDER FIRST`.
// ROCKDOVE_KILL_AT=RowsCommitted:3 has it kill itself when that step is taken for the third time.
var folder = args[0];
var first = int.Parse(args[1], CultureInfo.InvariantCulture);
var (killAt, times) = KillAt(Environment.GetEnvironmentVariable("ROCKDOVE_KILL_AT"));
await using var store = SqliteMailStore.Open(
    folder,
    new()
    {
        SegmentBytes = 64 * 1024,
        SpillBytes = 16 * 1024,
        CompactBelow = 0.95, // A fifth of the small ones go: that is enough to have all others moved now and then.
        OnStep = OnStep,
        TextReader = PlainTextReader.Instance,
        SearchBlockBits = 1,
    });
var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), default)).Id;
const int Writers = 4;
var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
await Task.WhenAll(Enumerable.Range(0, Writers).Select(number => Task.Run(() => WriteAsync(number))));

async Task WriteAsync(int number)
{
    for (var token = first + number;; token += Writers)
    {
        var body = LedgerBody.Of(token);
        if (killAt is StoreStep.IndexWritten or StoreStep.IndexSaved && token % 40 == 0)
            await store.IndexedAsync(); // The index comes behind, and this process shall die of it.
        await using var staged = await store.StageAsync(body.Length, default);
        await staged.WriteAsync(body.AsMemory(0, body.Length / 2), default);
        await staged.WriteAsync(body.AsMemory(body.Length / 2), default);
        var committed = await store.CommitAsync(staged, null, [new(inbox, DateTimeOffset.UnixEpoch)], default);
        var uid = committed.Places[0].Uid;

        // The full stop says that the line is whole: a killed process may leave half of one.
        output.WriteLine($"kept {token} {uid} .");
        if (token % 5 != 0 && token % 20 != 3) // Small ones, and large ones that take their segment along.
            continue;
        output.WriteLine($"going {token} {uid} .");
        await store.ExpungeAsync(inbox, UidSet.Of(uid), SystemFlags.None, default);
        output.WriteLine($"gone {token} {uid} .");
    }
}

void OnStep(StoreStep step)
{
    if (step == killAt && Interlocked.Decrement(ref times) == 0)
    {
        Process.GetCurrentProcess().Kill();
        Task.Delay(Timeout.Infinite).Wait(); // Nothing happens after a kill, not even while it is on its way.
    }
}

static (StoreStep? Step, int Times) KillAt(string? text) => text?.Split(':') is [var step, var times]
    ? (Enum.Parse<StoreStep>(step), int.Parse(times, CultureInfo.InvariantCulture))
    : (null, 0);
