using System.Text;
using Rockdove.Smtp;

namespace Rockdove.Testing;

/// <summary>
/// Keeps books of one run that is fed octet by octet: each command gets one reply, a chunk takes exactly the octets it
/// announced, and a message is what was sent without its dots. It reads the client's side by itself, so that a mistake
/// of the engine is not repeated here.
/// </summary>
/// <remarks>
/// Octet by octet a command is known without knowing what it means: only a line is consumed as several octets that end
/// with LF.
/// </remarks>
internal sealed class SmtpAccounts(SmtpServerEngine engine, ReplyStream replies)
{
    private readonly List<byte> _raw = [];
    private string _line = "";
    private Reading _reading = Reading.Greeting;
    private bool _isSkipping;
    private bool _isChunked;
    private bool _hasAnsweredMessage;
    private long _chunkLeft;
    private int _settled;
    private int _recipients = 1;
    private int _recipientsBefore = 1;

    /// <summary>A step begins. What it ends, it may also forget: an empty last chunk is over in one step.</summary>
    public void BeginStep() => _recipientsBefore = Recipients();

    /// <summary>The engine consumed these octets in one step.</summary>
    public void Took(ReadOnlySpan<byte> octets, bool isSecret)
    {
        if (octets.IsEmpty)
            return;
        switch (_reading)
        {
            case Reading.Chunk:
                if (octets.Length > _chunkLeft)
                    throw Broken($"took {octets.Length} octets where {_chunkLeft} were left of the chunk");
                _raw.AddRange(octets);
                _chunkLeft -= octets.Length;
                if (_chunkLeft == 0)
                    _reading = Reading.ChunkEnd;
                break;
            case Reading.Dotted:
                _raw.AddRange(octets);
                break;
            case Reading.Idle:
                TakeLine(octets, isSecret);
                break;
            default:
                throw Broken($"read on in {_reading} before it had replied");
        }
    }

    /// <summary>A question was answered, and the replies are out.</summary>
    public void Answered(SmtpQuestion question, string answer)
    {
        _hasAnsweredMessage |= question is MessageQuestion;
        if (question is not DataQuestion)
            return;
        _isChunked = _reading != Reading.Command;
        _raw.Clear();
        if (_isChunked || replies.LastCode != 354)
            return;
        Expect(1, $"answered {answer} to");
        _recipients = Recipients();
        _reading = Reading.Dotted;
    }

    /// <summary>The message is about to be kept: it must be what was sent.</summary>
    public void CheckContent(ReadOnlySpan<byte> content)
    {
        if (engine.Protocol.Options.BareNewlines is Wire.BareNewlines.Normalize or Wire.BareNewlines.EndLine)
            return;
        var sent = _isChunked ? [.. _raw] : Undot(_raw);
        if (!content.SequenceEqual(sent))
            throw Broken($"made {Encoding.Latin1.GetString(content)} of {Encoding.Latin1.GetString(sent)} in");
    }

    public void Handshake()
    {
        Expect(1, "went to TLS after");
        _reading = Reading.Idle;
    }

    /// <summary>The engine wants input: whatever it owed must have been paid.</summary>
    public void Settle()
    {
        switch (_reading)
        {
            case Reading.Greeting or Reading.Command:
                Expect(1, "answered");
                _reading = Reading.Idle;
                break;
            case Reading.ChunkEnd when _hasAnsweredMessage || replies.Count - _settled > 1:
                Expect(_recipients, "ended the message of");
                _reading = Reading.Idle;
                break;
            case Reading.ChunkEnd:
                Expect(1, "ended the chunk of");
                _reading = Reading.Idle;
                break;
            case Reading.Dotted when replies.Count > _settled:
                Expect(_recipients, "ended the message of");
                _reading = Reading.Idle;
                break;
            default:
                Expect(0, "spoke during");
                break;
        }
    }

    private void TakeLine(ReadOnlySpan<byte> octets, bool isSecret)
    {
        if (octets[^1] != '\n')
        {
            _isSkipping = true; // Part of a line that is too long.
            return;
        }

        _line = _isSkipping ? "(a line too long)" : Encoding.Latin1.GetString(octets).TrimEnd('\r', '\n', ' ', '\t');
        _reading = Reading.Command;
        _hasAnsweredMessage = false;
        var isChunk = !_isSkipping && !isSecret && IsChunk(_line, out _chunkLeft);
        _isSkipping = false;
        _chunkLeft = isChunk ? _chunkLeft : 0;
        if (!isChunk)
            return;
        _recipients = _recipientsBefore;
        _reading = _chunkLeft > 0 ? Reading.Chunk : Reading.ChunkEnd;
    }

    private int Recipients() => engine.Protocol.Options.IsLmtp && engine.Session.Envelope is { } envelope
        ? Math.Max(1, envelope.Recipients.Count)
        : 1;

    private void Expect(int count, string what)
    {
        var got = replies.Count - _settled;
        if (got != count)
            throw Broken($"gave {got} replies, not {count}, when it {what}");
        _settled = replies.Count;
    }

    private InvariantBrokenException Broken(string what) => new($"The engine {what} '{_line}'.");

    /// <summary>BDAT SP size [SP LAST], as RFC 3030 section 2 has it.</summary>
    private static bool IsChunk(string line, out long octets)
    {
        octets = 0;
        if (!line.StartsWith("BDAT ", StringComparison.OrdinalIgnoreCase))
            return false;
        var words = line["BDAT ".Length..].Split(' ', 2);
        return words[0].Length > 0 && words[0].All(char.IsAsciiDigit) && long.TryParse(words[0], out octets)
            && (words.Length == 1 || words[1].TrimStart(' ').Equals("LAST", StringComparison.OrdinalIgnoreCase));
    }

    private static byte[] Undot(List<byte> raw)
    {
        List<byte> content = [];
        for (var i = 0; i < raw.Count; i++)
        {
            var beginsLine = i == 0 || (i > 1 && raw[i - 1] == '\n' && raw[i - 2] == '\r');
            if (!beginsLine || raw[i] != '.')
                content.Add(raw[i]);
            else if (i + 3 == raw.Count && raw[i + 1] == '\r' && raw[i + 2] == '\n')
                break;
        }

        return [.. content];
    }

    private enum Reading
    {
        Greeting,
        Idle,
        Command,
        Dotted,
        Chunk,
        ChunkEnd,
    }
}
