using Rockdove.Prober;

// Journals probes and tells every step that is kept, until somebody kills it: `Rockdove.JournalWriter DATABASE`. It
// begins with those that a process before it has left.
const int Workers = 4;
var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
await using var journal = SqliteProbeJournal.Open(args[0], new() { GoodTranscriptsOneIn = 2 });
foreach (var left in await journal.OpenProbesAsync(default))
{
    // As a prober does: what was not begun is sent, what may have been sent is waited for.
    output.WriteLine($"left {left.Id} {ProbeNames.Of(left.State)} .");
    if (left.State == ProbeState.Queued)
        await SendAsync(left.Id);
    await EndAsync(left.Id, ProbeFlags.Resumed);
}

ProbeAccount[] accounts = [.. "abcd".Select(name => new ProbeAccount
{
    Name = name.ToString(), Address = $"{name}@{name}.example",
})];
var run = await journal.BeginRunAsync(new(start, "schedule", 1, accounts), default);
await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(worker))));

async Task WorkAsync(int worker)
{
    for (var i = 0;; i++)
    {
        var pair = new ProbePair(accounts[worker].Name, accounts[(worker + 1 + i % 3) % 4].Name);
        var probe = await journal.AddAsync(
            new(run, pair, ProbeToken.New(), $"{i}.{worker}@example.org", start + TimeSpan.FromSeconds(i * 37)),
            default);
        output.WriteLine($"queued {probe} - .");
        await SendAsync(probe);
        if (i % 5 == 0)
            await journal.OverdueAsync(probe, default);
        await EndAsync(probe, ProbeFlags.None);
    }
}

async Task SendAsync(long probe)
{
    await journal.BeginSendingAsync(probe, start, default);
    output.WriteLine($"sending {probe} - .");
    await journal.SentAsync(
        probe,
        new(start, start, TimeSpan.FromSeconds(1), [new(ProbeStage.Connect, default, default)], 1000, null, 0),
        default);
    output.WriteLine($"sent {probe} - .");
}

async Task EndAsync(long probe, ProbeFlags flags)
{
    await journal.AddTranscriptAsync(
        probe, "a", new("smtp", start, "mx:25", "S: 220 hello"u8.ToArray(), false), default);
    var outcome = (ProbeOutcome)(probe % 6);
    var isHere = ProbeNames.IsGood(outcome) || outcome == ProbeOutcome.Late;
    await journal.ResolveAsync(
        probe,
        new(outcome, start) { Delivery = isHere ? TimeSpan.FromSeconds(probe % 100) : null, Flags = flags },
        default);

    // The full stop says that the line is whole: a killed process may leave half of one.
    output.WriteLine($"resolved {probe} {ProbeNames.Of(outcome)} .");
}
