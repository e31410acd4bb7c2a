using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

/// <summary>
/// <c>rockdove ping</c> is killed, and started again on the same database: each probe ends, no mail is sent twice, and
/// none of ours is left. ROCKDOVE_KILLS has it killed more often.
/// </summary>
public sealed class KilledPingTests
{
    /// <summary>
    /// Sessions of many accounts are stopped, each at a point of its own that the account is named for, and then the
    /// process that has them all is killed.
    /// </summary>
    [Fact]
    public async Task Killed_at_each_point_it_goes_on()
    {
        // In the order in which pen sends.
        await using var world = await PingWorld.StartAsync(
            [.. Names(KillPoint.Sending), "pen", "ann", "bob", .. Names(KillPoint.Receiving)]);
        var pairs = $$"""
            "concurrency": 20,
            "pairs": { "include": [ "pen->imap-*", "pen->pop3-*", {{Include("ann")}}, {{Include("bob")}} ] },
            """;
        world.Write(pairs, settleSeconds: 3);
        var stopped = KillPoint.Sending.Select(point => point.StopAsync(world[point.Name].Sending)).ToList();
        var seen = new List<Task<string>>();
        foreach (var point in KillPoint.Receiving)
            (point.Name.EndsWith("-seen", Ordinal) ? seen : stopped).Add(point.StopAsync(world[point.Name].Receiving));

        // What is seen has its outcome three seconds later, and others must have theirs: so these mails go out last.
        stopped.Add(world["pen"].Sending.StopAt(GateSide.Client, line => line.Contains("<imap-seen@", Ordinal)));
        using (var ping = world.Folder.Ping())
        {
            await AllAsync(stopped);
            world["pen"].Sending.Open();
            await AllAsync(seen);
            ping.Kill();
            await ping.EndAsync();
        }

        world.HangUp();
        AssertEach(world, "state", queued: "queued", point => point.State);
        var taken = world.Taken;

        // As if nobody had looked for six days: what was never seen has an outcome then too.
        world.Folder.Execute("UPDATE probe SET started = started - 6 * 86400000000 WHERE state = 'sending'");
        world.Write(pairs);
        await world.PassAsync();
        AssertEach(world, "outcome", queued: "delivered", point => point.Outcome);
        await world.AssertAllIsDoneAsync();
        var probes = (2 * KillPoint.Sending.Count) + KillPoint.Receiving.Count;
        Assert.Equal(KillPoint.Sending.Count + probes, world.Taken.Count - taken.Count);
    }

    /// <summary>What the results say of each probe of the first run.</summary>
    private static void AssertEach(PingWorld world, string column, string queued, Func<KillPoint, string> expected)
    {
        var rows = world.Folder.Query(
            $"SELECT f.name, t.name, {column} FROM probe p JOIN account f ON f.id = from_id "
            + "JOIN account t ON t.id = to_id WHERE run_id = 1", 3);
        List<string> wanted =
        [
            .. KillPoint.Sending.Select(point => $"{point.Name} -> ann {expected(point)}"),
            .. KillPoint.Sending.Select(point => $"{point.Name} -> bob {queued}"),
            .. KillPoint.Receiving.Select(point => $"pen -> {point.Name} {expected(point)}"),
        ];
        Assert.Equal(wanted.Order(), rows.Select(row => $"{row[0]} -> {row[1]} {row[2]}").Order());
    }

    /// <summary>Waits for all; says which of them never came.</summary>
    private static async Task AllAsync(IReadOnlyList<Task<string>> stopped)
    {
        try
        {
            await Task.WhenAll(stopped).WaitAsync(RockdoveProcess.Patience);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail("These did not come: " + string.Join(
                ", ", stopped.Index().Where(stop => !stop.Item.IsCompleted).Select(stop => stop.Index)));
        }
    }

    private static IEnumerable<string> Names(IEnumerable<KillPoint> points) => points.Select(point => point.Name);

    private static string Include(string to) =>
        string.Join(", ", KillPoint.Sending.Select(point => $"\"{point.Name}->{to}\""));

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
