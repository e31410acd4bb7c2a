using System.Buffers;
using System.Diagnostics;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>
/// The messages of an APPEND or a REPLACE while they come: so many octets, then the end of the command, or another
/// message (RFC 3502).
/// </summary>
internal sealed class AppendState(ImapServerEngine engine)
{
    private readonly List<AppendQuestion> _appends = [];
    private readonly ImapLimits _limits = engine.Protocol.Limits;
    private LineReader _lines;
    private long _left;
    private bool _isInMessage;

    /// <summary>Messages came, and then something that is no end of a command, or was refused.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>The host wants the message that was announced.</summary>
    public void Begin(AppendQuestion append)
    {
        if (append.Index == 0)
            _appends.Clear();
        _appends.Add(append);
        IsRefused = false;
        _left = append.MessageBytes;
        _isInMessage = true;
    }

    /// <summary>The host does not want the message; with it goes what came before in the same command.</summary>
    public void Refuse(AppendQuestion append) => IsRefused |= append.Index > 0;

    /// <summary>Takes what there is. Null when the loop goes on.</summary>
    public Step? Take(ref SequenceReader<byte> input)
    {
        if (_isInMessage)
        {
            var slice = TakeSlice(ref input);
            if (!slice.IsEmpty)
                return Step.Slice(slice);
            if (_left > 0)
                return Step.NeedInput(_limits.ContentPatience);
            _isInMessage = false;
        }

        return TakeRest(ref input) ? null : Step.NeedInput(_limits.ContentPatience);
    }

    /// <summary>The next octets, where they lie; empty when there are none yet, or no more.</summary>
    private ReadOnlyMemory<byte> TakeSlice(ref SequenceReader<byte> input)
    {
        var slice = input.UnreadSequence.First;
        if (slice.Length > _left)
            slice = slice[..(int)_left];
        input.Advance(slice.Length);
        _left -= slice.Length;
        return slice;
    }

    /// <summary>
    /// Behind a message the command ends, or another message is announced; whatever else comes belongs to the command
    /// and is thrown away. False when there is not enough yet.
    /// </summary>
    private bool TakeRest(ref SequenceReader<byte> input)
    {
        var last = _appends[^1];
        if (!input.TryPeek(out var first))
            return false;
        if (last.IsUtf8)
        {
            // RFC 6855 section 4: the literal stands in parentheses.
            if (input.Remaining < 2)
                return false;
            if (first != ')' || !input.TryPeek(1, out first))
                return Refuse(ref input);
        }

        var at = last.IsUtf8 ? 1 : 0;
        if (first == ' ' && last.Replaces is null && engine.Protocol.Has<MultiAppend>())
            return TakeAnother(ref input, at);
        if (first == '\r' && input.Remaining < at + 2)
            return false;
        var isBare = first == '\n' && engine.Protocol.Allows(ImapLeniencies.BareLineFeed);
        if (!isBare && !(first == '\r' && input.TryPeek(at + 1, out var second) && second == '\n'))
            return Refuse(ref input);
        input.Advance(at + (isBare ? 1 : 2));
        engine.Enter(EngineMode.Command);
        engine.Ask(new MessageQuestion(last) { All = [.. _appends] });
        return true;
    }

    private bool Refuse(ref SequenceReader<byte> input)
    {
        IsRefused = true;
        engine.SkipLine(input.IsNext((byte)'\n') ? ImapReplies.BareLineFeed : ImapReplies.BadArguments);
        return true;
    }

    private bool TakeAnother(ref SequenceReader<byte> input, int at)
    {
        var before = input;
        var status = _lines.Read(ref input, _limits.CommandBytes, 0, out var line);
        switch (status)
        {
            case LineStatus.NeedInput:
                return false;
            case LineStatus.Line:
            case LineStatus.BareLineFeed when engine.Protocol.Allows(ImapLeniencies.BareLineFeed):
                TakeAnother(line[at..]);
                return true;
            case LineStatus.BareLineFeed:
                input = before;
                IsRefused = true;
                engine.SkipLine(ImapReplies.BareLineFeed);
                return true;
            default:
                input = before;
                IsRefused = true;
                engine.SkipLine(ImapReplies.CommandTooLong);
                return true;
        }
    }

    private void TakeAnother(ReadOnlySpan<byte> line)
    {
        byte[] text = [.. line, (byte)'\r', (byte)'\n'];
        var arguments = new ImapReader(text, engine.Session.HasUtf8);
        if (LiteralHead.TryFindAtEnd(line, out var literal))
            engine.Announce(literal);
        engine.Enter(EngineMode.Command);
        var refusal = AppendArguments.TryRead(engine, ref arguments, out var another);
        if (refusal is null && _appends.Count == _limits.AppendMessages)
            refusal = ImapReplies.TooManyMessages;
        if (refusal is not null)
        {
            IsRefused = true;
            engine.Reply(refusal);
            return;
        }

        Debug.Assert(another is not null, "It is refused or read.");
        engine.Ask(another.Question(_appends[0].Mailbox) with { Index = _appends.Count });
    }
}
