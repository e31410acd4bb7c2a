using System.Globalization;

namespace Rockdove.Storage.Sqlite;

/// <summary>Keeps a second process out of a store. The system gives the lock back however this process ends.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _lock;

    /// <exception cref="StoreInUseException">Another process, or this one, has the store open.</exception>
    public DirectoryLock(string folder)
    {
        // The id has a file of its own: the locked one cannot be read by whoever wants to know.
        var idPath = Path.Combine(folder, "lock.pid");
        try
        {
            _lock = new FileStream(
                Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new StoreInUseException(
                $"{folder} is in use by process {ReadId(idPath)}. Stop it, or name another folder.", error);
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
