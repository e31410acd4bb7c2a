using System.Buffers;
using System.Security.Cryptography;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Gathers one body as a record: a small one in a pooled buffer, which the writer appends to the segment with others; a
/// large one in a file that becomes a segment of its own. One writer at a time.
/// </summary>
internal sealed class BodyStage(StagingArea area) : IDisposable
{
    private byte[]? _buffer;
    private IFile? _file;
    private string? _path;
    private IncrementalHash? _hash;
    private uint _crc;
    private long _segment;

    /// <summary>Octets of the body so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>The body's SHA-256, once it is sealed.</summary>
    public byte[]? Sha256 { get; private set; }

    /// <summary>The record for the writer to append; empty if the body has a segment of its own.</summary>
    public ReadOnlyMemory<byte> Record =>
        _buffer is null ? default : _buffer.AsMemory(0, RecordHeader.Bytes + (int)Bytes);

    /// <summary>Where the body lies, if it has a segment of its own and was sealed.</summary>
    public BodyPlace? OwnPlace => _segment == 0 ? null : new(_segment, 0, Bytes);

    /// <exception cref="StoreFullException">There is no room. What was gathered is dropped.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        if (_file is null && !TryKeep(content))
            Spill();
        if (_file is not null)
            WriteToFile(content);
        Bytes += content.Length;
    }

    /// <summary>
    /// Finishes the record. That of a large body is on the disk, name and all, when this returns. Again, it does
    /// nothing.
    /// </summary>
    public void Seal()
    {
        if (Sha256 is not null)
            return;
        if (_file is null)
        {
            if (_buffer is null)
            {
                _buffer = ArrayPool<byte>.Shared.Rent(RecordHeader.Bytes);
                area.Reserve(_buffer.Length);
            }
            var body = _buffer.AsSpan(RecordHeader.Bytes, (int)Bytes);
            Sha256 = SHA256.HashData(body);
            RecordHeader.Write(_buffer, Bytes, Sha256, Crc32C.Of(body));
            return;
        }

        Span<byte> header = stackalloc byte[RecordHeader.Bytes];
        var hash = _hash!.GetHashAndReset();
        RecordHeader.Write(header, Bytes, hash, _crc);
        try
        {
            _file.Write(header, 0);
        }
        catch (DiskFullException error)
        {
            throw new StoreFullException($"No room to finish a message: {error.Message}", error);
        }
        _segment = area.Adopt(_file, _path!);
        _path = null;
        Sha256 = hash;
    }

    /// <summary>The body belongs to a message now.</summary>
    public void Keep() => _segment = 0;

    public void Dispose()
    {
        ReturnBuffer();
        _hash?.Dispose();
        _hash = null;
        _file?.Dispose();
        _file = null;
        if (_path is not null)
            area.Delete(_path);
        _path = null;
        if (_segment != 0)
            area.DeleteSegment(_segment);
        _segment = 0;
    }

    private bool TryKeep(ReadOnlySpan<byte> content)
    {
        var needed = RecordHeader.Bytes + Bytes + content.Length;
        if (needed > area.SpillBytes)
            return false;
        if (_buffer is not null && needed <= _buffer.Length)
        {
            content.CopyTo(_buffer.AsSpan((int)(RecordHeader.Bytes + Bytes)));
            return true;
        }

        var wanted = Math.Max(needed, Math.Max(FirstBytes, 2L * (_buffer?.Length ?? 0)));
        var larger = ArrayPool<byte>.Shared.Rent((int)wanted);
        if (!area.TryReserve(larger.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }
        _buffer?.AsSpan(0, (int)(RecordHeader.Bytes + Bytes)).CopyTo(larger);
        ReturnBuffer();
        _buffer = larger;
        content.CopyTo(larger.AsSpan((int)(RecordHeader.Bytes + Bytes)));
        return true;
    }

    private void Spill()
    {
        try
        {
            (_file, _path) = area.Create();
        }
        catch (DiskFullException error)
        {
            Dispose();
            throw new StoreFullException($"No room to stage a message: {error.Message}", error);
        }
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (_buffer is null)
            return;
        var (buffer, gathered) = (_buffer, (int)Bytes);
        Bytes = 0;
        WriteToFile(buffer.AsSpan(RecordHeader.Bytes, gathered));
        Bytes = gathered;
        ReturnBuffer();
    }

    private void WriteToFile(ReadOnlySpan<byte> content)
    {
        try
        {
            _file!.Write(content, RecordHeader.Bytes + Bytes);
        }
        catch (DiskFullException error)
        {
            Dispose();
            throw new StoreFullException($"No room for {content.Length} more bytes: {error.Message}", error);
        }
        _hash!.AppendData(content);
        _crc = Crc32C.Append(_crc, content);
    }

    private void ReturnBuffer()
    {
        if (_buffer is null)
            return;
        area.Release(_buffer.Length);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }

    /// <summary>Room for a header and a short text, so that a plain message does not grow its buffer.</summary>
    private const int FirstBytes = 8 * 1024;
}
