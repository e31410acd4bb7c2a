using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.Testing;

/// <summary>
/// Stands between clients and a server, on a port of loopback, and passes on what they say, line by line. A test has it
/// stop at a line, and does then what may happen at exactly that point: it kills somebody, or hangs up.
/// </summary>
public sealed class LineGate : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _connections = [];
    private readonly Task _accepting;
    private Stop? _stop;

    /// <param name="server">Where connections go on to.</param>
    public LineGate(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public int Port { get; }

    /// <summary>Sees each line that is passed on, without its end. Called by many threads.</summary>
    public Action<GateSide, string>? Passed { get; set; }

    /// <summary>What is passed on in place of a line.</summary>
    public Func<GateSide, string, string> Rewrite { get; set; } = static (_, line) => line;

    /// <summary>Stops at the next line that is meant, which is not passed on. An earlier stop is over.</summary>
    /// <returns>Ends with the line when it has come.</returns>
    public Task<string> StopAt(GateSide side, Func<string, bool> isMeant)
    {
        var stop = new Stop(side, isMeant);
        lock (_lock)
        {
            _stop?.Opened.TrySetResult();
            _stop = stop;
        }

        return stop.Reached.Task;
    }

    /// <summary>Passes on the line that was stopped at, and what follows it.</summary>
    public void Open()
    {
        lock (_lock)
            _stop?.Opened.TrySetResult();
    }

    /// <summary>
    /// Ends all connections. What was stopped at is never passed on, and nothing is stopped at any more.
    /// </summary>
    public void HangUp()
    {
        lock (_lock)
        {
            _stop?.Opened.TrySetCanceled();
            _stop = null;
            foreach (var connection in _connections)
                connection.Dispose();
            _connections.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        HangUp();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            HangUp();
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        await Task.Yield();
        var server = new TcpClient();
        lock (_lock)
            _connections.AddRange([client, server]);
        using (client)
        using (server)
        {
            try
            {
                await server.ConnectAsync(_server, _stopping.Token);
                (client.NoDelay, server.NoDelay) = (true, true);
                // Whoever ends first ends the other: a client that was killed does not read any more.
                await await Task.WhenAny(
                    PassAsync(GateSide.Client, client.GetStream(), server.GetStream()),
                    PassAsync(GateSide.Server, server.GetStream(), client.GetStream()));
            }
            catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException
                or OperationCanceledException or InvalidOperationException)
            {
                // Somebody has hung up.
            }
        }

        lock (_lock)
            _connections.RemoveAll(connection => connection == client || connection == server);
    }

    private async Task PassAsync(GateSide side, NetworkStream from, NetworkStream to)
    {
        using var reader = new StreamReader(from, Encoding.Latin1);
        while (await reader.ReadLineAsync(_stopping.Token) is { } line)
        {
            Stop? stop;
            lock (_lock)
                stop = _stop is { } set && set.Side == side && set.Take(line) ? set : null;
            if (stop is not null)
            {
                stop.Reached.TrySetResult(line);
                await stop.Opened.Task;
            }

            await to.WriteAsync(Encoding.Latin1.GetBytes(Rewrite(side, line) + "\r\n"), _stopping.Token);
            Passed?.Invoke(side, line);
        }
    }

    private sealed class Stop(GateSide side, Func<string, bool> isMeant)
    {
        private bool _isTaken;

        public GateSide Side => side;

        public TaskCompletionSource<string> Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Once.</summary>
        public bool Take(string line) => !_isTaken && (_isTaken = isMeant(line));
    }
}

/// <summary>Who says a line.</summary>
public enum GateSide : byte
{
    Client,
    Server,
}
