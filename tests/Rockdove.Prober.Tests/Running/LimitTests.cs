namespace Rockdove.Prober.Tests;

/// <summary>Accounts that may not send, or that a server does not want to hear from.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task After_two_refused_logins_an_account_pauses_for_an_hour_and_then_tries_once()
    {
        await using var world = await new DeskWorld(2).StartAsync();
        world.Sender.Answer = (mail, _) => Task.FromResult(mail.From.Name == "a0"
            ? world.Sender.Report(
                SendVerdict.AuthenticationFailed, ProbeStage.Authentication, 535, advice: SendAdvice.LoginRefused)
            : world.Sender.Accept());
        for (var i = 0; i < 4; i++)
        {
            var result = await (await world.PlaceAsync()).Outcome.Soon();
            Assert.Equal(ProbeOutcome.AuthenticationFailed, result.Outcome);
            Assert.Equal(i >= 2, result.Resolution!.Failure!.Text.StartsWith("Not tried", StringComparison.Ordinal));
            Assert.Equal(535, result.Resolution.Failure.Code);
        }

        Assert.Equal(2, world.Sender.Sent.Count);
        await world.SendAsync(1, 0); // The others go on.
        await world.PassAsync(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        await (await world.PlaceAsync()).Outcome.Soon();
        Assert.Equal(3, world.Sender.Sent.Count);
        await world.PassAsync(TimeSpan.FromMilliseconds(1));
        await (await world.PlaceAsync()).Outcome.Soon();
        await (await world.PlaceAsync()).Outcome.Soon();
        Assert.Equal(4, world.Sender.Sent.Count);
    }

    [Fact]
    public async Task A_login_that_works_again_is_forgotten_to_have_failed()
    {
        await using var world = await new DeskWorld().StartAsync();
        world.Sender.Answer = (_, _) => Task.FromResult(world.Sender.Sent.Count % 2 == 1
            ? world.Sender.Report(
                SendVerdict.AuthenticationFailed, ProbeStage.Authentication, 535, advice: SendAdvice.LoginRefused)
            : world.Sender.Accept());
        for (var i = 0; i < 6; i++)
            await world.PlaceAsync();
        await world.UntilAsync(counts => counts is { Sent: 3, Resolved: 3 });
        Assert.Equal(6, world.Sender.Sent.Count);
    }

    [Fact]
    public async Task A_server_that_wants_less_gets_less_for_longer_each_time()
    {
        await using var world = await new DeskWorld().StartAsync();
        world.Sender.Answer = (_, _) => Task.FromResult(
            world.Sender.Report(SendVerdict.Rejected, ProbeStage.Mail, 550, "5.4.5", SendAdvice.SlowDown));
        foreach (var minutes in (int[])[5, 10, 20, 40, 60, 60])
        {
            Assert.Equal(ProbeOutcome.Rejected, (await (await world.PlaceAsync()).Outcome.Soon()).Outcome);
            await world.PassAsync(TimeSpan.FromMinutes(minutes) - TimeSpan.FromMilliseconds(1));
            var skipped = await (await world.PlaceAsync()).Outcome.Soon();
            Assert.Equal(ProbeOutcome.SkippedForBudget, skipped.Outcome);
            Assert.Contains("asked for less", skipped.Resolution!.Failure!.Text, StringComparison.Ordinal);
            await world.PassAsync(TimeSpan.FromMilliseconds(1));
        }
    }

    [Theory]
    [InlineData(3, null, 60)]
    [InlineData(null, 3, 24 * 60)]
    public async Task Over_the_limit_of_an_hour_or_a_day_nothing_is_sent(int? perHour, int? perDay, int minutes)
    {
        await using var world = await new DeskWorld(changeAccount: account => account with
        {
            Limits = new SendLimits(null, perHour, perDay),
        }).StartAsync();
        for (var i = 0; i < 3; i++)
            await world.SendAsync();
        var skipped = await (await world.PlaceAsync()).Outcome.Soon();
        Assert.Equal(ProbeOutcome.SkippedForBudget, skipped.Outcome);
        Assert.Contains("may send 3 mails", skipped.Resolution!.Failure!.Text, StringComparison.Ordinal);

        await world.PassAsync(TimeSpan.FromMinutes(minutes) + TimeSpan.FromMilliseconds(1));
        await world.PlaceAsync();
        await world.UntilAsync(_ => world.Sender.Sent.Count == 4);
    }

    [Fact]
    public async Task The_limit_of_a_minute_makes_mails_wait()
    {
        await using var world = await new DeskWorld(changeAccount: account => account with
        {
            Limits = new SendLimits(2, null, null),
        }).StartAsync();
        for (var i = 0; i < 5; i++)
            await world.PlaceAsync();
        await world.UntilAsync(counts => counts.Sent == 2);
        await world.PassAsync(TimeSpan.FromSeconds(59));
        Assert.Equal(3, world.Desk.Counts.Queued);
        await world.PassAsync(TimeSpan.FromSeconds(1));
        await world.UntilAsync(counts => counts.Sent == 4);
        await world.PassAsync(TimeSpan.FromSeconds(60));
        await world.UntilAsync(counts => counts.Sent == 5);
    }
}
