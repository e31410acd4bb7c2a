using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Rockdove.Mailboxes.Tests;

/// <summary>Mod-sequences, what is told of changes to a client that comes back, and to one that waits.</summary>
public abstract class MailboxChangesTests(StoreKind kind)
{
    [Fact]
    public async Task Q1_every_change_has_a_greater_mod_sequence()
    {
        await using var server = MailboxServer.Start(kind);
        await using var talk = await server.SelectAsync();
        await talk.SayAsync("CREATE a");
        var last = await HighestAsync();
        foreach (var change in (string[])
            ["COPY 1 INBOX", "STORE 1 +FLAGS (\\Deleted)", "EXPUNGE", "MOVE 1 INBOX", "MOVE 1 a"])
        {
            if (change == "COPY 1 INBOX")
                await talk.AppendAsync("INBOX", "Subject: x\r\n\r\n");
            Assert.Contains("t OK ", await talk.SayAsync(change), StringComparison.Ordinal);
            var now = await HighestAsync();
            Assert.True(now > last, $"{change}: {last}, then {now}");
            last = now;
        }

        async Task<long> HighestAsync() => Number(
            await talk.SayAsync("STATUS INBOX (HIGHESTMODSEQ)"), "HIGHESTMODSEQ");
    }

    [Fact]
    public async Task Q2_what_has_changed_meanwhile_is_left_alone_and_named()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await server.DepositAsync(Plain);
        await using var ann = await server.SelectAsync();
        await using var bob = await server.SelectAsync();
        var known = Number(await ann.SayAsync("STATUS INBOX (HIGHESTMODSEQ)"), "HIGHESTMODSEQ");
        await bob.SayAsync("STORE 2 +FLAGS (\\Flagged)");
        var answer = await ann.SayAsync($"STORE 1:2 (UNCHANGEDSINCE {known}) +FLAGS.SILENT (\\Seen)");
        Assert.Contains("t OK [MODIFIED 2] ", answer, StringComparison.Ordinal);
        Assert.Matches(@"\* 1 FETCH \(MODSEQ \(\d+\)\)", answer);
        Assert.Contains("* SEARCH 1\r\n", await ann.SayAsync("SEARCH SEEN"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Q4_changes_since_are_told_and_no_others()
    {
        await using var server = MailboxServer.Start(kind);
        for (var i = 0; i < 3; i++)
            await server.DepositAsync(Plain);
        await using var talk = await server.SelectAsync();
        var known = Number(await talk.SayAsync("STATUS INBOX (HIGHESTMODSEQ)"), "HIGHESTMODSEQ");
        await talk.SayAsync("STORE 2 +FLAGS (\\Seen)");
        Assert.Matches(
            @"^\* 2 FETCH \(UID 2 FLAGS \(\\Seen\) MODSEQ \(\d+\)\)\r\nt OK Completed\r\n$",
            await talk.SayAsync($"UID FETCH 1:* (FLAGS) (CHANGEDSINCE {known})"));
        Assert.Matches(
            @"^\* SEARCH 2 \(MODSEQ \d+\)\r\n", await talk.SayAsync($"SEARCH MODSEQ {known + 1}"));
    }

    [Fact]
    public async Task Q12_what_is_gone_since_is_told_where_it_is_asked_for()
    {
        await using var server = MailboxServer.Start(kind);
        for (var i = 0; i < 5; i++)
            await server.DepositAsync(Plain);
        await using var ann = await server.SelectAsync();
        var known = Number(await ann.SayAsync("STATUS INBOX (HIGHESTMODSEQ)"), "HIGHESTMODSEQ");
        await ann.SayAsync("STORE 2,4 +FLAGS (\\Deleted)");
        await ann.SayAsync("EXPUNGE");
        await using var bob = await server.LogInAsync();
        await bob.SayAsync("ENABLE QRESYNC");
        await bob.SayAsync("SELECT INBOX");
        Assert.Equal(
            "* VANISHED (EARLIER) 2,4\r\nt OK Completed\r\n",
            await bob.SayAsync($"UID FETCH 1:* (FLAGS) (CHANGEDSINCE {known} VANISHED)"));
    }

    [Fact]
    public async Task Q14_identifiers_never_come_back()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await using var talk = await server.SelectAsync();
        await talk.SayAsync("STORE 1 +FLAGS (\\Deleted)");
        await talk.SayAsync("EXPUNGE");
        Assert.Matches(@"\[APPENDUID \d+ 2\]", await talk.AppendAsync("INBOX", Plain));
        await talk.SayAsync("UID MOVE 2 INBOX");
        Assert.Equal("* SEARCH 3\r\nt OK Completed\r\n", await talk.SayAsync("UID SEARCH ALL"));
    }

    [Fact]
    public async Task I95_whoever_idles_is_told_at_once_of_what_comes_changes_and_goes()
    {
        await using var server = MailboxServer.Start(kind);
        await server.DepositAsync(Plain);
        await using var waits = await server.SelectAsync();
        await using var acts = await server.SelectAsync();
        await waits.SendAsync("i IDLE\r\n");
        Assert.Equal("+ Idling", await waits.ReadLineAsync());
        await server.DepositAsync(Plain);
        Assert.Equal("* 2 EXISTS", await waits.ReadLineAsync());
        Assert.Equal("* 0 RECENT", await waits.ReadLineAsync());
        await acts.SayAsync("STORE 1 +FLAGS (\\Deleted)");
        Assert.Equal("* 1 FETCH (FLAGS (\\Deleted))", await waits.ReadLineAsync());
        await acts.SayAsync("EXPUNGE");
        Assert.Equal("* 1 EXPUNGE", await waits.ReadLineAsync());
        await waits.SendAsync("DONE\r\n");
        Assert.Equal("i OK Completed", await waits.ReadLineAsync());
    }

    [Fact]
    public async Task I95_two_hundred_who_idle_are_told_within_a_second()
    {
        await using var server = MailboxServer.Start(kind);
        var idle = new List<ImapTalk>();
        for (var i = 0; i < 200; i++)
        {
            idle.Add(await server.SelectAsync());
            await idle[i].SendAsync("i IDLE\r\n");
            await idle[i].ReadLineAsync();
        }

        var start = Stopwatch.GetTimestamp();
        var told = idle.Select(async talk =>
        {
            Assert.Equal("* 1 EXISTS", await talk.ReadLineAsync());
            return Stopwatch.GetElapsedTime(start);
        }).ToList();
        await server.DepositAsync(Plain);
        var times = (await Task.WhenAll(told)).Order().ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"half of them after {times[100].TotalMilliseconds:0.0} ms, "
            + $"all after {times[^1].TotalMilliseconds:0.0} ms");
        Assert.True(times[^1] < TimeSpan.FromSeconds(1), $"The last one was told after {times[^1]}.");
        foreach (var talk in idle)
            await talk.DisposeAsync();
    }

