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
            await DepositAsync(catcher.Mail, $"{number}");

        var received = await server.WaitForMessagesAsync(
            60, TimeSpan.FromMinutes(1), Limit.Token);
        Assert.All(received, one => Assert.Equal(["team@example.net"], one.ForwardPaths));
        Assert.Equal(60, received.Select(one => one.Subject).Distinct().Count());
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        var folder = Directory.CreateTempSubdirectory("rockdove-watch-").FullName;
        var file = Path.Combine(folder, "outbox.db");
        await using (var catcher = await MailCatcher.CreateAsync(
            new CatcherOptions(), cancellationToken: TestContext.Current.CancellationToken))
        {
            foreach (var subjects in (string[][])[["1"], ["3", "4"]])
            {
                await using var mailOut = new MailOut(
                    catcher.Mail, OutCalls.OutTo(server) with { ReleasesAll = true }, SqliteOutboxStore.Open(file));
                await mailOut.StartAsync([], (_, _, _) => throw new InvalidOperationException(), Limit.Token);
                foreach (var subject in subjects)
                    await DepositAsync(catcher.Mail, subject);
                var last = subjects[^1];
                await server.WaitForMessageAsync(one => one.Subject == last, cancellationToken: Limit.Token);
                await mailOut.Queue.WaitForAllAsync();
                if (last == "1")
                    await DepositAsync(catcher.Mail, "2"); // While the watch may look, or after it has ended.
            }
        }

        Assert.Equal(["1", "2", "3", "4"], server.Messages.Select(one => one.Subject).Order());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_full_outbox_makes_the_rest_wait_and_loses_nothing()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server) with
        {
            ForwardsTo = ["team@example.net"],
            Queue = new() { MostWaiting = 1 },
        });

        for (var number = 0; number < 5; number++)
            await catcher.SendAsync($"Subject: {number}\r\n\r\n");

        var received = await server.WaitForMessagesAsync(5, TimeSpan.FromMinutes(1), Limit.Token);
        Assert.Equal(["0", "1", "2", "3", "4"], received.Select(one => one.Subject).Order());
        Assert.Equal(0, (await catcher.GetAsync("webhooks")).GetProperty("missed").GetInt32());
    }

    [Fact]
    public async Task What_could_never_fit_is_passed_over_and_counted()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server) with
        {
            ForwardsTo = ["team@example.net"],
            Queue = new() { MostBytes = 100 },
        });

        await catcher.SendAsync($"Subject: big\r\n\r\n{new string('x', 100)}");
        await catcher.SendAsync("Subject: small\r\n\r\n");

        Assert.Equal("small", (await server.WaitForMessageAsync(cancellationToken: Limit.Token)).Subject);
        Assert.Equal(1, (await catcher.GetAsync("webhooks")).GetProperty("missed").GetInt32());
    }

    [Fact]
    public async Task Mail_that_was_there_before_stays()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await MailCatcher.CreateAsync(
            new CatcherOptions(), cancellationToken: TestContext.Current.CancellationToken);
        await DepositAsync(catcher.Mail, "before");
        await using var mailOut = new MailOut(
            catcher.Mail, OutCalls.OutTo(server) with { ReleasesAll = true });
        await mailOut.StartAsync([], (_, _, _) => throw new InvalidOperationException(), Limit.Token);
        await DepositAsync(catcher.Mail, "after");

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

    private static async Task DepositAsync(CaughtMail mail, string subject)
    {
        var envelope = new Storage.DeliveryEnvelope
        {
            ReceivedAt = DateTimeOffset.UnixEpoch, ReversePath = "", ForwardPaths = ["a@x.test"],
        };
        await mail.DepositAsync(
            System.Text.Encoding.ASCII.GetBytes($"Subject: {subject}\r\n\r\n"), envelope, [], Limit.Token);
    }

    private static CatcherWebhook Hook(string name) =>
        new() { Target = new() { Name = name, Url = new("http://x.test/") } };
}
