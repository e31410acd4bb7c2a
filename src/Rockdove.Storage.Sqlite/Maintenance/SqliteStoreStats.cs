namespace Rockdove.Storage.Sqlite;

/// <summary>What a store holds and what of the disk it takes, also while a process has it open.</summary>
public sealed record SqliteStoreStats
{
    public required IReadOnlyList<MailboxStatus> Mailboxes { get; init; }

    /// <summary>Messages, each once in however many mailboxes.</summary>
    public required long Messages { get; init; }

    /// <summary>Octets of their bodies.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>Blobs that are no messages.</summary>
    public required long Blobs { get; init; }

    /// <summary>Messages noted as damaged.</summary>
    public required long Damaged { get; init; }

    public required long Segments { get; init; }

    /// <summary>Octets of all segments.</summary>
    public required long SegmentBytes { get; init; }

    /// <summary>Octets in segments that belong to no message, which compaction gives back.</summary>
    public required long ReclaimableBytes { get; init; }

    /// <summary>Octets of the database and its log.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>The largest body, octets.</summary>
    public required long LargestBytes { get; init; }

    /// <summary>The earliest and the latest INTERNALDATE; null if there is no message.</summary>
    public required DateTimeOffset? Oldest { get; init; }

    /// <inheritdoc cref="Oldest"/>
    public required DateTimeOffset? Newest { get; init; }

    /// <summary>The version of SQLite.</summary>
    public required string Sqlite { get; init; }

    /// <exception cref="StoreException">It is no store, or of another version.</exception>
    public static SqliteStoreStats Read(string folder)
    {
        using var store = StoreFolder.OpenBeside(folder);
        var connection = store.Connection;
        using var moment = new ReadMoment(connection);
        var mailboxes = new List<MailboxStatus>();
        using (var row = connection.Use("SELECT " + RowReader.MailboxColumns + " FROM mailbox ORDER BY owner, name"))
            while (row.Step())
                mailboxes.Add(RowReader.ReadStatus(row));
        var onDisk = store.SegmentsOnDisk();
        var live = connection.Scalar("SELECT coalesce(sum(live), 0) FROM segment");
        using var dates = connection.Use("SELECT min(ticks), max(ticks) FROM entry");
        dates.Step();
        return new()
        {
            Mailboxes = mailboxes,
            Messages = connection.Scalar("SELECT count(*) FROM message WHERE id IS NOT NULL"),
            BodyBytes = connection.Scalar("SELECT coalesce(sum(bytes), 0) FROM message WHERE id IS NOT NULL"),
            Blobs = connection.Scalar("SELECT count(*) FROM message WHERE id IS NULL"),
            Damaged = connection.Scalar("SELECT count(*) FROM message WHERE damage IS NOT NULL"),
            Segments = onDisk.Count,
            SegmentBytes = onDisk.Bytes,
            ReclaimableBytes = Math.Max(onDisk.Bytes - live, 0),
            DatabaseBytes = store.DatabaseBytes(),
            LargestBytes = connection.Scalar("SELECT coalesce(max(bytes), 0) FROM message WHERE id IS NOT NULL"),
            Oldest = dates.IsNull(0) ? null : new DateTimeOffset(dates.Long(0), TimeSpan.Zero),
            Newest = dates.IsNull(1) ? null : new DateTimeOffset(dates.Long(1), TimeSpan.Zero),
            Sqlite = SqliteLibrary.Description,
        };
    }
}
