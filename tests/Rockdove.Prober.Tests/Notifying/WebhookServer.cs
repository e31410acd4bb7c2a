using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.Prober.Tests;

/// <summary>Answers each request in one way, and remembers it.</summary>
internal sealed class WebhookServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HttpStatusCode _status;

    public WebhookServer(HttpStatusCode status)
    {
        _status = status;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new(string.Create(
        CultureInfo.InvariantCulture,
        $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook?key=s3cret"));

    /// <summary>The head and the body of each.</summary>
    public List<(string Head, string Body)> Requests { get; } = [];

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                using var stream = client.GetStream();
                await AnswerAsync(stream);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            // It is closed.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        var end = -1;
        while (end < 0 || text.Length < end + 4 + Length(text.ToString(0, end)))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
                return;
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            end = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal);
        }

        Requests.Add((text.ToString(0, end), text.ToString(end + 4, text.Length - end - 4)));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {(int)_status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")));
    }

    private static int Length(string head)
    {
        const string Field = "Content-Length: ";
        var line = head.Split("\r\n").Single(one => one.StartsWith(Field, StringComparison.OrdinalIgnoreCase));
        return int.Parse(line[Field.Length..], CultureInfo.InvariantCulture);
    }
}
