using System.Text;
using Rockdove.Storage;

namespace Rockdove.Mailboxes.Tests;

/// <summary>What FETCH tells of messages.</summary>
public abstract class MailboxFetchTests(StoreKind kind)
{
    [Fact]
    public async Task I65_reading_marks_as_seen_and_peeking_does_not()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await using var talk = await server.SelectAsync();
        Assert.Equal(
            "* 1 FETCH (BODY[TEXT] {6}\r\nbody\r\n)\r\n" + Completed,
            await talk.SayAsync("FETCH 1 BODY.PEEK[TEXT]"));
        Assert.Contains("FLAGS (\\Seen)", await talk.SayAsync("FETCH 1 BODY[TEXT]"), StringComparison.Ordinal);
        Assert.Equal(Completed, await talk.SayAsync("NOOP")); // What was told is not told again.
        await talk.SayAsync("STORE 1 -FLAGS.SILENT (\\Seen)");
        await talk.SayAsync("EXAMINE INBOX");
        Assert.DoesNotContain("FLAGS", await talk.SayAsync("FETCH 1 BODY[TEXT]"), StringComparison.Ordinal);
        Assert.Equal("* SEARCH 1\r\n" + Completed, await talk.SayAsync("SEARCH UNSEEN"));
    }

    [Theory]
    [InlineData("BODY.PEEK[]<10.5>", "BODY[]<10>", 10, 5)]
    [InlineData("BODY.PEEK[]<0.100000>", "BODY[]<0>", 0, 100_000)]
    [InlineData("BODY.PEEK[]<99999.5>", "BODY[]<99999>", 99_999, 5)]
    public async Task I66_a_part_of_the_octets(string item, string label, int offset, int count)
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await using var talk = await server.SelectAsync();
        var wanted = offset >= Plain.Length ? "" : Plain[offset..Math.Min(Plain.Length, offset + count)];
        Assert.Equal(
            $"* 1 FETCH ({label} {{{wanted.Length}}}\r\n{wanted})\r\n" + Completed,
            await talk.SayAsync($"FETCH 1 {item}"));
    }

    [Theory]
    [InlineData("BODY.PEEK[1]", "BODY[1]", "body\r\n")]
    [InlineData("BODY.PEEK[1.MIME]", "BODY[1.MIME]", "Subject: plain\r\nX-Other: yes\r\n\r\n")]
    [InlineData("BODY.PEEK[HEADER]", "BODY[HEADER]", "Subject: plain\r\nX-Other: yes\r\n\r\n")]
    [InlineData("RFC822.HEADER", "RFC822.HEADER", "Subject: plain\r\nX-Other: yes\r\n\r\n")]
    [InlineData("BODY.PEEK[HEADER.FIELDS (SUBJECT)]", "BODY[HEADER.FIELDS (SUBJECT)]", "Subject: plain\r\n\r\n")]
    [InlineData("BODY.PEEK[HEADER.FIELDS.NOT (SUBJECT)]", "BODY[HEADER.FIELDS.NOT (SUBJECT)]", "X-Other: yes\r\n\r\n")]
    [InlineData("BODY.PEEK[HEADER.FIELDS (None)]<1.1>", "BODY[HEADER.FIELDS (None)]<1>", "\n")]
    [InlineData("BODY.PEEK[2]", "BODY[2]", null)]
    [InlineData("BODY.PEEK[1.HEADER]", "BODY[1.HEADER]", null)]
    public async Task I68_a_message_of_one_part_has_a_part_1(string item, string label, string? octets)
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync("Subject: plain\r\nX-Other: yes\r\n\r\nbody\r\n");
        await using var talk = await server.SelectAsync();
        var wanted = octets is null ? "NIL" : $"{{{octets.Length}}}\r\n{octets}";
        Assert.Equal($"* 1 FETCH ({label} {wanted})\r\n" + Completed, await talk.SayAsync($"FETCH 1 {item}"));
    }

    [Fact]
    public async Task I69_parts_are_told_from_what_is_stored()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Mixed);
        await using var talk = await server.SelectAsync();
        const string Inner = "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 25 "
            + "(NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL) "
            + "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 7 1) 3)";
        var body = await talk.SayAsync("FETCH 1 BODY");
        Assert.Contains(Inner, body, StringComparison.Ordinal);
        Assert.StartsWith(
            "* 1 FETCH (BODY ((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL \"a text\" \"quoted-printable\" 11 1)"
            + "(\"image\" \"png\" NIL \"<i@x>\" NIL \"base64\" 10)(\"message\" \"rfc822\"",
            body, StringComparison.Ordinal);
        Assert.EndsWith(" \"mixed\"))\r\n" + Completed, body, StringComparison.Ordinal);
        var structure = await talk.SayAsync("FETCH 1 BODYSTRUCTURE");
        Assert.Contains(
            "(\"image\" \"png\" NIL \"<i@x>\" NIL \"base64\" 10 NIL (\"attachment\" (\"filename\" \"p.png\")) NIL NIL)",
            structure, StringComparison.Ordinal);
        Assert.Contains(
            " \"mixed\" (\"boundary\" \"b\") NIL (\"en\" \"de\") NIL))", structure,
            StringComparison.Ordinal);
        Assert.Contains("{7}\r\ninner\r\n", await talk.SayAsync("FETCH 1 BODY.PEEK[3.1]"), StringComparison.Ordinal);
        Assert.Contains("Subject: inner", await talk.SayAsync("FETCH 1 BODY.PEEK[3.HEADER]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I70_senders_that_are_missing_are_the_author_and_groups_have_their_marks()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(
            "Date: Mon, 1 Jan 2024 00:00:00 +0000\r\nFrom: \"Ann \\\"A\\\" B\" <ann@example.org>\r\n"
            + "Subject: =?utf-8?q?caf=C3=A9?=\r\n"
            + "To: friends: bob@example.org, =?utf-8?q?Z=C3=BC?= <z@example.org>;, root\r\nCc: nobody:;\r\n"
            + "Message-ID: <1@example.org>\r\nIn-Reply-To: <0@example.org>\r\n\r\n");
        await using var talk = await server.SelectAsync();
        const string Ann = "((\"Ann \\\"A\\\" B\" NIL \"ann\" \"example.org\"))";
        Assert.Equal(
            "* 1 FETCH (ENVELOPE (\"Mon, 1 Jan 2024 00:00:00 +0000\" \"=?utf-8?q?caf=C3=A9?=\" " + $"{Ann} {Ann} {Ann} "
            + "((NIL NIL \"friends\" NIL)(NIL NIL \"bob\" \"example.org\")"
            + "(\"=?utf-8?q?Z=C3=BC?=\" NIL \"z\" \"example.org\")"
            + "(NIL NIL NIL NIL)(NIL NIL \"root\" \"\")) ((NIL NIL \"nobody\" NIL)(NIL NIL NIL NIL)) NIL "
            + "\"<0@example.org>\" \"<1@example.org>\"))\r\n" + Completed,
            await talk.SayAsync("FETCH 1 ENVELOPE"));
    }

    [Fact]
    public async Task I71_what_cannot_change_does_not()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Mixed);
        await using var talk = await server.SelectAsync();
        await talk.SayAsync("CREATE a");
        const string Items = "(UID INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[])";
        var before = await talk.SayAsync($"FETCH 1 {Items}");
        await talk.SayAsync("STORE 1 +FLAGS (\\Seen $X)");
        server.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(before, await talk.SayAsync($"FETCH 1 {Items}"));
        await talk.SayAsync("COPY 1 a");
        await talk.SayAsync("SELECT a");
        Assert.Equal(before, await talk.SayAsync($"FETCH 1 {Items}"));
    }

    [Fact]
    public async Task A_message_without_a_stored_structure_is_read_for_it()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Mixed);
        await using (var staged = await server.Store.StageAsync(0, TestContext.Current.CancellationToken))
        {
            var inbox = await server.Store.FindMailboxAsync(
                MailboxName.Inbox("ann"), TestContext.Current.CancellationToken);
            await staged.WriteAsync(Encoding.Latin1.GetBytes(Mixed), TestContext.Current.CancellationToken);
            await server.Store.CommitAsync(
                staged, null, [new Placement(inbox!.Value, server.Clock.GetUtcNow())],
                TestContext.Current.CancellationToken);
        }

        await using var talk = await server.SelectAsync();
        foreach (var item in (string[])["BODYSTRUCTURE", "ENVELOPE", "BODY.PEEK[3.1]", "BINARY.PEEK[1]"])
        {
            var both = await talk.SayAsync($"FETCH 1:2 {item}");
            var second = both.IndexOf("* 2 FETCH ", StringComparison.Ordinal);
            Assert.Equal(both[..second]["* 1".Length..] + Completed, both[(second + "* 2".Length)..]);
        }
    }

    [Fact]
    public async Task I97_transfer_encodings_are_taken_off()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Mixed);
        await server.DepositAsync("Content-Transfer-Encoding: x-odd\r\n\r\nbody");
        await using var talk = await server.SelectAsync();
        Assert.Equal(
            "* 1 FETCH (BINARY[1] ~{7}\r\ncaf\u00c3\u00a9\r\n)\r\n" + Completed,
            await talk.SayAsync("FETCH 1 BINARY.PEEK[1]"));
        Assert.Equal(
            "* 1 FETCH (BINARY.SIZE[1] 7 BINARY.SIZE[2] 4)\r\n" + Completed,
            await talk.SayAsync("FETCH 1 (BINARY.SIZE[1] BINARY.SIZE[2])"));
        Assert.Equal(
            "* 1 FETCH (BINARY[2]<1> ~{2}\r\n\0\u0001)\r\n" + Completed,
            await talk.SayAsync("FETCH 1 BINARY.PEEK[2]<1.2>"));
        Assert.Equal("* 1 FETCH (BINARY[9] NIL)\r\n" + Completed, await talk.SayAsync("FETCH 1 BINARY.PEEK[9]"));
        Assert.StartsWith(
            "t NO [UNKNOWN-CTE]", await talk.SayAsync("FETCH 2 BINARY.PEEK[1]"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_is_too_big_to_decode_is_refused_and_sent_as_it_is()
    {
        await using var server = MailboxServer.Start(kind, new MailboxImapOptions { BinaryBytes = 10 });
        await server.DepositAsync(Mixed);
        await using var talk = await server.SelectAsync();
        Assert.StartsWith("t NO [LIMIT]", await talk.SayAsync("FETCH 1 BINARY.PEEK[1]"), StringComparison.Ordinal);
        Assert.Contains("~{4}", await talk.SayAsync("FETCH 1 BINARY.PEEK[2]"), StringComparison.Ordinal);
        Assert.Contains("{11}", await talk.SayAsync("FETCH 1 BODY.PEEK[1]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I12_nul_is_sent_in_a_binary_literal_alone()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync("Subject: x\r\n\r\na\0b");
        await using var talk = await server.SelectAsync();
        Assert.Contains("{3}\r\na\u0080b", await talk.SayAsync("FETCH 1 BODY.PEEK[TEXT]"), StringComparison.Ordinal);
        Assert.Contains("~{3}\r\na\0b", await talk.SayAsync("FETCH 1 BINARY.PEEK[1]"), StringComparison.Ordinal);
    }

    private const string Completed = "t OK Completed\r\n";
    private const string Plain = "Subject: plain\r\n\r\nbody\r\n";

    private const string Mixed = "From: ann@example.org\r\nSubject: mixed\r\n"
        + "Content-Type: multipart/mixed; boundary=b\r\n"
        + "Content-Language: en, de\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
        + "Content-Description: a text\r\n"
        + "Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9\r\n\r\n--b\r\nContent-Type: image/png\r\n"
        + "Content-ID: <i@x>\r\nContent-Transfer-Encoding: base64\r\n"
        + "Content-Disposition: attachment; filename=p.png\r\n\r\niQABAg==\r\n\r\n"
        + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner\r\n\r\n--b--\r\n";
}

public sealed class MemoryMailboxFetchTests() : MailboxFetchTests(StoreKind.Memory);

public sealed class SqliteMailboxFetchTests() : MailboxFetchTests(StoreKind.Sqlite);
