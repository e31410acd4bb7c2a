namespace Rockdove.Daemon.Tests;

/// <summary>
/// T2, P21 and I23 on the listeners of the daemon: what was said in clear is forgotten, and what was slipped in behind
/// STARTTLS is never run.
/// </summary>
public sealed class ListenerTlsTests
{
    [Theory]
    [InlineData("submission", "STARTTLS", "EHLO attacker.test\r\nMAIL FROM:<x@y.test>", "220 ")]
    [InlineData("mx", "STARTTLS", "EHLO attacker.test\r\nMAIL FROM:<x@y.test>", "220 ")]
    [InlineData("lmtp", "STARTTLS", "LHLO attacker.test\r\nMAIL FROM:<x@y.test>", "220 ")]
    [InlineData("pop3", "STLS", "USER ann\r\nPASS secret of ann", "+OK ")]
    [InlineData("imap", "a STARTTLS", "b LOGIN ann \"secret of ann\"", "a OK ")]
    public async Task What_is_slipped_in_behind_starttls_is_never_answered(
        string listener, string startTls, string slipped, string answer)
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync(listener);
        await GreetAsync(talk, listener);

        await talk.SendAsync($"{startTls}\r\n{slipped}\r\n");
        Assert.StartsWith(answer, await talk.ReadLineAsync(), StringComparison.Ordinal);

        // It is taken for the beginning of a handshake, and is none: nothing but the end of the connection comes.
        await Assert.ThrowsAnyAsync<IOException>(talk.ReadLineAsync);
    }

    [Theory]
    [InlineData("submission")]
    [InlineData("mx")]
    [InlineData("lmtp")]
    public async Task Smtp_forgets_what_was_said_in_clear(string listener)
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await using var talk = await daemon.ConnectAsync(listener);
        await GreetAsync(talk, listener);
        await talk.SayAsync("STARTTLS", 220);
        await talk.StartTlsAsync();

        await talk.SayAsync("MAIL FROM:<x@y.test>", 503); // EHLO is due again (RFC 3207 section 4.2).
        var offered = await talk.SayAsync(listener == "lmtp" ? "LHLO c.test" : "EHLO c.test", 250);
        Assert.DoesNotContain("STARTTLS", offered, StringComparison.Ordinal);
        await talk.SayAsync("NOOP", 250);
    }

    [Fact]
    public async Task Pop3_forgets_who_was_named_in_clear()
    {
        await using var daemon = await RunningDaemon.StartAsync(
            listeners: [RunningDaemon.Listener(ListenerKind.Pop3) with { AllowsClear = true }]);
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("pop3");
        await talk.ReadLineAsync();
        Assert.StartsWith("+OK", await talk.AskAsync("USER ann"), StringComparison.Ordinal);
        Assert.StartsWith("+OK", await talk.AskAsync("STLS"), StringComparison.Ordinal);
        await talk.StartTlsAsync();

        Assert.StartsWith("-ERR", await talk.AskAsync("PASS secret of ann"), StringComparison.Ordinal);
        await talk.AskAsync("USER ann");
        Assert.StartsWith("+OK", await talk.AskAsync("PASS secret of ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imap_has_another_list_of_what_it_can_behind_tls()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("imap");
        Assert.Contains("LOGINDISABLED", await talk.ReadLineAsync(), StringComparison.Ordinal);
        Assert.StartsWith(
            "a NO [PRIVACYREQUIRED]", await talk.AskAsync("a LOGIN ann \"secret of ann\""), StringComparison.Ordinal);
        Assert.StartsWith("b OK", await talk.AskAsync("b STARTTLS"), StringComparison.Ordinal);
        await talk.StartTlsAsync();

        var capabilities = await talk.AskAsync("c CAPABILITY");
        Assert.DoesNotContain("LOGINDISABLED", capabilities, StringComparison.Ordinal);
        Assert.DoesNotContain("STARTTLS", capabilities, StringComparison.Ordinal);
        Assert.StartsWith("c OK", await talk.ReadLineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("d BAD", await talk.AskAsync("d STARTTLS"), StringComparison.Ordinal);
        Assert.StartsWith("e OK", await talk.AskAsync("e LOGIN ann \"secret of ann\""), StringComparison.Ordinal);
    }

    private static async Task GreetAsync(MailTalk talk, string listener)
    {
        if (listener is "pop3" or "imap")
            await talk.ReadLineAsync();
        else
            await talk.HelloAsync(listener == "lmtp" ? "LHLO" : "EHLO");
    }
}
