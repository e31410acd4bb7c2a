using System.IO.Compression;

namespace Rockdove.Hosting;

/// <summary>
/// Both directions of a connection as raw DEFLATE (RFC 1951), as COMPRESS wants it (RFC 4978). Each flush ends with a
/// sync flush, so that the peer can read all of what was sent. One reader and one writer.
/// </summary>
/// <remarks>
/// What a few octets grow to passes by in slices, as large as who reads wants them: whoever reads lines and literals
/// has bounds for these.
/// </remarks>
internal sealed class DeflatedStream : Stream
{
    private readonly Transport _transport;
    private readonly DeflateStream _input;
    private readonly DeflateStream _output;

    /// <param name="transport">What travels. It is not closed.</param>
    public DeflatedStream(Stream transport)
    {
        _transport = new Transport(transport);
        _input = new DeflateStream(_transport, CompressionMode.Decompress, leaveOpen: true);
        _output = new DeflateStream(_transport, CompressionLevel.Fastest, leaveOpen: true);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">What came is no DEFLATE.</exception>
    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _input.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException) when (_transport.HasEnded)
        {
            return 0; // Clients close without an end of the compressed stream.
        }
        catch (InvalidDataException error)
        {
            throw new IOException("What the peer has compressed cannot be read.", error);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _output.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _output.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Gives back what compression holds, and sends nothing more: the peer may not be reading.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _transport.IsOver = true;
            _output.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>What travels; once it is over, what the end of a compressed stream would write goes nowhere.</summary>
    private sealed class Transport(Stream inner) : Stream
    {
        public bool IsOver { get; set; }

        /// <summary>The peer sends no more.</summary>
        public bool HasEnded { get; private set; }

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var octets = await inner.ReadAsync(buffer, cancellationToken);
            HasEnded |= octets == 0 && buffer.Length > 0;
            return octets;
        }

        public override Task<int> ReadAsync(
            byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            IsOver ? default : inner.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) =>
            IsOver ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (!IsOver)
                throw new NotSupportedException();
        }

        public override void Flush()
        {
            if (!IsOver)
                throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
