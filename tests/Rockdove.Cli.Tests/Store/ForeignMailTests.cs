using System.IO.Compression;
using System.Text;
using Rockdove.Mailboxes;
using Rockdove.Storage;

namespace Rockdove.Cli.Tests;

/// <summary>Mail as other programs leave it, and mail that is not as it should be.</summary>
public sealed class ForeignMailTests : IAsyncDisposable
{
    private readonly TransferFixture _files = new();
    private static readonly MailboxName Inbox = MailboxName.Inbox("");

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    [Fact]
    public async Task An_mbox_of_mutt()
    {
        Write("inbox", """
            From ann@example.org Sun Mar  1 23:59:58 2026
            Subject: one
            Status: RO
            X-Status: AF
            Content-Length: 5

            Text
            >From here

            From bob@example.org  Mon Mar  2 00:00:00 2026 +0100
            Subject: two
            Status: O

            From is a word here.

            From nowhere, in the middle

            """);

        var messages = await ImportAsync("inbox");

        Assert.Equal(
            "Subject: one\r\nContent-Length: 5\r\n\r\nText\r\nFrom here\r\n", messages[0].Text);
        Assert.Equal(SystemFlags.Seen | SystemFlags.Answered | SystemFlags.Flagged, messages[0].Row.Flags.System);
        Assert.Equal("ann@example.org", messages[0].Row.Envelope!.ReversePath);
        Assert.Equal(
            "Subject: two\r\n\r\nFrom is a word here.\r\n\r\nFrom nowhere, in the middle\r\n", messages[1].Text);
        Assert.Equal(new(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(1)), messages[1].Row.InternalDate);
        Assert.Equal(2, messages.Count);
        Assert.Empty(_files.Problems);
    }

    [Fact]
    public async Task Folders_of_Thunderbird()
    {
        Write("Mail/Inbox", "From - Sun Mar 01 23:59:58 2026\r\nX-Mozilla-Status: 0005\r\n"
            + "X-Mozilla-Status2: 00000000\r\n"
            + "X-Mozilla-Keys: $label1 work      \r\nSubject: t\r\n\r\nText\r\n\r\n");
        Write("Mail/Inbox.msf", "// <!-- <mdb:mork:z v=\"1.4\"/> -->\n");
        Write("Mail/Work.sbd/2026", "From - Sun Mar 01 23:59:58 2026\r\nSubject: below\r\n\r\n");
        var store = _files.NewStore();

        await _files.ImportAsync(store, "Mail");

        var (row, body) = Assert.Single(await TransferFixture.ReadAsync(store, Inbox));
        Assert.Equal("Subject: t\r\n\r\nText\r\n", Encoding.ASCII.GetString(body));
        Assert.Equal(new FlagSet(SystemFlags.Seen | SystemFlags.Flagged, "$label1", "work"), row.Flags);
        Assert.Null(row.Envelope);
        Assert.Single(await TransferFixture.ReadAsync(store, new("", "Work/2026")));
        Assert.Empty(_files.Problems);
    }

