using System.Globalization;
using System.Runtime.InteropServices;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Blocks on the disk, in a database of their own. All of it can be made again from the messages, so it is thrown away
/// where there is any doubt. One thread writes; reading is for everybody.
/// </summary>
internal sealed class IndexFile : IDisposable
{
    private readonly SqliteConnection _connection;

    private IndexFile(string path, SqliteConnection connection)
    {
        _connection = connection;
        Readers = new(path);
    }

    public ReaderPool Readers { get; }

    /// <summary>Every message up to this key is in a block that is on the disk.</summary>
    public long Watermark => _connection.Scalar("SELECT watermark FROM settings");

    /// <summary>Opens the file, or makes a new one where there is none that can be used.</summary>
    /// <exception cref="SqliteException">Not even a new one can be made.</exception>
    public static IndexFile Open(
        string path, string version, int blockBits, ReaderPool store, Action<StoreNotice> report)
    {
        version = string.Create(
            CultureInfo.InvariantCulture, $"{Layout} {version} {SearchFold.CaseTable} {blockBits}");
        if (File.Exists(path))
        {
            var file = TryOpen(path, version, store, out var why);
            if (file is not null)
                return file;
            if (why != Unfinished)
                report(new(StoreNoticeKind.Postponed, $"{path} is made again from the messages: {why}"));
        }
        Delete(path);
        return Create(path, version);
    }

    public static void Delete(string path)
    {
        foreach (var name in (string[])[path, path + "-wal", path + "-shm"])
            File.Delete(name);
    }

    public List<SavedBlock> Blocks(int blockBits)
    {
        var blocks = new List<SavedBlock>();
        using var row = _connection.Use(
            "SELECT number, shape, open, first_key, last_key FROM block ORDER BY number");
        while (row.Step())
        {
            blocks.Add(new(
                row.Long(0), BlockShape.Of((int)row.Long(1), blockBits), row.Long(2) != 0, row.Long(3), row.Long(4)));
        }
        return blocks;
    }

    /// <summary>The keys of a block, each in its column; none if it was removed.</summary>
    public static long[] KeysOf(SqliteConnection connection, long block)
    {
        using var row = connection.Use("SELECT keys FROM block WHERE number = ?1").Bind(1, block);
        return row.Step() ? MemoryMarshal.Cast<byte, long>(row.Blob(0)).ToArray() : [];
    }

    /// <summary>The same, and where their texts are.</summary>
    public static BlockColumns ColumnsOf(SqliteConnection connection, long block)
    {
        using var row = connection.Use("SELECT keys, places FROM block WHERE number = ?1").Bind(1, block);
        return row.Step()
            ? new(
                MemoryMarshal.Cast<byte, long>(row.Blob(0)).ToArray(),
                MemoryMarshal.Cast<byte, int>(row.Blob(1)).ToArray())
            : BlockColumns.None;
    }

    public OpenBlock Load(SavedBlock saved)
    {
        var block = new OpenBlock(saved.Shape, saved.Number);
        using (var row = _connection.Use("SELECT last_id FROM block WHERE number = ?1").Bind(1, saved.Number))
        {
            row.Step();
            block.Restore(ColumnsOf(_connection, saved.Number), row.Text(0));
        }
        for (var i = 0; i < saved.Shape.Slices; i++)
        {
            using var row = _connection.Use("SELECT bits FROM slice WHERE number = ?1").Bind(1, Slice(saved.Number, i));
            if (row.Step())
                block.Restore(i, row.Blob(0));
        }
        return block;
    }

