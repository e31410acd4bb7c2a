using Rockdove.Storage;

namespace Rockdove.Mailboxes.Tests;

/// <summary>SORT and THREAD (RFC 5256, 5957, 5267) and PARTIAL (RFC 9394), from what is stored of messages.</summary>
public abstract class MailboxSortTests(StoreKind kind)
{
    [Fact]
    public async Task I92_by_each_criterion()
    {
        await using var server = await StartAsync();
        await using var talk = await server.SelectAsync();
        await SortsAsync(talk, "DATE", "2 1 3");
        await SortsAsync(talk, "REVERSE DATE", "3 1 2");
        await SortsAsync(talk, "ARRIVAL", "1 2 3");
        await SortsAsync(talk, "SIZE", "1 3 2");
        await SortsAsync(talk, "SUBJECT", "3 1 2");
        await SortsAsync(talk, "FROM", "1 3 2");
        await SortsAsync(talk, "TO", "3 1 2");
        await SortsAsync(talk, "CC REVERSE ARRIVAL", "3 2 1");
        await SortsAsync(talk, "DISPLAYFROM", "3 1 2");
        await SortsAsync(talk, "DISPLAYTO", "3 1 2");
        Assert.Equal("* SORT 2 1\r\n" + Completed, await talk.SayAsync("SORT (DATE) UTF-8 NOT SUBJECT zebra"));
        Assert.Equal("* SORT 2 3\r\n" + Completed, await talk.SayAsync("UID SORT (DATE) UTF-8 UID 2:3"));
        Assert.Equal("* SORT\r\n" + Completed, await talk.SayAsync("SORT (DATE) UTF-8 DRAFT"));
    }

    [Fact]
    public async Task Some_of_the_results_and_what_is_said_of_them()
    {
        await using var server = await StartAsync();
        await using var talk = await server.SelectAsync();
        Assert.Equal(
            "* ESEARCH (TAG \"t\") MIN 2 MAX 3 COUNT 3\r\n" + Completed,
            await talk.SayAsync("SORT RETURN (MIN MAX COUNT) (DATE) UTF-8 ALL"));
        Assert.Equal(
            "* ESEARCH (TAG \"t\") UID PARTIAL (1:2 2,1)\r\n" + Completed,
            await talk.SayAsync("UID SORT RETURN (PARTIAL 1:2) (DATE) UTF-8 ALL"));
        Assert.Equal(
            "* ESEARCH (TAG \"t\") PARTIAL (-1:-2 2:3)\r\n" + Completed,
            await talk.SayAsync("SEARCH RETURN (PARTIAL -1:-2) ALL"));
        Assert.Matches(
            @"\* SORT 2 1 3 \(MODSEQ \d+\)\r\n", await talk.SayAsync("SORT (DATE) UTF-8 MODSEQ 1"));
    }

