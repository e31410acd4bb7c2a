using System.Buffers;
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
    public static async Task<string?> ReadLineAsync(this Link link)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            var result = await link.Input.ReadAsync(patience.Token);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(result.Buffer.Slice(0, end));
                link.Input.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line.TrimEnd('\r');
            }

            link.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
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

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}
