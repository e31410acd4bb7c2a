using System.Buffers;
using System.Text;

namespace Rockdove.Smtp;

/// <summary>
/// Reads replies out of bytes that may be cut anywhere. Takes whole lines and leaves the rest unread.
/// </summary>
/// <remarks>
/// <code>
/// Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF     (RFC 5321 section 4.2)
/// </code>
/// What is not a reply is a <see cref="SmtpResponseStatus.Violation"/>, explained by <see cref="Violation"/>, and stays
/// one: where the next reply would begin is then anybody's guess.
/// </remarks>
public sealed class SmtpResponseReader(SmtpResponseLimits? limits = null)
{
    private readonly SmtpResponseLimits _limits = limits ?? new SmtpResponseLimits();
    private readonly List<string> _lines = [];
    private int _code;
    private int _bytes;
    private long _scanned; // Octets of an unfinished line known to hold no LF: each octet is looked at once.

    /// <summary>What was wrong, in a sentence; null while nothing was.</summary>
    public string? Violation { get; private set; }

    /// <summary>True in the middle of a reply of several lines.</summary>
    public bool IsInReply => _lines.Count > 0;

    /// <summary>Takes one reply, if it is whole. The unread bytes must come first in the next call.</summary>
    public SmtpResponseStatus Read(ref SequenceReader<byte> input, out SmtpResponse? response)
    {
        response = null;
        while (Violation is null && TryReadLine(ref input, out var line))
        {
            if (!TakeLine(line, out var isLast))
                break;
            if (!isLast)
                continue;
            response = new SmtpResponse(_code, [.. _lines]);
            _lines.Clear();
            _bytes = 0;
            return SmtpResponseStatus.Response;
        }

        return Violation is null ? SmtpResponseStatus.NeedInput : SmtpResponseStatus.Violation;
    }

    private bool TryReadLine(ref SequenceReader<byte> input, out ReadOnlySequence<byte> line)
    {
        line = default;
        var ahead = input;
        ahead.Advance(Math.Min(_scanned, ahead.Remaining));
        if (!ahead.TryAdvanceTo((byte)'\n'))
        {
            _scanned = input.Remaining;
            if (_scanned >= _limits.ReplyLineBytes)
                Violation = $"A reply line is longer than {_limits.ReplyLineBytes} octets.";
            return false;
        }

        _scanned = 0;
        var length = ahead.Consumed - input.Consumed;
        line = input.UnreadSequence.Slice(0, length);
        input.Advance(length);
        return true;
    }

    private bool TakeLine(in ReadOnlySequence<byte> line, out bool isLast)
    {
        isLast = false;
        if (line.Length > _limits.ReplyLineBytes)
            return Refuse($"A reply line is longer than {_limits.ReplyLineBytes} octets.");
        _bytes += (int)line.Length;
        if (_bytes > _limits.ReplyBytes)
            return Refuse($"A reply is longer than {_limits.ReplyBytes} octets.");
        if (_lines.Count == _limits.ReplyLines)
            return Refuse($"A reply has more than {_limits.ReplyLines} lines.");

        ReadOnlySpan<byte> text = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        text = text[..^1];
        if (text.EndsWith("\r"u8))
            text = text[..^1];
        else if (!_limits.AllowBareLineFeeds)
            return Refuse("A reply line ends in a bare LF.");

        if (text.Length < 3 || text[0] is < (byte)'2' or > (byte)'5' || !IsDigit(text[1]) || !IsDigit(text[2]))
            return Refuse("A reply line does not begin with a reply code.");
        if (text.Length > 3 && text[3] is not ((byte)' ' or (byte)'-'))
            return Refuse("A reply code is followed by neither space nor hyphen.");

        var code = (text[0] - '0') * 100 + (text[1] - '0') * 10 + text[2] - '0';
        if (_lines.Count > 0 && code != _code)
            return Refuse($"A reply that began with {_code} continues with {code}.");
        _code = code;
        isLast = text.Length == 3 || text[3] == ' ';
        _lines.Add(text.Length <= 4 ? "" : Printable(text[4..]));
        return true;
    }

    private static string Printable(ReadOnlySpan<byte> text)
    {
        var decoded = Encoding.UTF8.GetString(text);
        return decoded.AsSpan().IndexOfAny(Controls) < 0
            ? decoded
            : string.Create(decoded.Length, decoded, static (chars, source) =>
            {
                for (var i = 0; i < chars.Length; i++)
                    chars[i] = char.IsControl(source[i]) ? '?' : source[i];
            });
    }

    private bool Refuse(string violation)
    {
        Violation = violation;
        return false;
    }

    private static bool IsDigit(byte octet) => octet is >= (byte)'0' and <= (byte)'9';

    /// <summary>C0, DEL and C1: what a terminal or a log would obey instead of show.</summary>
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c)]);
}

/// <summary>What one call of <see cref="SmtpResponseReader.Read"/> gave.</summary>
public enum SmtpResponseStatus : byte
{
    /// <summary>No whole reply yet.</summary>
    NeedInput,

    /// <summary>One reply.</summary>
    Response,

    /// <summary>Something that is not a reply. Close: what follows cannot be trusted.</summary>
    Violation,
}
