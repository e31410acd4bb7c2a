namespace Rockdove.Prober.Tests;

/// <summary>What becomes of a probe.</summary>
public sealed class ProbeDeskTests
{
    [Fact]
    public async Task The_headline_is_the_time_from_the_final_250_to_the_first_sight()
    {
        await using var world = await new DeskWorld().StartAsync();
        var (ticket, mark) = await world.SendAsync();
        await world.PassAsync(TimeSpan.FromSeconds(4));
        var looked = world.Time.GetTimestamp();
        await world.PassAsync(TimeSpan.FromSeconds(3));
        world.Watches["a1"].Put(mark, lookedBefore: looked);

        var result = await ticket.Outcome.Soon();
        Assert.Equal(ProbeOutcome.Delivered, result.Outcome);
        Assert.True(result.IsPassed);
        Assert.Equal(TimeSpan.FromSeconds(7), result.Resolution!.Delivery);
        Assert.Equal(TimeSpan.FromSeconds(7), result.Resolution.Total);
        Assert.Equal(TimeSpan.FromSeconds(3), result.Resolution.Seen - result.Resolution.SeenNotBefore);
        Assert.Equal(1, result.Resolution.Copies);
        Assert.Single(world.Watches["a1"].Deleted);
    }

    [Fact]
    public async Task A_mailbox_is_told_what_is_under_way_until_it_has_an_outcome_or_is_overdue()
    {
        await using var world = await new DeskWorld().StartAsync();
        var watch = world.Watches["a1"];
        var (ticket, mark) = await world.SendAsync();
        Assert.Equal([mark.Token], watch.Expected.Keys);
        watch.Put(mark);
        await ticket.Outcome.Soon();
        Assert.Empty(watch.Expected);

        var (_, late) = await world.SendAsync();
        Assert.Equal([late.Token], watch.Expected.Keys);
        await world.PassAsync(new ProbeDeadlines().Soft);
        await world.UntilAsync(counts => counts.Overdue == 1);
        Assert.Empty(watch.Expected);
    }

    [Fact]
    public async Task A_mail_that_is_seen_before_its_250_took_no_time()
    {
        await using var world = await new DeskWorld().StartAsync();
        var held = new TaskCompletionSource<SendReport>();
        world.Sender.Answer = (_, _) => held.Task;
        var ticket = await world.PlaceAsync();
        await world.UntilAsync(counts => counts.Sending == 1);
        while (world.Sender.Sent.Count == 0)
            await Task.Yield();
        world.Watches["a1"].Put(world.Sender.Sent[0].Mark);
        await world.PassAsync(TimeSpan.FromSeconds(5));
        Assert.False(ticket.Outcome.IsCompleted);

        held.SetResult(world.Sender.Accept());
        var result = await ticket.Outcome.Soon();
        Assert.Equal((ProbeOutcome.Delivered, TimeSpan.Zero), (result.Outcome, result.Resolution!.Delivery));
        Assert.Equal(result.Resolution.Seen, result.Resolution.SeenNotBefore);
    }

    [Theory]
    [InlineData(FolderRole.Inbox, ProbeOutcome.Delivered)]
    [InlineData(FolderRole.Other, ProbeOutcome.Delivered)]
    [InlineData(FolderRole.Junk, ProbeOutcome.DeliveredSpam)]
    public async Task Where_it_lies_says_whether_it_was_taken_for_spam(FolderRole role, ProbeOutcome outcome)
    {
        await using var world = await new DeskWorld().StartAsync();
        var (ticket, mark) = await world.SendAsync();
        world.Watches["a1"].Put(mark, FolderRole.Sent); // A copy of what was sent is no arrival, and goes too.
        await world.IdleAsync();
        world.Watches["a1"].Put(mark, role);
        Assert.Equal(outcome, (await ticket.Outcome.Soon()).Outcome);
        Assert.Equal(2, world.Watches["a1"].Deleted.Count);
    }