    [Fact]
    public async Task Many_messages_are_told_and_found_in_bounded_answers()
    {
        await using var server = MailboxServer.Start(kind);
        for (var i = 0; i < 150; i++)
            await server.DepositAsync(Plain);
        await using var talk = await server.SelectAsync();
        var told = await talk.SayAsync("FETCH 1:* (UID BODY[])"); // More than one page that is marked as seen.
        Assert.Equal(150, Regex.Count(told, @"FLAGS \(\\Seen\)"));
        Assert.Equal("* SEARCH\r\nt OK Completed\r\n", await talk.SayAsync("SEARCH UNSEEN"));
    }

    private static long Number(string text, string name) => long.Parse(
        Regex.Match(text, name + @" (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);

    private const string Plain = "Subject: plain\r\n\r\nbody\r\n";
}

public sealed class MemoryMailboxChangesTests() : MailboxChangesTests(StoreKind.Memory);

public sealed class SqliteMailboxChangesTests() : MailboxChangesTests(StoreKind.Sqlite)
{
    [Fact]
    public async Task Q10_where_it_is_not_remembered_what_has_gone_all_that_is_missing_is_told()
    {
        await using var server = MailboxServer.Start(StoreKind.Sqlite, expungeLogRanges: 1);
        for (var i = 0; i < 7; i++)
            await server.DepositAsync("Subject: x\r\n\r\n");
        await using var ann = await server.SelectAsync();
        var opened = await ann.SayAsync("SELECT INBOX");
        var validity = Regex.Match(opened, @"UIDVALIDITY (\d+)").Groups[1].Value;
        foreach (var uid in (int[])[1, 3, 5])
        {
            await ann.SayAsync($"UID STORE {uid} +FLAGS (\\Deleted)");
            await ann.SayAsync("EXPUNGE");
        }

        await using var bob = await server.LogInAsync();
        await bob.SayAsync("ENABLE QRESYNC");
        var told = await bob.SayAsync($"SELECT INBOX (QRESYNC ({validity} 1 1:7))");
        Assert.Contains("* VANISHED (EARLIER) 1,3,5\r\n", told, StringComparison.Ordinal);
        Assert.Equal(4, Regex.Count(told, @"\* \d FETCH "));
    }
}