    [Theory]
    [InlineData("REFERENCES", "(1 (2)(3))(4)")]
    [InlineData("ORDEREDSUBJECT", "(1 (2)(3))(4)")]
    public async Task I92_conversations(string algorithm, string threads)
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Letter("a", "Question", 1));
        await server.DepositAsync(Letter("b", "Re: Question", 2, "In-Reply-To: <a@x>"));
        await server.DepositAsync(Letter("c", "Re: Question", 3, "References: <a@x>"));
        await server.DepositAsync(Letter("d", "Other", 4));
        await using var talk = await server.SelectAsync();
        Assert.Equal($"* THREAD {threads}\r\n" + Completed, await talk.SayAsync($"THREAD {algorithm} UTF-8 ALL"));
    }

    [Fact]
    public async Task I92_by_references_whatever_the_subject_and_whoever_is_missing()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Letter("a", "one", 1));
        await server.DepositAsync(Letter("c", "three", 3, "References: <a@x> <b@x>"));
        await server.DepositAsync(Letter("d", "four", 4, "References: <a@x> <b@x> <c@x>"));
        await server.DepositAsync("Subject: alone\r\nReferences: <b@x>\r\n\r\n"); // It has no id of its own.
        await using var talk = await server.SelectAsync();
        Assert.Equal(
            "* THREAD (1 (2 3)(4))\r\n" + Completed, await talk.SayAsync("UID THREAD REFERENCES UTF-8 ALL"));
        Assert.Equal(
            "* THREAD (2 3)\r\n" + Completed, await talk.SayAsync("THREAD REFERENCES UTF-8 SINCE 1-Jan-2026 UID 2:3"));
    }

    [Fact]
    public async Task What_was_kept_without_a_structure_is_read()
    {
        await using var server = await StartAsync();
        var inbox = await server.Store.FindMailboxAsync(MailboxName.Inbox("ann"), Token);
        var text = System.Text.Encoding.ASCII.GetBytes(Letter("z", "Re: banana", 1, "References: <1@x>"));
        await using (var staged = await server.Store.StageAsync(0, Token))
        {
            await staged.WriteAsync(text, Token);
            await server.Store.CommitAsync(staged, null, [new(inbox!.Value, server.Clock.GetUtcNow())], Token);
        }

        await using var talk = await server.SelectAsync();
        await SortsAsync(talk, "DATE", "4 2 1 3");
        Assert.Contains("(1 4)", await talk.SayAsync("THREAD REFERENCES UTF-8 ALL"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_are_sorted_as_there_may_be_and_no_more()
    {
        await using var server = MailboxServer.Start(kind, new MailboxImapOptions { SortedMessages = 2 });
        for (var i = 0; i < 3; i++)
            await server.DepositAsync(Letter($"{i}", "x", 1 + i));
        await using var talk = await server.SelectAsync();
        foreach (var key in new[] { "DATE", "ARRIVAL" })
        {
            Assert.Equal("* SORT 1 2\r\n" + Completed, await talk.SayAsync($"SORT ({key}) UTF-8 1:2"));
            Assert.StartsWith("t NO [LIMIT]", await talk.SayAsync($"SORT ({key}) UTF-8 ALL"), StringComparison.Ordinal);
            Assert.StartsWith("t NO [LIMIT]", await talk.SayAsync($"SORT ({key}) UTF-8 1:3"), StringComparison.Ordinal);
        }

        Assert.StartsWith(
            "t NO [LIMIT]", await talk.SayAsync("THREAD REFERENCES UTF-8 ALL"), StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task SortsAsync(ImapTalk talk, string criteria, string numbers) =>
        Assert.Equal($"* SORT {numbers}\r\n" + Completed, await talk.SayAsync($"SORT ({criteria}) UTF-8 ALL"));

    private static string Letter(string id, string subject, int day, string more = "X: y") =>
        $"Message-ID: <{id}@x>\r\nDate: {day} Jan 2025 10:00:00 +0000\r\nSubject: {subject}\r\n{more}\r\n\r\n";

    private async Task<MailboxServer> StartAsync()
    {
        var server = MailboxServer.Start(kind);
        await server.DepositAsync(
            "Message-ID: <1@x>\r\nDate: 2 Jan 2025 10:00:00 +0000\r\nSubject: Re: banana\r\n"
            + "From: Zoe <ann@x>\r\nTo: b@x\r\n\r\n");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.DepositAsync(
            "Message-ID: <2@x>\r\nDate: 2 Jan 2025 10:00:00 +0100\r\nSubject: =?utf-8?q?Cherry?=\r\n"
            + "From: zzz@x\r\nTo: Team: c@x, a@x;\r\n\r\n" + new string('x', 100));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.DepositAsync(
            "Message-ID: <3@x>\r\nDate: 3 Jan 2025 10:00:00 +0000\r\nSubject: [list] apple zebra\r\n"
            + "From: =?utf-8?q?Anton?= <bob@x>\r\nTo: a@x\r\n\r\n");
        return server;
    }

    private const string Completed = "t OK Completed\r\n";
}

public sealed class MemoryMailboxSortTests() : MailboxSortTests(StoreKind.Memory);

public sealed class SqliteMailboxSortTests() : MailboxSortTests(StoreKind.Sqlite);
