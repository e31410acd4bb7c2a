namespace Rockdove.Daemon.Tests;

/// <summary>
/// gomaild's SMTP commands, each with what it says here under a gomaild.conf, and what brought gomaild down.
/// </summary>
public sealed class GomaildSmtpTests
{
    private const string Hello = "EHLO c.test";
    private const string Mail = Hello + "|MAIL FROM:<x@elsewhere.test>";
    private const string Rcpt = Mail + "|RCPT TO:<ann@example.org>";

    /// <summary>Lines with <c>|</c> between them, and how the answer to the last one begins.</summary>
    [Theory]
    [InlineData("HELO x", "250 greetings, x")]
    [InlineData("HELO x|HELO x", "250 greetings, x")] // gomaild: 503.
    [InlineData("HELO", "250 greetings, ")] // gomaild: 501.
    [InlineData("EHLO x", "250-greetings, x\n250-8BITMIME\n250-AUTH LOGIN PLAIN CRAM-MD5\n250 PIPELINING")]
    [InlineData("MAIL FROM:<a@b.test>", "503 wrong session state")]
    [InlineData(Hello + "|MAIL FROM:<a@b.test>", "250 sender ok")]
    [InlineData(Hello + "|MAIL FROM: a@b.test", "250 sender ok")]
    [InlineData(Hello + "|MAIL FROM:a@b.test SIZE=5 X=1", "250 sender ok")]
    [InlineData(Hello + "|MAIL FROM:<A@B.test>", "250 sender ok")] // gomaild: 553.
    [InlineData(Hello + "|MAIL", "553 invalid sender address")] // gomaild: 501.
    [InlineData(Hello + "|MAIL FROM:<a@>", "553 invalid sender address")]
    [InlineData(Mail + "|MAIL FROM:<a@b.test>", "503 wrong session state")]
    [InlineData(Hello + "|RCPT TO:<ann@example.org>", "503 wrong session state")]
    [InlineData(Mail + "|RCPT TO:<ann@example.org>", "250 recipient ok")]
    [InlineData(Mail + "|RCPT TO: ann@example.org", "250 recipient ok")]
    [InlineData(Mail + "|RCPT", "553 invalid recipient address")] // gomaild: 501.
    [InlineData(Mail + "|RCPT TO:<a b>", "553 invalid recipient address")]
    [InlineData(Mail + "|RCPT TO:<who@elsewhere.test>", "550 ")] // gomaild: a mailbox for anybody.
    [InlineData(Mail + "|RCPT TO:<who@example.org>", "550 ")]
    [InlineData(Hello + "|DATA", "503 wrong session state")]
    [InlineData(Rcpt + "|DATA x", "501 too many arguments")]
    [InlineData(Rcpt + "|DATA", "354 go ahead")]
    [InlineData(Hello + "|RSET", "250 session has been reset")]
    [InlineData(Hello + "|RSET x", "501 too many arguments")]
    [InlineData(Hello + "|RSET|MAIL FROM:<a@b.test>", "250 sender ok")] // gomaild: HELO again.
    [InlineData("NOOP", "250 no operation performed")]
    [InlineData("QUIT x", "501 too many arguments")]
    [InlineData("QUIT", "221 Bye {from} SMTP")]
    [InlineData(Hello + "|STARTTLS", "502 command not available")]
    [InlineData("AUTH PLAIN", "503 identify first")]
    [InlineData(Hello + "|AUTH", "501 wrong number of arguments")]
    [InlineData(Hello + "|AUTH X", "502 authentication method not implemented")]
    [InlineData(Hello + "|AUTH PLAIN AGFubkBleGFtcGxlLm9yZwBzZWNyZXQgb2YgYW5u", "235 authentication successful")]
    [InlineData(Hello + "|AUTH PLAIN AGFubkBleGFtcGxlLm9yZwB3cm9uZw==", "535 authentication failed")]
    [InlineData(Hello + "|AUTH PLAIN AGFubg==", "501 wrong number of fields in the token")]
    [InlineData(Hello + "|AUTH PLAIN !", "451 failed to decode from base64")]
    [InlineData(Hello + "|AUTH LOGIN", "334 ")]
    [InlineData(Hello + "|AUTH LOGIN|YW5uQGV4YW1wbGUub3Jn|c2VjcmV0IG9mIGFubg==", "235 authentication successful")]
    [InlineData(Hello + "|AUTH CRAM-MD5", "334 ")]
    [InlineData("VRFY x", "504 command not implemented")]
    [InlineData("WHAT", "504 command not implemented")]

