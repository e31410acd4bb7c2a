using System.Globalization;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>
/// Puts what a server says behind what it answers. Replies come in the order of commands (RFC 2920 section 3.1), so
/// each belongs to the oldest command without one; a message in LMTP has one for each recipient.
/// </summary>
internal sealed class ReplayOrder
{
    private readonly List<Turn> _turns = [new Turn(null) { RepliesDue = 1 }];
    private Turn? _message;
    private long _chunkBytes;
    private int _acceptedRecipients;
    private bool _isLmtp;
    private bool _isInReply;
    private ReplayMove? _end;

    /// <summary>Nothing was said yet.</summary>
    public bool IsEmpty => _turns is [{ Said.Count: 0 }];

    /// <summary>The transcript says how the server ends.</summary>
    public bool HasEnd => _end is not null;

    public void Client(TranscriptLine line)
    {
        if (_message is not null)
            TakeContent(line);
        else
            TakeCommand(line);
    }

    public void Server(TranscriptLine line)
    {
        var isContinued = line.Octets.Span is [_, _, _, (byte)'-', ..];
        var turn = Oldest ?? _turns[^1];
        turn.Said.Add(new ReplayMove(ReplayMoveKind.Say, line, OctetsOf(line)));
        if (!_isInReply)
            Begin(turn, line.Octets.Span);
        _isInReply = isContinued;
        if (!isContinued)
            turn.RepliesDue--;
    }

    /// <summary>Something else that the server does, after what it has said.</summary>
    public void Server(ReplayMove move) => (LastAnswered ?? _turns[^1]).Said.Add(move);

    public void End(ReplayMove end) => _end ??= end;

    public IReadOnlyList<ReplayMove> ToMoves()
    {
        var moves = new List<ReplayMove>();
        foreach (var turn in _turns)
        {
            if (turn.Heard is { } heard)
                moves.Add(turn == _message ? heard with { BreaksOffAfterBytes = turn.ContentBytes } : heard);
            moves.AddRange(turn.Said);
        }

        if ((_end ?? ImpliedEnd) is { } end)
            moves.Add(end);
        return moves;
    }

    private Turn? Oldest => _turns.Find(turn => turn.RepliesDue > 0);

    private Turn? LastAnswered => _turns.FindLast(turn => turn.Said.Count > 0);

    /// <summary>
    /// A server closes after 221 and 421 (RFC 5321 section 3.8), after half a line, and where it owes an answer and the
    /// recording has no more.
    /// </summary>
    private ReplayMove? ImpliedEnd
    {
        get
        {
            if (Oldest is not null)
                return new ReplayMove(ReplayMoveKind.Close, null);
            return _turns[^1].Said.FindLast(move => move.Kind == ReplayMoveKind.Say)
                is { Octets.Span: var last, Line: var line }
                && (last.StartsWith("221"u8) || last.StartsWith("421"u8) || !line!.EndsLine)
                    ? new ReplayMove(ReplayMoveKind.Close, null)
                    : null;
        }
    }

    private void TakeCommand(TranscriptLine line)
    {
        var words = Encoding.UTF8.GetString(line.Octets.Span).Split(' ');
        var verb = words[0].ToUpperInvariant();
        var move = verb == "BDAT" ? ReplayMoveKind.HearChunk : ReplayMoveKind.Hear;
        var turn = new Turn(new ReplayMove(move, line)) { Verb = verb, RepliesDue = 1 };
        _turns.Add(turn);
        _isLmtp |= verb == "LHLO";
        if (verb == "BDAT" && words.Length > 1
            && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out _chunkBytes))
        {
            turn.IsMessageEnd = words.Length > 2 && words[2].Equals("LAST", StringComparison.OrdinalIgnoreCase);
            _message = _chunkBytes > 0 ? turn : null;
        }
    }

    /// <summary>The first line of a reply: tells what comes next, and who is a recipient.</summary>
    private void Begin(Turn turn, ReadOnlySpan<byte> reply)
    {
        var isGood = reply.StartsWith("2"u8);
        switch (turn.Verb)
        {
            case "MAIL" or "RSET" or "EHLO" or "HELO" or "LHLO" when isGood:
                _acceptedRecipients = 0;
                break;
            case "RCPT" when isGood:
                _acceptedRecipients++;
                break;
            case "DATA" when reply.StartsWith("354"u8):
                BeginContent(turn);
                break;
            case "BDAT" when turn.IsMessageEnd && _isLmtp && turn.RepliesDue == 1 && !turn.HasRepliesCounted:
                turn.RepliesDue = Math.Max(1, _acceptedRecipients);
                turn.HasRepliesCounted = true;
                break;
        }
    }

    private void BeginContent(Turn data)
    {
        var content = new Turn(new ReplayMove(ReplayMoveKind.HearContent, data.Heard!.Line))
        {
            RepliesDue = _isLmtp ? Math.Max(1, _acceptedRecipients) : 1,
            IsDotted = true,
        };
        _turns.Insert(_turns.IndexOf(data) + 1, content);
        _message = content;
    }

    private void TakeContent(TranscriptLine line)
    {
        var message = _message!;
        var octets = line.Octets.Length + (line.EndsLine ? 2 : 0);
        if (message.IsDotted)
        {
            if (line.EndsLine && line.Octets.Span.SequenceEqual("."u8))
                _message = null;
            else
                message.ContentBytes += octets - (line.Octets.Span.StartsWith("."u8) ? 1 : 0);
            return;
        }

        // Lines are recorded whole: one that a chunk ends in the middle of goes on with a command.
        var left = _chunkBytes - message.ContentBytes;
        message.ContentBytes += Math.Min(left, octets);
        if (octets >= left)
            _message = null;
        if (left < line.Octets.Length)
            TakeCommand(TranscriptLine.Literal(line.Kind, line.Octets.Span[(int)left..], line.EndsLine));
    }

    private static byte[] OctetsOf(TranscriptLine line) =>
        line.EndsLine ? [.. line.Octets.Span, (byte)'\r', (byte)'\n'] : line.Octets.ToArray();

    /// <summary>Something of the client, and what the server says to it.</summary>
    private sealed class Turn(ReplayMove? heard)
    {
        public ReplayMove? Heard { get; } = heard;

        public string Verb { get; init; } = "";

        public List<ReplayMove> Said { get; } = [];

        public int RepliesDue { get; set; }

        public bool HasRepliesCounted { get; set; }

        public bool IsDotted { get; init; }

        public bool IsMessageEnd { get; set; }

        public long ContentBytes { get; set; }
    }
}
