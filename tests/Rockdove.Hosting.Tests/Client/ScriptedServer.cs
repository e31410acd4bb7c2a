using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Rockdove.Hosting.Tests;

/// <summary>The other end of a client in memory, played by the test: it may say anything, true or not.</summary>
internal sealed class ScriptedServer
{
    private readonly Pipe _toClient = new();
    private readonly Pipe _toServer;

    /// <param name="windowBytes">How much the client may send before it has to wait for us to read.</param>
    public ScriptedServer(int windowBytes = 1 << 20)
    {
        _toServer = new Pipe(new PipeOptions(
            pauseWriterThreshold: windowBytes, resumeWriterThreshold: windowBytes / 2));
        Client = new Ends(_toClient.Reader, _toServer.Writer);
    }

    /// <summary>What the client gets.</summary>
    public IDuplexPipe Client { get; }

    public async Task SayAsync(string text)
    {
        await _toClient.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Reads one line of the client, without its CRLF.</summary>
    public async Task<string> HearAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _toServer.Reader.ReadAsync(cancellationToken);
            var reader = new SequenceReader<byte>(read.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
            {
                var text = Encoding.UTF8.GetString(line);
                _toServer.Reader.AdvanceTo(reader.Position);
                return text;
            }

            _toServer.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            Assert.False(read.IsCompleted, "The client went away.");
        }
    }

    /// <summary>Takes whatever comes first.</summary>
    public async Task HearOctetsAsync(CancellationToken cancellationToken)
    {
        var read = await _toServer.Reader.ReadAsync(cancellationToken);
        Assert.False(read.Buffer.IsEmpty);
        _toServer.Reader.AdvanceTo(read.Buffer.End);
    }

    /// <summary>Hears a line that begins so, and answers it.</summary>
    public async Task AnswerAsync(string expected, string reply, CancellationToken cancellationToken)
    {
        Assert.StartsWith(expected, await HearAsync(cancellationToken), StringComparison.Ordinal);
        await SayAsync(reply);
    }

    /// <summary>Greets, and offers these keywords to the hello.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken, params string[] keywords)
    {
        await SayAsync("220 liar.test\r\n");
        string[] lines = ["liar.test", .. keywords];
        var reply = lines.Select((line, i) => $"250{(i == lines.Length - 1 ? ' ' : '-')}{line}\r\n");
        await AnswerAsync("EHLO ", string.Concat(reply), cancellationToken);
    }

    public async Task HangUpAsync()
    {
        await _toClient.Writer.CompleteAsync();
        await _toServer.Reader.CompleteAsync();
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
