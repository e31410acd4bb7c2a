using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.Catcher.Tests;

/// <summary>The client's side of an SMTP session, octet by octet.</summary>
internal sealed class SmtpTalk : IAsyncDisposable
{
    private readonly Socket _socket;
    private Stream _stream;

    private SmtpTalk(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: false);
    }

    public static async Task<SmtpTalk> ConnectAsync(IPEndPoint address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address, Limit.Token);
        return new SmtpTalk(socket);
    }

    /// <summary>Reads the greeting and says EHLO; returns what is offered.</summary>
    public async Task<string> HelloAsync(string verb = "EHLO")
    {
        await ReadAsync(220);
        return await SayAsync($"{verb} client.test", 250);
    }

    public async Task StartTlsAsync()
    {
        var tls = new SslStream(_stream);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null, // self-signed
            },
            Limit.Token);
        _stream = tls;
    }

    /// <summary>Says one line, and returns the whole reply, which must have that code.</summary>
    public async Task<string> SayAsync(string line, int code)
    {
        await SendAsync(line + "\r\n");
        return await ReadAsync(code);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> octets) => await _stream.WriteAsync(octets, Limit.Token);

    /// <summary>Reads one reply to its last line.</summary>
    public async Task<string> ReadAsync(int code)
    {
        var reply = new StringBuilder();
        string line;
        do
        {
            line = await ReadLineAsync();
            reply.Append(line).Append('\n');
        }
        while (line.Length > 3 && line[3] == '-');

        var text = reply.ToString().TrimEnd('\n');
        Assert.StartsWith($"{code}", line, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Waits until the server has closed its side.</summary>
    public async Task ReadToEndAsync() => Assert.Equal(0, await _stream.ReadAsync(new byte[1], Limit.Token));

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new List<byte>();
        var octet = new byte[1];
        while (line is not [.., (byte)'\r', (byte)'\n'])
        {
            if (await _stream.ReadAsync(octet, Limit.Token) == 0)
                throw new EndOfStreamException($"The server closed after '{Encoding.UTF8.GetString([.. line])}'.");
            line.Add(octet[0]);
        }

        return Encoding.UTF8.GetString([.. line], 0, line.Count - 2);
    }
}
