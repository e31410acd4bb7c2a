using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.Catcher.Tests;

/// <summary>The client's side of a POP3 session.</summary>
internal sealed class Pop3Talk : IDisposable
{
    private readonly TcpClient _socket = new();
    private StreamReader _reader = null!;

    /// <summary>Connects, and takes the greeting.</summary>
    public static async Task<Pop3Talk> ConnectAsync(IPEndPoint address)
    {
        var talk = new Pop3Talk();
        await talk._socket.ConnectAsync(address, Limit.Token);
        talk._reader = new StreamReader(talk._socket.GetStream(), Encoding.Latin1);
        Assert.StartsWith("+OK", await talk.ReadAsync(), StringComparison.Ordinal);
        return talk;
    }

    /// <summary>Connects and logs in; returns the talk.</summary>
    public static async Task<Pop3Talk> LogInAsync(IPEndPoint address, string user = "ann")
    {
        var talk = await ConnectAsync(address);
        Assert.Equal("+OK Now the password", await talk.SayAsync($"USER {user}"));
        Assert.StartsWith("+OK", await talk.SayAsync("PASS secret"), StringComparison.Ordinal);
        return talk;
    }

    /// <summary>Says one line, and returns the first line of the answer.</summary>
    public async Task<string> SayAsync(string line)
    {
        await _socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), Limit.Token);
        return await ReadAsync();
    }

    /// <summary>Says one line, and returns the lines behind a positive answer, dots undone, joined by CRLF.</summary>
    public async Task<string> ListAsync(string line)
    {
        Assert.StartsWith("+OK", await SayAsync(line), StringComparison.Ordinal);
        var text = new StringBuilder();
        while (await ReadAsync() is var next && next != ".")
            text.Append(next.StartsWith('.') ? next[1..] : next).Append("\r\n");
        return text.ToString();
    }

    /// <summary>Waits for the end of the connection; null at the end, else what came.</summary>
    public Task<string?> EndAsync() => _reader.ReadLineAsync(Limit.Token).AsTask();

    public void Dispose()
    {
        _reader.Dispose();
        _socket.Dispose();
    }

    private async Task<string> ReadAsync() =>
        await _reader.ReadLineAsync(Limit.Token) ?? throw new EndOfStreamException("The server closed.");
}
