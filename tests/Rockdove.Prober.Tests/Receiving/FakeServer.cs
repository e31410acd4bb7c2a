using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.Prober.Tests;

/// <summary>A server of lines on a port of loopback, which a test can have lie and leave.</summary>
internal abstract class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;

    protected FakeServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>What clients have said, without tags and passwords.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    /// <summary>
    /// Answers in place of the server: all of the answer, with <c>TAG</c> for the tag; null to let it.
    /// </summary>
    public Func<string, string?> Instead { get; set; } = _ => null;

    /// <summary>What is said to whoever connects; null to say nothing.</summary>
    public string? Greeting { get; set; }

    /// <summary>One thread of control at a time.</summary>
    protected Lock Gate { get; } = new();

    public int CountOf(string beginning) =>
        Said.Count(line => line.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>Every connection breaks.</summary>
    public void HangUp()
    {
        lock (Gate)
        {
            foreach (var client in _clients)
                client.Dispose();
            _clients.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        HangUp();
        await _accepting;
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task ServeAsync(LineTalk talk);

    private async Task AcceptAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                client.NoDelay = true;
                lock (Gate)
                    _clients.Add(client);
                sessions.Add(RunAsync(client));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            HangUp();
            await Task.WhenAll(sessions);
        }
    }

    private async Task RunAsync(TcpClient client)
    {
        await Task.Yield();
        try
        {
            using (client)
            using (var talk = new LineTalk(client.GetStream()))
                await ServeAsync(talk);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The client has left, or the test has hung up.
        }
    }
}

/// <summary>Lines over a connection.</summary>
internal sealed class LineTalk(NetworkStream stream) : IDisposable
{
    private readonly StreamReader _reader = new(stream, Encoding.Latin1);

    public Task<string?> HearAsync() => _reader.ReadLineAsync();

    public void Say(string text) => stream.Write(Encoding.Latin1.GetBytes(text));

    public void Say(ReadOnlySpan<byte> octets) => stream.Write(octets);

    public void Dispose() => _reader.Dispose();
}
