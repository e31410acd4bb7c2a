using System.Globalization;
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
        var stopped = new List<Task<string>>();
        foreach (var point in KillPoint.Sending.Where(point => !point.IsShort))
            stopped.Add(point.StopAsync(world[point.Name].Sending));
        foreach (var point in KillPoint.Receiving.Where(point => !point.IsShort))
            stopped.Add(point.StopAsync(world[point.Name].Receiving));

        // What lasts no more than some seconds begins when the others are where they shall be.
        stopped.Add(world["quit"].Sending.StopAt(GateSide.Client, line => line.StartsWith("MAIL", Ordinal)));
        stopped.Add(world["pen"].Sending.StopAt(GateSide.Client, line => line.Contains("<imap-seen@", Ordinal)));
        using (var ping = world.Folder.Ping())
        {
            await AllAsync(stopped);
            var last = KillPoint.Receiving.Where(point => point.IsShort)
                .Select(point => point.StopAsync(world[point.Name].Receiving)).ToList();
            last.Add(KillPoint.Sending.Single(point => point.IsShort).StopAsync(world["quit"].Sending));
            world["pen"].Sending.Open();
            await AllAsync(last);
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

    /// <summary>After some lines, whatever they are.</summary>
    [Fact]
    public async Task Killed_at_any_moment_it_goes_on()
    {
        await using var world = await PingWorld.StartAsync("ann", "bob", "pop3");
        world.Write("");
        var kills = int.Parse(
            Environment.GetEnvironmentVariable("ROCKDOVE_KILLS") ?? "3", CultureInfo.InvariantCulture);
        await SeededRandom.RoundsAsync(kills, async random =>
        {
            var enough = world.LinesAsync(random.Next(1, LinesOfARun));
            using var ping = world.Folder.Ping();
            var ended = ping.EndAsync();
            await Task.WhenAny(enough, ended);
            ping.Kill();
            await ended;
            world.HangUp();
        });
        world.Folder.Execute("UPDATE probe SET started = started - 6 * 86400000000 WHERE state = 'sending'");
        await world.PassAsync();
        await world.AssertAllIsDoneAsync();
        var outcomes = world.Folder.Query("SELECT outcome, count(*) FROM probe GROUP BY 1", 2);
        Assert.Empty(outcomes.Select(row => row[0]).Except(["delivered", "unknown"]));
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Join(", ", outcomes.Select(row => $"{row[1]} {row[0]}")));
    }

    [Fact]
    public async Task A_second_one_on_the_same_results_is_refused_and_the_first_goes_on()
    {
        await using var world = await PingWorld.StartAsync("ann", "bob");
        world.Write("");
        var stopped = world["ann"].Sending.StopAt(GateSide.Client, line => line.StartsWith("MAIL FROM:", Ordinal));
        using var first = world.Folder.Ping();
        await stopped.WaitAsync(RockdoveProcess.Patience);

        using var second = world.Folder.Ping();
        var (code, output, errors) = await second.EndAsync();
        Assert.Equal((1, ""), (code, output));
        Assert.EndsWith(
            $"rockdove: {world.Folder.Results} is in use by process {first.Id}. Stop it, or name another file.\n",
            errors,
            Ordinal);

        world["ann"].Sending.Open();
        (code, output, errors) = await first.EndAsync();
        Assert.True(code == 0, $"{code} {output} {errors}");
        await world.PassAsync(); // Nobody has it any more.
        await world.AssertAllIsDoneAsync();
        Assert.Equal(4, world.Taken.Count);
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

    /// <summary>Some more than there are when nothing goes wrong.</summary>
    private const int LinesOfARun = 500;

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
