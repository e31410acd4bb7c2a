using System.Globalization;
using System.IO.Compression;
using System.Text;
using Rockdove.Sqlite;

namespace Rockdove.Prober.Tests;

/// <summary>maping's tables, as its users query them, and what was wrong with them.</summary>
public sealed class ClassicViewTests
{
    [Fact]
    public async Task The_columns_are_those_of_maping()
    {
        await using var results = new TemporaryJournal();
        Assert.Equal(
            [
                "id", "timestamp", "tx", "rx", "acc_a", "acc_b", "smtphost_tx", "imaphost_tx", "smtphost_rx",
                "imaphost_rx",
            ],
            results.Query("SELECT name FROM pragma_table_info('log')", 1).Select(row => row[0]));
        Assert.Equal(
            ["id", "smtplog_tx", "imaplog_tx", "smtplog_rx", "imaplog_rx"],
            results.Query("SELECT name FROM pragma_table_info('protocol')", 1).Select(row => row[0]));
    }

    [Fact]
    public async Task A_pair_is_one_row_of_a_run_in_the_order_of_the_run()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("b", "a", "c");
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Delivered, 4);
        await results.ProbeAsync(run, "b", "a", ProbeOutcome.DeliveredSpam, 9.9);
        await results.ProbeAsync(run, "c", "b", ProbeOutcome.Late, 700);
        var second = TemporaryJournal.Noon.AddDays(1);
        var again = await results.RunAsync(second, "once", "a", "b", "c");
        await results.ProbeAsync(again, "a", "b", ProbeOutcome.Duplicate, 1, second);

        var first = TemporaryJournal.Noon.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal(
            [
                ["2", "10", "5", "b@b.example", "a@a.example", "smtp.b.example", "imap.a.example", "smtp.a.example",
                    "imap.b.example"],
                ["3", null, "701", "b@b.example", "c@c.example", "smtp.b.example", "imap.c.example", "smtp.c.example",
                    "imap.b.example"],
            ],
            results.Query(
                "SELECT id, tx, rx, acc_a, acc_b, smtphost_tx, imaphost_tx, smtphost_rx, imaphost_rx FROM log "
                + $"WHERE timestamp = {first} ORDER BY id", 9));
        Assert.Equal(
            [["4", "2", null, "a@a.example"]],
            results.Query($"SELECT id, tx, rx, acc_a FROM log WHERE timestamp > {first}", 4));
    }

    [Fact]
    public async Task A_failure_one_way_leaves_the_other_way_alone() // maping's second defect.
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Delivered, 3);
        await results.ProbeAsync(run, "b", "a", ProbeOutcome.SendFailed);
        Assert.Equal([["4", "-1"]], results.Query("SELECT tx, rx FROM log", 2));
    }

    [Fact]
    public async Task No_seconds_are_a_time_both_ways_and_none_is_negative() // The third and the fourth.
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        foreach (var (from, to, classic) in new[] { ("a", "b", 0L), ("b", "a", -7L) })
        {
            var probe = await results.AddAsync(run, from, to);
            await results.SendAsync(probe);
            await results.Journal.ResolveAsync(
                probe,
                TemporaryJournal.End(ProbeOutcome.Delivered, 1.5, TemporaryJournal.Noon) with
                {
                    ClassicSeconds = classic,
                },
                TemporaryJournal.Cancelled);
        }

        Assert.Equal([["0", "2"]], results.Query("SELECT tx, rx FROM log", 2));
    }

    [Theory]
    [InlineData(ProbeOutcome.Bounced)]
    [InlineData(ProbeOutcome.Lost)]
    [InlineData(ProbeOutcome.Rejected)]
    [InlineData(ProbeOutcome.SendFailed)]
    [InlineData(ProbeOutcome.TlsFailed)]
    [InlineData(ProbeOutcome.AuthenticationFailed)]
    [InlineData(ProbeOutcome.ReceiveFailed)]
    public async Task Every_failure_is_minus_one(ProbeOutcome outcome)
    {
        await using var results = new TemporaryJournal();
        await results.ProbeAsync(await results.RunAsync("a", "b"), "b", "a", outcome);
        Assert.Equal([[null, "-1"]], results.Query("SELECT tx, rx FROM log", 2));
    }

    [Theory]
    [InlineData(ProbeOutcome.SkippedForBudget)]
    [InlineData(ProbeOutcome.Unknown)]
    public async Task What_was_not_measured_is_no_failure(ProbeOutcome outcome)
    {
        await using var results = new TemporaryJournal();
        await results.ProbeAsync(await results.RunAsync("a", "b"), "a", "b", outcome);
        Assert.Equal([[null, null]], results.Query("SELECT tx, rx FROM log", 2));
    }

    [Fact]
    public async Task A_pair_that_is_under_way_has_no_row_yet()
    {
        await using var results = new TemporaryJournal();
        await results.AddAsync(await results.RunAsync("a", "b"), "a", "b");
        Assert.Equal(0, results.Scalar("SELECT count(*) FROM log"));
        Assert.Equal(0, results.Scalar("SELECT count(*) FROM protocol"));
    }

    [Fact]
    public async Task Logs_are_gzip_and_there_when_something_failed() // The seventh.
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        var failed = await results.AddAsync(run, "a", "b");
        foreach (var (protocol, text) in new[] { ("smtp", "S: 421 busy"), ("smtp", "S: 550 no"), ("pop3", "S: -ERR") })
        {
            await results.Journal.AddTranscriptAsync(
                failed, "a",
                new(protocol, TemporaryJournal.Noon, "mx:25", Encoding.UTF8.GetBytes(text), true),
                TemporaryJournal.Cancelled);
        }

        await results.Journal.ResolveAsync(
            failed, TemporaryJournal.End(ProbeOutcome.Rejected, null, TemporaryJournal.Noon),
            TemporaryJournal.Cancelled);

        using var connection = new SqliteConnection(results.File);
        using var row = connection.Use(
            "SELECT p.smtplog_tx, p.imaplog_tx, p.smtplog_rx, p.imaplog_rx FROM protocol p JOIN log l ON l.id = p.id");
        Assert.True(row.Step());
        Assert.Equal(
            ["S: 550 no", "S: -ERR", "", ""],
            Enumerable.Range(0, 4).Select(i => Unpacked(row.Blob(i).ToArray())));
    }

    private static string Unpacked(byte[] octets)
    {
        using var gzip = new GZipStream(new MemoryStream(octets), CompressionMode.Decompress);
        using var text = new StreamReader(gzip);
        return text.ReadToEnd();
    }
}
