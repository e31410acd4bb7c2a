namespace Rockdove.Prober.Tests;

/// <summary>
/// What goes wrong on the way from the one server to the other: each fault through the whole prober, by its outcome and
/// by who is at fault. a2 is the account whose mail has the fault.
/// </summary>
public sealed class DeliveryFaultTests
{
    [Fact]
    public async Task Nothing_wrong_is_a_delivery_everywhere()
    {
        await using var world = await FaultWorld.StartAsync();
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        await world.CleanAsync();
    }

    [Fact]
    public async Task A_mail_that_was_accepted_and_dropped_is_lost()
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            world.Deadlines = Usual with { Hard = TimeSpan.FromMinutes(20) };
            world.Carrying = mail =>
            {
                if (!IsToA2(mail.Pair))
                    world.Deliver(mail);
            };
        });
        await world.PlaceAllAsync();
        await world.DriveAsync(() => world.Desk.Counts.Overdue == 3);
        Assert.Equal("receiver a2", world.Blame()); // It is known before they are given up.
        await world.EndAsync();
        world.Named(ProbeOutcome.Lost, "receiver a2", IsToA2);
    }

    [Fact]
    public async Task A_mail_that_one_pair_loses_is_the_pairs_fault()
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            world.Deadlines = Usual with { Hard = TimeSpan.FromMinutes(6) };
            world.Carrying = mail =>
            {
                if (mail.Pair is not { From: "a0", To: "a2" })
                    world.Deliver(mail);
            };
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Lost, "a0 -> a2", static pair => pair is { From: "a0", To: "a2" });
    }

    [Fact]
    public async Task Ten_minutes_of_delay_are_overdue_and_then_late()
    {
        var held = new List<FaultMail>();
        await using var world = await FaultWorld.StartAsync(world =>
        {
            world.Deadlines = Usual;
            world.Carrying = mail =>
            {
                if (IsToA2(mail.Pair))
                    held.Add(mail);
                else
                    world.Deliver(mail);
            };
        });
        await world.PlaceAllAsync();
        await world.RestAsync();
        var sent = world.Clock.GetUtcNow();
        await world.DriveAsync(() => world.Desk.Counts.Overdue == 3);
        Assert.Equal(TimeSpan.FromMinutes(5), world.Clock.GetUtcNow() - sent);
        Assert.All(
            world.Tickets.Where(ticket => IsToA2(ticket.Pair)),
            ticket => Assert.Equal(ProbeState.Overdue, ticket.Verdict.Result.State));
        await world.PassAsync(TimeSpan.FromMinutes(5));
        held.ForEach(mail => world.Deliver(mail));
        await world.EndAsync();
        world.Named(ProbeOutcome.Late, "receiver a2", IsToA2);
        Assert.Equal(600, world.Result("a0", "a2").DeliverySeconds);
        await world.CleanAsync();
    }

    [Fact]
    public async Task A_mail_that_is_delivered_twice_is_a_duplicate_and_both_go()
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            world.Deadlines = world.Deadlines with { Settle = TimeSpan.FromSeconds(2) };
            world.Carrying = mail =>
            {
                world.Deliver(mail);
                if (IsToA2(mail.Pair))
                    world.Deliver(mail);
            };
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Duplicate, "", IsToA2); // It came in time, so that nobody is at fault.
        Assert.Equal(2, world.Result("a0", "a2").Copies);
        await world.CleanAsync();
    }

    [Fact]
    public async Task A_mail_among_the_spam_is_told_so_and_goes()
    {
        await using var world = await FaultWorld.StartAsync(world =>
        {
            world["a2"].Imap.AddFolder("Spam", "\\Junk");
            world.Carrying = mail => world.Deliver(mail, IsToA2(mail.Pair) ? "Spam" : null);
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.DeliveredSpam, "", IsToA2);
        Assert.Equal(("Spam", "junk"), (world.Result("a0", "a2").Folder, world.Result("a0", "a2").Role));
        await world.CleanAsync();
    }

    [Fact]
    public async Task A_report_makes_it_bounced_with_what_the_other_server_said()
    {
        await using var world = await FaultWorld.StartAsync(world => world.Carrying = mail =>
        {
            if (IsToA2(mail.Pair))
                world.Bounce(mail);
            else
                world.Deliver(mail);
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Bounced, "receiver a2", IsToA2);
        var result = world.Result("a0", "a2");
        Assert.Equal("5.1.1", result.EnhancedCode);
        Assert.Equal("mx.a2.test: 550 5.1.1 No such user", result.Error);
        await world.CleanAsync();
    }

    [Fact]
    public async Task A_full_mailbox_is_a_report_that_says_so()
    {
        await using var world = await FaultWorld.StartAsync(world => world.Carrying = mail =>
        {
            if (IsToA2(mail.Pair))
                world.Bounce(mail, "5.2.2", "552 5.2.2 Mailbox full");
            else
                world.Deliver(mail);
        });
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Bounced, "receiver a2", IsToA2);
        Assert.Equal("5.2.2", world.Result("a3", "a2").EnhancedCode);
        await world.CleanAsync();
    }

    [Fact]
    public async Task A_report_after_the_soft_deadline_still_counts()
    {
        var held = new List<FaultMail>();
        await using var world = await FaultWorld.StartAsync(world =>
        {
            world.Deadlines = Usual;
            world.Carrying = mail =>
            {
                if (IsToA2(mail.Pair))
                    held.Add(mail);
                else
                    world.Deliver(mail);
            };
        });
        await world.PlaceAllAsync();
        await world.DriveAsync(() => world.Desk.Counts.Overdue == 3);
        held.ForEach(mail => world.Bounce(mail));
        await world.EndAsync();
        world.Named(ProbeOutcome.Bounced, "receiver a2", IsToA2);
        await world.CleanAsync();
    }

    [Theory]
    [InlineData("Thu, 1 Jan 2026 07:00:00 EST", "Thu, 1 Jan 26 04:00:00 PST")] // RFC 822's zones.
    [InlineData("Thu, 1 Jan 2026 12:00:00 Z", "1 Jan 26 13:00 MEZ")]
    [InlineData("gestern um drei", "")]
    [InlineData("((((", "Thu, 99 Foo 2026 25:61:61 +9999")]
    [InlineData("Thu, 1 Jan 2026 11:00:00 +0000", "Thu, 1 Jan 2026 13:00:00 +0000")] // An hour back on the way.
    public async Task Received_fields_of_any_kind_change_no_time(string last, string first)
    {
        await using var world = await FaultWorld.StartAsync(world => world.Trail = mail => IsToA2(mail.Pair)
            ? $"Received: from smtp.{mail.Pair.From}.test by mx.a2.test with ESMTP; {last}\r\n"
                + $"Received: from prober by smtp.{mail.Pair.From}.test with ESMTPA; {first}\r\n"
            : "");
        await world.ProbeAllAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        using var reader = world.Journal.OpenReader();
        var hops = reader.Probe(world.Result("a0", "a2").Id)!.Hops;
        Assert.Equal(2, hops.Count);
        Assert.All(hops, hop => Assert.True(hop.WaitSeconds is not { } wait || wait >= 0, $"{hop}"));
        Assert.Equal(0, world.Result("a0", "a2").DeliverySeconds);
        await world.CleanAsync();
    }

    private static ProbeDeadlines Usual { get; } = new() { Settle = TimeSpan.Zero };

    private static bool IsToA2(ProbePair pair) => pair.To == "a2";
}
