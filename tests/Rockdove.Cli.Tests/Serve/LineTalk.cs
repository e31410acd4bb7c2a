using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.Cli.Tests;

/// <summary>A client that says lines and reads lines.</summary>
internal sealed class LineTalk : IAsyncDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private StreamReader _reader = null!;

    /// <summary>Connects, and reads the greeting.</summary>
    public static async Task<LineTalk> ConnectAsync(IPEndPoint address)
    {
        var talk = new LineTalk();
        await talk._client.ConnectAsync(address, RockdoveProcess.Patience);
        talk._reader = new StreamReader(talk._client.GetStream(), Encoding.Latin1);
        await talk.ReadAsync();
        return talk;
    }

    /// <summary>Says a line, and returns the last line of the reply.</summary>
    public async Task<string> SayAsync(string line)
    {
        await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), RockdoveProcess.Patience);
        return await ReadAsync();
    }

    /// <summary>Sends a message by SMTP; returns the reply to it.</summary>
    public async Task<string> SendAsync(string to, string text)
    {
        await SayAsync("MAIL FROM:<x@elsewhere.test>");
        if (await SayAsync($"RCPT TO:<{to}>") is var refused && !refused.StartsWith("250", StringComparison.Ordinal))
            return refused;
        await SayAsync("DATA");
        return await SayAsync($"Subject: {text}\r\n\r\n{text}\r\n.");
    }

    /// <summary>POP3: the lines up to the one with a dot.</summary>
    public async Task<IReadOnlyList<string>> ReadLinesAsync()
    {
        var lines = new List<string>();
        while (await ReadAsync() is not "." and var line)
            lines.Add(line);
        return lines;
    }

    /// <summary>IMAP: says a command, which must be answered with OK; returns all lines of the answer.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(string command)
    {
        var lines = new List<string> { await SayAsync($"a {command}") };
        while (!lines[^1].StartsWith("a ", StringComparison.Ordinal))
            lines.Add(await ReadAsync());
        Assert.StartsWith("a OK", lines[^1], StringComparison.Ordinal);
        return lines;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> ReadAsync()
    {
        while (true)
        {
            var line = await _reader.ReadLineAsync(RockdoveProcess.Patience)
                ?? throw new EndOfStreamException("The server closed.");
            if (line.Length < 4 || line[3] != '-' || !char.IsDigit(line[0]))
                return line;
        }
    }
}
