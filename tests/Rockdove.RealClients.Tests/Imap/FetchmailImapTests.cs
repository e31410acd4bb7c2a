using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>fetchmail takes mail out of an IMAP mailbox.</summary>
public sealed class FetchmailImapTests(RunningImapCatch server) : IClassFixture<RunningImapCatch>
{
    [Theory, InlineData(""), InlineData(" fetchall")]
    public async Task Mail_is_fetched_and_deleted(string more)
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);
        using var folder = new ScratchFolder();
        var rules = folder.Write("fetchmailrc", Encoding.UTF8.GetBytes($"""
            poll 127.0.0.1 protocol IMAP service {server.Imap}
              username "{mail.To}" password "{RunningImapCatch.Password}" sslproto ""
              mda "cat >> {folder.Path}/inbox"{more}

            """));
        (await new ClientProgram("chmod").RunAsync("600", rules)).Succeeds();
        (await new ClientProgram("fetchmail").RunAsync(
            "-v", "--nosyslog", "--invisible", "-f", rules, "-i", $"{folder.Path}/ids",
            "--pidfile", $"{folder.Path}/pid")).Succeeds();
        var inbox = await File.ReadAllTextAsync(
            $"{folder.Path}/inbox", Encoding.Latin1, TestContext.Current.CancellationToken);
        var unix = Encoding.Latin1.GetString(mail.WithUnixNewlines);
        Assert.EndsWith(unix[(unix.IndexOf("\n\n", StringComparison.Ordinal) + 2)..], inbox, StringComparison.Ordinal);

        var left = await ClientProgram.Curl.RunAsync(
            "-sS", $"imap://127.0.0.1:{server.Imap}/INBOX?ALL", "--user",
            $"{mail.To}:{RunningImapCatch.Password}");
        Assert.Equal("* SEARCH\r\n"u8.ToArray(), left.Succeeds().Output);
    }
}
