namespace Rockdove.Storage.Sqlite;

/// <summary>Copies the files of a store at one moment, which is that of its rows.</summary>
internal sealed class StoreCopy(StoreFolder store, string target, Action<StoreCopyProgress>? progress)
{
    private readonly Dictionary<long, long> _copied = [];
    private readonly List<string> _otherFiles = [];
    private readonly List<string> _leftOut = [];
    private long _expected;

    public long Bytes { get; private set; }

    public IReadOnlyList<string> OtherFiles => _otherFiles;

    public IReadOnlyList<string> LeftOut => _leftOut;

    public void Run(CancellationToken token)
    {
        // First, so that a list of accounts is not newer than the mail.
        foreach (var name in store.OtherFiles())
            CopyOther(name, token);
        store.Connection.Execute("PRAGMA query_only = OFF"); // It is another file that is written.
        var database = Path.Combine(target, "meta.db");
        HashSet<long> missing = [];
        for (var attempt = 1;; attempt++)
        {
            File.Delete(database);
            CopyRows(store.Connection, database);
            var gone = CopySegments(database, token);
            // One that the rows name twice is not one that just went: it is damage, and so it is in the copy.
            if (gone.IsSubsetOf(missing))
                break;
            if (attempt == MostAttempts)
            {
                throw new StoreException($"{store.Path} changes faster than it can be copied: stop what is writing to "
                    + "it, or try when there is less to do.");
            }
            missing = gone;
        }
        Bytes += new FileInfo(Path.Combine(target, "meta.db")).Length;
    }

    /// <summary>Everything is on the disk before the folder gets its name.</summary>
    public void Sync()
    {
        foreach (var path in Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories))
        {
            using var file = SystemFiles.Instance.Open(path, forWriting: true);
            file.Sync();
        }
        foreach (var folder in Directory.EnumerateDirectories(target, "*", SearchOption.AllDirectories))
            SystemFiles.Instance.SyncFolder(folder);
        SystemFiles.Instance.SyncFolder(target);
    }

    private static void CopyRows(SqliteConnection from, string to)
    {
        // Not kept as a prepared statement: its text has the path in it.
        from.Execute("VACUUM INTO '" + to.Replace("'", "''", StringComparison.Ordinal) + "'");
    }

    /// <returns>The segments that are not there.</returns>
    private HashSet<long> CopySegments(string database, CancellationToken token)
    {
        using var rows = new SqliteConnection(database);
        _expected = rows.Scalar("SELECT coalesce(sum(bytes), 0) FROM segment");
        var wanted = new Dictionary<long, long>();
        using (var row = rows.Use("SELECT number, bytes FROM segment ORDER BY number"))
            while (row.Step())
                wanted[row.Long(0)] = row.Long(1);
        foreach (var gone in _copied.Keys.Except(wanted.Keys).ToList())
        {
            File.Delete(SegmentFolder.PathIn(Path.Combine(target, "bodies"), gone));
            _copied.Remove(gone);
        }
        var missing = new HashSet<long>();
        foreach (var (number, bytes) in wanted)
            if (!CopySegment(number, bytes, token))
                missing.Add(number);
        return missing;
    }

    private bool CopySegment(long number, long bytes, CancellationToken token)
    {
        var done = _copied.GetValueOrDefault(number);
        if (done >= bytes)
            return true;
        FileStream from;
        try
        {
            from = new(store.SegmentPath(number), FileMode.Open, FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        using (from)
        using (var to = new FileStream(SegmentFolder.PathIn(Path.Combine(target, "bodies"), number),
            FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            from.Position = to.Position = done;
            CopyTo(from, to, bytes - done, token);
            _copied[number] = bytes;
        }
        return true;
    }

    private void CopyTo(Stream from, Stream to, long bytes, CancellationToken token)
    {
        var buffer = new byte[SliceBytes];
        while (bytes > 0)
        {
            token.ThrowIfCancellationRequested();
            var read = from.Read(buffer, 0, (int)Math.Min(buffer.Length, bytes));
            if (read == 0)
                return; // Shorter than the rows say, as a damaged one is.
            to.Write(buffer, 0, read);
            bytes -= read;
            Bytes += read;
            progress?.Invoke(new(Bytes, Math.Max(_expected, Bytes)));
        }
    }

    private void CopyOther(string name, CancellationToken token)
    {
        var from = Path.Combine(store.Path, name);
        var to = Path.Combine(target, name);
        if (IsMadeAgain(name) || Directory.Exists(from))
        {
            _leftOut.Add(name);
            return;
        }
        if (name.EndsWith("-wal", StringComparison.Ordinal) || name.EndsWith("-shm", StringComparison.Ordinal)
            || name.EndsWith("-journal", StringComparison.Ordinal))
        {
            return; // Of a database, which is copied whole.
        }
        _otherFiles.Add(name);
        if (name.EndsWith(".db", StringComparison.Ordinal))
        {
            using var database = new SqliteConnection(from);
            CopyRows(database, to);
            return;
        }
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new FileStream(to, FileMode.CreateNew);
        CopyTo(source, copy, source.Length, token);
    }

    /// <summary>An index of words is made again from the mail.</summary>
    private static bool IsMadeAgain(string name) => name.StartsWith("search.db", StringComparison.Ordinal);

    private const int SliceBytes = 256 * 1024;

    /// <summary>
    /// Each takes what came since the one before, which is soon little. A store that outruns so many had better be
    /// copied when it stands still.
    /// </summary>
    private const int MostAttempts = 10;
}
