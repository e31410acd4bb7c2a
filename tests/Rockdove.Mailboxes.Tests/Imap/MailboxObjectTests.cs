using System.Text;
using System.Text.RegularExpressions;

namespace Rockdove.Mailboxes.Tests;

/// <summary>OBJECTID (RFC 8474), SAVEDATE (RFC 8514) and PREVIEW (RFC 8970).</summary>
public abstract class MailboxObjectTests(StoreKind kind)
{
    [Fact]
    public async Task I101_a_mailbox_keeps_its_identifier_under_another_name()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.LogInAsync();
        var id = IdIn(await talk.SayAsync("CREATE a"));
        await talk.SayAsync("RENAME a b");
        Assert.Equal($"* STATUS b (MAILBOXID ({id}))\r\n" + Completed, await talk.SayAsync("STATUS b (MAILBOXID)"));
        Assert.Contains($"* OK [MAILBOXID ({id})]", await talk.SayAsync("SELECT b"), StringComparison.Ordinal);
        await talk.SayAsync("DELETE b");
        Assert.NotEqual(id, IdIn(await talk.SayAsync("CREATE b")));
    }

    [Fact]
    public async Task I101_a_copy_is_the_same_message_and_answers_are_of_one_thread()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync("Message-ID: <1@x>\r\n\r\n");
        await server.DepositAsync("Message-ID: <2@x>\r\nIn-Reply-To: <1@x>\r\n\r\n");
        await server.DepositAsync("Message-ID: <3@x>\r\n\r\n");
        await using var talk = await server.SelectAsync();
        await talk.SayAsync("CREATE a");
        await talk.SayAsync("COPY 1 a");
        var rows = Regex.Matches(
            await talk.SayAsync("FETCH 1:* (EMAILID THREADID)"), @"EMAILID \((\w+)\) THREADID \((\w+)\)");
        Assert.Equal(3, rows.Select(row => row.Groups[1].Value).Distinct().Count());
        var threads = rows.Select(row => row.Groups[2].Value).ToArray();
        Assert.Equal(threads[0], threads[1]);
        Assert.NotEqual(threads[0], threads[2]);

        var email = rows[0].Groups[1].Value;
        Assert.Equal("* SEARCH 1\r\n" + Completed, await talk.SayAsync($"SEARCH EMAILID {email}"));
        Assert.Equal("* SEARCH 1 2\r\n" + Completed, await talk.SayAsync($"SEARCH THREADID {threads[0]}"));
        Assert.Equal("* SEARCH\r\n" + Completed, await talk.SayAsync("SEARCH OR EMAILID no THREADID none"));
        await talk.SayAsync("SELECT a");
        Assert.Contains($"EMAILID ({email})", await talk.SayAsync("FETCH 1 EMAILID"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_come_into_a_mailbox_has_the_date_of_that()
    {
        await using var server = MailboxServer.Start(kind);
        await using var first = await server.SelectAsync();
        await first.AppendAsync("INBOX \"01-Feb-2020 10:20:30 +0130\"", "Subject: x\r\n\r\n");
        Assert.Equal(
            "* 1 FETCH (INTERNALDATE \"01-Feb-2020 10:20:30 +0130\" SAVEDATE \"01-Jan-2026 12:00:00 +0000\")\r\n"
            + Completed,
            await first.SayAsync("FETCH 1 (INTERNALDATE SAVEDATE)"));
        server.Clock.Advance(TimeSpan.FromDays(2));
        await using var talk = await server.SelectAsync();
        await talk.SayAsync("CREATE a");
        await talk.SayAsync("COPY 1 a");
        Assert.Equal("* SEARCH 1\r\n" + Completed, await talk.SayAsync("SEARCH SAVEDON 1-Jan-2026"));
        await talk.SayAsync("SELECT a");
        Assert.Contains("SAVEDATE \"03-Jan-2026", await talk.SayAsync("FETCH 1 SAVEDATE"), StringComparison.Ordinal);
        Assert.Equal("* SEARCH 1\r\n" + Completed, await talk.SayAsync("SEARCH SAVEDSINCE 3-Jan-2026"));
        Assert.Equal("* SEARCH\r\n" + Completed, await talk.SayAsync("SEARCH SAVEDBEFORE 3-Jan-2026"));
        Assert.Equal("* SEARCH 1\r\n" + Completed, await talk.SayAsync("SEARCH SAVEDATESUPPORTED"));
    }

    [Theory]
    [InlineData("", "Hello,\r\n  world \r\n", "Hello, world")]
    [InlineData("Content-Transfer-Encoding: base64\r\n", "SGVsbG8=\r\n", "Hello")]
    [InlineData(
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n",
        "<style>p {}</style><p>Gr=C3=BC=C3=9Fe</p>\r\n", "Gr\u00fc\u00dfe")]
    [InlineData("Content-Type: image/png\r\n", "x", "")]
    [InlineData(
        "Content-Type: multipart/mixed; boundary=b\r\n",
        "--b\r\nContent-Disposition: attachment\r\n\r\nnot this\r\n--b\r\n\r\nthis\r\n--b--\r\n",
        "this")]
    [InlineData(
        "Content-Type: multipart/alternative; boundary=b\r\n",
        "--b\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<b>only</b> here\r\n--b--\r\n", "only here")]
    public async Task The_first_words_are_told(string header, string body, string words)
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(header + "Subject: x\r\n\r\n" + body);
        await using var talk = await server.LogInAsync();
        await talk.SayAsync("ENABLE IMAP4rev2");
        await talk.SayAsync("SELECT INBOX");
        foreach (var item in new[] { "PREVIEW", "PREVIEW (LAZY)" })
        {
            Assert.Equal(
                $"* 1 FETCH (PREVIEW \"{words}\")\r\n" + Completed,
                Utf8(await talk.SayAsync($"FETCH 1 ({item})")));
        }

        Assert.DoesNotContain("\\Seen", await talk.SayAsync("FETCH 1 FLAGS"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_long_text_256_characters_are_told()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync("\r\n" + new string('x', 100_000));
        await using var talk = await server.SelectAsync();
        Assert.Equal(
            $"* 1 FETCH (PREVIEW \"{new string('x', 256)}\")\r\n" + Completed, await talk.SayAsync("FETCH 1 PREVIEW"));
    }

    private static string IdIn(string said) => Regex.Match(said, @"MAILBOXID \((\w+)\)").Groups[1].Value;

    private static string Utf8(string latin) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin));

    private const string Completed = "t OK Completed\r\n";
}

public sealed class MemoryMailboxObjectTests() : MailboxObjectTests(StoreKind.Memory);

public sealed class SqliteMailboxObjectTests() : MailboxObjectTests(StoreKind.Sqlite);
