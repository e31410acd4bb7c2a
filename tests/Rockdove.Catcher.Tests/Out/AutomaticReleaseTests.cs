using Rockdove.Mock;
using Rockdove.Outbox;

namespace Rockdove.Catcher.Tests;

/// <summary>Mail that goes on by itself.</summary>
public class AutomaticReleaseTests
{
    [Fact]
    public async Task All_of_it_goes_to_its_recipients_and_stays_caught()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(
            leaving: OutCalls.OutTo(server) with { ReleasesAll = true });

        await catcher.SendAsync("Subject: x\r\n\r\n", to: ["c@example.org", "d@example.org"]);

        var received = await server.WaitForMessageAsync(cancellationToken: Limit.Token);
        Assert.Equal(["c@example.org", "d@example.org"], received.ForwardPaths);
        Assert.Equal(["x"], await catcher.SubjectsAsync());
    }

    [Fact]
    public async Task What_matches_goes_and_the_rest_stays()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server) with
        {
            ReleasesMatching = RecipientPattern.OfRegex("@example\\.org$"),
            Rules = new([], [RecipientPattern.Parse("blocked@example.org")]),
        });

        await catcher.SendAsync("Subject: stays\r\n\r\n", to: ["c@example.net"]);
        await catcher.SendAsync("Subject: blocked\r\n\r\n", to: ["blocked@example.org"]);
        await catcher.SendAsync("Subject: goes\r\n\r\n", to: ["c@example.net", "d@example.org", "blocked@example.org"]);

        var received = await server.WaitForMessageAsync(cancellationToken: Limit.Token);
        Assert.Equal("goes", received.Subject);
        Assert.Equal(["d@example.org"], received.ForwardPaths);
        Assert.Equal(1, (await catcher.GetAsync("outbox")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_copy_goes_to_the_addresses_that_are_named()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(
            leaving: OutCalls.OutTo(server) with { ForwardsTo = ["team@example.net"] });

        for (var number = 0; number < 60; number++) // More than are looked at in one step.
            await catcher.SendAsync($"Subject: {number}\r\n\r\n", to: ["c@example.org"]);

        var received = await server.WaitForMessagesAsync(
            60, TimeSpan.FromMinutes(1), Limit.Token);
        Assert.All(received, one => Assert.Equal(["team@example.net"], one.ForwardPaths));
        Assert.Equal(60, received.Select(one => one.Subject).Distinct().Count());
    }

    [Fact]
    public async Task Mail_that_was_there_before_stays()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await MailCatcher.CreateAsync(
            new CatcherOptions(), cancellationToken: TestContext.Current.CancellationToken);
        var envelope = new Storage.DeliveryEnvelope
        {
            ReceivedAt = DateTimeOffset.UnixEpoch, ReversePath = "", ForwardPaths = ["a@x.test"],
        };
        await catcher.Mail.DepositAsync("Subject: before\r\n\r\n"u8.ToArray(), envelope, [], Limit.Token);
        await using var mailOut = new MailOut(
            catcher.Mail, OutCalls.OutTo(server) with { ReleasesAll = true });
        await mailOut.StartAsync([], (_, _, _) => throw new InvalidOperationException(), Limit.Token);
        await catcher.Mail.DepositAsync("Subject: after\r\n\r\n"u8.ToArray(), envelope, [], Limit.Token);

        Assert.Equal("after", (await server.WaitForMessageAsync(cancellationToken: Limit.Token)).Subject);
        Assert.Equal(1, mailOut.Queue.List(null, 0, 10).Total);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_at_the_start()
    {
        var route = new SmtpRoute { Name = "up", Host = "x.test", Port = 25 };
        foreach (var options in (MailOutOptions[])
        [
            new() { ReleasesAll = true },
            new() { ForwardsTo = ["a@x.test"] },
            new() { Routes = [route, route] },
            new()
            {
                Routes = [route], ForwardsTo = ["a@x.test"], Rules = new([], [RecipientPattern.Parse("x.test")]),
            },
            new() { Webhooks = [Hook("a"), Hook("a")] },
            new() { Webhooks = [Hook("a") with { Query = "before:nonsense" }] },
            new() { Webhooks = [Hook("a") with { Query = "" }] },
        ])
            Assert.NotEmpty(Assert.ThrowsAny<ArgumentException>(options.Validate).Message);
        new MailOutOptions { Routes = [route], ReleasesAll = true, Webhooks = [Hook("a"), Hook("b")] }.Validate();
    }

    private static CatcherWebhook Hook(string name) =>
        new() { Target = new() { Name = name, Url = new("http://x.test/") } };
}
