using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Rockdove.Hosting.Tests;

/// <summary>A link as tests speak over it: lines of text, with the time that a test may take as the bound.</summary>
internal static class LinkLines
{
    public static async Task WriteAsync(this Link link, string text)
    {
        await link.Output.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
    }

    /// <summary>The next line without its CRLF; null at the end.</summary>
    public static Task<string?> ReadLineAsync(this Link link) => link.Input.ReadLineAsync();

    /// <summary>The next line without its CRLF; null at the end.</summary>
    public static async Task<string?> ReadLineAsync(this PipeReader input)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            var result = await input.ReadAsync(patience.Token);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(result.Buffer.Slice(0, end));
                input.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line.TrimEnd('\r');
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
                return null;
        }
    }

    /// <summary>The next reply, all of its lines, joined by LF.</summary>
    public static async Task<string> ReadReplyAsync(this Link link)
    {
        var lines = new List<string>();
        do
        {
            lines.Add(await link.ReadLineAsync() ?? throw new EndOfStreamException("The server has closed."));
        }
        while (lines[^1].Length > 3 && lines[^1][3] == '-');
        return string.Join('\n', lines);
    }

    /// <summary>Goes as far as the next octet being content, in one batch.</summary>
    public static async Task BeginDataAsync(this ClientLink client)
    {
        await client.Link.ReadReplyAsync();
        await client.Link.WriteAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nDATA\r\n");
        for (var reply = 0; reply < 4; reply++)
            await client.Link.ReadReplyAsync();
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}
