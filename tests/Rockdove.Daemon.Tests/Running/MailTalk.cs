using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.Daemon.Tests;

/// <summary>The client's side of an SMTP or POP3 session, octet by octet.</summary>
internal sealed class MailTalk : IAsyncDisposable
{
    private readonly Socket _socket;
    private Stream _stream;

    private MailTalk(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: false);
    }

    private static CancellationToken Limit => CancellationTokenSource.CreateLinkedTokenSource(
        new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token, TestContext.Current.CancellationToken).Token;

    public static async Task<MailTalk> ConnectAsync(IPEndPoint address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address, Limit);
        return new MailTalk(socket);
    }

    /// <summary>The initial response of PLAIN.</summary>
    public static string Plain(string name, string password) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{name}\0{password}"));

    /// <summary>Reads the greeting and says EHLO; returns what is offered.</summary>
    public async Task<string> HelloAsync(string verb = "EHLO")
    {
        await ReadAsync(220);
        return await SayAsync($"{verb} client.test", 250);
    }

    public async Task<string> StartTlsAsync(string name = "localhost")
    {
        var shown = "";
        var tls = new SslStream(_stream);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = name,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    shown = certificate?.Subject ?? "";
                    return certificate is not null; // self-signed
                },
            },
            Limit);
        _stream = tls;
        return shown;
    }

    /// <summary>Says one line, and returns the whole reply, which must have that code.</summary>
    public async Task<string> SayAsync(string line, int code)
    {
        await SendAsync(line + "\r\n");
        return await ReadAsync(code);
    }

    /// <summary>MAIL, RCPT, DATA and the message; returns the answer to it, which must have that code.</summary>
    public async Task<string> SendMessageAsync(
        string from, IReadOnlyList<string> to, int code = 250, string message = "Subject: x\r\n\r\nHello\r\n")
    {
        await SayAsync($"MAIL FROM:<{from}>", 250);
        foreach (var recipient in to)
            await SayAsync($"RCPT TO:<{recipient}>", 250);
        await SayAsync("DATA", 354);
        await SendAsync(message + ".\r\n");
        return await ReadAsync(code);
    }

    /// <summary>POP3: says one line, and returns the first line of the answer.</summary>
    public async Task<string> AskAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReadLineAsync();
    }

    /// <summary>POP3: the lines up to the one with a dot.</summary>
    public async Task<IReadOnlyList<string>> ReadLinesAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is not "." and var line)
            lines.Add(line);
        return lines;
    }

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), Limit);

    /// <summary>Reads one reply to its last line.</summary>
    public async Task<string> ReadAsync(int code)
    {
        var text = await ReadAnyAsync();
        Assert.True(
            text.Split('\n')[^1].StartsWith($"{code}", StringComparison.Ordinal), $"{code} was due, and came: {text}");
        return text;
    }

    /// <summary>Reads one reply to its last line, whatever it is.</summary>
    public async Task<string> ReadAnyAsync()
    {
        var reply = new StringBuilder();
        string line;
        do
        {
            line = await ReadLineAsync();
            reply.Append(line).Append('\n');
        }
        while (line.Length > 3 && line[3] == '-');

        return reply.ToString().TrimEnd('\n');
    }

    /// <summary>Nothing comes any more, because the server has closed.</summary>
    public async Task<bool> IsClosedAsync()
    {
        try
        {
            return await _stream.ReadAsync(new byte[1], Limit) == 0;
        }
        catch (IOException)
        {
            return true; // It was reset.
        }
    }

    public async Task<string> ReadLineAsync()
    {
        var line = new List<byte>();
        var octet = new byte[1];
        while (line is not [.., (byte)'\r', (byte)'\n'])
        {
            if (await _stream.ReadAsync(octet, Limit) == 0)
                throw new EndOfStreamException($"The server closed after '{Encoding.UTF8.GetString([.. line])}'.");
            line.Add(octet[0]);
        }

        return Encoding.UTF8.GetString([.. line], 0, line.Count - 2);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }
}
