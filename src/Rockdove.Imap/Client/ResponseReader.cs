using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>Reads responses out of octets that may be cut anywhere, within bounds.</summary>
internal sealed class ResponseReader(ImapResponseLimits limits)
{
    private readonly ResponseParser _parser = new(limits);
    private LineReader _lines;
    private long _literalLeft;
    private byte[] _literal = [];
    private State _state;

    /// <summary>What was wrong, in a sentence; null while nothing was.</summary>
    public string? Violation { get; private set; }

    /// <summary>Names of mailboxes are UTF-8.</summary>
    public bool IsUtf8 { get; set; }

    /// <summary>What was read: an untagged response.</summary>
    public ImapResponse? Response { get; private set; }

    /// <summary>What was read: a status, tagged or not.</summary>
    public ImapResult? Result { get; private set; }

    /// <summary>The tag of <see cref="Result"/>; null without one.</summary>
    public string? Tag { get; private set; }

    /// <summary>What was read: a continuation request; what follows the plus.</summary>
    public byte[]? Invitation { get; private set; }

    /// <summary>The literal that is handed out.</summary>
    public ImapContent? Content { get; private set; }

    /// <summary>The greeting said PREAUTH.</summary>
    public bool IsPreAuthenticated { get; private set; }

    /// <summary>Reads the next thing there is.</summary>
    public ReadStatus Read(ref SequenceReader<byte> input, out ReadOnlyMemory<byte> slice)
    {
        slice = default;
        while (Violation is null)
        {
            switch (_state)
            {
                case State.Literal:
                    if (!TakeLiteral(ref input))
                        return ReadStatus.NeedInput;
                    continue;
                case State.Content when _literalLeft > 0:
                    slice = input.UnreadSequence.First;
                    if (slice.IsEmpty)
                        return ReadStatus.NeedInput;
                    if (slice.Length > _literalLeft)
                        slice = slice[..(int)_literalLeft];
                    input.Advance(slice.Length);
                    _literalLeft -= slice.Length;
                    return ReadStatus.Content;
                case State.Content:
                    Content = null;
                    _state = State.Rest;
                    continue;
            }

            switch (_lines.Read(ref input, limits.LineBytes, discardBytes: 0, out var line))
            {
                case LineStatus.NeedInput:
                    return ReadStatus.NeedInput;
                case LineStatus.Line:
                    if (_state == State.Rest ? TakeData(line) : TakeFirst(line))
                        return Violation is null ? ReadStatus.Read : ReadStatus.Violation;
                    continue;
                case LineStatus.BareLineFeed:
                    Violation = "A line ends in a bare LF.";
                    break;
                default:
                    Violation = $"A line is longer than {limits.LineBytes} octets.";
                    break;
            }
        }

        return ReadStatus.Violation;
    }

    /// <summary>True when something was read.</summary>
    private bool TakeFirst(ReadOnlySpan<byte> line)
    {
        (Response, Result, Tag, Invitation) = (null, null, null, null);
        if (line.StartsWith("+"u8))
        {
            Invitation = (line.StartsWith("+ "u8) ? line[2..] : line[1..]).ToArray();
            return true;
        }

        var space = line.IndexOf((byte)' ');
        if (space <= 0)
        {
            Violation = "A line is neither a response nor an answer.";
            return true;
        }

        var rest = line[(space + 1)..];
        if (line.StartsWith("* "u8))
        {
            if (!TryStatus(rest))
            {
                _parser.Begin();
                return TakeData(rest);
            }

            Response = new ImapStatusResponse(Result!);
            return true;
        }

        Tag = Encoding.Latin1.GetString(line[..space]);
        if (!TryStatus(rest))
            Violation = "An answer begins with neither OK, NO nor BAD.";
        return true;
    }