    [Fact]
    public async Task An_mbox_of_Dovecot_has_identifiers()
    {
        Write("mbox", """
            From MAILER-DAEMON Sun Mar  1 23:59:58 2026
            Subject: one
            X-IMAPbase: 1772409598 0000000012 $Forwarded
            X-UID: 4
            Status: RO
            X-Keywords: $Forwarded

            Text

            From MAILER-DAEMON Sun Mar  1 23:59:58 2026
            Subject: two
            X-UID: 4
            Status:

            """);

        var messages = await ImportAsync("mbox");

        Assert.Equal("Subject: one\r\n\r\nText\r\n", messages[0].Text);
        Assert.Equal([new Uid(4), new Uid(5)], messages.Select(each => each.Row.Uid));
        Assert.Contains("line 10", Assert.Single(_files.Problems).Where, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Maildir_of_Dovecot_with_keywords_and_folders()
    {
        Write("M/cur/1772409598.M1P2.host,S=10:2,FSa", "Subject: a\n\nText\n");
        Write("M/cur/1772409597.M1P2.host,S=10:2,", "Subject: b\n\nText\r\n");
        Write("M/new/1772409599.M1P2.host", "Subject: c\n\nNo end");
        Write("M/tmp/1772409599.M9P9.host", "half");
        Write("M/.Entw&APw-rfe.Alt/cur/1772409598.M1P2.host:2,DT", "Subject: d\n\n");
        Write("M/.Entw&APw-rfe.Alt/maildirfolder", "");
        Write("M/dovecot-keywords", "0 $Forwarded\n");
        Write("M/dovecot-uidlist", "3 V1772409598 N12 G0123456789abcdef0123456789abcdef\n"
            + "7 W16 :1772409598.M1P2.host,S=10\n9 :1772409599.M1P2.host\n");
        File.SetLastWriteTimeUtc(_files["M/new/1772409599.M1P2.host"], TransferFixture.Date.UtcDateTime);
        var store = _files.NewStore();

        await _files.ImportAsync(store, "M");

        var messages = await ReadAsync(store);
        Assert.Equal(
            ["Subject: a\r\n\r\nText\r\n", "Subject: c\r\n\r\nNo end", "Subject: b\r\n\r\nText\r\n"],
            messages.Select(each => each.Text));
        Assert.Equal([7u, 9u, 10u], messages.Select(each => each.Row.Uid.Value));
        Assert.Equal(new FlagSet(SystemFlags.Flagged | SystemFlags.Seen, "$Forwarded"), messages[0].Row.Flags);
        Assert.Equal(TransferFixture.Date, messages[1].Row.InternalDate);
        var (row, _) = Assert.Single(await TransferFixture.ReadAsync(store, new("", "Entwürfe/Alt")));
        Assert.Equal(SystemFlags.Draft | SystemFlags.Deleted, row.Flags.System);
        Assert.Empty(_files.Problems);
    }

    [Fact]
    public async Task Files_and_a_zip_without_an_index()
    {
        Write("E/a.eml", "Subject: a\n\nbare\n");
        Write("E/Sent/b.EML", "Subject: b\r\n");
        Write("E/Sent/notes.txt", "none");
        ZipFile.CreateFromDirectory(_files["E"], _files["E.zip"]);
        foreach (var source in new[] { "E", "E.zip" })
        {
            var store = _files.NewStore();

            var told = await _files.ImportAsync(store, source);

            Assert.Equal(2, told.Messages);
            Assert.Equal("Subject: a\n\nbare\n", Assert.Single(await ReadAsync(store)).Text);
            Assert.Single(await TransferFixture.ReadAsync(store, new("", "Sent")));
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_and_the_rest_is_taken()
    {
        Write("E/INBOX/1.eml", "one");
        Write("E/INBOX/2.eml", "two, cut short");
        Write("outside.eml", "a secret");
        Write("E/index.jsonl", """
            {"owner":"","mailbox":"INBOX"}
            {"owner":"","mailbox":"INBOX","file":"INBOX/1.eml","uid":5,"flags":["\\Seen","\\Odd","(no)"],"bytes":3}
            {"owner":"","mailbox":"INBOX","file":"INBOX/2.eml","uid":6,"bytes":20}
            {"owner":"","mailbox":"INBOX","file":"INBOX/3.eml","uid":7}
            {"owner":"","mailbox":"INBOX","file":"../outside.eml","uid":8}
            {"owner":"","mailbox":""}
            not JSON
            """);
        var store = _files.NewStore();

        var told = await _files.ImportAsync(store, "E");

        var (row, text) = Assert.Single(await ReadAsync(store));
        Assert.Equal(("one", new Uid(5), (FlagSet)SystemFlags.Seen), (text, row.Uid, row.Flags));
        Assert.Equal(7, told.Problems);
        Assert.Equal(
            [
                "index.jsonl, line 2", "1.eml", "2.eml", "3.eml", "outside.eml", "index.jsonl, line 6",
                "index.jsonl, line 7",
            ],
            _files.Problems.Select(problem => Path.GetFileName(problem.Where)));
    }

    [Theory]
    [InlineData("none", "does not exist")]
    [InlineData("text", "is neither an mbox")]
    [InlineData("folder", "is no Maildir")]
    public async Task What_is_no_mail_is_refused_in_words(string source, string expected)
    {
        Write("text", "Just text\n");
        Write("folder/a.txt", "Just text\n");

        var error = await Assert.ThrowsAsync<ArchiveException>(
            async () => await _files.ImportAsync(_files.NewStore(), source));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_mbox_that_begins_otherwise_is_told_by_line()
    {
        Write("x.mbox", "Subject: none\n");

        var error = await Assert.ThrowsAsync<ArchiveException>(
            async () => await _files.ImportAsync(_files.NewStore(), "x.mbox", ArchiveFormat.Mbox));

        Assert.Contains("x.mbox, line 1:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_and_mailbox_can_be_said()
    {
        Write("inbox", "From - Sun Mar 01 23:59:58 2026\n\nText\n");
        var store = _files.NewStore();

        await _files.ImportAsync(store, "inbox", owner: "ann", mailbox: "Old");

        Assert.Single(await TransferFixture.ReadAsync(store, new("ann", "Old")));
    }

    [Fact]
    public async Task A_mailbox_that_was_used_gives_identifiers_of_its_own()
    {
        var store = _files.NewStore();
        await TransferFixture.PutAsync(store, Inbox, "x"u8.ToArray(), uid: 40);
        await _files.ExportAsync(store, ArchiveFormat.Eml, "out");

        await _files.ImportAsync(store, "out");

        Assert.Equal([40u, 41u], (await ReadAsync(store)).Select(each => each.Row.Uid.Value));
    }

    [Fact]
    public async Task Nothing_is_exported_over_what_is_there()
    {
        Write("out/mine", "precious");

        await Assert.ThrowsAsync<ArchiveException>(
            async () => await _files.ExportAsync(_files.NewStore(), ArchiveFormat.Eml, "out"));

        Assert.Equal(["mine"], Directory.EnumerateFiles(_files["out"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task One_owner_has_a_Maildir_in_the_root()
    {
        var store = _files.NewStore();
        await TransferFixture.PutAsync(store, MailboxName.Inbox("ann"), "Subject: a\r\n\r\n"u8.ToArray(), uid: 3,
            new(SystemFlags.Seen | SystemFlags.Flagged, "$Junk"));
        await TransferFixture.PutAsync(store, MailboxName.Inbox("bob"), "b"u8.ToArray());

        await _files.ExportAsync(store, ArchiveFormat.Maildir, "out", owner: "ann");

        var file = Assert.Single(Directory.EnumerateFiles(_files["out/cur"]));
        Assert.Equal("1772434798.U0000000003.rockdove:2,FSa", Path.GetFileName(file));
        Assert.Equal("Subject: a\n\n", await File.ReadAllTextAsync(file, TransferFixture.Token));
        Assert.Equal("0 $Junk\n", await File.ReadAllTextAsync(_files["out/dovecot-keywords"], TransferFixture.Token));
        Assert.EndsWith(
            "\n3 :1772434798.U0000000003.rockdove\n",
            await File.ReadAllTextAsync(_files["out/dovecot-uidlist"], TransferFixture.Token),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_files["out/owner=bob"]));
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_files[name])!);
        File.WriteAllText(_files[name], text);
    }

    private async Task<List<(MessageRow Row, string Text)>> ImportAsync(string source)
    {
        var store = _files.NewStore();
        await _files.ImportAsync(store, source);
        return await ReadAsync(store);
    }

    private static async Task<List<(MessageRow Row, string Text)>> ReadAsync(IMailStore store) =>
        [.. (await TransferFixture.ReadAsync(store, Inbox))
            .Select(each => (each.Row, Encoding.UTF8.GetString(each.Body)))];
}
