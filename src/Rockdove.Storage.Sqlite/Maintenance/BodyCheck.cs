using System.Buffers;
using System.Security.Cryptography;

namespace Rockdove.Storage.Sqlite;

/// <summary>Every body that a row refers to, in the order of the disk, against its record and its row.</summary>
internal sealed class BodyCheck(
    StoreFolder store, List<StoreDamage> damage, bool isQuick, Action<StoreCheckProgress>? progress)
{
    private readonly List<(long Key, string What)> _damaged = [];
    private readonly List<long> _right = [];
    private StoreCheckProgress _now;

    public long Bodies => _now.Bodies;

    public long Bytes => _now.Bytes;

    public long RubbishBytes { get; private set; }

    public List<string> UnusedSegments { get; } = [];

    public long Quarantined { get; private set; }

    public long Released { get; private set; }

    public void Run(CancellationToken token)
    {
        using (var row = store.Connection.Use("SELECT count(*), coalesce(sum(bytes), 0) FROM message"))
        {
            row.Step();
            _now = new(0, 0, row.Long(0), row.Long(1));
        }
        CheckSegments();
        IFile? file = null;
        var open = 0L;
        var end = 0L;
        try
        {
            using var row = store.Connection.Use(
                "SELECT key, segment, offset, bytes, sha256, id, damage IS NULL FROM message ORDER BY segment, offset");
            while (row.Step())
            {
                token.ThrowIfCancellationRequested();
                var place = new BodyPlace(row.Long(1), row.Long(2), row.Long(3));
                if (place.Segment != open)
                {
                    file?.Dispose();
                    (file, open, end) = (Open(place.Segment), place.Segment, 0);
                }
                MessageId? id = row.IsNull(5) ? null : MessageId.Parse(row.Text(5));
                var what = place.Offset < end ? "begins within the record before it"
                    : file is null ? "its segment is not there"
                    : Judge(file, place, row.Blob(4));
                end = Math.Max(end, place.End);
                Add(row.Long(0), place, id, what, wasRight: row.Long(6) != 0);
            }
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Writes what was found into the rows.</summary>
    public void Note()
    {
        if (_damaged.Count + _right.Count == 0)
            return;
        var connection = store.Connection;
        connection.Execute("PRAGMA query_only = OFF");
        Schema.Configure(connection);
        connection.Execute("BEGIN IMMEDIATE");
        foreach (var (key, what) in _damaged)
            connection.Use("UPDATE message SET damage = ?2 WHERE key = ?1").Bind(1, key).Bind(2, what).Run();
        foreach (var key in _right)
            connection.Use("UPDATE message SET damage = NULL WHERE key = ?1").Bind(1, key).Run();
        connection.Execute("COMMIT");
        (Quarantined, Released) = (_damaged.Count, _right.Count);
    }

    private void Add(long key, BodyPlace place, MessageId? id, string? what, bool wasRight)
    {
        _now = _now with { Bodies = _now.Bodies + 1, Bytes = _now.Bytes + place.Bytes };
        progress?.Invoke(_now);
        if (what is not null)
        {
            var found = new StoreDamage(store.SegmentPath(place.Segment), place.Offset, id, what);
            damage.Add(found);
            _damaged.Add((key, found.ToString()));
        }
        else if (!wasRight && isQuick)
        {
            damage.Add(new(store.SegmentPath(place.Segment), place.Offset, id, "was found damaged before"));
        }
        else if (!wasRight)
        {
            _right.Add(key);
        }
    }

    private string? Judge(IFile file, BodyPlace place, ReadOnlySpan<byte> sha256)
    {
        try
        {
            if (file.Bytes < place.End)
                return $"the file ends at {file.Bytes}, and the record should end at {place.End}";
            Span<byte> first = stackalloc byte[RecordHeader.Bytes];
            if (file.Read(first, place.Offset) < first.Length || !RecordHeader.TryRead(first, out var header))
                return "there is no record";
            if (header.Length != place.Bytes)
                return $"the record is of {header.Length} octets, and the row says {place.Bytes}";
            if (sha256.Length != SHA256.HashSizeInBytes || !header.HasHash(sha256))
                return "the record is of another body than the row says";
            return isQuick ? null : JudgeBody(file, place, header.BodyCrc, sha256);
        }
        catch (IOException error)
        {
            return $"cannot be read: {error.Message}";
        }
    }

    private static string? JudgeBody(IFile file, BodyPlace place, uint crc, ReadOnlySpan<byte> sha256)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(SliceBytes);
        try
        {
            var found = Crc32C.Nothing;
            var at = place.Offset + RecordHeader.Bytes;
            while (at < place.End)
            {
                var read = file.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, place.End - at)), at);
                if (read == 0)
                    return $"the file ends at {at}";
                found = Crc32C.Append(found, buffer.AsSpan(0, read));
                hash.AppendData(buffer, 0, read);
                at += read;
            }
            if (found != crc)
                return $"the {place.Bytes} octets there are not those that were written (CRC-32C)";
            return hash.GetHashAndReset().AsSpan().SequenceEqual(sha256)
                ? null
                : $"the {place.Bytes} octets there are not those that were written (SHA-256)";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void CheckSegments()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        using (var row = store.Connection.Use("SELECT number, bytes, live FROM segment"))
        {
            while (row.Step())
            {
                var path = store.SegmentPath(row.Long(0));
                known.Add(path);
                if (!File.Exists(path))
                    damage.Add(new(path, null, null, "is not there"));
                else
                    RubbishBytes += Math.Max(new FileInfo(path).Length - row.Long(2), 0);
            }
        }
        if (!Directory.Exists(store.Bodies))
            return;
        foreach (var path in Directory.EnumerateFiles(store.Bodies).Order(StringComparer.Ordinal))
        {
            if (known.Contains(path))
                continue;
            UnusedSegments.Add(path);
            RubbishBytes += new FileInfo(path).Length;
        }
    }

    private IFile? Open(long segment)
    {
        try
        {
            return SystemFiles.Instance.Open(store.SegmentPath(segment), forWriting: false);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private const int SliceBytes = 64 * 1024;
}
