namespace Rockdove.Daemon.Tests;

/// <summary>gomaild's POP3 commands under a gomaild.conf, and what went wrong there.</summary>
public sealed class GomaildPop3Tests
{
    private const string In = "USER ann@example.org|PASS secret of ann";

    [Theory]
    [InlineData("USER ann@example.org", "+OK")]
    [InlineData("USER nobody@example.org", "+OK")] // secure_user_cmd, always.
    [InlineData("USER", "-ERR")]
    [InlineData(In + "|USER ann@example.org", "-ERR")]
    [InlineData(In, "+OK")]
    [InlineData("USER ann@example.org|PASS wrong", "-ERR [AUTH]")]
    [InlineData("PASS x", "-ERR")]
    [InlineData("USER ann@example.org|PASS", "-ERR")]
    [InlineData("APOP ann@example.org 00000000000000000000000000000000", "-ERR [AUTH]")]
    [InlineData("APOP ann@example.org", "-ERR")]
    [InlineData("AUTH PLAIN AGFubkBleGFtcGxlLm9yZwBzZWNyZXQgb2YgYW5u", "+OK")]
    [InlineData("AUTH LOGIN", "+ ")] // gomaild: +OK.
    [InlineData("AUTH X", "-ERR")]
    [InlineData(In + "|STAT", "+OK 1 ")]
    [InlineData("STAT", "-ERR")]
    [InlineData(In + "|LIST 1", "+OK 1 ")]
    [InlineData(In + "|LIST 2", "-ERR")]
    [InlineData(In + "|UIDL 1", "+OK 1 ")]
    [InlineData(In + "|RETR 2", "-ERR")]
    [InlineData(In + "|RETR", "-ERR")]
    [InlineData(In + "|TOP 1", "-ERR")]
    [InlineData(In + "|DELE 1", "+OK")]
    [InlineData(In + "|DELE 1|STAT", "+OK 0 0")] // gomaild went on counting it.
    [InlineData(In + "|DELE 1|RETR 1", "-ERR")]
    [InlineData(In + "|DELE 1|RSET|STAT", "+OK 1 ")]
    [InlineData(In + "|NOOP", "+OK")] // gomaild: not found (G10).
    [InlineData("STLS", "-ERR")]
    [InlineData("WHAT", "-ERR")]
    [InlineData("QUIT", "+OK")]

    // G1, G2, G9.
    [InlineData("AUTH PLAIN", "+ ")]
    [InlineData("AUTH PLAIN AG5vYm9keUBleGFtcGxlLm9yZwA=", "-ERR [AUTH]")]
    [InlineData("USER nobody@example.org|PASS ", "-ERR")]
    [InlineData("AUTH LOGIN|!|CAPA", "+OK")]
    public async Task A_command_is_answered(string lines, string reply)
    {
        await using var daemon = await GomaildServer.StartAsync();
        await DeliverAsync(daemon);
        await using var talk = await daemon.ConnectAsync("pop3");
        await talk.ReadLineAsync();
        var answer = "";
        foreach (var line in lines.Split('|'))
            answer = await talk.AskAsync(line);

        Assert.StartsWith(reply, answer, StringComparison.Ordinal);
        await using var next = await daemon.ConnectAsync("pop3");
        Assert.StartsWith("+OK", await next.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capa_says_what_the_file_says()
    {
        await using var daemon = await GomaildServer.StartAsync();
        await using var talk = await daemon.ConnectAsync("pop3");
        await talk.ReadLineAsync();
        await talk.AskAsync("CAPA");

        var lines = await talk.ReadLinesAsync();
        foreach (var line in (string[])["TOP", "USER", "UIDL", "PIPELINING", "EXPIRE NEVER", "RESP-CODES"])
            Assert.Contains(line, lines);
        Assert.Contains("SASL LOGIN PLAIN CRAM-MD5", lines);
        Assert.DoesNotContain("STLS", lines);
    }

    /// <summary>G5: what was read and deleted stayed. G8: UIDL told two ids.</summary>
    [Fact]
    public async Task What_was_read_and_deleted_is_gone_and_an_id_is_one_id()
    {
        await using var daemon = await GomaildServer.StartAsync();
        await DeliverAsync(daemon);
        await using (var talk = await daemon.ConnectAsync("pop3"))
        {
            await LogInAsync(talk);
            await talk.AskAsync("UIDL");
            var listed = Assert.Single(await talk.ReadLinesAsync());
            Assert.Equal($"+OK {listed}", await talk.AskAsync("UIDL 1"));
            await talk.AskAsync("RETR 1");
            await talk.ReadLinesAsync();
            await talk.AskAsync("DELE 1");
            Assert.StartsWith("+OK", await talk.AskAsync("QUIT"), StringComparison.Ordinal);
        }

        await using var again = await daemon.ConnectAsync("pop3");
        await LogInAsync(again);
        Assert.Equal("+OK 0 0", await again.AskAsync("STAT"));
    }

    private static async Task LogInAsync(MailTalk talk)
    {
        await talk.ReadLineAsync();
        await talk.AskAsync("USER ann@example.org");
        Assert.StartsWith("+OK", await talk.AskAsync("PASS secret of ann"), StringComparison.Ordinal);
    }

    private static async Task DeliverAsync(RunningDaemon daemon)
    {
        await using var talk = await daemon.ConnectAsync("smtp");
        await talk.HelloAsync();
        await talk.SendMessageAsync("x@elsewhere.test", ["ann@example.org"]);
    }
}
