using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// Content on its way out: straight to the output with dots doubled, or kept until there is a chunk of it to count.
/// </summary>
internal sealed class OutgoingContent
{
    private readonly ChunkBuffer? _chunks;
    private readonly int _chunkBytes;
    private readonly bool _isBinary;
    private DotEncoder _encoder;

    public OutgoingContent(OutgoingBody body, SmtpCapabilities capabilities, SmtpClientOptions options)
    {
        _isBinary = body == OutgoingBody.BinaryMime;
        _chunkBytes = options.ChunkBytes;
        if (_isBinary || (options.UseChunking && capabilities.Offers("CHUNKING")))
            _chunks = new ChunkBuffer();
        _encoder = _chunks is null ? new DotEncoder(options.BareNewlines) : DotEncoder.Counted(options.BareNewlines);
    }

    /// <summary>BDAT carries it (RFC 3030), and DATA is not said.</summary>
    public bool IsChunked => _chunks is not null;

    /// <summary>The last piece was taken.</summary>
    public bool HasEnded { get; private set; }

    public bool WantsMore => !HasEnded && (_chunks is null || _chunks.Length < _chunkBytes);

    /// <summary>Takes a piece. False when a bare CR or LF was refused.</summary>
    public bool Take(ReadOnlySpan<byte> content, bool isLast, IBufferWriter<byte> output)
    {
        var target = _chunks ?? output;
        if (_isBinary)
            target.Write(content);
        else if (!_encoder.Encode(content, target) || (isLast && !_encoder.Finish(target)))
            return false;
        HasEnded = isLast;
        return true;
    }

    /// <summary>Writes one BDAT with its octets, if there are enough for one or no more will come.</summary>
    public bool TryWriteChunk(IBufferWriter<byte> output, out bool isLast)
    {
        var kept = _chunks!.Length;
        isLast = HasEnded && kept <= _chunkBytes;
        if (!isLast && kept < _chunkBytes)
            return false;
        var length = isLast ? kept : _chunkBytes;
        CommandLines.WriteChunk(output, length, isLast);
        output.Write(_chunks.Take(length));
        return true;
    }
}
