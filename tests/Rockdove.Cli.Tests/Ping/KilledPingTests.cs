using System.Globalization;
using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

/// <summary>
/// <c>rockdove ping</c> is killed, and started again on the same database: each probe ends, no mail is sent twice, and
/// none of ours is left. ROCKDOVE_KILLS has it killed more often.
/// </summary>
public sealed class KilledPingTests
{
    [Fact]
    public Task Killed_while_it_sends_and_looks_it_goes_on() =>
        KillAsync(KillPoint.Sending, KillPoint.Looking, settleSeconds: 600);

    [Fact]
    public Task Killed_while_it_deletes_it_goes_on() => KillAsync([], KillPoint.Deleting, settleSeconds: 0);

    /// <summary>
    /// Sessions of many accounts are stopped, each at a point of its own that the account is named for, and then the
    /// process that has them all is killed.
    /// </summary>
    /// <param name="sending">Each sends to ann, and has a mail to bob behind that.</param>
    /// <param name="receiving">Pen sends to each of them, and is stopped at a last mail, to bob.</param>
    /// <param name="settleSeconds">From the first sight to the outcome.</param>
    private static async Task KillAsync(
        IReadOnlyList<KillPoint> sending, IReadOnlyList<KillPoint> receiving, int settleSeconds)
    {
        string[] senders = [.. sending.Select(point => point.Name)];
        await using var world = await PingWorld.StartAsync(
            [.. senders, .. receiving.Select(point => point.Name), "pen", "ann", "bob"]);
        string[] pairs =
            [.. senders.Select(name => $"\"{name}->ann\", \"{name}->bob\""), "\"pen->*-*\"", "\"pen->bob\""];
        var keys = $$"""
            "concurrency": 20, "pairs": { "include": [ {{string.Join(", ", pairs)}} ] },
            """;
        world.Write(keys, settleSeconds);
        var stops = new Dictionary<string, Task<string>>();
        foreach (var point in sending)
            stops[point.Name] = point.StopAsync(world[point.Name].Sending);
        foreach (var point in receiving)
            stops[point.Name] = point.StopAsync(world[point.Name].Receiving);
        // What was sent before is kept by then.
        stops["pen"] = world["pen"].Sending.StopAt(GateSide.Client, line => line.StartsWith("RCPT TO:<bob@", Ordinal));
        if (stops.ContainsKey("quit"))
            stops["quit"] = world["quit"].Sending.StopAt(GateSide.Client, line => line.StartsWith("MAIL", Ordinal));
        using (var ping = world.Folder.Ping())
        {
            await AllAsync(stops);
            if (stops.ContainsKey("quit"))
                await sending[^1].StopAsync(world["quit"].Sending).WaitAsync(RockdoveProcess.Patience);
            ping.Kill();
            await ping.EndAsync();
        }

        world.HangUp();
        AssertEach("state", "queued", "sending", point => point.State);
        var taken = world.Taken.Count;

        // As if nobody had looked for six days: what was never seen has an outcome then too.
        world.Folder.Execute("UPDATE probe SET started = started - 6 * 86400000000 WHERE state = 'sending'");
        world.Write(keys);
        await world.PassAsync();
        AssertEach("outcome", "delivered", "unknown", point => point.Outcome);
        await world.AssertAllIsDoneAsync();
        Assert.Equal(senders.Length + (2 * senders.Length) + receiving.Count + 1, world.Taken.Count - taken);

        // What the results say of each probe of the first run.
        void AssertEach(string column, string queued, string last, Func<KillPoint, string> expected)
        {
            List<string> wanted =
            [
                .. sending.Select(point => $"{point.Name} -> ann {expected(point)}"),
                .. sending.Select(point => $"{point.Name} -> bob {queued}"),
                .. receiving.Select(point => $"pen -> {point.Name} {expected(point)}"),
                $"pen -> bob {last}",
            ];
            var rows = world.Folder.Query(
                $"SELECT f.name, t.name, {column} FROM probe p JOIN account f ON f.id = from_id "
                + "JOIN account t ON t.id = to_id WHERE run_id = 1", 3);
            Assert.Equal(wanted.Order(), rows.Select(row => $"{row[0]} -> {row[1]} {row[2]}").Order());
        }
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
    public async Task The_daemon_too_goes_on_after_it_was_killed()
    {
        await using var world = await PingWorld.StartAsync("ann", "bob", "pop3");
        world.Write("""
            "listen": "http://127.0.0.1:0",
            "schedule": { "mode": "burst", "matrixEvery": "1h" },
            "checks": { "tls": false, "mtaSts": false, "dane": "off" },
            """);
        var taken = world["ann"].Sending.StopAt(
            GateSide.Server, line => line.StartsWith("250 2.0.0 Kept", Ordinal));
        var begun = world["bob"].Sending.StopAt(GateSide.Client, line => line.StartsWith("MAIL FROM:", Ordinal));
        var last = world["pop3"].Sending.StopAt(GateSide.Client, line => line.StartsWith("RCPT TO:<bob@", Ordinal));
        using (var ping = world.Folder.Serve())
        {
            await Task.WhenAll(taken, begun, last).WaitAsync(RockdoveProcess.Patience);
            ping.Kill();
            await ping.EndAsync();
        }

        world.HangUp();
        world.Folder.Execute("UPDATE probe SET started = started - 6 * 86400000000 WHERE state = 'sending'");
        using (var ping = world.Folder.Serve())
        {
            while (world.Folder.Query("SELECT id FROM probe WHERE outcome IS NULL", 1).Count > 0)
                await ping.ReadErrorLineAsync(); // It tells of each outcome.
            await ping.SignalAsync("TERM");
            Assert.Equal(0, (await ping.EndAsync()).Code);
        }

        await world.AssertAllIsDoneAsync();
        Assert.Equal(
            ["4 delivered", "2 unknown"],
            world.Folder.Query("SELECT outcome, count(*) FROM probe WHERE run_id = 1 GROUP BY 1 ORDER BY 1", 2)
                .Select(row => $"{row[1]} {row[0]}"));
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

    /// <summary>Waits for all; says which of them never came.</summary>
    private static async Task AllAsync(Dictionary<string, Task<string>> stops)
    {
        try
        {
            await Task.WhenAll(stops.Values).WaitAsync(RockdoveProcess.Patience);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail("These did not come: "
                + string.Join(", ", stops.Where(stop => !stop.Value.IsCompleted).Select(stop => stop.Key)));
        }
    }

    /// <summary>Some more than there are when nothing goes wrong.</summary>
    private const int LinesOfARun = 500;

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
