using Rockdove.Mock;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>
/// What holds whatever goes wrong, at any time: each probe that was placed has one outcome or is under way, and in the
/// end no mail with our mark lies anywhere, and all of other people's mail does.
/// </summary>
public sealed class FaultInvariantTests
{
    /// <summary>
    /// <c>ROCKDOVE_FAULT_ROUNDS=n</c> for more rounds, <c>ROCKDOVE_SEED=n</c> for the same once more.
    /// </summary>
    [Fact]
    public Task No_probe_is_forgotten_and_no_mail_is_left_whatever_goes_wrong() =>
        SeededRandom.RoundsAsync(Rounds, RunAsync);

    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("ROCKDOVE_FAULT_ROUNDS"), out var rounds) ? rounds : 3;

    private static async Task RunAsync(SeededRandom random)
    {
        var held = new List<FaultMail>();
        await using var world = await FaultWorld.StartAsync(
            world =>
            {
                world.Deadlines = new ProbeDeadlines { Hard = TimeSpan.FromHours(2), Settle = TimeSpan.FromSeconds(2) };
                world.Carrying = mail => Carry(world, mail, held, Next(random, 12));
                foreach (var house in world.Houses)
                    Spoil(house, random);
            },
            accounts: 7);
        for (var step = 0; step < 12; step++)
        {
            for (var i = Next(random, 8); i > 0; i--)
                await world.PlaceAsync(world.Pairs[Next(random, world.Pairs.Count)]);
            await DisturbAsync(world, held, random);
            Check(world);
        }

        // Then all servers are well, what is under way comes or is given up, and the reaper goes round.
        foreach (var house in world.Houses)
        {
            house.Mock.Forget();
            if (house.Pop3 is null)
                house.Imap.Greeting = "* OK well\r\n";
        }

        Release(world, held, held.Count);
        await world.EndAsync();
        Check(world);
        Assert.All(world.Tickets, ticket => Assert.True(ticket.Outcome.IsCompletedSuccessfully));
        Release(world, held, held.Count);
        await world.PassAsync(TimeSpan.FromHours(3));
        var reaping = world.Desk.ReapAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        await world.DriveAsync(() => reaping.IsCompleted);
        await reaping;
        await world.CleanAsync();
        Assert.All(world.Houses, house => Assert.Equal(Foreign, house.Lying().Count));
        var results = world.Results();
        Assert.All(results, result => Assert.True(result.DeliverySeconds is null or >= 0, $"{result}"));
        Assert.True(results.DistinctBy(result => result.Outcome).Count() > 2, "Hardly anything went wrong.");
    }

    /// <summary>The desk's counts are complete, and are those of the journal.</summary>
    private static void Check(FaultWorld world)
    {
        var counts = world.Desk.Counts;
        var underWay = counts.Queued + counts.Sending + counts.Sent + counts.Overdue;
        Assert.Equal(counts.Placed, underWay + counts.Resolved);
        var results = world.Results();
        Assert.Equal(world.Placed, results.Count);
        Assert.Equal(underWay, results.Count(result => result.Outcome is null));
        Assert.Equal(
            results.Count(result => result.Outcome is null),
            results.Count(result => result.State != ProbeNames.Of(ProbeState.Resolved)));
        Assert.InRange(world.Tickets.Count(ticket => !ticket.Outcome.IsCompleted), 0, underWay);
    }

    private static void Spoil(FaultHouse house, SeededRandom random)
    {
        var seed = Next(random, int.MaxValue);
        house.Submission = options =>
        {
            options.When(MockMoment.Recipient).Chance(0.1, seed).Reply(451, "4.7.1", "Greylisted");
            options.When(MockMoment.Mail).Chance(0.05, seed + 1).Reply(550, "5.7.1", "No");
            options.When(MockMoment.Message).Chance(0.05, seed + 2).Keep().Close();
            options.When(MockMoment.Content).Chance(0.05, seed + 3).AfterBytes(100).Reset();
            options.When(MockMoment.Connect).Chance(0.03, seed + 4).Reply(421, "4.3.2", "Busy").Close();
            options.When(MockMoment.Auth).Chance(0.03, seed + 5).Reply(535, "5.7.8", "No");
        };
        if (Next(random, 4) == 0)
        {
            var drop = house.UsePop3();
            (drop.HasUidl, drop.HasTop) = (Next(random, 2) == 0, Next(random, 2) == 0);
        }
        else
        {
            house.Imap.Capabilities = Next(random, 2) == 0 ? "IMAP4rev1 UIDPLUS" : "IMAP4rev1 UIDPLUS IDLE";
            house.Imap.IsDeafInIdle = Next(random, 4) == 0;
            house.Imap.AddFolder("Junk");
        }

        for (var i = 0; i < Foreign; i++)
        {
            if (house.Pop3 is { } pop3)
                pop3.Deliver(ProbeMails.Foreign());
            else
                house.Imap.Deliver(ProbeMails.Foreign(), flags: "\\Deleted");
        }
    }

    private static void Carry(FaultWorld world, FaultMail mail, List<FaultMail> held, int choice)
    {
        switch (choice)
        {
            case 0:
                return; // It is dropped.
            case 1:
                world.Bounce(mail);
                return;
            case 2:
                world.Deliver(mail);
                world.Deliver(mail);
                return;
            case 3:
                world.Deliver(mail, "Junk");
                return;
            case 4 or 5:
                lock (held)
                    held.Add(mail);
                return;
            default:
                world.Deliver(mail);
                return;
        }
    }

    private static async Task DisturbAsync(FaultWorld world, List<FaultMail> held, SeededRandom random)
    {
        var house = world.Houses[Next(random, world.Houses.Count)];
        switch (Next(random, 9))
        {
            case 0 or 1:
                await world.PassAsync(TimeSpan.FromSeconds(Next(random, 600)));
                break;
            case 2:
                Release(world, held, Next(random, 4));
                await world.RestAsync();
                break;
            case 3:
                ((FakeServer?)house.Pop3 ?? house.Imap).HangUp();
                await world.RestAsync();
                break;
            case 4 when house.Pop3 is null:
                house.Imap.ChangeUidValidity(house.Imap.Inbox);
                house.Imap.HangUp();
                await world.RestAsync();
                break;
            case 5 when house.Pop3 is null:
                house.Imap.Greeting = house.Imap.Greeting == Broken ? "* OK well\r\n" : Broken;
                house.Imap.HangUp();
                await world.RestAsync();
                break;
            case 6:
                await world.RestAsync();
                await world.RestartAsync();
                await world.RestAsync();
                break;
            default:
                await world.RestAsync();
                break;
        }
    }

    private static void Release(FaultWorld world, List<FaultMail> held, int count)
    {
        FaultMail[] released;
        lock (held)
        {
            released = [.. held.Take(count)];
            held.RemoveRange(0, released.Length);
        }

        foreach (var mail in released)
            world.Deliver(mail);
    }

    private static int Next(SeededRandom random, int below)
    {
        lock (random)
            return random.Next(below);
    }

    private const string Broken = "* BYE out of order\r\n";

    private const int Foreign = 20;
}
