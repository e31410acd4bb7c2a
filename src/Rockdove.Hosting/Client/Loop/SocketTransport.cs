using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Rockdove.Hosting;

/// <summary>
/// One socket that we opened, as two pipes. Each flush is a send and each read a receive: nothing pumps.
/// </summary>
internal sealed class SocketTransport : IDuplexPipe, IDisposable
{
    private readonly NetworkStream _stream;

    private SocketTransport(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        Input = PipeReader.Create(_stream, Reading);
        Output = PipeWriter.Create(_stream, Writing);
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>Connects to the first address that answers.</summary>
    /// <exception cref="SocketException">None does; or the name has none.</exception>
    public static async Task<SocketTransport> ConnectAsync(
        EndPoint endPoint, Action resolved, CancellationToken cancellationToken)
    {
        EndPoint[] candidates = [endPoint];
        if (endPoint is DnsEndPoint name)
        {
            var addresses = await Dns.GetHostAddressesAsync(name.Host, name.AddressFamily, cancellationToken);
            candidates = [.. addresses.Select(address => new IPEndPoint(address, name.Port))];
            resolved();
        }

        var last = new SocketException((int)SocketError.HostNotFound);
        foreach (var candidate in candidates)
        {
            try
            {
                return await ConnectOneAsync(candidate, cancellationToken);
            }
            catch (SocketException unreachable)
            {
                last = unreachable;
            }
        }

        throw last;
    }

    public void Dispose() => _stream.Dispose();

    private static async Task<SocketTransport> ConnectOneAsync(EndPoint address, CancellationToken cancellationToken)
    {
        var isLocal = address is UnixDomainSocketEndPoint;
        var socket = new Socket(
            address.AddressFamily, SocketType.Stream, isLocal ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            // One write is one batch of commands: waiting for more of it would only meet delayed acknowledgements.
            if (!isLocal)
                socket.NoDelay = true;
            await socket.ConnectAsync(address, cancellationToken);
            return new SocketTransport(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static readonly StreamPipeReaderOptions Reading = new(bufferSize: 4096, leaveOpen: true);

    /// <summary>Each segment is a write of its own, so a segment holds a whole piece of content.</summary>
    private static readonly StreamPipeWriterOptions Writing = new(minimumBufferSize: 64 * 1024, leaveOpen: true);
}
