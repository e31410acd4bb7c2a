using System.Collections.Concurrent;

namespace Rockdove.Prober.Tests;

/// <summary>One probe for each pair.</summary>
public sealed class SingleRunTests
{
    /// <summary>maping stops for ever where more than a hundred pairs and the workers are queued.</summary>
    [Fact]
    public async Task Forty_accounts_with_five_workers_finish()
    {
        await using var world = await new DeskWorld(40).StartAsync();
        world.Sender.Taken = mail => world.Watches[mail.To.Name].Put(mail.Mark);
        var results = await RunAsync(new SingleRun(world.Desk, world.Pairs));
        Assert.Equal(1560, results.Count);
        Assert.All(results, result => Assert.True(result.IsPassed));
        Assert.Equal(1560, world.Journal.Probes.Select(one => one.Probe.Pair).Distinct().Count());
        Assert.InRange(world.Sender.MostAtOnce, 1, 5);
    }

    [Fact]
    public async Task Results_come_as_they_are_known_and_overdue_ends_the_wait()
    {
        await using var world = await new DeskWorld(3).StartAsync();
        world.Sender.Taken = mail =>
        {
            if (mail.To.Name != "a2")
                world.Watches[mail.To.Name].Put(mail.Mark);
        };
        var run = new SingleRun(world.Desk, world.Pairs);
        var results = new List<ProbeReport>();
        await foreach (var result in run.RunAsync(DeskWorld.Patience))
        {
            results.Add(result);
            if (results.Count == 4)
            {
                Assert.All(results, one => Assert.True(one.IsPassed));
                await world.UntilAsync(counts => counts.Sent == 2);
                await world.PassAsync(TimeSpan.FromMinutes(5));
            }
        }

        Assert.Equal(2, results.Count(result => result.State == ProbeState.Overdue));
        Assert.Equal(RunFlags.None, world.Journal.Runs[^1].Ended);
        Assert.Equal("once", world.Journal.Runs[^1].Run.Trigger);
    }

    [Theory]
    [InlineData(ProbeStage.Dns, RunFlags.ProberOffline)]
    [InlineData(ProbeStage.Connect, RunFlags.ProberOffline)]
    [InlineData(ProbeStage.Banner, RunFlags.None)]
    internal async Task When_nobody_can_be_reached_it_is_the_prober(ProbeStage stage, RunFlags flags)
    {
        await using var world = await new DeskWorld(5).StartAsync();
        world.Sender.Answer = (_, _) => Task.FromResult(world.Sender.Report(SendVerdict.Failed, stage));
        var run = new SingleRun(world.Desk, world.Pairs);
        Assert.Equal(20, (await RunAsync(run)).Count);
        Assert.Equal(flags, run.Flags);
        Assert.Equal(flags, world.Journal.Runs[(int)run.Id - 1].Ended);
    }

    /// <summary>Nothing is sent to a mailbox that cannot be opened, so no sender is even tried.</summary>
    [Theory]
    [InlineData(5, ProbeStage.Connect, RunFlags.ProberOffline)]
    [InlineData(5, ProbeStage.Dns, RunFlags.ProberOffline)]
    [InlineData(5, ProbeStage.Authentication, RunFlags.None)]
    [InlineData(4, ProbeStage.Connect, RunFlags.None)]
    internal async Task When_no_mailbox_can_be_reached_it_is_the_prober_too(
        int unreachable, ProbeStage stage, RunFlags flags)
    {
        var world = new DeskWorld(5);
        for (var i = 0; i < 5; i++)
            world.Watches[$"a{i}"] = new FakeWatch(world.Accounts[i], world.Time) { OpensByItself = i >= unreachable };
        await world.StartAsync();
        for (var i = 0; i < unreachable; i++)
            world.Watches[$"a{i}"].Fail(TimeSpan.FromHours(1), stage);
        world.Sender.Taken = mail => world.Watches[mail.To.Name].Put(mail.Mark);
        var run = new SingleRun(world.Desk, world.Pairs);
        Assert.Equal(20, (await RunAsync(run)).Count);
        Assert.Equal(flags, run.Flags);
        await world.DisposeAsync();
    }

