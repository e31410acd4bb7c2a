using System.Globalization;
using Rockdove.Mime;

namespace Rockdove.Bench;

/// <summary>
/// How many messages a second of CPU the reader finds the structure of. CPU time and not the clock, because others work
/// on the machine: what is printed is what a core of one's own would do.
/// </summary>
internal static class MimeMeasure
{
    public static int Run(bool quick)
    {
        var message = MimeSample.Message();
        var rounds = quick ? 3 : 9;
        var messages = quick ? 20_000 : 100_000;
        Console.WriteLine($"a multipart of {message.Length} octets with {MimeMessage.Read(message).Parts.Count} parts; "
            + $"{rounds} rounds of {messages} messages; median (smallest..largest) a second of CPU");
        Measure("structure: MimeMessage.Read", rounds, messages, () => MimeMessage.Read(message));
        Measure("structure in slices: MessageScanner", rounds, messages / 2, () => Scan(message));
        Measure("read, and store what it is: MessageStructure", rounds, messages / 4,
            () => MessageStructure.Of(MimeMessage.Read(message)).ToArray());
        var stored = MessageStructure.Of(MimeMessage.Read(message)).ToArray();
        Measure($"read the stored {stored.Length} octets", rounds, messages / 2, () => Stored(stored));
        return 0;
    }

    private static MessageStructure Scan(byte[] message)
    {
        MessageScanner scanner = new();
        for (var at = 0; at < message.Length; at += SliceBytes)
            scanner.Write(message.AsSpan(at, Math.Min(SliceBytes, message.Length - at)));
        return scanner.Complete();
    }

    private static MessageStructure Stored(byte[] stored) =>
        MessageStructure.TryRead(stored, out var structure) ? structure! : throw new InvalidOperationException();

    private static void Measure(string name, int rounds, int messages, Func<object> work)
    {
        for (var i = 0; i < WarmUp; i++)
            GC.KeepAlive(work());
        List<double> rates = [];
        for (var round = 0; round < rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < messages; i++)
                GC.KeepAlive(work());
            rates.Add(messages / (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var result = work();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        GC.KeepAlive(result);
        rates.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {rates[rates.Count / 2]:N0} ({rates[0]:N0}..{rates[^1]:N0}), {allocated:N0} octets "
                + $"allocated each, "
            + $"{Kept(work):N0} of them kept"));
    }

    // What a result keeps alive, by holding many.
    private static long Kept(Func<object> work)
    {
        var held = new object[Held];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < held.Length; i++)
            held[i] = work();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(held);
        return (after - before) / held.Length;
    }

    private const int WarmUp = 20_000;
    private const int Held = 2_000;
    private const int SliceBytes = 4096;
}
