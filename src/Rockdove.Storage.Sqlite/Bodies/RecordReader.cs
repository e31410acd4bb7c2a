using System.Buffers;

namespace Rockdove.Storage.Sqlite;

/// <summary>Reads a record and says whether it is what was written.</summary>
internal static class RecordReader
{
    /// <summary>The header of the record at an offset, if all of the record is there and right.</summary>
    public static bool TryVerify(IFile file, long offset, out RecordHeader header)
    {
        header = default;
        Span<byte> first = stackalloc byte[RecordHeader.Bytes];
        return ReadFully(file, first, offset)
            && RecordHeader.TryRead(first, out header)
            && header.Length <= file.Bytes - offset - RecordHeader.Bytes
            && CrcOf(file, offset + RecordHeader.Bytes, header.Length) == header.BodyCrc;
    }

    /// <summary>The whole record of a body, if it is right.</summary>
    public static bool TryRead(IFile file, BodyPlace place, out byte[] record)
    {
        record = [];
        if (place.Bytes > Math.Min(file.Bytes - place.Offset, Array.MaxLength) - RecordHeader.Bytes)
            return false;
        var read = new byte[RecordHeader.Bytes + place.Bytes];
        if (!ReadFully(file, read, place.Offset)
            || !RecordHeader.TryRead(read, out var header)
            || header.Length != place.Bytes
            || Crc32C.Of(read.AsSpan(RecordHeader.Bytes)) != header.BodyCrc)
        {
            return false;
        }
        record = read;
        return true;
    }

    private static uint CrcOf(IFile file, long offset, long length)
    {
        var crc = Crc32C.Nothing;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(length, 1), SliceBytes));
        try
        {
            while (length > 0)
            {
                var read = file.Read(buffer.AsSpan(0, (int)Math.Min(length, buffer.Length)), offset);
                if (read == 0)
                    return ~crc; // The file is shorter than it was: nothing fits.
                crc = Crc32C.Append(crc, buffer.AsSpan(0, read));
                offset += read;
                length -= read;
            }
            return crc;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool ReadFully(IFile file, Span<byte> into, long offset)
    {
        while (!into.IsEmpty)
        {
            var read = file.Read(into, offset);
            if (read == 0)
                return false;
            into = into[read..];
            offset += read;
        }
        return true;
    }

    /// <summary>Read at once: large enough to keep a disk busy, small enough for the pool.</summary>
    private const int SliceBytes = 64 * 1024;
}