    /// <summary>A line of data, up to its end or a literal. True when the response is over.</summary>
    private bool TakeData(ReadOnlySpan<byte> line)
    {
        _state = State.Line;
        if (LiteralHead.TryFindAtEnd(line, out var literal))
        {
            var head = line.LastIndexOf((byte)'{');
            _parser.Take(line[..(head > 0 && line[head - 1] == '~' ? head - 1 : head)]);
            Violation ??= _parser.Violation;
            if (Violation is null)
                BeginLiteral(literal);
            return Violation is not null;
        }

        _parser.Take(line);
        Violation ??= _parser.Violation ?? (_parser.IsWhole ? null : "A response ends in the middle of a list.");
        if (Violation is not null)
            return true;
        Response = ResponseShapes.Of(_parser.Root, IsUtf8);
        if (Response is null)
            Violation = "A response is not understood.";
        return true;
    }

    private void BeginLiteral(LiteralHead literal)
    {
        if (!literal.IsWellFormed || !literal.IsSynchronizing)
        {
            Violation = "The size of a literal makes no sense.";
        }
        else if (_parser.Item is { } item && IsContent(item))
        {
            if (limits.ContentBytes > 0 && literal.Octets > limits.ContentBytes)
                Violation = $"A literal is bigger than {limits.ContentBytes} octets.";
            _parser.Root[0].TryNumber(out var number);
            _literalLeft = literal.Octets;
            Content = new ImapContent((uint)number, item, literal.Octets);
            _parser.TakeContent(literal.Octets);
            _state = State.Content;
        }
        else if (literal.Octets > limits.LiteralBytes)
        {
            Violation = $"A literal is bigger than {limits.LiteralBytes} octets.";
        }
        else
        {
            _literal = new byte[literal.Octets];
            _literalLeft = literal.Octets;
            _state = State.Literal;
        }
    }

    private bool TakeLiteral(ref SequenceReader<byte> input)
    {
        var octets = (int)Math.Min(_literalLeft, input.Remaining);
        input.TryCopyTo(_literal.AsSpan(_literal.Length - (int)_literalLeft, octets));
        input.Advance(octets);
        _literalLeft -= octets;
        if (_literalLeft > 0)
            return false;
        _parser.TakeLiteral(_literal);
        Violation ??= _parser.Violation;
        _literal = [];
        _state = State.Rest;
        return true;
    }

    private bool TryStatus(ReadOnlySpan<byte> text)
    {
        var space = text.IndexOf((byte)' ');
        var word = space < 0 ? text : text[..space];
        ImapCondition condition;
        if (Ascii.EqualsIgnoreCase(word, "OK"u8))
            condition = ImapCondition.Ok;
        else if (Ascii.EqualsIgnoreCase(word, "NO"u8))
            condition = ImapCondition.No;
        else if (Ascii.EqualsIgnoreCase(word, "BAD"u8))
            condition = ImapCondition.Bad;
        else if (Ascii.EqualsIgnoreCase(word, "BYE"u8))
            condition = ImapCondition.Bye;
        else if (Ascii.EqualsIgnoreCase(word, "PREAUTH"u8))
            (condition, IsPreAuthenticated) = (ImapCondition.Ok, true);
        else
            return false;
        var rest = Printable(space < 0 ? default : text[(space + 1)..]);
        string? code = null;
        if (rest.StartsWith('[') && rest.IndexOf(']', StringComparison.Ordinal) is > 1 and var end)
        {
            code = rest[1..end];
            rest = rest[(end + 1)..].TrimStart(' ');
        }

        Result = new ImapResult(condition, code, rest);
        return true;
    }

    private static bool IsContent(string item) =>
        item.StartsWith("BODY[", StringComparison.OrdinalIgnoreCase)
        || item.StartsWith("BINARY[", StringComparison.OrdinalIgnoreCase)
        || item.StartsWith("RFC822", StringComparison.OrdinalIgnoreCase);

    private static string Printable(ReadOnlySpan<byte> text) =>
        string.Concat(Encoding.UTF8.GetString(text).Select(c => char.IsControl(c) ? '?' : c));

    private enum State : byte
    {
        Line,
        Rest,
        Literal,
        Content,
    }
}

internal enum ReadStatus : byte
{
    NeedInput,

    /// <summary>A line, or a whole response.</summary>
    Read,

    /// <summary>A slice of a literal.</summary>
    Content,

    Violation,
}
