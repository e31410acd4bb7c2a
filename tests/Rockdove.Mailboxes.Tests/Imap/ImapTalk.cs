using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;

namespace Rockdove.Mailboxes.Tests;

/// <summary>
/// A client that says one command after the other, over pipes, and gives back what was said until its end.
/// </summary>
internal sealed class ImapTalk(IDuplexPipe transport, Task session) : IAsyncDisposable
{
    private readonly StringBuilder _text = new();
    private IDuplexPipe? _deflated;

    /// <summary>Ends when the server has finished with the connection.</summary>
    public Task Session => session;

    /// <summary>A command without its tag, and all responses to it. The tag is <c>t</c>.</summary>
    public async Task<string> SayAsync(string command)
    {
        await SendAsync($"t {command}\r\n");
        return await ReadUntilAsync(line => line.StartsWith("t ", StringComparison.Ordinal));
    }

    /// <summary>APPEND, its arguments before the message, and the message.</summary>
    public async Task<string> AppendAsync(string arguments, string message)
    {
        await SendAsync($"t APPEND {arguments} {{{message.Length}}}\r\n");
        var invited = await ReadUntilAsync(static line => line[0] is '+' or 't');
        if (invited[0] == 't')
            return invited;
        await SendAsync(message + "\r\n");
        return await ReadUntilAsync(static line => line.StartsWith("t ", StringComparison.Ordinal));
    }

    /// <summary>A command with literals: what stands before each, and each; and all responses to it.</summary>
    public async Task<string> SayAllAsync(params string[] pieces)
    {
        var all = new StringBuilder();
        var line = "t ";
        for (var i = 0; i < pieces.Length; i += 2)
        {
            await SendAsync($"{line}{pieces[i]}{{{pieces[i + 1].Length}}}\r\n");
            var last = "";
            all.Append(await ReadUntilAsync(next => (last = next)[0] is '+' or 't'));
            if (last[0] == 't')
                return all.ToString();
            all.Length -= last.Length + 2;
            line = pieces[i + 1];
        }

        await SendAsync(line + "\r\n");
        all.Append(await ReadUntilAsync(static line => line.StartsWith("t ", StringComparison.Ordinal)));
        return all.ToString();
    }

    public async Task SendAsync(string octets) =>
        await Ends.Output.WriteAsync(Encoding.Latin1.GetBytes(octets), TestContext.Current.CancellationToken);

    /// <summary>From here on both sides compress, as after COMPRESS DEFLATE.</summary>
    public void Compress()
    {
        Assert.Equal(0, _text.Length);
        _deflated = new Deflated(
            PipeReader.Create(new DeflateStream(transport.Input.AsStream(), CompressionMode.Decompress)),
            PipeWriter.Create(new DeflateStream(transport.Output.AsStream(), CompressionLevel.Optimal)));
    }

    /// <summary>Sends octets as they are, also where the connection is compressed.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> octets) =>
        await transport.Output.WriteAsync(octets, TestContext.Current.CancellationToken);

    /// <summary>What is said up to a line, with the octets of literals.</summary>
    public async Task<string> ReadUntilAsync(Func<string, bool> isLast)
    {
        var said = new StringBuilder();
        while (true)
        {
            var line = await ReadLineAsync();
            said.Append(line).Append("\r\n");
            if (isLast(line))
                return said.ToString();
            while (LiteralLength(line) is { } length)
            {
                said.Append(await ReadAsync(length));
                line = await ReadLineAsync();
                said.Append(line).Append("\r\n");
            }
        }
    }

    /// <summary>A line without its end.</summary>
    public async Task<string> ReadLineAsync()
    {
        while (true)
        {
            var all = _text.ToString();
            var end = all.IndexOf("\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                _text.Remove(0, end + 2);
                return all[..end];
            }

            await FillAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transport.Output.CompleteAsync();
        await transport.Input.CompleteAsync();
        await session.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private IDuplexPipe Ends => _deflated ?? transport;

    private async Task<string> ReadAsync(int length)
    {
        while (_text.Length < length)
            await FillAsync();
        var octets = _text.ToString(0, length);
        _text.Remove(0, length);
        return octets;
    }

    private async Task FillAsync()
    {
        var read = await Ends.Input.ReadAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        // No more than a line: what is behind it may be compressed.
        var line = read.Buffer.PositionOf((byte)'\n') is { } end
            ? read.Buffer.Slice(0, read.Buffer.GetPosition(1, end))
            : read.Buffer;
        _text.Append(Encoding.Latin1.GetString(line));
        Ends.Input.AdvanceTo(line.End);
        if (read.IsCompleted && read.Buffer.IsEmpty)
            throw new EndOfStreamException($"The server closed; unread is: {_text}");
    }

    private static int? LiteralLength(string line)
    {
        var start = line.LastIndexOf('{');
        return line.EndsWith('}') && start >= 0 && int.TryParse(line.AsSpan(start + 1)[..^1], out var length)
            ? length
            : null;
    }

    private sealed record Deflated(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
