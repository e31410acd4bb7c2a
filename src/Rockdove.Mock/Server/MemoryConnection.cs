using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Rockdove.Mock;

/// <summary>A connection over two pipes, which needs neither a socket nor a listener.</summary>
internal static class MemoryConnection
{
    /// <returns>The client's end.</returns>
    public static IDuplexPipe Open(ConnectionDelegate server)
    {
        var (toServer, toClient) = (new Pipe(Settings), new Pipe(Settings));
        var connection = new DefaultConnectionContext(
            Guid.NewGuid().ToString("N"), new Ends(toServer.Reader, toClient.Writer), new Ends(toClient.Reader, toServer.Writer));
        _ = ServeAsync(server, connection);
        return connection.Application!;
    }

    private static async Task ServeAsync(ConnectionDelegate server, DefaultConnectionContext connection)
    {
        try
        {
            await Task.Yield();
            await server(connection);
        }
        finally
        {
            await connection.Transport!.Output.CompleteAsync();
            await connection.Transport.Input.CompleteAsync();
            await connection.DisposeAsync();
        }
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private static readonly PipeOptions Settings = new(useSynchronizationContext: false);
}
