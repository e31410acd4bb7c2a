namespace Rockdove.Daemon.Tests;

/// <summary>What people see by IMAP.</summary>
public sealed class ImapTests
{
    [Fact]
    public async Task Mail_that_came_is_in_the_inbox_beside_the_usual_mailboxes()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using (var smtp = await daemon.ConnectAsync("mx"))
        {
            await smtp.HelloAsync();
            await smtp.SendMessageAsync("x@elsewhere.test", ["ann@example.org"]);
        }

        await using var talk = await daemon.ConnectAsync("imaps");
        await talk.StartTlsAsync();
        await talk.ReadLineAsync();
        Assert.StartsWith("a OK", await LastAsync(talk, $"a LOGIN ann \"{RunningDaemon.PasswordOf("ann")}\""));

        await talk.SendAsync("b LIST \"\" *\r\n");
        var listed = new List<string>();
        while (await talk.ReadLineAsync() is var line && !line.StartsWith("b ", StringComparison.Ordinal))
            listed.Add(line);
        foreach (var name in (string[])["INBOX", "Drafts", "Sent", "Junk", "Trash"])
            Assert.Contains(listed, line => line.Contains(name, StringComparison.Ordinal));
        Assert.Contains(listed, line => line.Contains("\\Trash", StringComparison.Ordinal));

        await talk.SendAsync("c SELECT INBOX\r\n");
        var selected = new List<string>();
        while (await talk.ReadLineAsync() is var line && !line.StartsWith("c ", StringComparison.Ordinal))
            selected.Add(line);
        Assert.Contains("* 1 EXISTS", selected);
    }

    [Fact]
    public async Task Nobody_logs_in_before_tls_and_a_wrong_password_is_told_as_such()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        await daemon.AddAccountAsync("ann");
        await using var talk = await daemon.ConnectAsync("imap");
        await talk.ReadLineAsync();
        Assert.StartsWith("a NO [PRIVACYREQUIRED]", await LastAsync(talk, "a LOGIN ann x"));
        Assert.StartsWith("b OK", await LastAsync(talk, "b STARTTLS"));
        await talk.StartTlsAsync();

        Assert.StartsWith("c NO [AUTHENTICATIONFAILED]", await LastAsync(talk, "c LOGIN ann x"));
        Assert.StartsWith("d OK", await LastAsync(talk, "d NOOP"));
    }

    [Fact]
    public async Task Guessing_by_imap_counts_for_every_protocol()
    {
        await using var daemon = await RunningDaemon.StartAsync(
            settings => settings with { Logins = new() { FailuresPerClient = 1, Delay = TimeSpan.Zero } });
        await daemon.AddAccountAsync("ann");
        await using (var talk = await daemon.ConnectAsync("imaps"))
        {
            await talk.StartTlsAsync();
            await talk.ReadLineAsync();
            Assert.StartsWith("a NO [AUTHENTICATIONFAILED]", await LastAsync(talk, "a LOGIN ann x"));
            Assert.StartsWith("b NO [UNAVAILABLE]", await LastAsync(
                talk, $"b LOGIN ann \"{RunningDaemon.PasswordOf("ann")}\""));
        }

        await using var smtp = await daemon.ConnectAsync("submissions");
        await smtp.StartTlsAsync();
        await smtp.HelloAsync();
        await smtp.SayAsync($"AUTH PLAIN {MailTalk.Plain("ann", RunningDaemon.PasswordOf("ann"))}", 454);
    }

    /// <summary>Says one line, and returns the answer with its tag.</summary>
    private static async Task<string> LastAsync(MailTalk talk, string command)
    {
        await talk.SendAsync(command + "\r\n");
        while (true)
        {
            if (await talk.ReadLineAsync() is var line && line.StartsWith(command[..2], StringComparison.Ordinal))
                return line;
        }
    }
}