    [Fact]
    public async Task A_mail_that_came_twice_is_a_duplicate_and_both_go()
    {
        await using var world = await new DeskWorld(change: options => options with
        {
            Deadlines = options.Deadlines with { Settle = TimeSpan.FromSeconds(2) },
        }).StartAsync();
        var (ticket, mark) = await world.SendAsync();
        world.Watches["a1"].Put(mark);
        await world.PassAsync(TimeSpan.FromSeconds(1));
        world.Watches["a1"].Put(mark);
        await world.IdleAsync();
        Assert.Empty(world.Watches["a1"].Deleted); // Without an outcome it is what the next desk has to find.
        await world.PassAsync(TimeSpan.FromSeconds(1));

        var result = await ticket.Outcome.Soon();
        Assert.Equal((ProbeOutcome.Duplicate, 2), (result.Outcome, result.Resolution!.Copies));
        Assert.Equal(TimeSpan.Zero, result.Resolution.Delivery);
        Assert.Equal(2, world.Watches["a1"].Deleted.Count);
    }

    [Fact]
    public async Task At_the_soft_deadline_it_is_overdue_and_late_when_it_comes()
    {
        await using var world = await new DeskWorld().StartAsync();
        var (ticket, mark) = await world.SendAsync();
        await world.PassAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.False(ticket.Verdict.IsCompleted);
        await world.PassAsync(TimeSpan.FromMilliseconds(1));

        var verdict = await ticket.Verdict.Soon();
        Assert.Equal((ProbeState.Overdue, null), (verdict.State, verdict.Outcome));
        Assert.Equal(ProbeState.Overdue, Assert.Single(world.Journal.Probes).State);
        await world.PassAsync(TimeSpan.FromHours(1));
        world.Watches["a1"].Put(mark);
        var result = await ticket.Outcome.Soon();
        Assert.Equal((ProbeOutcome.Late, TimeSpan.FromMinutes(65)), (result.Outcome, result.Resolution!.Delivery));
    }

    [Fact]
    public async Task What_was_seen_in_time_is_in_time_though_it_is_told_later()
    {
        await using var world = await new DeskWorld().StartAsync();
        var (ticket, mark) = await world.SendAsync();
        await world.PassAsync(TimeSpan.FromMinutes(4));
        var seen = world.Time.GetTimestamp();
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Watches["a1"].Put(mark, seenAt: seen);
        var result = await ticket.Outcome.Soon();
        Assert.Equal((ProbeOutcome.Delivered, TimeSpan.FromMinutes(4)), (result.Outcome, result.Resolution!.Delivery));
    }

    [Fact]
    public async Task At_the_hard_deadline_it_is_lost_and_stays_so()
    {
        await using var world = await new DeskWorld().StartAsync();
        var (ticket, mark) = await world.SendAsync();
        await world.PassAsync(TimeSpan.FromDays(5) - TimeSpan.FromMilliseconds(1));
        Assert.False(ticket.Outcome.IsCompleted);
        await world.PassAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ProbeOutcome.Lost, (await ticket.Outcome.Soon()).Outcome);

