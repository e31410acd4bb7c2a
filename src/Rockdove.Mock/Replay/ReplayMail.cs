using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rockdove.Mock;

/// <summary>
/// Watches a conversation that is repeated, and finds the messages that the server's side of it accepts.
/// </summary>
internal sealed class ReplayMail(Action<ReplayedEnvelope, ReadOnlyMemory<byte>> accept)
{
    private readonly List<string> _recipients = [];
    private readonly ArrayBufferWriter<byte> _content = new();
    private string _verb = "";
    private string _argument = "";
    private string? _sender;
    private string? _helloName;
    private bool _endsMessage;

    /// <summary>How much of the message has come.</summary>
    public long ContentBytes => _content.WrittenCount;

    public void OnClient(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        _verb = (space < 0 ? text : text[..space]).ToUpperInvariant();
        _argument = space < 0 ? "" : text[(space + 1)..];
        _endsMessage = _verb == "BDAT" && IsLast(_argument);
    }

    public void OnContent(ReadOnlySpan<byte> octets) => _content.Write(octets);

    /// <summary>The dot has come.</summary>
    public void OnContentEnd() => _endsMessage = true;

    /// <summary>
    /// The server says a line. The first good reply to a message keeps it, also where there are several (LMTP).
    /// </summary>
    public void OnServer(ReadOnlySpan<byte> line)
    {
        if (line is [_, _, _, (byte)'-', ..])
            return;
        if (line.StartsWith("2"u8))
            Succeed();
        if (!_endsMessage)
            _verb = "";
    }

    public static bool TryReadChunk(ReadOnlySpan<byte> line, out long octets, out bool isLast)
    {
        var words = Encoding.UTF8.GetString(line).Split(' ');
        isLast = words.Length > 2 && IsLast(words[2]);
        octets = 0;
        return words.Length > 1 && words[0].Equals("BDAT", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out octets);
    }

    private void Succeed()
    {
        if (_endsMessage)
        {
            if (_sender is not null)
                accept(new ReplayedEnvelope(_helloName, _sender, [.. _recipients]), _content.WrittenSpan.ToArray());
            Reset();
            return;
        }

        switch (_verb)
        {
            case "MAIL":
                Reset();
                _sender = _argument;
                break;
            case "RCPT":
                _recipients.Add(_argument);
                break;
            case "RSET":
                Reset();
                break;
            case "EHLO" or "HELO" or "LHLO":
                Reset();
                _helloName = _argument;
                break;
        }
    }

    private void Reset()
    {
        _endsMessage = false;
        _sender = null;
        _recipients.Clear();
        _content.ResetWrittenCount();
    }

    private static bool IsLast(string argument) =>
        argument.Split(' ')[^1].Equals("LAST", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Who sent a replayed message to whom, as the arguments of commands.</summary>
internal sealed record ReplayedEnvelope(string? HelloName, string Sender, IReadOnlyList<string> Recipients);
