using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// mbsync keeps an account of <c>rockdove serve</c> and one of Debian's Dovecot alike, in both directions.
/// </summary>
public sealed class DovecotSyncTests(RunningServe near) : IClassFixture<RunningServe>
{
    [Fact]
    public async Task Both_servers_hold_the_same_octets_and_then_there_is_nothing_to_do()
    {
        await using var far = await DovecotServer.StartAsync();
        using var folder = new ScratchFolder();
        var rules = Rules(folder, far);
        Directory.CreateDirectory(Path.Combine(folder.Path, "state"));
        using (var dovecot = FarClient(far))
        using (var rockdove = NearClient())
        {
            for (var i = 0; i < Mails.Length; i++)
                Assert.Null((i % 2 == 0 ? dovecot : rockdove).Append("INBOX", Octets(Mails[i])));
            dovecot.Say("CREATE Work/2024");
            Assert.Null(dovecot.Append("Work/2024", Octets("Subject: far away\n\nbody\n")));
            Assert.Null(rockdove.Append("Drafts", Octets("Subject: not ready\n\nbody\n")));
        }

        await SyncAsync(rules);
        using (var dovecot = FarClient(far))
        using (var rockdove = NearClient())
        {
            foreach (var mailbox in (string[])["INBOX", "Work/2024", "Drafts"])
                Assert.Equal(All(dovecot, mailbox), All(rockdove, mailbox));
            Assert.Equal(Mails.Select(mail => mail.ReplaceLineEndings("\r\n")).Order(StringComparer.Ordinal),
                All(rockdove, "INBOX"));

            // Each side changes something.
            rockdove.Say("SELECT INBOX");
            rockdove.Say($"STORE {Find(rockdove, "dots")} +FLAGS (\\Flagged $Own)");
            rockdove.Say($"STORE {Find(rockdove, "plain")} +FLAGS (\\Deleted)");
            rockdove.Say("EXPUNGE");
            dovecot.Say("SELECT INBOX");
            dovecot.Say($"STORE {Find(dovecot, "eight")} +FLAGS (\\Answered \\Seen)");
            dovecot.Say($"STORE {Find(dovecot, "empty")} +FLAGS (\\Deleted)");
            dovecot.Say("EXPUNGE");
        }

        await SyncAsync(rules);
        using (var dovecot = FarClient(far))
        using (var rockdove = NearClient())
        {
            foreach (var side in (ImapConversation[])[dovecot, rockdove])
            {
                Assert.Equal(Mails.Length - 2, All(side, "INBOX").Count);
                Assert.Equal(Find(side, "dots"), Search(side, "FLAGGED"));
                Assert.Equal(Find(side, "eight"), Search(side, "ANSWERED"));
            }

            Assert.Equal(All(dovecot, "INBOX"), All(rockdove, "INBOX"));
        }

        var before = State(far);
        await SyncAsync(rules);
        Assert.Equal(before, State(far));
    }

    private string Rules(ScratchFolder folder, DovecotServer far) =>
        folder.Write("mbsyncrc", Encoding.UTF8.GetBytes($"""
            IMAPAccount far
            Host 127.0.0.1
            Port {far.Port}
            User {DovecotServer.User}
            Pass "{DovecotServer.Password}"
            SSLType None
            AuthMechs LOGIN

            IMAPAccount near
            Host 127.0.0.1
            Port {near[RunningServe.Clear]}
            User {RunningServe.Ann}
            Pass "{RunningServe.Password}"
            SSLType None
            AuthMechs LOGIN

            IMAPStore far
            Account far

            IMAPStore near
            Account near

            Channel all
            Far :far:
            Near :near:
            Patterns *
            Create Both
            Expunge Both
            SyncState {folder.Path}/state/

            """));

    private static async Task SyncAsync(string rules) =>
        (await new ClientProgram("mbsync").RunAsync("-c", rules, "-V", "all")).Succeeds();

    private static ImapConversation FarClient(DovecotServer far) =>
        ImapConversation.Begin(far.Port, DovecotServer.User, DovecotServer.Password);

    private ImapConversation NearClient() =>
        ImapConversation.Begin(near[RunningServe.Clear], RunningServe.Ann, RunningServe.Password);

    /// <summary>What a client that keeps state would look at: whether something has come, gone or changed.</summary>
    private string State(DovecotServer far)
    {
        using var dovecot = FarClient(far);
        using var rockdove = NearClient();
        return string.Concat(
            from side in (ImapConversation[])[dovecot, rockdove]
            from mailbox in (string[])["INBOX", "Work/2024", "Drafts", "Sent", "Trash", "Junk"]
            select side.Say($"STATUS {mailbox} (MESSAGES UIDNEXT UNSEEN HIGHESTMODSEQ)"));
    }

    /// <summary>The messages of a mailbox in some order, without the field by which mbsync knows its own.</summary>
    private static List<string> All(ImapConversation side, string mailbox) =>
        [.. side.ReadAll(mailbox).Select(WithoutMark).Order(StringComparer.Ordinal)];

    private static string WithoutMark(string message)
    {
        var lines = message.Split("\r\n").ToList();
        lines.RemoveAll(line => line.StartsWith("X-TUID: ", StringComparison.Ordinal));
        return string.Join("\r\n", lines);
    }

    /// <summary>The number of the message with this subject; the mailbox is selected.</summary>
    private static string Find(ImapConversation side, string subject) => Search(side, $"SUBJECT {subject}");

    private static string Search(ImapConversation side, string key)
    {
        var line = side.Say("SEARCH " + key).Split("\r\n")
            .Single(line => line.StartsWith("* SEARCH", StringComparison.Ordinal));
        Assert.Equal(3, line.Split(' ').Length); // Just one.
        return line.Split(' ')[2];
    }

    private static byte[] Octets(string mail) => Encoding.Latin1.GetBytes(mail.ReplaceLineEndings("\r\n"));

    private static readonly string[] Mails =
    [
        "Subject: plain\n\nbody\n",
        "Subject: dots\n\n.\n..\n.dot\nlast line without an end",
        "Subject: eight\nContent-Type: text/plain; charset=iso-8859-1\n\ncaf\u00E9\u0080\u00FF\n",
        "Subject: empty\n\n",
        "Subject: long\n\n" + new string('x', 70_000) + "\n" + new string('y', 2_000),
        "Subject: parts\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\n\ntwo\n\n--b--\n",
    ];
}
