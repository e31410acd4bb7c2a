using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Rockdove.Bench;

/// <summary>Says what a mail needs, a command at a time, and looks at no more of a reply than its end.</summary>
internal sealed class MailClient(IDuplexPipe pipe)
{
    public static async Task<MailClient> OpenAsync(IDuplexPipe pipe)
    {
        var client = new MailClient(pipe);
        await client.HearAsync();
        await client.AskAsync(Hello);
        return client;
    }

    public async ValueTask SendAsync()
    {
        await AskAsync(From);
        await AskAsync(To);
        await AskAsync(Data);
        await AskAsync(Message);
    }

    public async ValueTask QuitAsync()
    {
        await AskAsync(Quit);
        await pipe.Output.CompleteAsync();
        await pipe.Input.CompleteAsync();
    }

    private async ValueTask AskAsync(ReadOnlyMemory<byte> line)
    {
        await pipe.Output.WriteAsync(line);
        await HearAsync();
    }

    private async ValueTask HearAsync()
    {
        while (true)
        {
            var result = await pipe.Input.ReadAsync();
            var isWhole = IsWhole(result.Buffer, out var isGood);
            pipe.Input.AdvanceTo(isWhole ? result.Buffer.End : result.Buffer.Start, result.Buffer.End);
            if (isWhole && isGood)
                return;
            if (isWhole || result.IsCompleted)
                throw new InvalidOperationException("The server refused, or went away.");
        }
    }

    private static bool IsWhole(in ReadOnlySequence<byte> buffer, out bool isGood)
    {
        isGood = false;
        var text = buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray();
        if (text is not [.., (byte)'\n'])
            return false;
        var last = text[(text[..^1].LastIndexOf((byte)'\n') + 1)..];
        isGood = last[0] is (byte)'2' or (byte)'3';
        return last.Length > 3 && last[3] != '-';
    }

    private static readonly byte[] Hello = "EHLO bench.test\r\n"u8.ToArray();
    private static readonly byte[] From = "MAIL FROM:<sender@bench.test>\r\n"u8.ToArray();
    private static readonly byte[] To = "RCPT TO:<recipient@bench.test>\r\n"u8.ToArray();
    private static readonly byte[] Data = "DATA\r\n"u8.ToArray();
    private static readonly byte[] Quit = "QUIT\r\n"u8.ToArray();

    /// <summary>1.6 kB, as an ordinary text with its headers.</summary>
    private static readonly byte[] Message = Encoding.ASCII.GetBytes(
        "From: sender@bench.test\r\nTo: recipient@bench.test\r\nSubject: What a mail costs\r\n"
        + "Message-ID: <1@bench.test>\r\nDate: Thu, 01 Jan 2026 12:00:00 +0000\r\n\r\n"
        + string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog, and then once more.\r\n", 22))
        + ".\r\n");
}
