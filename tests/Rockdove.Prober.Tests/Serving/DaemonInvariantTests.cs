using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>What holds whatever happens to a prober that goes on.</summary>
public sealed class DaemonInvariantTests
{
    [Fact]
    public Task Each_mail_has_a_probe_and_each_probe_an_outcome_in_time() => SeededRandom.RoundsAsync(1, async random =>
    {
        await using var world = new DaemonWorld { Lost = int.MaxValue };
        world.Sender.Answer = (mail, _) => Task.FromResult(mail.Mark.Token.ToOctets()[0] % 6 > 0
            ? world.Sender.Accept()
            : world.Sender.Report(SendVerdict.Rejected, code: 550));
        var configuration = Configure(world, random);
        await world.StartAsync(configuration);
        for (var step = 0; step < 25; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    world.Delivers = random.Next(3) > 0;
                    break;
                case 1:
                    configuration = Configure(world, random);
                    await world.Daemon.ReloadAsync(configuration, DaemonWorld.Patience);
                    break;
                case 2:
                    await world.RestartAsync(configuration);
                    break;
                case 3:
                    var pair = configuration.Pairs[random.Next(configuration.Pairs.Count)];
                    Assert.NotEqual(
                        ProbeNowStatus.UnknownPair,
                        (await world.Daemon.ProbeNowAsync(pair, DaemonWorld.Patience)).Status);
                    break;
                default:
                    await world.PassAsync(TimeSpan.FromSeconds(random.Next(1, 1200)));
                    break;
            }

            await world.IdleAsync();
            await CheckAsync(world);
        }

        // What is under way is younger than the hard deadline.
        world.Delivers = true;
        await world.PassAsync(TimeSpan.FromMinutes(61));
        await CheckAsync(world);
        var limit = (world.Clock.GetUtcNow() - TimeSpan.FromHours(1)).ToMicroseconds();
        Assert.Equal(0, world.Results.Scalar($"SELECT count(*) FROM probe WHERE resolved IS NULL AND due < {limit}"));
    });

    private static async Task CheckAsync(DaemonWorld world)
    {
        var tokens = world.Sender.Sent.Select(mail => Convert.ToHexString(mail.Mark.Token.ToOctets())).ToList();
        Assert.Equal(tokens.Count, tokens.Distinct().Count()); // Nothing is sent twice.
        var kept = world.Results.Query("SELECT hex(token) FROM probe WHERE started IS NOT NULL", 1)
            .Select(row => row[0]!).ToList();
        Assert.Equal(tokens.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        Assert.InRange(world.Sender.MostAtOnceOfOne, 0, 1);
        Assert.Null(world.Daemon.Trouble);

        // Looked at while the desk does nothing: it writes down what it does before it counts it.
        var (counts, open) = (world.Desk.Counts, 0L);
        await world.Desk.UntilAsync(
            now =>
            {
                (counts, open) = (now, world.Results.Scalar("SELECT count(*) FROM probe WHERE resolved IS NULL"));
                return true;
            },
            DaemonWorld.Patience);
        Assert.Equal(counts.Placed, counts.Queued + counts.Sending + counts.Sent + counts.Overdue + counts.Resolved);
        Assert.Equal(open, counts.Placed - counts.Resolved);
    }

    private static ProberConfiguration Configure(DaemonWorld world, Random random)
    {
        var mode = random.Next(3) == 0 ? "burst" : "rotate";
        return world.Configure(random.Next(2, 5), $$"""
            "deadlines": { "soft": "5m", "hard": "1h" },
            "schedule": { "matrixEvery": "{{random.Next(10, 60)}}m", "mode": "{{mode}}" }
            """);
    }
}
