using System.Buffers;

namespace Rockdove.Imap;

/// <summary>
/// Takes commands from the client and sees that each is run or refused. On the engine it does what a verb may do, and
/// nothing else.
/// </summary>
internal sealed class CommandIntake(ImapServerEngine engine)
{
    private readonly ImapProtocol _protocol = engine.Protocol;
    private CommandFramer _frame;
    private byte[] _scratch = [];

    private ImapLimits Limits => _protocol.Limits;

    /// <summary>No literal of a command was taken, so that what is told now is not in the middle of one.</summary>
    public bool IsBetween => _frame.Literals == 0;

    /// <summary>Takes the next command, or the next literal of one. False when there is nothing whole yet.</summary>
    public bool Take(ref SequenceReader<byte> input)
    {
        var unread = input.UnreadSequence;
        switch (_frame.Read(unread, Limits.CommandBytes))
        {
            case FrameStatus.NeedInput:
                return false;
            case FrameStatus.TooLong:
                RefuseTooLong(ref input);
                break;
            case FrameStatus.Literal:
                TakeLiteral(ref input, isBare: false);
                break;
            case FrameStatus.BareLiteral:
                TakeLiteral(ref input, isBare: !_protocol.Allows(ImapLeniencies.BareLineFeed));
                break;
            case FrameStatus.Command:
                TakeCommand(ref input, isBare: false);
                break;
            default:
                TakeCommand(ref input, isBare: !_protocol.Allows(ImapLeniencies.BareLineFeed));
                break;
        }

        return true;
    }

    /// <summary>Forgets what was read: TLS begins.</summary>
    public void Forget() => _frame.Reset();

    private void TakeCommand(ref SequenceReader<byte> input, bool isBare)
    {
        var text = Text(input.UnreadSequence, _frame.Length);
        text = text[..^(text.EndsWith("\r\n"u8) ? 2 : 1)];
        if (_protocol.Allows(ImapLeniencies.TrailingSpace))
            text = text.TrimEnd((byte)' ');
        var head = new CommandHead(text, _protocol);
        engine.Begin(head);
        if (CommandHead.IsHttp(text) && engine.Session.Phase == ImapPhase.NotAuthenticated)
            engine.Close(ImapReplies.NotHttp);
        else if (isBare)
            engine.Reply(ImapReplies.BareLineFeed);
        else if (WhyNot(head) is { } refusal)
            engine.Reply(refusal);
        else
            Run(head);
        input.Advance(_frame.Length); // Only now, since the command lay there.
        Release();
    }

    private void TakeLiteral(ref SequenceReader<byte> input, bool isBare)
    {
        var literal = _frame.Literal;
        var head = new CommandHead(Text(input.UnreadSequence, _frame.Length), _protocol);
        engine.Begin(head);
        var isContent = head.Verb?.TakesContentAfter(BeforeLiteral(head.Arguments)) == true;
        var refusal = isBare ? ImapReplies.BareLineFeed
            : !literal.IsWellFormed ? ImapReplies.BadLiteral
            : WhyNot(head) ?? (isContent ? null : WhyNotLiteral(literal));
        if (refusal is null && !isContent)
        {
            if (literal.IsSynchronizing)
                engine.Invite();
            _frame.TakeLiteral();
            return;
        }

        engine.Announce(literal);
        if (refusal is not null)
            engine.Reply(refusal);
        else
            Run(head);
        input.Advance(_frame.Length);
        Release();
    }

    private void RefuseTooLong(ref SequenceReader<byte> input)
    {
        // The start of a command longer than the limit is there, however it was cut, and a tag is short.
        var head = new CommandHead(Text(input.UnreadSequence, Limits.TagBytes + 1), _protocol);
        engine.Begin(head);
        input.Advance(_frame.LineStart); // What came before are whole lines and literals; this line is read on.
        engine.SkipLine(ImapReplies.CommandTooLong);
        Release();
    }

    private ImapReply? WhyNot(in CommandHead head)
    {
        if (head.Tag.IsEmpty)
            return ImapReplies.NoTag;
        if (head.Word.IsEmpty)
            return ImapReplies.NoCommand;
        if (head.Verb is not { } verb)
            return ImapReplies.UnknownCommand;
        if ((verb.AllowedIn & engine.Session.Phase) == 0)
        {
            return engine.Session.Phase switch
            {
                ImapPhase.NotAuthenticated => ImapReplies.LogInFirst,
                _ when verb.AllowedIn == ImapPhase.NotAuthenticated => ImapReplies.AlreadyLoggedIn,
                _ => ImapReplies.SelectFirst,
            };
        }

        if (engine.Session.IsReadOnly && (verb.Traits & ImapTraits.NeedsWriting) != 0)
            return ImapReplies.ReadOnly;
        return verb.WhyNot(engine);
    }

    private ImapReply? WhyNotLiteral(LiteralHead literal)
    {
        var limit = engine.Session.Phase == ImapPhase.NotAuthenticated
            ? Limits.LiteralBytesBeforeLogin
            : Limits.LiteralBytes;
        return literal.Octets > limit || _frame.Literals >= Limits.Literals
            || _frame.With(literal.Octets) > Limits.CommandWithLiteralsBytes
            || engine.IsTooBigToBeUninvited(literal)
                ? ImapReplies.LiteralTooBig
                : null;
    }

    private void Run(in CommandHead head)
    {
        var arguments = new ImapReader(head.Arguments, engine.Session.HasUtf8);
        head.Verb!.Run(engine, ref arguments);
    }

    private static ReadOnlySpan<byte> BeforeLiteral(ReadOnlySpan<byte> arguments)
    {
        var start = arguments.LastIndexOf((byte)'{');
        return start < 0 ? arguments : arguments[..start].TrimEnd((byte)'~');
    }

    /// <summary>The first octets in one piece: where they lie, if they do not lie in several.</summary>
    private ReadOnlySpan<byte> Text(ReadOnlySequence<byte> input, long length)
    {
        var text = input.Slice(0, length);
        if (text.IsSingleSegment)
            return text.FirstSpan;
        if (_scratch.Length < length)
            _scratch = new byte[Math.Max(MinScratchBytes, length)];
        text.CopyTo(_scratch);
        return _scratch.AsSpan(0, (int)length);
    }

    /// <summary>The command is over. Room that only a big one needed is not kept.</summary>
    private void Release()
    {
        _frame.Reset();
        if (_scratch.Length > MaxKeptScratchBytes)
            _scratch = [];
    }

    private const int MinScratchBytes = 256;
    private const int MaxKeptScratchBytes = 4096;
}
