using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>mbsync (isync) keeps a Maildir and an IMAP account alike, in both directions.</summary>
public sealed class MbsyncTests(RunningImapCatch server) : IClassFixture<RunningImapCatch>
{
    [Fact]
    public async Task Both_sides_become_alike_and_then_there_is_nothing_to_do()
    {
        var mail = TestMail.Create();
        await server.CatchAsync(mail);
        await RunImapAsync(mail, """
            box.create('Work/2024')
            box.append('Work/2024', r'(\Flagged)', None, b'Subject: far\r\n\r\nbody\r\n')
            """);
        using var folder = new ScratchFolder();
        var rules = Rules(folder, mail);

        await SyncAsync(rules);
        var caught = Assert.Single(Files(folder, "INBOX"));
        Assert.Equal(mail.WithUnixNewlines, Without(await ReadAsync(caught), "X-TUID: "));
        Assert.EndsWith("F", Assert.Single(Files(folder, "Work/2024")), StringComparison.Ordinal);
        await NothingToDoAsync(folder, mail, rules);

        // Here one is read and one written; there one is marked and one goes.
        File.Move(caught, caught + "S");
        var written = Path.Combine(folder.Path, "mail", "INBOX", "new", "1.local");
        await File.WriteAllTextAsync(written, "Subject: near\n\nbody\n", TestContext.Current.CancellationToken);
        await RunImapAsync(mail, """
            box.select('Work/2024')
            box.store('1', '+FLAGS', r'\Deleted')
            box.expunge()
            """);
        await SyncAsync(rules);
        Assert.Empty(Files(folder, "Work/2024"));
        var state = await RunImapAsync(mail, """
            box.select()
            print(box.search(None, 'SEEN')[1], box.search(None, 'SUBJECT', 'near')[1])
            assert b'Subject: near\r\n' in box.fetch('2', '(BODY.PEEK[])')[1][0][1]
            """);
        state.Says("[b'1'] [b'2']");
        await NothingToDoAsync(folder, mail, rules);
    }

    private string Rules(ScratchFolder folder, TestMail mail)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "mail"));
        return folder.Write("mbsyncrc", Encoding.UTF8.GetBytes($"""
            IMAPAccount far
            Host 127.0.0.1
            Port {server.Imap}
            User {mail.To}
            Pass {RunningImapCatch.Password}
            SSLType None
            AuthMechs LOGIN

            IMAPStore far
            Account far

            MaildirStore near
            Path {folder.Path}/mail/
            Inbox {folder.Path}/mail/INBOX
            SubFolders Verbatim

            Channel all
            Far :far:
            Near :near:
            Patterns *
            Create Both
            Expunge Both
            SyncState *

            """));
    }

    private static async Task<ClientRun> SyncAsync(string rules) =>
        (await new ClientProgram("mbsync").RunAsync("-c", rules, "-V", "all")).Succeeds();

    /// <summary>A run that changes neither side: no file has another name, no mailbox another mod-sequence.</summary>
    private async Task NothingToDoAsync(ScratchFolder folder, TestMail mail, string rules)
    {
        var before = await StateAsync();
        await SyncAsync(rules);
        Assert.Equal(before, await StateAsync());

        async Task<string> StateAsync()
        {
            var far = await RunImapAsync(mail, """
                for name in ('INBOX', 'Work', 'Work/2024'):
                    print(box.status(name, '(MESSAGES UIDNEXT UNSEEN HIGHESTMODSEQ)'))
                """);
            return string.Join('\n', Files(folder, "INBOX").Concat(Files(folder, "Work/2024")).Order()) + far.Said;
        }
    }

    private static string[] Files(ScratchFolder folder, string mailbox) =>
    [
        .. new[] { "cur", "new" }
            .Select(part => Path.Combine(folder.Path, "mail", mailbox, part))
            .Where(Directory.Exists)
            .SelectMany(Directory.GetFiles),
    ];

    private static async Task<byte[]> ReadAsync(string file) =>
        await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

    private static byte[] Without(byte[] message, string field)
    {
        var text = Encoding.Latin1.GetString(message);
        var lines = text.Split('\n').Where(line => !line.StartsWith(field, StringComparison.Ordinal));
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    private async Task<ClientRun> RunImapAsync(TestMail mail, string program) =>
        (await ClientProgram.Python.RunAsync(
            Encoding.UTF8.GetBytes($"""
                import imaplib
                box = imaplib.IMAP4('127.0.0.1', {server.Imap}, timeout=20)
                box.login('{mail.To}', '{RunningImapCatch.Password}')

                """ + program),
            ["-"])).Succeeds();
}
