using System.Diagnostics;
using SQLitePCL;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>A checkpoint that cannot be made now is made later, and nobody is the worse for it.</summary>
public sealed class CheckpointerTests
{
    private readonly string _path = Path.Combine(TemporaryFolders.InMemory(), "meta.db");

    [Fact]
    public async Task A_checkpoint_that_another_one_is_in_the_way_of_is_made_after_the_next_commit()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        using var writer = new SqliteConnection(_path);
        writer.Execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE one (number INTEGER)");
        Exception? failure = null;
        using var checkpointer = new Checkpointer(_path, error => failure = error);
        using var reader = Opened();
        reader.Execute("BEGIN");
        reader.Scalar("SELECT count(*) FROM one");
        writer.Execute("INSERT INTO one VALUES (1)");

        // It holds the lock of checkpoints for as long as somebody reads what was there before.
        using var other = Opened();
        var waiting = Task.Run(
            () => other.Checkpoint(raw.SQLITE_CHECKPOINT_RESTART), TestContext.Current.CancellationToken);
        for (var began = Stopwatch.GetTimestamp(); !IsCheckpointing();)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(8));
            await Task.Yield();
        }
        checkpointer.Committed(1);
        checkpointer.Checkpoint();
        var whileLocked = failure;
        var isOwed = checkpointer.IsOwed;
        reader.Execute("COMMIT");
        await waiting;
        checkpointer.Checkpoint();

        Assert.Null(whileLocked);
        Assert.True(isOwed);
        Assert.Null(failure);
        Assert.False(checkpointer.IsOwed);
    }

    /// <summary>One that has read something, for before that it knows of no log.</summary>
    private SqliteConnection Opened()
    {
        var connection = new SqliteConnection(_path);
        connection.Scalar("SELECT count(*) FROM one");
        return connection;
    }

    /// <summary>Whether a checkpoint would find another one in its way.</summary>
    private bool IsCheckpointing()
    {
        using var connection = Opened();
        try
        {
            connection.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
            return false;
        }
        catch (SqliteException error)
        {
            return (error.Result & 0xff) == raw.SQLITE_BUSY;
        }
    }
}
