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
        var waiting = Task.Factory.StartNew(
            () => Restart(other), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        for (var began = Stopwatch.GetTimestamp(); failure is null && !checkpointer.IsOwed;)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience);
            checkpointer.Committed(1);
            checkpointer.Checkpoint(); // Nothing is owed after it, unless the other one was in the way.
            await Task.Yield();
        }
        var whileLocked = failure;
        reader.Execute("COMMIT");
        await waiting;
        checkpointer.Checkpoint();

        Assert.Null(whileLocked);
        Assert.Null(failure);
        Assert.False(checkpointer.IsOwed);
    }

    /// <summary>Again where one of ours was in its way.</summary>
    private static void Restart(SqliteConnection connection)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience;)
        {
            try
            {
                connection.Checkpoint(raw.SQLITE_CHECKPOINT_RESTART);
                return;
            }
            catch (SqliteException error) when (error.IsBusy)
            {
                // Nothing was done.
            }
        }
    }

    /// <summary>One that has read something, for before that it knows of no log.</summary>
    private SqliteConnection Opened()
    {
        var connection = new SqliteConnection(_path);
        connection.Scalar("SELECT count(*) FROM one");
        return connection;
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
}
