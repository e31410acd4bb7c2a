using System.Collections.Concurrent;

namespace Rockdove.Storage.Sqlite;

/// <summary>Opens bodies, each verified once: a damaged one is reported and noted, and all others are served.</summary>
internal sealed class BodyReader(ReaderPool readers, SegmentFolder segments, Action<long, string> damaged)
{
    private readonly ConcurrentDictionary<long, BodyPlace> _verified = new();

    /// <summary>Null if there is no such message.</summary>
    /// <exception cref="StoreException">The body is damaged; says which file, and where.</exception>
    public IBlob? Open(MessageId message) =>
        Open("SELECT key, segment, offset, bytes, damage FROM message WHERE id = ?1",
            statement => statement.Bind(1, message.ToString()));

    /// <summary>Null if there is no such blob.</summary>
    /// <exception cref="StoreException">It is damaged; says which file, and where.</exception>
    public IBlob? OpenBlob(long key) =>
        Open("SELECT key, segment, offset, bytes, damage FROM message WHERE key = ?1 AND id IS NULL",
            statement => statement.Bind(1, key));

    public static string DamageOf(string path, BodyPlace place) =>
        $"{path} is damaged at offset {place.Offset}: the {place.Bytes} bytes there are not the message "
        + "that was written.";

    private SegmentBlob? Open(string sql, Action<SqliteStatement> bind)
    {
        for (var attempt = 1;; attempt++)
        {
            if (Find(sql, bind) is not { } found)
                return null;
            var path = segments.PathOf(found.Place.Segment);
            IFile file;
            try
            {
                file = segments.Open(found.Place.Segment);
            }
            catch (FileNotFoundException) when (attempt < MostAttempts)
            {
                continue; // Its segment was compacted or removed since the row was read.
            }
            catch (IOException error)
            {
                throw new StoreException($"{path} cannot be opened: {error.Message}", error);
            }

            try
            {
                Verify(file, path, found.Key, found.Place);
            }
            catch
            {
                file.Dispose();
                throw;
            }
            return new(file, found.Place, path);
        }
    }

    private (long Key, BodyPlace Place)? Find(string sql, Action<SqliteStatement> bind)
    {
        using var lease = readers.Rent();
        using var row = lease.Connection.Use(sql);
        bind(row);
        if (!row.Step())
            return null;
        return row.IsNull(4)
            ? (row.Long(0), new(row.Long(1), row.Long(2), row.Long(3)))
            : throw new StoreException(row.Text(4));
    }

    private void Verify(IFile file, string path, long key, BodyPlace place)
    {
        if (_verified.TryGetValue(key, out var verified) && verified == place)
            return;
        bool isRight;
        try
        {
            isRight = RecordReader.TryVerify(file, place.Offset, out var header) && header.Length == place.Bytes;
        }
        catch (IOException error)
        {
            throw new StoreException($"{path} cannot be read at offset {place.Offset}: {error.Message}", error);
        }
        if (!isRight)
        {
            var what = DamageOf(path, place);
            damaged(key, what);
            throw new StoreException(what);
        }
        if (_verified.Count >= MostRemembered)
            _verified.Clear();
        _verified[key] = place;
    }

    private const int MostAttempts = 3;

    /// <summary>
    /// Bodies known to be right, so that reading one in ranges does not check it for each; a few megabytes.
    /// </summary>
    private const int MostRemembered = 50_000;
}