    [Fact]
    public async Task When_mail_is_sent_mailboxes_that_cannot_be_reached_are_not_the_prober()
    {
        var world = new DeskWorld(10);
        foreach (var account in world.Accounts.Skip(1))
            world.Watches[account.Name] = new FakeWatch(account, world.Time) { OpensByItself = false };
        await world.StartAsync();
        foreach (var account in world.Accounts.Skip(1))
            world.Watches[account.Name].Fail(TimeSpan.FromHours(1));
        world.Sender.Taken = mail => world.Watches[mail.To.Name].Put(mail.Mark);
        var run = new SingleRun(world.Desk, world.Pairs);
        Assert.Equal(9, (await RunAsync(run)).Count(result => result.IsPassed));
        Assert.Equal(RunFlags.None, run.Flags);
        await world.DisposeAsync();
    }

    [Fact]
    public async Task Four_of_five_are_not_more_than_four_of_five()
    {
        await using var world = await new DeskWorld(5).StartAsync();
        world.Sender.Answer = (mail, _) => Task.FromResult(mail.From.Name == "a0"
            ? world.Sender.Report(SendVerdict.Rejected, ProbeStage.Mail, 550)
            : world.Sender.Report(SendVerdict.Failed, ProbeStage.Dns));
        var run = new SingleRun(world.Desk, world.Pairs);
        await RunAsync(run);
        Assert.Equal(RunFlags.None, run.Flags);
    }

    [Fact]
    public async Task In_mapings_manner_a_worker_sends_the_way_back_when_the_way_there_has_come()
    {
        await using var world = await new DeskWorld(4).StartAsync();
        var open = new ConcurrentDictionary<string, bool>();
        var order = new ConcurrentQueue<ProbePair>();
        world.Sender.Taken = mail =>
        {
            var couple = string.Join('-', new[] { mail.From.Name, mail.To.Name }.Order());
            Assert.True(open.TryAdd(couple, true), $"{couple} is on its way both ways.");
            order.Enqueue(mail.Mark.Pair);
            open.TryRemove(couple, out _);
            world.Watches[mail.To.Name].Put(mail.Mark);
        };
        var pairs = ClassicPairs.Of(["a0", "a1", "a2", "a3"]);
        var results = await RunAsync(new SingleRun(world.Desk, pairs) { ClassicWorkers = 1 });
        Assert.Equal(pairs, results.Select(result => result.Pair));
        Assert.Equal(pairs, order);
    }

    /// <summary>As maping prints them for two to six accounts.</summary>
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(2, "01")]
    [InlineData(3, "01 02 12")]
    [InlineData(4, "01 02 03 23 12 13")]
    [InlineData(5, "01 02 03 04 34 12 13 14 24 23")]
    [InlineData(6, "01 02 03 04 05 45 12 13 14 15 35 34 23 24 25")]
    public void Pairs_come_in_mapings_order(int accounts, string order) => Assert.Equal(
        order, string.Join(' ', ClassicPairs.Couples(accounts).Select(couple => $"{couple.First}{couple.Second}")));

    [Fact]
    public void Each_couple_comes_once() => Assert.Equal(
        40 * 39 / 2, ClassicPairs.Couples(40).Distinct().Count(couple => couple.First < couple.Second));

    [Fact]
    public async Task What_breaks_the_journal_ends_the_run_with_its_reason()
    {
        var world = new DeskWorld(change: options => options with { Journal = new BrokenJournal() });
        await world.Desk.StartAsync(DeskWorld.Patience);
        var ended = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RunAsync(new SingleRun(world.Desk, world.Pairs)));
        Assert.Equal("The disk is full.", ended.InnerException!.Message);
        await world.DisposeAsync();
    }

    private static async Task<List<ProbeReport>> RunAsync(SingleRun run)
    {
        var results = new List<ProbeReport>();
        await foreach (var result in run.RunAsync(DeskWorld.Patience))
            results.Add(result);
        return results;
    }
}
