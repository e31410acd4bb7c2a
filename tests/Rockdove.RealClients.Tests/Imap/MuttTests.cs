using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>mutt in a terminal, as somebody sits before it: open, read, flag, delete, sync.</summary>
public sealed class MuttTests(RunningServe server) : IClassFixture<RunningServe>
{
    [Fact]
    public async Task What_is_done_before_the_screen_is_done_in_the_store()
    {
        using var folder = new ScratchFolder();
        using (var client = Client())
        {
            foreach (var name in (string[])["first", "second", "third"])
            {
                Assert.Null(client.Append("INBOX", Encoding.ASCII.GetBytes(
                    $"From: x@elsewhere.test\r\nSubject: the {name}\r\n\r\nThis is what the {name} says.\r\n")));
            }
        }

        await using var terminal = await Terminal.StartAsync(folder, "mutt", "-n", "-F", Rules(folder));
        await terminal.ShowsAsync("the third");
        await terminal.PressAsync("Home", "Enter");
        await terminal.ShowsAsync("This is what the first says.");
        await terminal.PressAsync("q");
        await terminal.ShowsAsync("the third");
        await terminal.PressAsync("2", "Enter", "F", "3", "Enter", "d", "$");
        await terminal.ShowsNoLongerAsync("the third");
        await terminal.PressAsync("q");
        await terminal.EndsAsync();

        using var after = Client();
        after.Say("SELECT INBOX");
        var said = after.Say("FETCH 1:* (FLAGS)");
        Assert.Equal(
            "* 1 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (FLAGS (\\Flagged))\r\n", said);
        Assert.Contains("the second", after.Fetch(2, "ENVELOPE").ToString(), StringComparison.Ordinal);
    }

    private ImapConversation Client() =>
        ImapConversation.Begin(server[RunningServe.Clear], RunningServe.Bob, RunningServe.Password);

    private string Rules(ScratchFolder folder) => folder.Write("muttrc", Encoding.UTF8.GetBytes($"""
        set imap_user = "{RunningServe.Bob}"
        set imap_pass = "{RunningServe.Password}"
        set folder = "imap://127.0.0.1:{server[RunningServe.Clear]}/"
        set spoolfile = "+INBOX"
        set ssl_starttls = no
        set ssl_force_tls = no
        set sort = mailbox-order
        set delete = yes
        set quit = yes
        set move = no
        set mark_old = no
        set beep = no
        set resolve = no

        """));
}
