using System.Buffers;

namespace Rockdove.Storage.Sqlite;

/// <summary>A message that was committed, as the indexer reads it.</summary>
internal readonly record struct SourceRow(
    long Key, string? Id, BodyPlace Place, bool IsDamaged, byte[]? Envelope);

/// <summary>Reads messages in the order of their commits. One thread.</summary>
internal sealed class MessageSource(ReaderPool readers, SegmentFolder segments, BodyReader bodies) : IDisposable
{
    private IFile? _file;
    private long _segment;

    /// <summary>The next messages and blobs above a key, not all of them.</summary>
    public List<SourceRow> After(long key)
    {
        var rows = new List<SourceRow>();
        using var lease = readers.Rent();
        using var row = lease.Connection.Use(
            "SELECT key, id, segment, offset, bytes, damage, envelope FROM message WHERE key > ?1 "
            + "ORDER BY key LIMIT ?2").Bind(1, key).Bind(2, RowsPerPage);
        while (row.Step())
        {
            rows.Add(new(
                row.Long(0),
                row.IsNull(1) ? null : row.Text(1),
                new(row.Long(2), row.Long(3), row.Long(4)),
                !row.IsNull(5),
                row.IsNull(6) ? null : row.Blob(6).ToArray()));
        }
        return rows;
    }

    /// <summary>Whether there is one message at least.</summary>
    public bool HasMessages
    {
        get
        {
            using var lease = readers.Rent();
            using var row = lease.Connection.Use("SELECT 1 FROM message WHERE id IS NOT NULL LIMIT 1");
            return row.Step();
        }
    }

    /// <summary>Messages above a key.</summary>
    public long CountAfter(long key)
    {
        using var lease = readers.Rent();
        using var row = lease.Connection.Use("SELECT count(*) FROM message WHERE key > ?1 AND id IS NOT NULL")
            .Bind(1, key);
        row.Step();
        return row.Long(0);
    }

    /// <summary>What a message says; null if it cannot be read, now or at all.</summary>
    public SearchText? Read(SourceRow row, IMessageTextReader reader)
    {
        if (row.IsDamaged)
            return null;
        var wanted = (int)Math.Min(row.Place.Bytes, SearchText.MaximumMessageBytes);
        var octets = ArrayPool<byte>.Shared.Rent(wanted);
        try
        {
            return TryRead(row.Place, octets.AsSpan(0, wanted))
                ? reader.Read(octets.AsMemory(0, wanted))
                : ReadSlowly(row, reader);
        }
        catch (Exception error) when (error is IOException or StoreException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets);
        }
    }

    /// <summary>There is nothing to read for now: a segment that goes must not take up room until there is.</summary>
    public void Rest()
    {
        _file?.Dispose();
        _file = null;
    }

    public void Dispose() => Rest();

    /// <summary>
    /// From the segment that is open already, as most are; false if it is not certain that it was right.
    /// </summary>
    private bool TryRead(BodyPlace place, Span<byte> octets)
    {
        if (octets.Length < place.Bytes)
            return false;
        if (_file is null || _segment != place.Segment)
        {
            Rest();
            try
            {
                (_file, _segment) = (segments.Open(place.Segment), place.Segment);
            }
            catch (FileNotFoundException)
            {
                return false; // The message has gone, or lies elsewhere now.
            }
        }
        Span<byte> header = stackalloc byte[RecordHeader.Bytes];
        return ReadFully(header, place.Offset)
            && RecordHeader.TryRead(header, out var record) && record.Length == place.Bytes
            && ReadFully(octets, place.Offset + RecordHeader.Bytes) && Crc32C.Of(octets) == record.BodyCrc;
    }

    private bool ReadFully(Span<byte> into, long offset)
    {
        while (!into.IsEmpty)
        {
            var read = _file!.Read(into, offset);
            if (read == 0)
                return false;
            into = into[read..];
            offset += read;
        }
        return true;
    }

    /// <summary>As anybody reads a body, so that damage is noted and a body that was moved is found.</summary>
    private SearchText? ReadSlowly(SourceRow row, IMessageTextReader reader)
    {
        if (bodies.Open(MessageId.Parse(row.Id)) is not { } body)
            return SearchText.None; // It was expunged: whatever is said of it, nobody finds it.
        var octets = new ArrayBufferWriter<byte>();
        // A body is read with a plain call and the buffer never waits: this is complete when it returns.
        body.CopyToAsync(new ByteRange(0, SearchText.MaximumMessageBytes), octets, CancellationToken.None)
            .AsTask().GetAwaiter().GetResult();
        body.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return reader.Read(octets.WrittenMemory);
    }

    /// <summary>Enough to make a query cheap; what waits in memory is small.</summary>
    private const int RowsPerPage = 256;
}