    // G1: what ended the whole process.
    [InlineData(Hello + "|MAIL FROM:<>", "250 sender ok")]
    [InlineData(Hello + "|MAIL FROM:", "553 invalid sender address")]
    [InlineData(Mail + "|RCPT TO:<>", "553 invalid recipient address")]
    [InlineData(Hello + "|AUTH PLAIN", "334 ")]

    // G2: an unknown user with an empty password.
    [InlineData(Hello + "|AUTH PLAIN AG5vYm9keUBleGFtcGxlLm9yZwA=", "535 authentication failed")]
    [InlineData(Hello + "|AUTH LOGIN|bm9ib2R5QGV4YW1wbGUub3Jn|", "5")]

    // G3: a way out of the folder of mailboxes.
    [InlineData(Mail + "|RCPT TO:<../evil@example.org>", "553 invalid recipient address")]
    [InlineData(Mail + "|RCPT TO:<\"../evil\"@example.org>", "550 ")]

    // G9: a response that is no base64, and what comes after it.
    [InlineData(Hello + "|AUTH LOGIN|!|NOOP", "250 no operation performed")]
    [InlineData(Hello + "|AUTH PLAIN|*|NOOP", "250 no operation performed")]
    public async Task A_command_is_answered(string lines, string reply)
    {
        await using var daemon = await GomaildServer.StartAsync();
        await using var talk = await daemon.ConnectAsync("smtp");
        await talk.ReadAsync(220);
        var answer = "";
        foreach (var line in lines.Split('|'))
        {
            await talk.SendAsync(line + "\r\n");
            answer = await talk.ReadAnyAsync();
        }

        Assert.StartsWith(reply, answer, StringComparison.Ordinal);
        if (answer.StartsWith("221", StringComparison.Ordinal))
            return;

        // Whatever it was, the two sides still agree on where they are, and the next client is served.
        if (answer.StartsWith("334", StringComparison.Ordinal))
            await talk.SayAsync("*", 501);
        if (answer.StartsWith("354", StringComparison.Ordinal))
            await talk.SayAsync(".", 250);
        await talk.SayAsync("NOOP", 250);
        await using var next = await daemon.ConnectAsync("smtp");
        await next.ReadAsync(220);
    }

    /// <summary>G1: a first line that is no header ended the process at QUIT. G4: mail was kept at QUIT only.</summary>
    [Fact]
    public async Task A_message_is_kept_when_it_is_acknowledged_whatever_its_first_line()
    {
        await using var daemon = await GomaildServer.StartAsync();
        await using (var talk = await daemon.ConnectAsync("smtp"))
        {
            await talk.HelloAsync();
            await talk.SendMessageAsync("x@elsewhere.test", ["ann@example.org"], 250, "no header here\r\n");
        }

        Assert.EndsWith("\r\nno header here\r\n", Assert.Single(await daemon.ReadAsync("ann@example.org")),
            StringComparison.Ordinal);
    }

    /// <summary>G6: the order of fields was another one each time.</summary>
    [Fact]
    public async Task Fields_stay_in_their_order_below_ours()
    {
        await using var daemon = await GomaildServer.StartAsync();
        await using var talk = await daemon.ConnectAsync("smtp");
        await talk.HelloAsync();
        await talk.SendMessageAsync("", ["ann@example.org"], 250, "Received: a\r\nB: 1\r\nA: 2\r\nB: 3\r\n\r\nx\r\n");

        var mail = Assert.Single(await daemon.ReadAsync("ann@example.org"));
        Assert.StartsWith("Return-Path: <>\r\nReceived: from", mail, StringComparison.Ordinal);
        Assert.EndsWith("\r\nReceived: a\r\nB: 1\r\nA: 2\r\nB: 3\r\n\r\nx\r\n", mail, StringComparison.Ordinal);
    }
}
