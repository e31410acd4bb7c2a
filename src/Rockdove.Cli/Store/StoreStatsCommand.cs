using System.CommandLine;
using System.Globalization;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Cli;

/// <summary><c>rockdove store stats</c>.</summary>
internal static class StoreStatsCommand
{
    public static Command Create()
    {
        var folder = StoreCommand.Folder();
        var json = StoreCommand.Json();
        var command = new Command("stats", Help) { folder, json };
        command.SetAction((parsed, _) => StoreRun.RunAsync(() =>
        {
            StoreRun.Require(parsed.GetValue(folder)!);
            var stats = SqliteStoreStats.Read(parsed.GetValue(folder)!);
            if (parsed.GetValue(json))
                Print(stats);
            else
                Tell(stats);
            return Task.FromResult(ExitCode.Ok);
        }));
        return command;
    }

    private static void Tell(SqliteStoreStats stats)
    {
        Write($"messages   {stats.Messages}, {stats.BodyBytes} bytes, the largest {stats.LargestBytes}");
        if (stats is { Oldest: { } oldest, Newest: { } newest })
            Write($"dates      {oldest:yyyy-MM-dd HH:mm:ss} to {newest:yyyy-MM-dd HH:mm:ss} UTC");
        if (stats.Blobs > 0)
            Write($"blobs      {stats.Blobs}");
        if (stats.Damaged > 0)
            Write($"damaged    {stats.Damaged}");
        var reclaimable = stats.ReclaimableBytes;
        Write($"segments   {stats.Segments}, {stats.SegmentBytes} bytes, of which {reclaimable} can be compacted");
        Write($"database   {stats.DatabaseBytes} bytes, {stats.Sqlite}");
        Write($"mailboxes  {stats.Mailboxes.Count}");
        foreach (var mailbox in stats.Mailboxes)
        {
            var counts = $"{mailbox.Messages} messages, {mailbox.Unseen} unseen, {mailbox.Bytes} bytes";
            Write($"  {mailbox.Name}: {counts}, UIDNEXT {mailbox.UidNext}");
        }
    }

    private static void Write(FormattableString line) =>
        Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Print(SqliteStoreStats stats) => StoreJsonContext.Print(
        new(
            stats.Messages,
            stats.BodyBytes,
            stats.LargestBytes,
            stats.Oldest,
            stats.Newest,
            stats.Blobs,
            stats.Damaged,
            stats.Segments,
            stats.SegmentBytes,
            stats.ReclaimableBytes,
            stats.DatabaseBytes,
            stats.Sqlite,
            [.. stats.Mailboxes.Select(mailbox => new MailboxJson(
                mailbox.Name.Owner, mailbox.Name.Name, mailbox.Messages, mailbox.Unseen, mailbox.Deleted, mailbox.Bytes,
                mailbox.UidValidity, mailbox.UidNext.Value))]),
        StoreJsonContext.Default.StatsJson);

    private const string Help =
        """
        Tell what a store holds and what of the disk it takes, also while it is in use.

        Examples:
          rockdove store stats mail
          rockdove store stats mail --json | jq .mailboxes
        """;
}
