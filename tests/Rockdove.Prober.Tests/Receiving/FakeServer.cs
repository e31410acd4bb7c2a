using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Rockdove.Hosting;

namespace Rockdove.Prober.Tests;

/// <summary>A server of lines on a port of loopback, which a test can have lie and leave.</summary>
internal abstract class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;
    private int _stalled;
    private int _endedStalls;

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
    /// Answers in place of the server: all of the answer, with <c>TAG</c> for the tag; nothing, and then the session
    /// stalls; null to let it.
    /// </summary>
    public Func<string, string?> Instead { get; set; } = _ => null;

    /// <summary>What is said to whoever connects; null to say nothing.</summary>
    public string? Greeting { get; set; }

    /// <summary>It speaks TLS from the first octet, with this certificate.</summary>
    public CertificateSource? Certificate { get; set; }

    /// <summary>A session waits for an answer that does not come.</summary>
    public bool IsStalled => Volatile.Read(ref _stalled) > 0;

    /// <summary>How many such sessions were given up.</summary>
    public int EndedStalls => Volatile.Read(ref _endedStalls);

    /// <summary>Called when a session waits for something else than its client.</summary>
    public Action Rests { get; set; } = static () => { };

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

    /// <summary>Says nothing any more in this session.</summary>
    protected void Stall(LineTalk talk)
    {
        if (talk.IsStalled)
            return;
        talk.IsStalled = true;
        Interlocked.Increment(ref _stalled);
        Rests();
    }

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
            {
                await using var stream = await OpenAsync(client.GetStream());
                using var talk = new LineTalk(stream);
                try
                {
                    await ServeAsync(talk);
                }
                finally
                {
                    if (talk.IsStalled)
                    {
                        Interlocked.Decrement(ref _stalled);
                        Interlocked.Increment(ref _endedStalls);
                        Rests();
                    }
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or AuthenticationException)
        {
            // The client has left, or the test has hung up.
        }
    }

    private async Task<Stream> OpenAsync(NetworkStream stream)
    {
        if (Certificate is not { } certificate)
            return stream;
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(certificate.ServerOptions());
        return tls;
    }
}

/// <summary>Lines over a connection.</summary>
internal sealed class LineTalk(Stream stream) : IDisposable
{
    private readonly StreamReader _reader = new(stream, Encoding.Latin1);

    public bool IsStalled { get; set; }

    public Task<string?> HearAsync() => _reader.ReadLineAsync();

    public void Say(string text) => stream.Write(Encoding.Latin1.GetBytes(text));

    public void Say(ReadOnlySpan<byte> octets) => stream.Write(octets);

    public void Dispose() => _reader.Dispose();
}
