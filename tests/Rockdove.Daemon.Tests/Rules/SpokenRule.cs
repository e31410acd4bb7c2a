using System.Globalization;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Daemon.Tests;

/// <summary>
/// A transcript of a rule, spoken to a listener: the same client lines, and of each reply the code and the enhanced
/// status. What the engine is told by its host there, accounts and settings of a daemon say here.
/// </summary>
/// <param name="transcript">The rule.</param>
/// <param name="talk">A connection, of which nothing has been read.</param>
internal sealed class SpokenRule(Transcript transcript, MailTalk talk)
{
    private readonly StringBuilder _conversation = new();
    private readonly List<byte> _unsent = [];
    private readonly List<byte> _content = [];
    private int? _messageOctets;

    /// <summary>The content of each message that was accepted, where the transcript tells it.</summary>
    public List<string> Accepted { get; } = [];

    /// <summary>How many messages were accepted, told or not.</summary>
    public int Messages { get; private set; }

    /// <summary>False where only a server with its settings, or a host with its answers, is the transcript's.</summary>
    public static bool IsOfAnyServer(Transcript transcript) => transcript.Lines.All(line => line.Kind switch
    {
        TranscriptLineKind.Directive => line.Word is "extensions" or "lmtp" && !HasSetting(line)
            || (line.Word, line.Text) is ("content", "any") or ("expect", "close") or ("expect", "abort")
            || line is { Word: "tls", Number: > 4 },
        TranscriptLineKind.Answer => line.Text == "550 5.1.1 No such user",
        _ => true,
    });

    public static bool IsLmtp(Transcript transcript) => transcript.Lines.Any(line => line.Word == "lmtp");

    public async Task SpeakAsync()
    {
        foreach (var line in transcript.Lines)
        {
            switch (line.Kind)
            {
                case TranscriptLineKind.Client:
                    _unsent.AddRange(line.Octets.Span);
                    if (line.EndsLine)
                        _unsent.AddRange("\r\n"u8);
                    break;
                case TranscriptLineKind.Server:
                    foreach (var reply in line.SplitAtCrlf())
                        await HearAsync(reply);
                    break;
                case TranscriptLineKind.Content:
                    _content.AddRange(line.Octets.Span);
                    if (line.EndsLine)
                        _content.AddRange("\r\n"u8);
                    break;
                case TranscriptLineKind.Question when line.Text.Split(' ') is ["message", var octets, ..]:
                    _messageOctets = int.Parse(octets, CultureInfo.InvariantCulture);
                    break;
                case TranscriptLineKind.Directive when line.Word == "tls":
                    await talk.StartTlsAsync();
                    break;
                case TranscriptLineKind.Directive when line.Word == "expect":
                    await SendAsync();
                    Assert.True(await talk.IsClosedAsync(), Tell(line, "the connection stays open"));
                    break;
            }
        }
    }

    private async Task HearAsync(TranscriptLine due)
    {
        await SendAsync();
        if (due.Text is [_, _, _, '-', ..])
            return; // The last line has the code, and keywords differ from server to server.
        var came = await talk.ReadAnyAsync();
        _conversation.Append("S: ").AppendLine(came);
        Assert.True(
            Status(due.Text) == Status(came.Split('\n')[^1]), Tell(due, $"{due.Text} was due, and came: {came}"));
        var isTold = _messageOctets is not null && due.Text[0] == '2';
        if (isTold || due.Text.EndsWith(" Message accepted", StringComparison.Ordinal))
            Messages++;
        if (isTold)
            Accepted.Add(Encoding.Latin1.GetString([.. _content.TakeLast(_messageOctets!.Value)]));
        _messageOctets = null;
    }

    private async Task SendAsync()
    {
        if (_unsent.Count == 0)
            return;
        var text = Encoding.Latin1.GetString([.. _unsent]);
        _conversation.Append("C: ").AppendLine(text.Length > 400 ? text[..400] + " ..." : text);
        _unsent.Clear();
        await talk.SendAsync(text);
    }

    /// <summary>The code, and <c>x.y.z</c> of replies that have one.</summary>
    private static string Status(string reply)
    {
        var words = reply.Split([' ', '\\'], 3);
        return words is [var code, [>= '0' and <= '9', '.', ..] status, ..] ? $"{code} {status}" : reply[..3];
    }

    private static bool HasSetting(TranscriptLine extensions) => extensions.Text.Contains('=');

    private string Tell(TranscriptLine line, string what) =>
        $"{transcript.Path}:{line.Number}: {what}\n{_conversation}";
}
