using System.Globalization;
using Rockdove.Storage;

namespace Rockdove.Prober;

/// <summary>
/// Keeps a second process out of a database: a lock of the system on a file beside it. However a process ends, the
/// system gives the lock back, so that nobody has to guess whether the one that held it still lives.
/// </summary>
internal sealed class JournalLease : IDisposable
{
    private readonly FileStream _lock;

    /// <param name="database">The database, which need not exist.</param>
    /// <exception cref="StoreInUseException">Another process, or this one, has it open.</exception>
    public JournalLease(string database)
    {
        // The id has a file of its own: on some systems, the locked one cannot be read by whoever wants to know.
        var idPath = database + ".pid";
        try
        {
            _lock = new FileStream(
                database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new StoreInUseException(
                $"{database} is in use by process {ReadId(idPath)}. Stop it, or name another file.", error);
        }
        catch (IOException error)
        {
            throw new StoreException($"The folder of {database} does not exist. Make it, or name another file.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StoreException($"{database}.lock may not be written: {error.Message}", error);
        }

        File.WriteAllText(idPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    public void Dispose() => _lock.Dispose();

    private static string ReadId(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (IOException)
        {
            return "unknown";
        }
    }
}
