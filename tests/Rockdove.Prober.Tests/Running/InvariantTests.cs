using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>What is true at any time: each probe that was placed is in one state, and ends in one outcome.</summary>
public sealed class InvariantTests
{
    [Fact]
    public Task Probes_sent_are_those_with_an_outcome_and_those_in_flight_whatever_goes_wrong() =>
        SeededRandom.RoundsAsync(10, RunAsync);

    private static async Task RunAsync(SeededRandom random)
    {
        await using var world = await new DeskWorld(4, options => options with
        {
            Workers = random.Next(1, 6),
            Deadlines = options.Deadlines with { Settle = TimeSpan.FromSeconds(random.Next(0, 3)) },
        }).StartAsync();
        var taken = new Queue<ProbeMark>();
        world.Sender.Answer = (mail, _) => Task.FromResult(Answer(world, Next(random, 12)));
        world.Sender.Taken = mail =>
        {
            lock (taken)
                taken.Enqueue(mail.Mark);
        };
        var tickets = new List<ProbeTicket>();
        for (var step = 0; step < 60; step++)
        {
            switch (Next(random, 8))
            {
                case 0 or 1 or 2:
                    var pair = world.Pairs[Next(random, world.Pairs.Count)];
                    tickets.Add(await world.Desk.PlaceAsync(world.Run, pair, DeskWorld.Patience));
                    break;
                case 3 or 4:
                    Deliver(world, random, taken);
                    break;
                case 5:
                    world.Watches[$"a{Next(random, 4)}"].Fail();
                    break;
                case 6:
                    world.Watches[$"a{Next(random, 4)}"].Open();
                    break;
                default:
                    await world.PassAsync(TimeSpan.FromSeconds(Next(random, 400)));
                    break;
            }

            await world.IdleAsync();
            Check(world);
        }

        // In the end all mailboxes open, and after the hard deadline nothing is left.
        foreach (var watch in world.Watches.Values)
            watch.Open();
        for (var i = 0; i < 20 && world.Desk.Counts.Resolved < world.Desk.Counts.Placed; i++)
        {
            await world.PassAsync(TimeSpan.FromDays(1));
            await world.UntilAsync(counts => counts.Queued == 0);
            await world.Desk.SessionsEndAsync(DeskWorld.Patience);
        }

        await world.UntilAsync(counts => counts.Resolved == counts.Placed);
        Check(world);
        Assert.Equal(tickets.Count, world.Desk.Counts.Resolved);
        Assert.All(tickets, ticket => Assert.True(ticket.Outcome.IsCompletedSuccessfully));
        Assert.All(world.Journal.Probes, one => Assert.True(
            one.Resolution!.Delivery is not { } time || time >= TimeSpan.Zero));
    }

    /// <summary>The desk's counts are those of the journal, which is written before.</summary>
    private static void Check(DeskWorld world)
    {
        var counts = world.Desk.Counts;
        Assert.True(
            counts.Placed == counts.Queued + counts.Sending + counts.Sent + counts.Overdue + counts.Resolved,
            $"{counts}");
        Assert.True(world.Journal.Probes.Count >= counts.Placed, $"{counts}");
        var ended = world.Journal.Probes.Count(one => one.Resolution is not null);
        Assert.True(ended >= counts.Resolved, $"{ended} in the journal, {counts}");
    }

    private static SendReport Answer(DeskWorld world, int choice) => choice switch
    {
        0 => world.Sender.Report(SendVerdict.Deferred, ProbeStage.Recipient, 451),
        1 => world.Sender.Report(SendVerdict.Rejected, ProbeStage.Mail, 550),
        2 => world.Sender.Report(SendVerdict.TlsFailed, ProbeStage.Tls),
        3 => world.Sender.Report(
            SendVerdict.AuthenticationFailed, ProbeStage.Authentication, 535, advice: SendAdvice.LoginRefused),
        4 => world.Sender.Report(SendVerdict.Failed, ProbeStage.Connect),
        5 => world.Sender.Report(SendVerdict.Uncertain),
        6 => world.Sender.Report(SendVerdict.Deferred, ProbeStage.Banner, 421, advice: SendAdvice.SlowDown),
        _ => world.Sender.Accept(),
    };

    private static void Deliver(DeskWorld world, Random random, Queue<ProbeMark> taken)
    {
        ProbeMark? mark;
        lock (taken)
        {
            if (!taken.TryDequeue(out mark))
                return;
        }

        var box = world.Watches[mark.Pair.To];
        switch (Next(random, 6))
        {
            case 0:
                return; // It is dropped.
            case 1:
                world.Watches[mark.Pair.From].PutBounce(mark);
                return;
            case 2:
                box.Put(mark);
                box.Put(mark, FolderRole.Junk);
                return;
            case 3:
                box.Put(mark, FolderRole.Junk);
                return;
            default:
                box.Put(mark);
                return;
        }
    }

    private static int Next(Random random, int below)
    {
        lock (random)
            return random.Next(below);
    }
}