    /// <summary>Writes blocks as they are, in one transaction with the watermark.</summary>
    public void Save(IReadOnlyList<OpenBlock> blocks, long watermark, Action<StoreStep> step)
    {
        _connection.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (var block in blocks)
                Write(block);
            _connection.Use("UPDATE settings SET watermark = ?1").Bind(1, watermark).Run();
            step(StoreStep.IndexWritten);
            _connection.Execute("COMMIT");
        }
        catch
        {
            if (_connection.IsInTransaction)
                _connection.Execute("ROLLBACK");
            throw;
        }
        step(StoreStep.IndexSaved);
    }

    public void Remove(SavedBlock block)
    {
        _connection.Execute("BEGIN IMMEDIATE");
        _connection.Use("DELETE FROM slice WHERE number BETWEEN ?1 AND ?2")
            .Bind(1, Slice(block.Number, 0)).Bind(2, Slice(block.Number + 1, 0) - 1).Run();
        _connection.Use("DELETE FROM block WHERE number = ?1").Bind(1, block.Number).Run();
        _connection.Execute("COMMIT");
    }

    public void Dispose()
    {
        Readers.Dispose();
        _connection.Dispose();
    }

    /// <summary>The number of a slice of a block.</summary>
    public static long Slice(long block, int slice) => block * MostSlices + slice;

    private void Write(OpenBlock block)
    {
        var (keys, places) = block.Columns();
        _connection.Use("INSERT OR REPLACE INTO block VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
            .Bind(1, block.Number).Bind(2, block.Shape.Number).Bind(3, block.IsFull ? 0 : 1)
            .Bind(4, MemoryMarshal.AsBytes(keys.AsSpan())).Bind(5, MemoryMarshal.AsBytes(places.AsSpan()))
            .Bind(6, keys[0]).Bind(7, keys[^1]).Bind(8, block.LastId).Run();
        for (var i = 0; i < block.Shape.Slices; i++)
        {
            _connection.Use("INSERT OR REPLACE INTO slice VALUES (?1, ?2)").Bind(1, Slice(block.Number, i))
                .Bind(2, block.Octets.Slice(i * BlockShape.SliceBytes, BlockShape.SliceBytes)).Run();
        }
    }

    private static IndexFile Create(string path, string version)
    {
        var connection = new SqliteConnection(path);
        try
        {
            connection.Execute("PRAGMA page_size = 16384");
            Configure(connection);
            connection.Execute("BEGIN IMMEDIATE");
            connection.Execute(Tables);
            connection.Use("INSERT INTO settings VALUES (?1, 0)").Bind(1, version).Run();
            connection.Execute("COMMIT");
            return new(path, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static IndexFile? TryOpen(string path, string version, ReaderPool store, out string why)
    {
        SqliteConnection? connection = null;
        IndexFile? file = null;
        try
        {
            connection = new SqliteConnection(path);
            Configure(connection);
            why = Doubt(connection, version, store) ?? "";
            if (why.Length == 0)
                file = new(path, connection);
        }
        catch (SqliteException error)
        {
            why = error.Message;
        }
        if (file is null)
            connection?.Dispose();
        return file;
    }

    /// <summary>A power cut takes the last saves, and never a part of one: they are made again.</summary>
    private static void Configure(SqliteConnection connection) =>
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4096");

    /// <summary>Why the file is not of these messages as they are read today; null if it is.</summary>
    private static string? Doubt(SqliteConnection connection, string version, ReaderPool store)
    {
        if (connection.Scalar("SELECT count(*) FROM sqlite_master") == 0)
            return Unfinished;
        using (var row = connection.Use("SELECT version FROM settings"))
        {
            if (!row.Step() || row.Text(0) != version)
                return "messages are read in another way now.";
        }
        using var lease = store.Rent();
        var last = lease.Connection.Scalar("SELECT seq FROM sqlite_sequence WHERE name = 'message'");
        var known = connection.Scalar(
            "SELECT max(watermark, ifnull((SELECT max(last_key) FROM block), 0)) FROM settings");
        if (known > last)
            return "it knows messages that the store does not have.";
        using var block = connection.Use("SELECT last_key, last_id FROM block");
        while (block.Step())
        {
            using var message = lease.Connection.Use("SELECT id FROM message WHERE key = ?1").Bind(1, block.Long(0));
            if (message.Step() && message.Text(0) != block.Text(1))
                return "it is of another store.";
        }
        return null;
    }

    private const int Layout = 3;

    /// <summary>Of a file whose making was interrupted: there is nothing in it, so there is nothing to say.</summary>
    private const string Unfinished = "nothing is in it.";

    /// <summary>As many as the default blocks have.</summary>
    private const int MostSlices = BlockShape.DefaultBlockBits / 8 / BlockShape.SliceBytes;

    private const string Tables =
        """
        CREATE TABLE settings (
            version TEXT NOT NULL,       -- of the layout, the reader, the cases and the shapes
            watermark INTEGER NOT NULL   -- messages up to this key are in blocks here
        );
        CREATE TABLE block (
            number INTEGER PRIMARY KEY,
            shape INTEGER NOT NULL,
            open INTEGER NOT NULL,       -- not full: it is replaced when it is
            keys BLOB NOT NULL,          -- of the messages, 8 octets for each column
            places BLOB NOT NULL,        -- of their texts in the file of the block, 4 octets for each column
            first_key INTEGER NOT NULL,
            last_key INTEGER NOT NULL,
            last_id TEXT NOT NULL
        );
        CREATE TABLE slice (
            number INTEGER PRIMARY KEY,  -- 1024 times the block's, and which slice it is
            bits BLOB NOT NULL           -- some rows, one behind the other
        );
        """;
}
