using System.Text;
using Rockdove.Storage;

namespace Rockdove.Mailboxes.Tests;

/// <summary>Messages: how they are appended, marked, found, copied and removed.</summary>
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
    public async Task I75_silence_hides_nothing_that_others_have_done()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await using var ann = await server.SelectAsync();
        await using var bob = await server.SelectAsync();
        await bob.SayAsync("STORE 1 +FLAGS (\\Flagged)");
        var told = await ann.SayAsync("STORE 1 +FLAGS.SILENT (\\Seen)") + await ann.SayAsync("NOOP");
        Assert.Contains("* 1 FETCH (FLAGS (\\Flagged \\Seen))\r\n", told, StringComparison.Ordinal);
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
        Assert.StartsWith(
            "t NO [LIMIT]", await talk.SayAsync($"STORE 1 FLAGS ({most} more)"),
            StringComparison.Ordinal);
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
        Assert.StartsWith(
            "t NO [EXPUNGEISSUED]", await bob.SayAsync("STORE 2 +FLAGS (\\Seen)"),
            StringComparison.Ordinal);
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
            $"* SEARCH {found}".TrimEnd() + "\r\n" + Completed,
            await talk.SayAsync($"SEARCH CHARSET UTF-8 {string.Join(' ', words)}"));
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
    public async Task How_far_a_long_search_is_is_told()
    {
        await using var server = MailboxServer.Start(StoreKind.Memory, reading: TimeSpan.FromSeconds(0.1));
        for (var i = 0; i < 300; i++)
            await server.DepositAsync(Plain);
        await using var talk = await server.SelectAsync();
        var said = await talk.SayAsync("SEARCH BODY body");
        Assert.StartsWith(
            "* OK [INPROGRESS (\"t\" 128 NIL)] Still at it\r\n* OK [INPROGRESS (\"t\" 256 NIL)] Still at it\r\n"
            + "* SEARCH 1 ",
            said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_select_tells_is_what_the_store_has()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        await talk.AppendAsync("INBOX (\\Seen $Label)", Plain);
        await talk.AppendAsync("INBOX", Plain);
        Assert.Matches(
            @"^\* FLAGS \(\\Answered \\Flagged \\Deleted \\Seen \\Draft \$Label\)\r\n\* 2 EXISTS\r\n\* 0 RECENT\r\n"
            + @"\* OK \[UNSEEN 2\] [^\r]+\r\n\* OK \[UIDVALIDITY \d+\] [^\r]+\r\n\* OK \[UIDNEXT 3\] [^\r]+\r\n"
            + @"\* OK \[PERMANENTFLAGS \(\\Answered \\Flagged \\Deleted \\Seen \\Draft \$Label \\\*\)\] [^\r]+\r\n"
            + @"\* OK \[HIGHESTMODSEQ \d+\] [^\r]+\r\n\* OK \[MAILBOXID \(\w{22}\)\] [^\r]+\r\n"
            + @"t OK \[READ-WRITE\] Selected\r\n$",
            await talk.SayAsync("SELECT INBOX"));
    }

    private const string Completed = "t OK Completed\r\n";
    private const string Plain = "Subject: plain\r\n\r\nbody\r\n";
}

public sealed class MemoryMailboxMessagesTests() : MailboxMessagesTests(StoreKind.Memory);

public sealed class SqliteMailboxMessagesTests() : MailboxMessagesTests(StoreKind.Sqlite);
