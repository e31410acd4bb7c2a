using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Rockdove.Hosting;

/// <summary>A connection that we made: a TCP socket with a <see cref="Link"/> on it, for client engines.</summary>
/// <remarks>
/// What is written leaves with each flush and never waits for more (TCP_NODELAY): an engine gathers a pipelined batch
/// before it flushes, and a small write held back costs a round of delayed acknowledgement.
/// </remarks>
public sealed class ClientLink : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly string _host;

    private ClientLink(Socket socket, string host)
    {
        _socket = socket;
        _host = host;
        LocalEndPoint = socket.LocalEndPoint!;
        RemoteEndPoint = socket.RemoteEndPoint!;
        Link = new Link(new SocketPipe(new NetworkStream(socket, ownsSocket: false)));
    }

    public Link Link { get; }

    public EndPoint LocalEndPoint { get; }

    /// <summary>The address that answered, of those that the host has.</summary>
    public EndPoint RemoteEndPoint { get; }

    /// <summary>Connects in clear. A host with many addresses is tried at each, in turn.</summary>
    /// <exception cref="SocketException">Nobody answered, or the name is not known.</exception>
    public static async Task<ClientLink> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return new ClientLink(socket, host);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects to a port that begins with TLS (RFC 8314).</summary>
    /// <exception cref="SocketException">Nobody answered, or the name is not known.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">
    /// The handshake failed, or the certificate is not good.
    /// </exception>
    public static async Task<ClientLink> ConnectAsync(
        string host, int port, ClientTlsOptions tls, CancellationToken cancellationToken)
    {
        var link = await ConnectAsync(host, port, cancellationToken);
        try
        {
            await link.StartTlsAsync(tls, cancellationToken);
            return link;
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    /// <summary>Does the client's side of a handshake, as STARTTLS asks for.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">
    /// The handshake failed, or the certificate is not good. The connection is of no use any more.
    /// </exception>
    /// <exception cref="IOException">The server went away.</exception>
    public Task StartTlsAsync(ClientTlsOptions tls, CancellationToken cancellationToken) =>
        Link.StartTlsAsync(tls.For(_host), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Link.DisposeAsync();
        _socket.Dispose();
    }

    /// <summary>A socket's two directions. A flush is a send, so its failure is seen where it happens.</summary>
    private sealed class SocketPipe(NetworkStream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, Reading);

        public PipeWriter Output { get; } = PipeWriter.Create(stream);
    }

    private static readonly StreamPipeReaderOptions Reading = new(bufferSize: 16 * 1024);
}
