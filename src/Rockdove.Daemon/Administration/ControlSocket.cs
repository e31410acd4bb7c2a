using System.Buffers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;

namespace Rockdove.Daemon;

/// <summary>
/// How commands of an administrator reach a daemon that runs: a Unix socket in the folder of its data, one request and
/// one answer a connection, a line of JSON each. Whoever may write to the socket's file may do everything.
/// </summary>
public static class ControlSocket
{
    /// <summary>Where it is.</summary>
    public static string PathIn(string folder) => Path.Combine(Path.GetFullPath(folder), "control.sock");

    /// <summary>Whether the system can name a socket there: it has some hundred octets for that.</summary>
    public static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) <= MaximumPathOctets;

    /// <summary>Answers one connection.</summary>
    public static async Task ServeAsync(ConnectionContext connection, Administration administration)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var answer = await administration.AnswerAsync(
                    read.Buffer.Slice(0, end).ToArray(), connection.ConnectionClosed);
                await connection.Transport.Output.WriteAsync((byte[])[.. answer, (byte)'\n']);
                return;
            }

            if (read.IsCompleted || read.Buffer.Length > MaximumRequestBytes)
                return;
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Asks the daemon that has the folder; null when none listens there.</summary>
    /// <exception cref="IOException">It went away before it had answered.</exception>
    public static async Task<AdministrationAnswer?> AskAsync(
        string folder, AdministrationRequest request, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(PathIn(folder)), cancellationToken);
        }
        catch (Exception error) when (error is SocketException or ArgumentOutOfRangeException)
        {
            return null;
        }

        await using var stream = new NetworkStream(socket, ownsSocket: false);
        await stream.WriteAsync(
            (byte[])
            [
                .. JsonSerializer.SerializeToUtf8Bytes(request, AdministrationJson.Default.AdministrationRequest),
                (byte)'\n',
            ],
            cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var line = await reader.ReadLineAsync(cancellationToken)
            ?? throw new IOException("The daemon went away before it had answered.");
        return JsonSerializer.Deserialize(line, AdministrationJson.Default.AdministrationAnswer);
    }

    /// <summary>Of sun_path on Linux, less its end.</summary>
    private const int MaximumPathOctets = 107;

    /// <summary>An alias with a thousand long targets fits.</summary>
    private const int MaximumRequestBytes = 1024 * 1024;
}
