using System.Buffers;
using System.Text;

namespace Rockdove.Mock;

/// <summary>
/// Watches a conversation that is repeated, and finds the messages that the server's side of it accepts: in both
/// directions lines come in order, so each reply belongs to the oldest command without one.
/// </summary>
internal sealed class ReplayMail(Action<string, IReadOnlyList<string>, ReadOnlyMemory<byte>> accept)
{
    private readonly Queue<string> _unanswered = new();
    private readonly List<string> _forwardPaths = [];
    private readonly ArrayBufferWriter<byte> _content = new();
    private string? _reversePath;
    private bool _hasGreeted;

    /// <summary>What comes after this line of the client.</summary>
    public (long ChunkBytes, bool IsDotted) OnClient(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line);
        _unanswered.Enqueue(text);
        var words = text.Split(' ');
        var verb = words[0].ToUpperInvariant();
        return verb == "BDAT" && words.Length > 1 && long.TryParse(words[1], out var octets)
            ? (octets, false)
            : (0, verb == "DATA");
    }

    /// <returns>True for the line that ends the message.</returns>
    public bool OnContentLine(ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("."u8))
        {
            _unanswered.Enqueue(EndOfMessage);
            return true;
        }

        _content.Write(line.StartsWith("."u8) ? line[1..] : line);
        _content.Write("\r\n"u8);
        return false;
    }

    public void OnChunk(ReadOnlySpan<byte> octets) => _content.Write(octets);

    public void OnServer(ReadOnlySpan<byte> line)
    {
        if (line is not [var digit, _, _, ..] || line is [_, _, _, (byte)'-', ..])
            return;
        if (!_hasGreeted)
        {
            _hasGreeted = true;
            return;
        }

        if (_unanswered.TryDequeue(out var command) && digit is (byte)'2')
            Accept(command);
    }

    private void Accept(string command)
    {
        var verb = command.Split(' ')[0].ToUpperInvariant();
        switch (verb)
        {
            case "MAIL":
                Reset();
                _reversePath = PathOf(command);
                break;
            case "RCPT":
                _forwardPaths.Add(PathOf(command));
                break;
            case EndOfMessage:
            case "BDAT" when command.EndsWith(" LAST", StringComparison.OrdinalIgnoreCase):
                if (_reversePath is not null)
                    accept(_reversePath, [.. _forwardPaths], _content.WrittenMemory.ToArray());
                Reset();
                break;
            case "RSET" or "EHLO" or "HELO" or "LHLO":
                Reset();
                break;
        }
    }

    private void Reset()
    {
        _reversePath = null;
        _forwardPaths.Clear();
        _content.ResetWrittenCount();
    }

    private static string PathOf(string command)
    {
        var from = command.IndexOf('<', StringComparison.Ordinal);
        var to = command.LastIndexOf('>');
        return from >= 0 && to > from ? command[(from + 1)..to] : command[(command.IndexOf(':') + 1)..].Trim();
    }

    private const string EndOfMessage = ".";
}
