using System.Text;
using Rockdove.Storage;

namespace Rockdove.Mailboxes.Tests;

/// <summary>Messages: how they are appended, told, marked, found, copied and removed.</summary>
public abstract class MailboxMessagesTests(StoreKind kind)
{
    [Fact]
    public async Task I59_an_appended_message_is_there_for_everybody()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.SelectAsync();
        await using var other = await server.SelectAsync();
        Assert.Matches(
            @"^\* 1 EXISTS\r\n\* 0 RECENT\r\nt OK \[APPENDUID \d+ 1\] Kept\r\n$",
            await talk.AppendAsync("INBOX (\\Seen $Label) \" 1-Feb-2020 10:20:30 +0130\"", Plain));
        Assert.Equal("* 1 EXISTS\r\n* 0 RECENT\r\n" + Completed, await other.SayAsync("NOOP"));
        Assert.Equal(
            "* 1 FETCH (FLAGS (\\Seen $Label) INTERNALDATE \"01-Feb-2020 10:20:30 +0130\" RFC822.SIZE "
            + $"{Plain.Length} BODY[] {{{Plain.Length}}}\r\n{Plain})\r\n" + Completed,
            await other.SayAsync("FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])"));
    }

    [Fact]
    public async Task An_appended_message_has_the_time_of_the_server_unless_it_says_another()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.SelectAsync();
        await talk.AppendAsync("INBOX", Plain);
        Assert.Contains(
            "INTERNALDATE \"01-Jan-2026 12:00:00 +0000\"", await talk.SayAsync("FETCH 1 INTERNALDATE"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_too_much_is_told_before_the_message_comes()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await server.Store.Attributes.SetQuotaAsync(
            "ann", new QuotaLimits(100, null), TestContext.Current.CancellationToken);
        Assert.StartsWith(
            "t OK ", await talk.AppendAsync("INBOX", new string('x', 100)), StringComparison.Ordinal);
        Assert.StartsWith("t NO [OVERQUOTA]", await talk.AppendAsync("INBOX", "x"), StringComparison.Ordinal);
        await talk.SayAsync("CREATE a");
        await talk.SayAsync("SELECT INBOX");
        Assert.StartsWith("t NO [OVERQUOTA]", await talk.SayAsync("COPY 1 a"), StringComparison.Ordinal);
        Assert.Contains("t OK ", await talk.SayAsync("MOVE 1 a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I65_reading_marks_as_seen_and_peeking_does_not()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await using var talk = await server.SelectAsync();
        Assert.Equal("* 1 FETCH (BODY[TEXT] {6}\r\nbody\r\n)\r\n" + Completed, await talk.SayAsync("FETCH 1 BODY.PEEK[TEXT]"));
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
            $"* 1 FETCH ({label} {{{wanted.Length}}}\r\n{wanted})\r\n" + Completed, await talk.SayAsync($"FETCH 1 {item}"));
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
        const string Inner = "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 25 (NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL) "
            + "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 7 1) 3)";
        var body = await talk.SayAsync("FETCH 1 BODY");
        Assert.Contains(Inner, body, StringComparison.Ordinal);
        Assert.StartsWith(
            "* 1 FETCH (BODY ((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL \"a text\" \"quoted-printable\" 11 1)"
            + "(\"image\" \"png\" NIL \"<i@x>\" NIL \"base64\" 10)(\"message\" \"rfc822\"", body, StringComparison.Ordinal);
        Assert.EndsWith(" \"mixed\"))\r\n" + Completed, body, StringComparison.Ordinal);
        var structure = await talk.SayAsync("FETCH 1 BODYSTRUCTURE");
        Assert.Contains(
            "(\"image\" \"png\" NIL \"<i@x>\" NIL \"base64\" 10 NIL (\"attachment\" (\"filename\" \"p.png\")) NIL NIL)",
            structure, StringComparison.Ordinal);
        Assert.Contains(" \"mixed\" (\"boundary\" \"b\") NIL (\"en\" \"de\") NIL))", structure, StringComparison.Ordinal);
        Assert.Contains("{7}\r\ninner\r\n", await talk.SayAsync("FETCH 1 BODY.PEEK[3.1]"), StringComparison.Ordinal);
        Assert.Contains("Subject: inner", await talk.SayAsync("FETCH 1 BODY.PEEK[3.HEADER]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I70_senders_that_are_missing_are_the_author_and_groups_have_their_marks()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(
            "Date: Mon, 1 Jan 2024 00:00:00 +0000\r\nFrom: \"Ann \\\"A\\\" B\" <ann@example.org>\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n"
            + "To: friends: bob@example.org, =?utf-8?q?Z=C3=BC?= <z@example.org>;, root\r\nCc: nobody:;\r\n"
            + "Message-ID: <1@example.org>\r\nIn-Reply-To: <0@example.org>\r\n\r\n");
        await using var talk = await server.SelectAsync();
        const string Ann = "((\"Ann \\\"A\\\" B\" NIL \"ann\" \"example.org\"))";
        Assert.Equal(
            "* 1 FETCH (ENVELOPE (\"Mon, 1 Jan 2024 00:00:00 +0000\" \"=?utf-8?q?caf=C3=A9?=\" " + $"{Ann} {Ann} {Ann} "
            + "((NIL NIL \"friends\" NIL)(NIL NIL \"bob\" \"example.org\")(\"=?utf-8?q?Z=C3=BC?=\" NIL \"z\" \"example.org\")"
            + "(NIL NIL NIL NIL)(NIL NIL \"root\" \"\")) ((NIL NIL \"nobody\" NIL)(NIL NIL NIL NIL)) NIL \"<0@example.org>\" "
            + "\"<1@example.org>\"))\r\n" + Completed,
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
            "* 1 FETCH (BINARY[1] ~{7}\r\ncaf\u00c3\u00a9\r\n)\r\n" + Completed, await talk.SayAsync("FETCH 1 BINARY.PEEK[1]"));
        Assert.Equal(
            "* 1 FETCH (BINARY.SIZE[1] 7 BINARY.SIZE[2] 4)\r\n" + Completed,
            await talk.SayAsync("FETCH 1 (BINARY.SIZE[1] BINARY.SIZE[2])"));
        Assert.Equal(
            "* 1 FETCH (BINARY[2]<1> ~{2}\r\n\0\u0001)\r\n" + Completed, await talk.SayAsync("FETCH 1 BINARY.PEEK[2]<1.2>"));
        Assert.Equal("* 1 FETCH (BINARY[9] NIL)\r\n" + Completed, await talk.SayAsync("FETCH 1 BINARY.PEEK[9]"));
        Assert.StartsWith("t NO [UNKNOWN-CTE]", await talk.SayAsync("FETCH 2 BINARY.PEEK[1]"), StringComparison.Ordinal);
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

    [Fact]
    public async Task I76_two_sessions_that_add_flags_at_once_both_do()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await using var ann = await server.SelectAsync();
        await using var bob = await server.SelectAsync();
        await Task.WhenAll(
            ann.SayAsync("STORE 1 +FLAGS (\\Seen)"), bob.SayAsync("STORE 1 +FLAGS (\\Draft)"));
        await ann.SayAsync("NOOP");
        Assert.Contains("FLAGS (\\Seen \\Draft)", await ann.SayAsync("FETCH 1 FLAGS"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I75_what_store_has_done_is_told_once_and_to_others()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await using var ann = await server.SelectAsync();
        await using var bob = await server.SelectAsync();
        Assert.Equal(
            "* 1 FETCH (FLAGS (\\Flagged))\r\n" + Completed, await ann.SayAsync("STORE 1 FLAGS (\\Flagged)"));
        Assert.Equal(Completed, await ann.SayAsync("STORE 1 +FLAGS.SILENT (\\Seen)"));
        Assert.Equal(Completed, await ann.SayAsync("NOOP"));
        Assert.Equal("* 1 FETCH (FLAGS (\\Flagged \\Seen))\r\n" + Completed, await bob.SayAsync("NOOP"));
    }

    [Fact]
    public async Task Keywords_have_a_bound()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await using var talk = await server.SelectAsync();
        var most = string.Join(' ', Enumerable.Range(0, FlagSet.MaximumKeywords).Select(i => $"k{i}"));
        Assert.Contains("t OK ", await talk.SayAsync($"STORE 1 FLAGS.SILENT ({most})"), StringComparison.Ordinal);
        Assert.StartsWith("t NO [LIMIT]", await talk.SayAsync("STORE 1 +FLAGS (more)"), StringComparison.Ordinal);
        Assert.StartsWith("t NO [LIMIT]", await talk.SayAsync($"STORE 1 FLAGS ({most} more)"), StringComparison.Ordinal);
        Assert.StartsWith(
            "t NO [LIMIT]", await talk.AppendAsync($"INBOX ({most} more)", Plain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I83_copies_keep_flags_and_dates_and_go_all_or_not_at_all()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.SelectAsync();
        await talk.AppendAsync("INBOX (\\Seen $L) \" 1-Feb-2020 10:20:30 +0000\"", Plain);
        await talk.AppendAsync("INBOX", "Subject: second\r\n\r\n");
        Assert.StartsWith("t NO [TRYCREATE]", await talk.SayAsync("COPY 1:2 a"), StringComparison.Ordinal);
        await talk.SayAsync("CREATE a");
        Assert.Matches(@"^t OK \[COPYUID \d+ 1:2 1:2\] Done\r\n$", await talk.SayAsync("COPY 1:2 a"));
        var limits = new QuotaLimits(null, 5);
        await server.Store.Attributes.SetQuotaAsync("ann", limits, TestContext.Current.CancellationToken);
        Assert.StartsWith("t NO [OVERQUOTA]", await talk.SayAsync("COPY 1:2 a"), StringComparison.Ordinal);
        Assert.Contains("(MESSAGES 2)", await talk.SayAsync("STATUS a (MESSAGES)"), StringComparison.Ordinal);
        await talk.SayAsync("SELECT a");
        Assert.Equal(
            "* 1 FETCH (FLAGS (\\Seen $L) INTERNALDATE \"01-Feb-2020 10:20:30 +0000\")\r\n" + Completed,
            await talk.SayAsync("FETCH 1 (FLAGS INTERNALDATE)"));
    }

    [Fact]
    public async Task A_copy_into_the_selected_mailbox_is_told_with_its_answer()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await using var talk = await server.SelectAsync();
        Assert.Matches(
            @"^\* 2 EXISTS\r\n\* 0 RECENT\r\nt OK \[COPYUID \d+ 1 2\] Done\r\n$", await talk.SayAsync("COPY 1 INBOX"));
    }

    [Fact]
    public async Task I85_a_move_is_told_where_to_before_what_is_gone()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await server.DepositAsync(Plain);
        await using var talk = await server.SelectAsync();
        await using var other = await server.SelectAsync();
        await talk.SayAsync("CREATE a");
        Assert.Matches(
            @"^\* OK \[COPYUID \d+ 1 1\] Done\r\n\* 1 EXPUNGE\r\nt OK Completed\r\n$", await talk.SayAsync("MOVE 1 a"));
        Assert.Equal("* 1 EXPUNGE\r\n" + Completed, await other.SayAsync("NOOP"));
        Assert.Contains("(MESSAGES 1)", await talk.SayAsync("STATUS a (MESSAGES)"), StringComparison.Ordinal);
        Assert.Equal("* SEARCH 2\r\n" + Completed, await talk.SayAsync("UID SEARCH ALL"));
    }

    [Fact]
    public async Task I78_what_others_expunge_is_told_when_it_may_be()
    {
        await using var server = MailboxServer.Start(kind);
        for (var i = 0; i < 3; i++)
            await server.DepositAsync(Plain);
        await using var ann = await server.SelectAsync();
        await using var bob = await server.SelectAsync();
        await ann.SayAsync("STORE 2 +FLAGS.SILENT (\\Deleted)");
        Assert.Equal("* 2 EXPUNGE\r\n" + Completed, await ann.SayAsync("EXPUNGE"));
        Assert.DoesNotContain("EXPUNGE\r\n", await bob.SayAsync("SEARCH ALL"), StringComparison.Ordinal);
        Assert.Equal(
            "* 1 FETCH (UID 1)\r\n* 3 FETCH (UID 3)\r\nt NO [EXPUNGEISSUED] Some of the messages have gone\r\n",
            await bob.SayAsync("FETCH 1:3 (UID)"));
        Assert.StartsWith("t NO [EXPUNGEISSUED]", await bob.SayAsync("STORE 2 +FLAGS (\\Seen)"), StringComparison.Ordinal);
        Assert.Equal("* 2 EXPUNGE\r\n" + Completed, await bob.SayAsync("NOOP"));
    }

    [Fact]
    public async Task I82_close_expunges_and_unselect_does_not()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await server.DepositAsync(Plain);
        await using var talk = await server.SelectAsync();
        await talk.SayAsync("STORE 1 +FLAGS.SILENT (\\Deleted)");
        Assert.Equal(Completed, await talk.SayAsync("UNSELECT"));
        Assert.Contains("(MESSAGES 2)", await talk.SayAsync("STATUS INBOX (MESSAGES)"), StringComparison.Ordinal);
        await talk.SayAsync("EXAMINE INBOX");
        Assert.Equal(Completed, await talk.SayAsync("CLOSE"));
        Assert.Contains("(MESSAGES 2)", await talk.SayAsync("STATUS INBOX (MESSAGES)"), StringComparison.Ordinal);
        await talk.SayAsync("SELECT INBOX");
        Assert.Equal(Completed, await talk.SayAsync("CLOSE"));
        Assert.Contains("(MESSAGES 1)", await talk.SayAsync("STATUS INBOX (MESSAGES)"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SUBJECT CAFÉ", "2")]
    [InlineData("SUBJECT \"two words\"", "3")]
    [InlineData("HEADER X-Tag \"\"", "3")]
    [InlineData("HEADER X-None \"\"", "")]
    [InlineData("BODY gr\u00fc\u00df", "1")]
    [InlineData("TEXT hidden", "1")]
    [InlineData("FROM ann@", "1 3")]
    [InlineData("NOT FROM ann@", "2")]
    [InlineData("OR SUBJECT caf\u00e9 HEADER X-Tag a", "2 3")]
    [InlineData("SEEN", "2")]
    [InlineData("UNSEEN UNDELETED", "1 3")]
    [InlineData("KEYWORD $l", "2")]
    [InlineData("UNKEYWORD $l", "1 3")]
    [InlineData("RECENT", "")]
    [InlineData("OLD", "1 2 3")]
    [InlineData("NEW", "")]
    [InlineData("LARGER 100", "3")]
    [InlineData("SMALLER 101", "1 2")]
    [InlineData("BEFORE 2-Feb-2020", "1")]
    [InlineData("ON 2-Feb-2020", "2")]
    [InlineData("SINCE 2-Feb-2020", "2 3")]
    [InlineData("SENTBEFORE 1-Jan-2010", "1")]
    [InlineData("SENTON 1-Jan-2010", "2")]
    [InlineData("SENTSINCE 1-Jan-2010", "2")]
    [InlineData("OLDER 3600", "1 2")]
    [InlineData("YOUNGER 3600", "3")]
    [InlineData("UID 2:*", "2 3")]
    [InlineData("1,3 (SMALLER 101 ALL)", "1")]
    public async Task I89_what_searches_find(string keys, string found)
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.SelectAsync();
        await talk.AppendAsync(
            "INBOX \" 1-Feb-2020 23:59:59 -1200\"",
            "From: ann@x\r\nDate: Thu, 31 Dec 2009 23:00:00 -0500\r\n\r\ngr\u00c3\u00bc\u00c3\u009fe, hidden\r\n");
        await talk.AppendAsync(
            "INBOX (\\Seen $L) \" 2-Feb-2020 00:00:00 +1200\"",
            "Subject: =?utf-8?q?Caf=C3=A9?=\r\nDate: Fri, 1 Jan 2010 00:00:00 +0000\r\n\r\n");
        await talk.AppendAsync(
            "INBOX", "From: Ann <ann@x>\r\nSubject: two\r\n words\r\nX-Tag: a\r\n\r\n" + new string('x', 100));
        var words = keys.Split(' ').Select(word => Ascii.IsValid(word)
            ? word
            : $"{{{Encoding.UTF8.GetByteCount(word)}+}}\r\n{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(word))}");
        Assert.Equal(
            $"* SEARCH {found}".TrimEnd() + "\r\n" + Completed, await talk.SayAsync($"SEARCH CHARSET UTF-8 {string.Join(' ', words)}"));
    }

    [Fact]
    public async Task A_search_that_is_more_than_the_store_takes_is_refused()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.SelectAsync();
        var many = string.Join(' ', Enumerable.Repeat("SEEN", SearchQuery.MaximumTerms + 1));
        Assert.StartsWith("t NO [LIMIT]", await talk.SayAsync($"SEARCH {many}"), StringComparison.Ordinal);
        Assert.Equal("* SEARCH\r\n" + Completed, await talk.SayAsync($"SEARCH {many["SEEN ".Length..]}"));
        var text = new string('x', SearchQuery.MaximumTextLength);
        Assert.StartsWith("t NO [LIMIT]", await talk.SayAsync($"SEARCH TEXT {text}x"), StringComparison.Ordinal);
        Assert.Equal("* SEARCH\r\n" + Completed, await talk.SayAsync($"SEARCH TEXT {text}"));
    }

    [Fact]
    public async Task What_select_tells_is_what_the_store_has()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await talk.AppendAsync("INBOX (\\Seen)", Plain);
        await talk.AppendAsync("INBOX", Plain);
        Assert.Matches(
            @"^\* FLAGS \(\\Answered \\Flagged \\Deleted \\Seen \\Draft\)\r\n\* 2 EXISTS\r\n\* 0 RECENT\r\n"
            + @"\* OK \[UNSEEN 2\] [^\r]+\r\n\* OK \[UIDVALIDITY \d+\] [^\r]+\r\n\* OK \[UIDNEXT 3\] [^\r]+\r\n"
            + @"\* OK \[PERMANENTFLAGS \(\\Answered \\Flagged \\Deleted \\Seen \\Draft \\\*\)\] [^\r]+\r\n"
            + @"\* OK \[HIGHESTMODSEQ \d+\] [^\r]+\r\nt OK \[READ-WRITE\] Selected\r\n$",
            await talk.SayAsync("SELECT INBOX"));
    }

    private const string Completed = "t OK Completed\r\n";
    private const string Plain = "Subject: plain\r\n\r\nbody\r\n";

    private const string Mixed = "From: ann@example.org\r\nSubject: mixed\r\nContent-Type: multipart/mixed; boundary=b\r\n"
        + "Content-Language: en, de\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Description: a text\r\n"
        + "Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9\r\n\r\n--b\r\nContent-Type: image/png\r\n"
        + "Content-ID: <i@x>\r\nContent-Transfer-Encoding: base64\r\n"
        + "Content-Disposition: attachment; filename=p.png\r\n\r\niQABAg==\r\n\r\n"
        + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner\r\n\r\n--b--\r\n";
}

public sealed class MemoryMailboxMessagesTests() : MailboxMessagesTests(StoreKind.Memory);

public sealed class SqliteMailboxMessagesTests() : MailboxMessagesTests(StoreKind.Sqlite);
