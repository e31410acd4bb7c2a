using Rockdove.Storage;

namespace Rockdove.Daemon.Tests;

/// <summary>How much an account may have, whoever sends and however many at once.</summary>
public sealed class QuotaTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, 20L)]
    [InlineData(4_000L, null)]
    public async Task Fifty_at_once_do_not_go_over_it_and_none_is_lost(long? bytes, long? messages)
    {
        await using var daemon = await RunningDaemon.StartAsync(
            settings => settings with { Quota = new(bytes, messages) });
        await daemon.AddAccountAsync("ann");
        var talks = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => daemon.ConnectAsync("mx")));
        await Task.WhenAll(talks.Select(async (talk, i) =>
        {
            await talk.HelloAsync();
            await talk.SayAsync("MAIL FROM:<>", 250);
            await talk.SayAsync("RCPT TO:<ann@example.org>", 250);
            await talk.SayAsync("DATA", 354);
            await talk.SendAsync($"Subject: mail {i}\r\n\r\nHello\r\n");
        }));

        // All of them have been told 354: only now do they all come to their end.
        var replies = await Task.WhenAll(talks.Select(async talk =>
        {
            await talk.SendAsync(".\r\n");
            return await talk.ReadAnyAsync();
        }));
        foreach (var talk in talks)
            await talk.DisposeAsync();

        var accepted = replies.Index().Where(one => one.Item.StartsWith("250 ", StringComparison.Ordinal))
            .Select(one => $"Subject: mail {one.Index}").Order();
        Assert.All(replies, reply => Assert.Matches("^(250 2.0.0|552 5.2.2) ", reply));
        var kept = await daemon.ReadAsync("ann");
        Assert.Equal(
            accepted,
            kept.Select(text => text.Split("\r\n").Single(line => line.StartsWith("Sub", StringComparison.Ordinal)))
                .Order());
        var quota = await daemon.Store.Attributes.QuotaAsync("ann", Token);
        Assert.Equal((kept.Count, kept.Sum(text => text.Length)), (quota.Messages, quota.Bytes));
        if (messages is { } most)
            Assert.Equal(most, quota.Messages);
        else
            Assert.InRange(quota.Bytes, bytes!.Value - kept.Max(text => text.Length), bytes.Value);
    }

    [Fact]
    public async Task A_default_becomes_the_accounts_own_and_a_later_one_counts_for_those_without()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await daemon.AddAccountAsync("bob");
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();
        await talk.SendMessageAsync("", ["ann@example.org"]);
        Assert.Equal(QuotaLimits.None, await LimitsAsync(daemon, "ann"));

        daemon.Daemon.Change(daemon.Daemon.Settings with { Quota = new(5_000, null) });
        await talk.SendMessageAsync("", ["ann@example.org"]);
        Assert.Equal(new(5_000, null), await LimitsAsync(daemon, "ann"));

        daemon.Daemon.Change(daemon.Daemon.Settings with { Quota = new(6_000, null) });
        await talk.SendMessageAsync("", ["ann@example.org", "bob@example.org"]);
        Assert.Equal(new(5_000, null), await LimitsAsync(daemon, "ann"));
        Assert.Equal(new(6_000, null), await LimitsAsync(daemon, "bob"));

        var administration = new Administration(daemon.Store, daemon.Accounts, () => daemon.Daemon.Settings);
        await administration.AnswerAsync(
            new AdministrationRequest
            {
                Command = AdministrationCommand.AccountQuota, Account = "ann", WithDefaultQuota = true,
            },
            Token);
        Assert.Equal(new(6_000, null), await LimitsAsync(daemon, "ann"));
    }

    [Fact]
    public async Task An_account_without_limit_stays_so_whatever_the_default()
    {
        await using var daemon = await RunningDaemon.StartAsync(settings => settings with { Quota = new(1, 1) });
        await daemon.AddAccountAsync("ann");
        await daemon.Store.Attributes.SetQuotaAsync("ann", new(long.MaxValue, long.MaxValue), Token);
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();
        await talk.SendMessageAsync("", ["ann@example.org"]);
        await talk.SendMessageAsync("", ["ann@example.org"]);

        Assert.Equal(2, (await daemon.ReadAsync("ann")).Count);
    }

    private static async Task<QuotaLimits> LimitsAsync(RunningDaemon daemon, string owner) =>
        (await daemon.Store.Attributes.QuotaAsync(owner, Token)).Limits;
}
