using System.Diagnostics;

namespace Rockdove.Bench;

/// <summary>
/// Durable deliveries a second of each way to keep messages, in turn. A sample has a folder of its own, a writer is
/// a thread that delivers one message after the other; of our store a task, as a session of the server is.
/// </summary>
internal static class DeliveryBench
{
    public static async Task<int> RunAsync(string folder, int rounds, double seconds)
    {
        ThreadPool.SetMinThreads(Environment.ProcessorCount * 2, 1);
        foreach (var name in Names(Loads[0]))
            await SampleAsync(folder, name, Loads[0], WarmUpSeconds); // Compiles it; nothing is told.

        for (var round = 0; round < rounds; round++)
        {
            foreach (var load in Loads)
            {
                foreach (var name in Names(load))
                {
                    var (rate, ticks) = await SampleAsync(folder, name, load, seconds);
                    Figures.Add(name, load.ToString(), rate);
                    Figures.AddPercentiles(name, load.ToString(), ticks);
                }
            }
        }

        return 0;
    }

    private static string[] Names(Load load) => load.Writers == 1 ? [Sync, .. Kept] : Kept;

    private static async Task<(double Rate, List<long> Ticks)> SampleAsync(
        string parent, string name, Load load, double seconds)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, "sample")).FullName;
        try
        {
            await using var contender = await OpenAsync(name, folder);
            return await DeliverAsync(contender, load, TimeSpan.FromSeconds(seconds));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Posix.SyncFolder(parent); // What the removal costs the disk is not the next one's.
        }
    }

    private static async Task<Contender> OpenAsync(string name, string folder) => name switch
    {
        Sync => new SyncedFile(folder),
        Row => new RowForEach(folder),
        FileForEach => new Maildir(folder),
        _ => await RockdoveStore.OpenAsync(folder),
    };

    private static async Task<(double Rate, List<long> Ticks)> DeliverAsync(
        Contender contender, Load load, TimeSpan time)
    {
        var body = Body(load.Bytes);
        var started = Stopwatch.GetTimestamp();
        var until = started + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var writers = Enumerable.Range(0, load.Writers).Select(writer => contender is RockdoveStore
            ? Task.Run(() => WriteAsync(contender, writer, body, until))
            : Task.Factory.StartNew(
                () => WriteAsync(contender, writer, body, until).GetAwaiter().GetResult(),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var ticks = (await Task.WhenAll(writers)).SelectMany(own => own).ToList();
        return (ticks.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, ticks);
    }

    private static async Task<List<long>> WriteAsync(
        Contender contender, int writer, ReadOnlyMemory<byte> body, long until)
    {
        List<long> ticks = [];
        for (var now = Stopwatch.GetTimestamp(); now < until;)
        {
            await contender.DeliverAsync(writer, body).ConfigureAwait(false);
            var done = Stopwatch.GetTimestamp();
            ticks.Add(done - now);
            now = done;
        }

        return ticks;
    }

    private static byte[] Body(int bytes)
    {
        var body = new byte[bytes];
        new Random(1).NextBytes(body); // No file system gets it smaller.
        "Subject: x\r\n\r\n"u8.CopyTo(body);
        return body;
    }

    private readonly record struct Load(int Writers, int Bytes)
    {
        public override string ToString() => $"{Bytes / 1024} KiB x{Writers}";
    }

    private static readonly Load[] Loads =
        [new(1, 4096), new(16, 4096), new(64, 4096), new(256, 4096), new(64, 32 * 1024)];

    private static readonly string[] Kept = [Ours, Row, FileForEach];

    private const string Ours = "rockdove";
    private const string Sync = "fdatasync";
    private const string Row = "SQLite row";
    private const string FileForEach = "file each";
    private const double WarmUpSeconds = 0.3;
}
