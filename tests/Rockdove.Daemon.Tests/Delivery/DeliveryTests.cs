using Rockdove.Storage;

namespace Rockdove.Daemon.Tests;

/// <summary>What comes from the world, and where it lies afterwards.</summary>
public sealed class DeliveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_lies_in_the_inbox_with_return_path_and_received_on_top()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();

        await talk.SendMessageAsync("bob@elsewhere.test", ["ann@example.org"]);

        var lines = Assert.Single(await daemon.ReadAsync("ann")).Split("\r\n");
        Assert.Equal("Return-Path: <bob@elsewhere.test>", lines[0]);
        Assert.StartsWith("Received: from client.test ([127.0.0.1])", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("\tby mail.example.org with ESMTP", lines[2], StringComparison.Ordinal);
        Assert.Contains("for <ann@example.org>", lines[3], StringComparison.Ordinal);
        Assert.Equal(["Subject: x", "", "Hello", ""], lines[^4..]);
    }

    [Fact]
    public async Task A_bounce_has_an_empty_return_path()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();

        await talk.SendMessageAsync("", ["ann@example.org"]);

        Assert.StartsWith(
            "Return-Path: <>\r\n", Assert.Single(await daemon.ReadAsync("ann")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody@example.org", "550 5.1.1")]
    [InlineData("closed@example.org", "550 5.2.1")]
    [InlineData("ann@elsewhere.test", "550 5.7.1")]
    [InlineData("ann%elsewhere.test@example.org", "550 5.1.1")]
    [InlineData("elsewhere.test!ann@example.org", "550 5.1.1")]
    [InlineData("\"ann@elsewhere.test\"@example.org", "550 5.1.1")]
    [InlineData("ann@[127.0.0.1]", "550 5.7.1")]
    [InlineData("ann@[IPv6:::1]", "550 5.7.1")]
    [InlineData("ann@mail.example.org", "550 5.7.1")]
    [InlineData("ann@example.org.", "501 5.1.3")]
    [InlineData("postmaster", "550 5.1.1")]
    [InlineData("../ann@example.org", "501 5.1.3")]
    [InlineData("\"../ann\"@example.org", "550 5.1.1")]
    public async Task Who_is_not_here_is_refused_and_the_session_goes_on(string recipient, string reply)
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        var closed = await daemon.AddAccountAsync("closed");
        await daemon.Accounts.UpdateAsync(closed with { IsEnabled = false }, Token);
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();
        await talk.SayAsync("MAIL FROM:<bob@elsewhere.test>", 250);

        Assert.StartsWith(reply, await talk.SayAsync($"RCPT TO:<{recipient}>", int.Parse(reply[..3],
            System.Globalization.CultureInfo.InvariantCulture)), StringComparison.Ordinal);
        await talk.SayAsync("NOOP", 250);
        await talk.SayAsync("RCPT TO:<ANN@Example.ORG>", 250);
    }

    [Fact]
    public async Task Lmtp_answers_for_each_recipient()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await daemon.AddAccountAsync("bob");
        await daemon.Store.CreateMailboxAsync(MailboxName.Inbox("bob"), Token);
        await daemon.Store.Attributes.SetQuotaAsync("bob", new(Bytes: 100, Messages: null), Token);
        await using var talk = await daemon.ConnectAsync("lmtp");
        await talk.HelloAsync("LHLO");

        await talk.SendMessageAsync("x@elsewhere.test", ["ann@example.org", "bob@example.org"]);
        Assert.StartsWith("552 5.2.2", await talk.ReadAsync(552), StringComparison.Ordinal);
        await talk.SayAsync("NOOP", 250);

        Assert.Single(await daemon.ReadAsync("ann"));
        Assert.Empty(await daemon.ReadAsync("bob"));
    }

    [Fact]
    public async Task A_full_mailbox_is_told_for_now_and_what_never_fits_for_good()
    {
        await using var daemon = await RunningDaemon.StartAsync(
            settings => settings with { Quota = new(Bytes: 2000, Messages: 1) });
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();

        await talk.SayAsync("MAIL FROM:<> SIZE=2001", 250);
        Assert.StartsWith("552 5.2.2", await talk.SayAsync("RCPT TO:<ann@example.org>", 552), StringComparison.Ordinal);
        await talk.SayAsync("RSET", 250);
        await talk.SendMessageAsync("", ["ann@example.org"]);
        await talk.SayAsync("MAIL FROM:<>", 250);
        Assert.StartsWith("452 4.2.2", await talk.SayAsync("RCPT TO:<ann@example.org>", 452), StringComparison.Ordinal);
        await talk.SayAsync("NOOP", 250);
        Assert.Single(await daemon.ReadAsync("ann"));
    }

    [Fact]
    public async Task A_message_that_turns_out_too_large_is_refused_when_it_is_there()
    {
        await using var daemon = await RunningDaemon.StartAsync(settings => settings with { Quota = new(1000, null) });
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();

        await talk.SendMessageAsync("", ["ann@example.org"], 552, $"\r\n{new string('x', 900)}\r\n");
        await talk.SayAsync("NOOP", 250);
        Assert.Empty(await daemon.ReadAsync("ann"));
    }

    [Theory]
    [InlineData(100, 250)]
    [InlineData(101, 554)]
    public async Task What_goes_in_circles_is_stopped(int received, int code)
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();
        var fields = string.Concat(Enumerable.Repeat("Received: from a by b; x\r\n", received));

        var reply = await talk.SendMessageAsync("", ["ann@example.org"], code, $"{fields}\r\nReceived: no field\r\n");

        Assert.Equal(code == 554, reply.StartsWith("554 5.4.6", StringComparison.Ordinal));
        await talk.SayAsync("NOOP", 250);
    }

    [Fact]
    public async Task Other_domains_are_ours_once_the_settings_say_so()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await daemon.Accounts.AddDomainAsync(new("example.net"), Token);
        await daemon.Accounts.SetAliasAsync(
            new(new("ann", new("example.net")), ["ann@example.org"]), Token);
        await using var talk = await daemon.ConnectAsync("mx");
        await talk.HelloAsync();
        await talk.SayAsync("MAIL FROM:<>", 250);
        await talk.SayAsync("RCPT TO:<ann@example.net>", 550);

        daemon.Daemon.Change(daemon.Daemon.Settings with { Domains = ["example.org", "EXAMPLE.net"] });

        await talk.SayAsync("RCPT TO:<ann@example.net>", 250);
    }

    [Fact]
    public void Settings_that_make_no_sense_change_nothing()
    {
        var before = new DaemonSettings();
        using var daemon = new MailDaemon(before, new MemoryMailStore(null), new MemoryAccountStore());

        Assert.ThrowsAny<ArgumentException>(
            () => daemon.Change(before with { Delivery = new() { AliasDepth = 0 } }));
        Assert.ThrowsAny<ArgumentException>(
            () => daemon.Change(before with { Postmaster = "nobody" }));
        Assert.Same(before, daemon.Settings);
    }
}
