using System.Text;
using Rockdove.Testing;

namespace Rockdove.Daemon.Tests;

/// <summary>Who gets in, who sends as whom, and what guessing costs.</summary>
public sealed class LoginTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("submission")]
    [InlineData("submissions")]
    [InlineData("mx")]
    public async Task Whoever_has_logged_in_sends_under_their_own_addresses(string listener)
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann", addresses: ["ann@example.org", "a.n@example.org"]);
        await daemon.AddAccountAsync("bob");
        await using var talk = await daemon.SubmitAsync("ann", listener);

        await talk.SendMessageAsync("ann@example.org", ["bob@example.org"]);
        await talk.SendMessageAsync("A.N+detail@example.org", ["bob@example.org"]);
        await talk.SendMessageAsync("", ["bob@example.org"]);
        foreach (var other in (string[])["bob@example.org", "ann@elsewhere.test", "nobody@example.org"])
        {
            Assert.StartsWith(
                "550 5.7.1", await talk.SayAsync($"MAIL FROM:<{other}>", 550), StringComparison.Ordinal);
        }

        await talk.SayAsync("NOOP", 250);
        Assert.Equal(3, (await daemon.ReadAsync("bob")).Count);
    }

    [Fact]
    public async Task Nothing_is_relayed_for_anybody()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.SubmitAsync("ann");

        await talk.SayAsync("MAIL FROM:<ann@example.org>", 250);
        Assert.StartsWith(
            "550 5.7.1", await talk.SayAsync("RCPT TO:<a@elsewhere.test>", 550), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submission_takes_nothing_before_tls_and_nothing_before_auth()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await using var talk = await daemon.ConnectAsync("submission");
        var offered = await talk.HelloAsync();
        Assert.DoesNotContain("AUTH", offered, StringComparison.Ordinal);
        await talk.SayAsync("MAIL FROM:<ann@example.org>", 530);

        await talk.SayAsync("STARTTLS", 220);
        await talk.StartTlsAsync();
        Assert.Contains(
            "AUTH SCRAM-SHA-256 PLAIN LOGIN", await talk.SayAsync("EHLO client.test", 250), StringComparison.Ordinal);
        Assert.StartsWith("530 5.7.0", await talk.SayAsync("MAIL FROM:<a@example.org>", 530), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mx_offers_no_auth_before_tls_and_takes_none()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("mx");

        Assert.DoesNotContain("AUTH", await talk.HelloAsync(), StringComparison.Ordinal);
        await talk.SayAsync($"AUTH PLAIN {MailTalk.Plain("ann", RunningDaemon.PasswordOf("ann"))}", 538);
        await talk.SayAsync("AUTH SCRAM-SHA-256", 538);
        await talk.SayAsync("NOOP", 250);
    }

    [Theory]
    [InlineData("ann", "secret of ann", true)]
    [InlineData("ANN@example.org", "secret of ann", true)]
    [InlineData("ann", "secret of bob", false)]
    [InlineData("ann", "", false)]
    [InlineData("nobody", "", false)]
    [InlineData("nobody", "secret of nobody", false)]
    [InlineData("closed", "secret of closed", false)]
    [InlineData("@example.org", "secret of ann", false)]
    public async Task Login_is_right_or_wrong(string name, string password, bool isRight)
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        var closed = await daemon.AddAccountAsync("closed");
        await daemon.Accounts.UpdateAsync(closed with { IsEnabled = false }, Token);

        await using var pop3 = await daemon.ConnectAsync("pop3s");
        await pop3.StartTlsAsync();
        await pop3.ReadLineAsync();
        Assert.StartsWith("+OK", await pop3.AskAsync($"USER {name}"), StringComparison.Ordinal);
        Assert.StartsWith(
            isRight ? "+OK" : "-ERR", await pop3.AskAsync($"PASS {password}"), StringComparison.Ordinal);

        await using var smtp = await daemon.ConnectAsync("submissions");
        await smtp.StartTlsAsync();
        await smtp.HelloAsync();
        await smtp.SendAsync($"AUTH PLAIN {MailTalk.Plain(name, password)}\r\n");
        var reply = await smtp.ReadLineAsync();
        Assert.True(reply.StartsWith(isRight ? "235" : "5", StringComparison.Ordinal), reply);
    }

    [Fact]
    public async Task Somebody_else_cannot_be_acted_for()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await daemon.AddAccountAsync("bob");
        await using var talk = await daemon.ConnectAsync("submissions");
        await talk.StartTlsAsync();
        await talk.HelloAsync();

        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"bob\0ann\0{RunningDaemon.PasswordOf("ann")}"));
        await talk.SayAsync($"AUTH PLAIN {token}", 535);
    }

    [Fact]
    public async Task Pop3_shows_what_came_and_deletes_it()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using (var smtp = await daemon.ConnectAsync("mx"))
        {
            await smtp.HelloAsync();
            await smtp.SendMessageAsync("x@elsewhere.test", ["ann@example.org"]);
        }

        await using var talk = await daemon.ConnectAsync("pop3");
        await talk.ReadLineAsync();
        Assert.StartsWith("-ERR", await talk.AskAsync("USER ann"), StringComparison.Ordinal); // Not before TLS.
        Assert.StartsWith("+OK", await talk.AskAsync("STLS"), StringComparison.Ordinal);
        await talk.StartTlsAsync();
        await talk.AskAsync("USER ann");
        Assert.StartsWith(
            "+OK", await talk.AskAsync($"PASS {RunningDaemon.PasswordOf("ann")}"), StringComparison.Ordinal);
        Assert.StartsWith("+OK 1 ", await talk.AskAsync("STAT"), StringComparison.Ordinal);
        Assert.StartsWith("+OK", await talk.AskAsync("RETR 1"), StringComparison.Ordinal);
        Assert.Equal("Return-Path: <x@elsewhere.test>", (await talk.ReadLinesAsync())[0]);
        await talk.AskAsync("DELE 1");
        Assert.StartsWith("+OK", await talk.AskAsync("QUIT"), StringComparison.Ordinal);
        Assert.Empty(await daemon.ReadAsync("ann"));
        Assert.Empty(await daemon.ReadAsync("ann", "Trash"));
    }

    [Fact]
    public async Task Pop3_moves_what_is_deleted_to_the_trash_where_that_is_wanted()
    {
        var listener = RunningDaemon.Listener(ListenerKind.Pop3s) with { MovesDeletedToTrash = true };
        await using var daemon = await RunningDaemon.StartAsync(
            listeners: [listener, RunningDaemon.Listener(ListenerKind.Mx)]);
        await daemon.AddAccountAsync("ann");
        await using (var smtp = await daemon.ConnectAsync("mx"))
        {
            await smtp.HelloAsync();
            await smtp.SendMessageAsync("x@elsewhere.test", ["ann@example.org"]);
        }

        await using var talk = await daemon.ConnectAsync("pop3s");
        await talk.StartTlsAsync();
        await talk.ReadLineAsync();
        await talk.AskAsync("USER ann");
        await talk.AskAsync($"PASS {RunningDaemon.PasswordOf("ann")}");
        await talk.AskAsync("DELE 1");
        Assert.StartsWith("+OK", await talk.AskAsync("QUIT"), StringComparison.Ordinal);

        Assert.Empty(await daemon.ReadAsync("ann"));
        Assert.Single(await daemon.ReadAsync("ann", "Trash"));
    }

    [Fact]
    public async Task A_digest_needs_an_account_that_has_opted_in()
    {
        var listener = RunningDaemon.Listener(ListenerKind.Pop3s) with { OffersApop = true, Mechanisms = ["CRAM-MD5"] };
        await using var daemon = await RunningDaemon.StartAsync(listeners: [listener]);
        await daemon.AddAccountAsync("ann", isRecoverable: true);
        await daemon.AddAccountAsync("bob");

        Assert.StartsWith("+OK", await ApopAsync(daemon, "ann"), StringComparison.Ordinal);
        Assert.StartsWith("-ERR", await ApopAsync(daemon, "bob"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_is_slowed_down_and_then_locked_out()
    {
        var time = new ManualTimeProvider();
        var throttle = new LoginThrottle(
            () => new LoginLimits { FailuresBeforeDelay = 2, FailuresPerClient = 6, FailuresPerAccount = 4 }, time);
        var here = System.Net.IPAddress.Parse("192.0.2.1");
        var there = System.Net.IPAddress.Parse("192.0.2.2");

        double[] delays = [0, 0, 0, 1];
        foreach (var delay in delays)
        {
            Assert.Equal((LockOut.None, TimeSpan.FromSeconds(delay)), throttle.Look(here, "ann"));
            throttle.Fail(here, "ann");
        }

        Assert.Equal(LockOut.Account, throttle.Look(there, "ANN").LockOut);
        Assert.Equal(LockOut.None, throttle.Look(here, "bob").LockOut);
        throttle.Fail(here, "bob");
        Assert.Equal(LockOut.Client, throttle.Fail(here, "carl"));
        Assert.Equal(LockOut.Client, throttle.Look(here, "dora").LockOut);
        Assert.Equal(LockOut.None, throttle.Look(there, "dora").LockOut);

        time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal((LockOut.None, TimeSpan.Zero), throttle.Look(here, "ann"));
        await Task.CompletedTask;
    }

    [Fact]
    public void Nobody_locks_out_whoever_was_here_before()
    {
        var throttle = new LoginThrottle(
            () => new LoginLimits { FailuresPerAccount = 2, FailuresPerClient = 100 }, new ManualTimeProvider());
        var home = System.Net.IPAddress.Parse("2001:db8::1");
        var neighbour = System.Net.IPAddress.Parse("2001:db8::2"); // The same /64.
        var attacker = System.Net.IPAddress.Parse("192.0.2.1");
        throttle.Succeed(home, "ann", wasCounted: false);
        for (var i = 0; i < 10; i++)
            throttle.Fail(attacker, "ann");

        Assert.Equal(LockOut.None, throttle.Look(home, "ann").LockOut);
        Assert.Equal(LockOut.None, throttle.Look(neighbour, "ann").LockOut);
        Assert.Equal(LockOut.Account, throttle.Look(attacker, "ann").LockOut);
    }

    [Fact]
    public void What_is_remembered_has_a_bound()
    {
        var time = new ManualTimeProvider();
        var throttle = new LoginThrottle(() => new LoginLimits { Remembered = 8, FailuresPerAccount = 1 }, time);
        for (var i = 0; i < 1000; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            throttle.Fail(null, $"account{i}");
        }

        Assert.Equal(LockOut.None, throttle.Look(System.Net.IPAddress.Loopback, "account0").LockOut);
        Assert.Equal(LockOut.Account, throttle.Look(System.Net.IPAddress.Loopback, "account999").LockOut);
    }

    [Fact]
    public async Task A_locked_account_is_told_so_whatever_the_password()
    {
        await using var daemon = await RunningDaemon.StartAsync(
            settings => settings with { Logins = new() { FailuresPerAccount = 2, Delay = TimeSpan.Zero } });
        await daemon.AddAccountAsync("ann");
        for (var i = 0; i < 2; i++)
        {
            await using var guess = await daemon.ConnectAsync("submissions");
            await guess.StartTlsAsync();
            await guess.HelloAsync();
            await guess.SayAsync($"AUTH PLAIN {MailTalk.Plain("ann", "guess")}", 535);
        }

        await using var talk = await daemon.ConnectAsync("submissions");
        await talk.StartTlsAsync();
        await talk.HelloAsync();
        var reply = await talk.SayAsync($"AUTH PLAIN {MailTalk.Plain("ann", RunningDaemon.PasswordOf("ann"))}", 454);
        Assert.StartsWith("454 4.7.0 Too many failed logins", reply, StringComparison.Ordinal);

        await using var pop3 = await daemon.ConnectAsync("pop3s");
        await pop3.StartTlsAsync();
        await pop3.ReadLineAsync();
        await pop3.AskAsync("USER ann");
        Assert.StartsWith(
            "-ERR [SYS/TEMP] Too many failed logins",
            await pop3.AskAsync($"PASS {RunningDaemon.PasswordOf("ann")}"), StringComparison.Ordinal);
    }

    private static async Task<string> ApopAsync(RunningDaemon daemon, string name)
    {
        await using var talk = await daemon.ConnectAsync("pop3s");
        await talk.StartTlsAsync();
        var greeting = await talk.ReadLineAsync();
        var stamp = greeting[greeting.IndexOf('<', StringComparison.Ordinal)..].TrimEnd();
#pragma warning disable CA5351 // APOP is MD5.
        var digest = System.Security.Cryptography.MD5.HashData(
            Encoding.UTF8.GetBytes(stamp + RunningDaemon.PasswordOf(name)));
#pragma warning restore CA5351
        return await talk.AskAsync($"APOP {name} {Convert.ToHexStringLower(digest)}");
    }
}