        world.Watches["a1"].Put(mark);
        await world.IdleAsync();
        Assert.Equal(ProbeOutcome.Lost, Assert.Single(world.Journal.Probes).Resolution!.Outcome);
        Assert.Single(world.Watches["a1"].Deleted); // It is ours all the same, and goes.
    }

    [Fact]
    public async Task A_report_in_the_senders_mailbox_makes_it_bounced()
    {
        await using var world = await new DeskWorld().StartAsync();
        var (ticket, mark) = await world.SendAsync();
        world.Watches["a0"].PutBounce(mark, "delayed");
        await world.IdleAsync();
        Assert.False(ticket.Outcome.IsCompleted);
        world.Watches["a0"].PutBounce(mark);

        var result = await ticket.Outcome.Soon();
        Assert.Equal(ProbeOutcome.Bounced, result.Outcome);
        Assert.Equal("5.1.1", result.Resolution!.Failure!.EnhancedCode);
        Assert.Contains("mx.there.test", result.Resolution.Failure.Text, StringComparison.Ordinal);
        Assert.Equal("550 5.1.1 No such user", result.Resolution.Bounce!.Diagnostic);
        Assert.Equal(2, world.Watches["a0"].Deleted.Count);
    }

    [Fact]
    public async Task A_4yz_is_tried_once_more_after_a_minute()
    {
        await using var world = await new DeskWorld().StartAsync();
        world.Sender.Answer = (_, _) => Task.FromResult(
            world.Sender.Sent.Count == 1 ? world.Sender.Report(SendVerdict.Deferred, ProbeStage.Recipient, 451)
            : world.Sender.Accept());
        var ticket = await world.PlaceAsync();
        await world.UntilAsync(_ => world.Journal.Transcripts.Count == 1);
        await world.PassAsync(TimeSpan.FromSeconds(59));
        Assert.Single(world.Sender.Sent);
        await world.PassAsync(TimeSpan.FromSeconds(1));
        await world.UntilAsync(counts => counts.Sent == 1);
        Assert.Equal(world.Sender.Sent[0].Mark.Token, world.Sender.Sent[1].Mark.Token);

        world.Watches["a1"].Put(world.Sender.Sent[1].Mark);
        var result = await ticket.Outcome.Soon();
        Assert.Equal((ProbeOutcome.Delivered, 1), (result.Outcome, result.Sent!.Deferrals));
    }

    [Fact]
    public async Task A_second_4yz_is_a_failure_to_send()
    {
        await using var world = await new DeskWorld().StartAsync();
        world.Sender.Answer = (_, _) => Task.FromResult(
            world.Sender.Report(SendVerdict.Deferred, ProbeStage.Recipient, 451, "4.2.0"));
        var ticket = await world.PlaceAsync();
        await world.UntilAsync(_ => world.Journal.Transcripts.Count == 1);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        var result = await ticket.Outcome.Soon();
        Assert.Equal(ProbeOutcome.SendFailed, result.Outcome);
        Assert.Equal((ProbeStage.Recipient, 451, "4.2.0"),
            (result.Resolution!.Failure!.Stage, result.Resolution.Failure.Code,
                result.Resolution.Failure.EnhancedCode));
        Assert.All(world.Journal.Transcripts, one => Assert.True(one.Transcript.IsFailure));
    }

    [Theory]
    [InlineData(SendVerdict.Rejected, ProbeOutcome.Rejected)]
    [InlineData(SendVerdict.TlsFailed, ProbeOutcome.TlsFailed)]
    [InlineData(SendVerdict.AuthenticationFailed, ProbeOutcome.AuthenticationFailed)]
    [InlineData(SendVerdict.Failed, ProbeOutcome.SendFailed)]
    internal async Task What_the_server_said_is_the_outcome(SendVerdict verdict, ProbeOutcome outcome)
    {
        await using var world = await new DeskWorld().StartAsync();
        world.Sender.Answer = (_, _) => Task.FromResult(world.Sender.Report(verdict));
        var result = await (await world.PlaceAsync()).Outcome.Soon();
        Assert.Equal(outcome, result.Outcome);
        Assert.NotNull(result.Resolution!.Failure);
        Assert.Null(result.Sent);
        Assert.Equal("smtp", Assert.Single(world.Journal.Transcripts).Transcript.Protocol);
    }

    [Fact]
    public async Task A_mail_that_had_no_answer_may_come_all_the_same()
    {
        await using var world = await new DeskWorld().StartAsync();
        world.Sender.Answer = (_, _) => Task.FromResult(world.Sender.Report(SendVerdict.Uncertain));
        var comes = await world.PlaceAsync();
        var never = await world.PlaceAsync();
        await world.UntilAsync(_ => world.Journal.Transcripts.Count == 2);
        world.Watches["a1"].Put(world.Sender.Sent[0].Mark);
        var result = await comes.Outcome.Soon();
        Assert.Equal((ProbeOutcome.Delivered, null), (result.Outcome, result.Resolution!.Delivery));

        await world.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(ProbeOutcome.SendFailed, (await never.Outcome.Soon()).Outcome);
    }

    [Fact]
    public async Task An_account_sends_one_mail_at_a_time_and_all_of_them_no_more_than_the_workers()
    {
        await using var world = await new DeskWorld(6, options => options with { Workers = 3 }).StartAsync();
        var gate = new SemaphoreSlim(0);
        world.Sender.Answer = async (_, stop) =>
        {
            await gate.WaitAsync(stop);
            return world.Sender.Accept();
        };
        foreach (var pair in world.Pairs)
            await world.Desk.PlaceAsync(world.Run, pair, DeskWorld.Patience);
        gate.Release(world.Pairs.Count);
        await world.UntilAsync(counts => counts.Sent == world.Pairs.Count);
        Assert.InRange(world.Sender.MostAtOnce, 1, 3);
        Assert.Equal(1, world.Sender.MostAtOnceOfOne);
    }

    [Fact]
    public async Task Mail_is_sent_once_the_mailbox_is_open()
    {
        await using var world = new DeskWorld();
        world.Watches["a1"] = new FakeWatch(world.Accounts[1], world.Time) { OpensByItself = false };
        await world.StartAsync();
        var ticket = await world.PlaceAsync();
        await world.IdleAsync();
        Assert.Empty(world.Sender.Sent);
        world.Watches["a1"].Open();
        await world.UntilAsync(counts => counts.Sent == 1);
        world.Watches["a1"].Put(world.Sender.Sent[0].Mark);
        Assert.True((await ticket.Outcome.Soon()).IsPassed);
    }

    [Fact]
    public async Task A_mailbox_that_does_not_open_costs_its_own_pairs_and_no_mail()
    {
        await using var world = new DeskWorld(3);
        world.Watches["a1"] = new FakeWatch(world.Accounts[1], world.Time) { OpensByItself = false };
        await world.StartAsync();
        world.Watches["a1"].Fail();
        await world.Desk.MailboxesAsync(DeskWorld.Patience);
        var closed = await world.PlaceAsync(0, 1);
        var (open, mark) = await world.SendAsync(0, 2);
        world.Watches["a2"].Put(mark);
        Assert.True((await open.Outcome.Soon()).IsPassed);
        Assert.False(closed.Outcome.IsCompleted);

        await world.PassAsync(TimeSpan.FromSeconds(30));
        var result = await closed.Outcome.Soon();
        Assert.Equal(ProbeOutcome.ReceiveFailed, result.Outcome);
        Assert.Equal("Nobody is there.", result.Resolution!.Failure!.Text);
        Assert.Single(world.Sender.Sent);
    }

    [Fact]
    public async Task A_mailbox_that_pauses_for_long_is_not_waited_for()
    {
        await using var world = new DeskWorld();
        world.Watches["a1"] = new FakeWatch(world.Accounts[1], world.Time) { OpensByItself = false };
        await world.StartAsync();
        world.Watches["a1"].Fail(TimeSpan.FromHours(1));
        Assert.Equal(ProbeOutcome.ReceiveFailed, (await (await world.PlaceAsync()).Outcome.Soon()).Outcome);
    }

    [Fact]
    public async Task A_mailbox_that_closes_meanwhile_lets_nobody_say_whether_it_came()
    {
        await using var world = await new DeskWorld().StartAsync();
        var (ticket, _) = await world.SendAsync();
        world.Watches["a1"].Fail();
        await world.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(ProbeOutcome.ReceiveFailed, (await ticket.Outcome.Soon()).Outcome);
    }

    [Fact]
    public async Task Accounts_that_cannot_do_their_part_are_refused()
    {
        await using var world = new DeskWorld(3, changeAccount: account => account.Name switch
        {
            "a1" => account with { Receive = null },
            "a2" => account with { Send = null },
            _ => account,
        });
        await world.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => world.PlaceAsync(0, 1));
        await Assert.ThrowsAsync<ArgumentException>(() => world.PlaceAsync(2, 0));
        await Assert.ThrowsAsync<ArgumentException>(() => world.PlaceAsync(0, 9));
        await world.PlaceAsync(0, 2);
        await world.PlaceAsync(1, 0);
    }

    [Fact]
    public async Task What_is_not_ours_to_delete_stays()
    {
        await using var world = await new DeskWorld(changeAccount: account => account with
        {
            DeletesMail = account.Name != "a1",
        }).StartAsync();
        var (ticket, mark) = await world.SendAsync();
        world.Watches["a1"].Put(mark);
        await ticket.Outcome.Soon();
        Assert.Empty(world.Watches["a1"].Deleted);
    }

    [Fact]
    public async Task When_the_desk_stops_whoever_waits_is_told()
    {
        var world = await new DeskWorld().StartAsync();
        var (ticket, _) = await world.SendAsync();
        await world.DisposeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => ticket.Outcome.Soon());
        Assert.All(world.Watches.Values, watch => Assert.True(watch.IsDisposed));
        Assert.Equal(ProbeState.Sent, Assert.Single(world.Journal.Probes).State);
    }
}
