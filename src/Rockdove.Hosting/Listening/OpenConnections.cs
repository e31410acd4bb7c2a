using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Rockdove.Hosting;

/// <summary>
/// Serves connections and knows which are open, so that the server can end them all: politely first, then by force.
/// </summary>
/// <param name="serve">Serves one; it must not throw.</param>
#pragma warning disable CA1001 // Sessions that outlive the server look at its tokens; there is no timer in them.
public sealed class OpenConnections(ConnectionDelegate serve)
#pragma warning restore CA1001
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ConnectionContext, Task> _open = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cut = new();
    private bool _isStopping;

    /// <summary>Connections that are open now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    /// <summary>Serves a connection from now on; it is disposed of when it has ended.</summary>
    /// <returns>False when the server is stopping: the caller keeps the connection.</returns>
    public bool TryServe(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);

        // A client may close its side and still wait for answers, so that the transport's own token says little; this
        // one says that the server wants the connection gone.
        connection.ConnectionClosed = _cut.Token;
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(new Lifetime(_stopping.Token));
        lock (_lock)
        {
            if (_isStopping)
                return false;
            _open[connection] = Task.Run(() => ServeAsync(connection));
            return true;
        }
    }

    /// <summary>Tells all that the server stops, lets them go on for a while, and cuts those that still do.</summary>
    /// <returns>True when they ended by themselves.</returns>
    public async Task<bool> StopAsync(TimeSpan farewell)
    {
        lock (_lock)
            _isStopping = true;
        await _stopping.CancelAsync();
        if (await EndedAsync(farewell))
            return true;
        await _cut.CancelAsync();
        ConnectionContext[] left;
        lock (_lock)
            left = [.. _open.Keys];
        foreach (var connection in left)
            connection.Abort(new ConnectionAbortedException("The server was stopped."));
        await EndedAsync(CutPatience);
        return false;
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        try
        {
            await serve(connection);
        }
        finally
        {
            await connection.DisposeAsync();
            lock (_lock)
                _open.Remove(connection);
        }
    }

    private async Task<bool> EndedAsync(TimeSpan patience)
    {
        Task[] open;
        lock (_lock)
            open = [.. _open.Values];
        try
        {
            await Task.WhenAll(open).WaitAsync(patience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>What a session is told of the server's end; nobody asks for the end of one connection.</summary>
    private sealed class Lifetime(CancellationToken stopping) : IConnectionLifetimeNotificationFeature
    {
        public CancellationToken ConnectionClosedRequested { get; set; } = stopping;

        public void RequestClose() => throw new NotSupportedException("End a session with SmtpContext.HangUp.");
    }

    /// <summary>
    /// A session that was cut ends at once, unless middleware of the test's own waits and looks at no token: that is
    /// not waited for.
    /// </summary>
    private static readonly TimeSpan CutPatience = TimeSpan.FromSeconds(5);
}
