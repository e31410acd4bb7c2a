using Rockdove.Mailboxes;
using Rockdove.Storage;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Cli;

/// <summary>How each of the commands ends, in one place.</summary>
internal static class StoreRun
{
    /// <returns>The exit code of the command, or that of what kept it from its work.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception error) when (error is StoreInUseException or UsageException or ArchiveException)
        {
            ErrorLine.Write(error.Message);
            return ExitCode.Usage;
        }
        catch (StoreException error)
        {
            ErrorLine.Write(error.Message);
            return ExitCode.Failed;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ErrorLine.Write(error.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            ErrorLine.Write("stopped before it was done");
            return ExitCode.Failed;
        }
    }

    /// <summary>Opens a store that exists.</summary>
    public static SqliteMailStore Open(string folder, double compactBelow = 0)
    {
        Require(folder);
        return SqliteMailStore.Open(folder, new()
        {
            CompactBelow = compactBelow,
            Report = notice =>
            {
                if (notice.IsTrouble)
                    ErrorLine.Write(notice.Text);
            },
        });
    }

    /// <exception cref="UsageException">There is no store.</exception>
    public static void Require(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "meta.db")))
            throw new UsageException($"{folder} is no store: there is no meta.db in it");
    }
}
