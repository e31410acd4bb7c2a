using System.Buffers;
using System.Diagnostics;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>
/// The server's side of one IMAP connection: RFC 3501, RFC 9051, and whatever extensions the protocol has.
/// </summary>
/// <remarks>
/// <para>Feed it with <see cref="Advance"/>. When that returns <see cref="StepKind.Ask"/>, look at
/// <see cref="Question"/>, say with <see cref="Data"/> what there is to say, and answer with <see cref="Answer"/>.
/// While a question is open nothing more is read, so commands run one after another.</para>
/// <para>Every change of phase and mode is made in this file.</para>
/// </remarks>
public sealed class ImapServerEngine : IServerEngine
{
    private readonly CommandIntake _commands;
    private readonly CommandSkip _skip = new();
    private readonly ResponseText _text;
    private readonly ReplyWriter _replies;
    private readonly ExchangeLines _lines;
    private SaslConversation? _sasl;
    private ImapReply? _held;
    private ImapReply? _resynced;
    private LiteralHead? _announced;
    private readonly AppendContent _content;
    private Mode _mode;
    private int _mistakes;
    private int _failedLogins;
    private bool _mayReportExpunges = true;
    private bool _tellsModSequence;
    private bool _hasChanged;
    private bool _isStopping;
    private ImapVerb? _verb;

    public ImapServerEngine(ImapProtocol protocol, ImapSession session)
    {
        Protocol = protocol;
        Session = session;
        Responses = new ImapResponseWriter(protocol, session);
        _text = Responses.Text;
        _replies = new ReplyWriter(_text, protocol.Limits);
        _lines = new ExchangeLines(protocol);
        _commands = new CommandIntake(this);
        _content = new AppendContent(protocol);
        Selection = new Selection(session, Responses);
    }

    public ImapProtocol Protocol { get; }

    public ImapSession Session { get; }

    /// <summary>Is told what happens; null for nobody.</summary>
    public IImapObserver? Observer { get; init; }

    /// <summary>What must be answered before anything more is read; null when nothing is open.</summary>
    public ImapQuestion? Question { get; private set; }

    /// <summary>
    /// This session's picture of the selected mailbox; null when none is. Another object means another selection.
    /// </summary>
    public MailboxView? View => Responses.View;

    /// <summary>The command that runs has UID before it.</summary>
    public bool IsByUid => Responses.IsByUid;

    /// <summary>The next client line belongs to an authentication exchange and must not be shown to anyone.</summary>
    public bool ExpectsSecret => _mode == Mode.Sasl;

    /// <summary>
    /// The next octets belong to a message, or to something that is thrown away; they are no command.
    /// </summary>
    public bool ExpectsContent => _mode is Mode.Content or Mode.ContentEnd or Mode.Skip;

    /// <summary>
    /// The message whose octets were handed out will not be asked about: the command went on in a way that nobody
    /// understands. True until the next one begins.
    /// </summary>
    public bool HasRefusedContent => _content.IsRefused;

    internal ImapResponseWriter Responses { get; }

    internal Selection Selection { get; }

    public void Start(IBufferWriter<byte> output) => Question = new ConnectQuestion();

    public Step Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        _text.Output = output;
        while (Question is null)
        {
            switch (_mode)
            {
                case Mode.Command or Mode.Sasl or Mode.Idle when _isStopping:
                    Close(ImapReplies.Stopping);
                    break;
                case Mode.Command:
                    if (!_commands.Take(ref input))
                        return Step.NeedInput(CommandPatience);
                    break;
                case Mode.Content:
                    if (TakeContent(ref input) is { } step)
                        return step;
                    break;
                case Mode.ContentEnd:
                    if (!TakeContentEnd(ref input))
                        return Step.NeedInput(Protocol.Limits.ContentPatience);
                    break;
                case Mode.Skip:
                    if (!Skip(ref input))
                        return Step.NeedInput(CommandPatience);
                    break;
                case Mode.Sasl:
                    if (!TakeSaslResponse(ref input))
                        return Step.NeedInput(CommandPatience);
                    break;
                case Mode.Idle when _hasChanged && View is not null:
                    AskToSync();
                    break;
                case Mode.Idle:
                    if (!TakeIdleEnd(ref input))
                        return Step.NeedInput(Protocol.Limits.CommandPatience);
                    break;
                case Mode.StartTls:
                    return Step.StartTls;
                case Mode.Closing:
                    return Step.Close;
                case Mode.Aborting:
                    return Step.Abort;
            }
        }

        return Step.Ask;
    }

    public void Signal(Signal signal, IBufferWriter<byte> output)
    {
        _text.Output = output;
        if ((signal & Wire.Signal.TlsStarted) != 0 && _mode == Mode.StartTls)
        {
            Session.IsSecure = true; // RFC 9051 section 6.2.1: whatever was said in clear is forgotten.
            _commands.Forget();
            _mistakes = 0;
            Enter(Mode.Command);
        }

        if ((signal & Wire.Signal.Changed) != 0)
            _hasChanged = true;
        if ((signal & Wire.Signal.TimedOut) != 0 && Question is null)
            Close(ImapReplies.TimedOut);
        if ((signal & Wire.Signal.PeerClosed) != 0)
            Enter(Mode.Closing);
        if ((signal & Wire.Signal.Stopping) != 0)
            _isStopping = true;
    }

    /// <summary>Where a handler says what there is to say before it answers the open question.</summary>
    /// <exception cref="InvalidOperationException">No question is open.</exception>
    public ImapResponseWriter Data(IBufferWriter<byte> output)
    {
        if (Question is null)
            throw new InvalidOperationException("No question is open.");
        _text.Output = output;
        return Responses;
    }

    /// <summary>Answers the open question.</summary>
    /// <param name="reply">The verdict; null for the question's own default.</param>
    /// <param name="output">Where the reply goes.</param>
    /// <remarks>
    /// When a response was begun and not ended, the client would take what comes next for its rest; the connection is
    /// aborted instead.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// No question is open, or OK cannot answer it by itself: <see cref="SelectQuestion"/> needs <see cref="Open"/>,
    /// <see cref="SearchQuestion"/> needs <see cref="Found"/>.
    /// </exception>
    public void Answer(ImapReply? reply, IBufferWriter<byte> output)
    {
        var question = Question ?? throw new InvalidOperationException("No question is open.");
        reply ??= question.Default;
        if (reply.IsOk && question is SelectQuestion or SearchQuestion)
            throw new InvalidOperationException($"{question.GetType().Name} is not answered by OK alone.");
        Question = null;
        _text.Output = output;
        if (!Responses.IsWhole)
        {
            Enter(Mode.Aborting);
            return;
        }

        if (reply.Condition == ImapCondition.Bye)
        {
            Close(reply);
            return;
        }

        switch (question)
        {
            case ConnectQuestion:
                Greet(reply);
                break;
            case StartTlsQuestion when reply.IsOk:
                Conclude(reply);
                Enter(Mode.StartTls);
                break;
            case SecretQuestion:
                FailLogin(reply.IsOk ? ImapReplies.CannotCheckSecret : reply);
                break;
            case AuthQuestion auth when _sasl is null:
                EndLogin(auth.Credentials, reply);
                break;
            case AuthQuestion:
                Follow(_sasl.Decide(reply));
                break;
            case CloseQuestion when reply.IsOk:
                Deselect();
                Reply(reply);
                break;
            case DeleteQuestion delete when reply.IsOk && delete.Mailbox == Session.Mailbox:
                CloseSelected();
                Reply(reply);
                break;
            case AppendQuestion append when reply.IsOk:
                BeginContent(append);
                break;
            case SearchQuestion search:
                Selection.Search.Fail(search);
                Reply(reply);
                break;
            case CopyQuestion { IsMove: true } when reply is { IsOk: true, Code: not null }:
                Responses.Notice(reply); // RFC 6851 section 4.3: COPYUID comes before the EXPUNGEs.
                ReplyToRemoval(ImapReplies.Completed);
                break;
            case ExpungeQuestion when reply.IsOk:
                ReplyToRemoval(reply);
                break;
            case FetchQuestion when _resynced is { } selected:
                EndResync(selected, reply);
                break;
            case SyncQuestion sync:
                Synced(sync);
                break;
            default:
                Reply(reply);
                break;
        }
    }

    /// <summary>Answers an open <see cref="SecretQuestion"/>; null when there is no such account.</summary>
    /// <exception cref="InvalidOperationException">No such question is open.</exception>
    public void Provide(StoredSecret? secret, IBufferWriter<byte> output)
    {
        if (Question is not SecretQuestion)
            throw new InvalidOperationException("No secret was asked for.");
        Question = null;
        _text.Output = output;
        Follow(_sasl!.Provide(secret));
    }

    /// <summary>Answers an open <see cref="SelectQuestion"/>: here is the mailbox.</summary>
    /// <exception cref="InvalidOperationException">No such question is open.</exception>
    public void Open(OpenedMailbox mailbox, IBufferWriter<byte> output)
    {
        if (Question is not SelectQuestion question)
            throw new InvalidOperationException("No mailbox was asked for.");
        Question = null;
        _text.Output = output;
        Session.Phase = ImapPhase.Selected;
        _hasChanged = false;
        Selection.Begin(question, mailbox);
        var selected = Session.IsReadOnly ? ReadOnlyCompleted : ReadWriteCompleted;
        if (question.Resync?.QuestionAbout(mailbox) is { } resync)
        {
            _resynced = selected;
            Ask(resync);
        }
        else
        {
            Reply(selected);
        }
    }

    /// <summary>Answers an open <see cref="SearchQuestion"/>: these were found.</summary>
    /// <param name="messages">Which; those that the client does not know are left out.</param>
    /// <param name="highestModSequence">
    /// Of these; told where a mod-sequence was in the search (RFC 7162 section 3.1.5).
    /// </param>
    /// <param name="output">Where the reply goes.</param>
    /// <exception cref="InvalidOperationException">No such question is open.</exception>
    public void Found(MessageSet messages, ulong highestModSequence, IBufferWriter<byte> output)
    {
        if (Question is not SearchQuestion question)
            throw new InvalidOperationException("No search is open.");
        Question = null;
        _text.Output = output;
        Selection.Search.Tell(question, messages, highestModSequence, _replies.Tag, Responses, Session);
        Reply(ImapReplies.Completed);
    }

    /// <summary>
    /// The code of an OK to <see cref="StoreQuestion"/>: these had changed and stay as they are. Null for none.
    /// </summary>
    public string? Modified(MessageSet messages) =>
        messages.IsEmpty || View is null ? null : ImapCodes.Modified(View.Describe(messages, IsByUid));

    /// <summary>Verbs: answers the command. BAD counts as a mistake of the client.</summary>
    public void Reply(ImapReply reply)
    {
        if (reply.Condition == ImapCondition.Bye)
            Close(reply);
        else if (_announced is { IsSynchronizing: false } literal)
            SkipLiteral(literal, reply);
        else
            Finish(reply);
    }

    /// <summary>Verbs: leaves the answer to the host.</summary>
    public void Ask(ImapQuestion question)
    {
        Debug.Assert(Question is null, "One question at a time.");
        Question = question;
    }

    /// <summary>Verbs: the last word.</summary>
    public void Close(ImapReply farewell)
    {
        if (_mode is Mode.Closing or Mode.Aborting)
            return;
        _replies.WriteUntagged(farewell);
        Enter(Mode.Closing);
    }

    /// <summary>Verbs: ends the session as the client wants it (RFC 9051 section 6.1.3).</summary>
    internal void LogOut()
    {
        _replies.WriteUntagged(ImapReplies.Goodbye);
        Conclude(ImapReplies.Completed);
        Enter(Mode.Closing);
    }

    /// <summary>Verbs: begins an authentication exchange.</summary>
    internal void Authenticate(ISaslServer exchange, ReadOnlySpan<byte> initialResponse, bool hasInitialResponse)
    {
        _sasl = new SaslConversation(exchange, Protocol.Options.AllowsDelegation);
        Follow(_sasl.Begin(initialResponse, hasInitialResponse));
    }

    /// <summary>Verbs: the selected mailbox is left, and the client is told where it ends (RFC 7162 3.2.11).</summary>
    internal void CloseSelected()
    {
        if (View is null)
            return;
        Deselect();
        _replies.WriteUntagged(PreviousClosed);
    }

    /// <summary>Verbs: nothing is asked; what has changed is told with the answer (NOOP, CHECK).</summary>
    internal void SyncAndReply()
    {
        _hasChanged |= View is not null;
        Reply(ImapReplies.Completed);
    }

    /// <summary>Verbs: waits for DONE, and tells meanwhile what changes.</summary>
    internal void BeginIdle()
    {
        _replies.WriteIdling();
        View?.Report(Responses, mayExpunge: true);
        Enter(Mode.Idle);
    }

    /// <summary>Verbs: from now on the client is told mod-sequences (RFC 7162 section 3.1).</summary>
    internal void EnableCondstore()
    {
        if (Session.IsCondstore || !Protocol.Has<Condstore>())
            return;
        Session.IsCondstore = true;
        if (View is { HighestModSequence: > 0 } view)
            _replies.WriteUntagged(ImapReply.Ok("Highest", ImapCodes.HighestModSequence(view.HighestModSequence)));
    }

    /// <summary>Verbs: messages that go are told by UID, which also needs mod-sequences (RFC 7162 3.2.3).</summary>
    internal void EnableQresync()
    {
        EnableCondstore();
        Session.IsQresync = true;
    }

    /// <summary>Verbs: IMAP4rev2 from now on.</summary>
    internal void EnableRev2()
    {
        Session.IsRev2 = true;
        _text.AllowsUtf8 = true;
    }

    /// <summary>The intake: a command begins.</summary>
    internal void Begin(in CommandHead head)
    {
        _replies.Begin(head.Tag);
        _verb = head.Verb;
        _announced = null;
        _tellsModSequence = false;
        Responses.IsByUid = head.IsByUid;
        _mayReportExpunges = head.Verb is not { } verb || head.IsByUid
            || (verb.Traits & ImapTraits.HoldsExpunges) == 0;
    }

    /// <summary>
    /// The intake: the command that begins is followed by a literal that is no argument, or is refused.
    /// </summary>
    internal void Announce(LiteralHead literal) => _announced = literal;

    /// <summary>The intake: a literal that the client has announced is welcome.</summary>
    internal void Invite() => _replies.Invite();

    /// <summary>LITERAL-: what is not invited must be small (RFC 7888 section 5), whatever it is.</summary>
    internal bool IsTooBigToBeUninvited(LiteralHead literal) =>
        !literal.IsSynchronizing && literal.Octets > Protocol.Limits.UninvitedLiteralBytes
        && !Protocol.Has<LiteralPlus>();

    /// <summary>The intake: a line is thrown away from here on, and what it announces.</summary>
    internal void SkipLine(ImapReply reply)
    {
        _held = reply;
        _skip.Begin(0, Protocol.Limits.DiscardedBytes);
        Enter(Mode.Skip);
    }

    private TimeSpan CommandPatience => Session.Phase == ImapPhase.NotAuthenticated
        ? Protocol.Limits.LoginPatience
        : Protocol.Limits.CommandPatience;

    private void Greet(ImapReply reply)
    {
        if (!reply.IsOk)
        {
            Close(ImapReplies.Turned);
            return;
        }

        var options = Protocol.Options;
        _replies.WriteUntagged(ImapReply.Ok(
            $"{options.HostName} {options.Greeting}", $"CAPABILITY {Protocol.Capabilities(Session)}"));
    }

    private void SkipLiteral(LiteralHead literal, ImapReply reply)
    {
        _announced = null;
        _held = reply;
        _skip.Begin(literal.Octets, Protocol.Limits.DiscardedBytes);
        Enter(Mode.Skip);
    }

    private bool Skip(ref SequenceReader<byte> input)
    {
        switch (_skip.Read(ref input))
        {
            case SkipStatus.NeedInput:
                return false;
            case SkipStatus.Endless:
                Close(ImapReplies.Endless);
                return true;
            default:
                Enter(Mode.Command);
                var reply = _held!;
                _held = null;
                Finish(reply);
                return true;
        }
    }

    /// <summary>The command is over. What has changed is told first, if anybody has said that something did.</summary>
    private void Finish(ImapReply reply)
    {
        if (reply.Condition == ImapCondition.Bad && IsOneTooMany())
        {
            Close(ImapReplies.TooManyMistakes);
        }
        else if (_hasChanged && View is not null && reply.Condition is ImapCondition.Ok or ImapCondition.No)
        {
            _held = reply;
            AskToSync();
        }
        else
        {
            Conclude(reply);
        }
    }

    /// <summary>
    /// Messages have gone. With QRESYNC the mod-sequence is told with the reply (RFC 7162 section 3.2.7), and it says
    /// that the client knows everything up to it, so what others have done is told first.
    /// </summary>
    private void ReplyToRemoval(ImapReply reply)
    {
        if (Session.IsQresync && View is { HasExpunged: true })
            _hasChanged = _tellsModSequence = true;
        Reply(reply);
    }

    private void EndResync(ImapReply selected, ImapReply reply)
    {
        _resynced = null;
        if (!reply.IsOk)
            Deselect(); // A mailbox whose changes cannot be told is not selected.
        Reply(reply.IsOk ? selected : reply);
    }

    private void AskToSync()
    {
        _hasChanged = false;
        Ask(new SyncQuestion(_mode == Mode.Idle || _mayReportExpunges));
    }

    private void Synced(SyncQuestion sync)
    {
        if (_held is { } held)
        {
            _held = null;
            Conclude(held);
        }
        else
        {
            View?.Report(Responses, sync.MayReportExpunges);
        }
    }

    private void Conclude(ImapReply reply)
    {
        if (reply.Condition == ImapCondition.Bye)
        {
            Close(reply);
            return;
        }

        if (reply.Condition != ImapCondition.Bad)
            View?.Report(Responses, _mayReportExpunges);
        if (_tellsModSequence && reply is { IsOk: true, Code: null } && View is { HighestModSequence: > 0 } view)
            reply = ImapReply.Ok(reply.Text, ImapCodes.HighestModSequence(view.HighestModSequence));
        _replies.WriteTagged(reply);
        Observer?.OnCommand(_verb, reply.Condition);
    }

    private bool IsOneTooMany() => ++_mistakes >= (Session.Phase == ImapPhase.NotAuthenticated
        ? Protocol.Limits.MistakesBeforeLogin
        : Protocol.Limits.Mistakes);

    private void Deselect()
    {
        Session.Phase = ImapPhase.Authenticated;
        Selection.End();
    }

    private void BeginContent(AppendQuestion append)
    {
        if (_announced is not { } literal)
            throw new InvalidOperationException("No message was announced.");
        _announced = null;
        _content.Begin(append);
        if (literal.IsSynchronizing)
            Invite();
        Enter(Mode.Content);
    }

    /// <summary>Takes what there is of the message. Null when all of it came, and the loop goes on.</summary>
    private Step? TakeContent(ref SequenceReader<byte> input)
    {
        if (_content.IsWhole)
        {
            Enter(Mode.ContentEnd);
            return null;
        }

        var slice = _content.Take(ref input);
        return slice.IsEmpty ? Step.NeedInput(Protocol.Limits.ContentPatience) : Step.Slice(slice);
    }

    /// <summary>After the message the command must end; whatever else comes belongs to it and is thrown away.</summary>
    private bool TakeContentEnd(ref SequenceReader<byte> input)
    {
        switch (_content.TakeEnd(ref input))
        {
            case null:
                return false;
            case true:
                Enter(Mode.Command);
                Ask(new MessageQuestion(_content.Append!));
                return true;
            default:
                SkipLine(input.IsNext((byte)'\n') ? ImapReplies.BareLineFeed : ImapReplies.BadArguments);
                return true;
        }
    }

    private bool TakeSaslResponse(ref SequenceReader<byte> input)
    {
        var status = _lines.Read(ref input, out var line);
        _announced = _lines.Announced;
        if (status == LineStatus.NeedInput)
            return false;
        if (status == LineStatus.Endless)
            Close(ImapReplies.Endless);
        else if (status == LineStatus.BareLineFeed)
            FailLogin(ImapReplies.BareLineFeed);
        else
            Follow(_sasl!.Respond(line));
        return true;
    }

    private bool TakeIdleEnd(ref SequenceReader<byte> input)
    {
        var status = _lines.Read(ref input, out var line);
        _announced = _lines.Announced;
        if (status == LineStatus.NeedInput)
            return false;
        Enter(Mode.Command);
        if (status == LineStatus.Endless)
            Close(ImapReplies.Endless);
        else if (status == LineStatus.Line && System.Text.Ascii.EqualsIgnoreCase(line, "DONE"u8))
            Reply(ImapReplies.Completed); // RFC 9051 section 9: strings of the grammar are in any case.
        else
            Reply(ImapReplies.NotDone);
        return true;
    }

    /// <summary>Does what the authentication exchange needs next.</summary>
    private void Follow(SaslStatus status)
    {
        switch (status)
        {
            case SaslStatus.Continue:
                Enter(Mode.Sasl);
                _replies.WriteChallenge(_sasl!.Challenge);
                break;
            case SaslStatus.NeedsSecret:
                Ask(new SecretQuestion(_sasl!.Mechanism, _sasl.Credentials!.Identity));
                break;
            case SaslStatus.Decide:
                Ask(new AuthQuestion(_sasl!.Credentials!));
                break;
            case SaslStatus.Succeeded:
                Welcome(_sasl!.Identity, _sasl.Mechanism);
                break;
            default:
                FailLogin(_sasl!.Refusal);
                break;
        }
    }

    private void EndLogin(Credentials credentials, ImapReply reply)
    {
        if (reply.IsOk)
            Welcome(credentials.Identity, credentials.Mechanism);
        else
            FailLogin(reply);
    }

    private void Welcome(string identity, string mechanism)
    {
        _sasl = null;
        _mistakes = 0;
        Session.Identity = identity;
        Session.Mechanism = mechanism;
        Session.Phase = ImapPhase.Authenticated;
        Enter(Mode.Command);
        Conclude(ImapReply.Ok("Logged in", $"CAPABILITY {Protocol.Capabilities(Session)}"));
    }

    /// <summary>
    /// Whatever the reply, the attempt counts: SCRAM and OAuth tell a wrong secret in a challenge, and a client that
    /// cancelled then would otherwise guess for nothing.
    /// </summary>
    private void FailLogin(ImapReply reply)
    {
        _sasl = null;
        Enter(Mode.Command);
        if (++_failedLogins < Protocol.Limits.FailedLogins)
        {
            Reply(reply);
            return;
        }

        Conclude(reply);
        Close(ImapReplies.TooManyMistakes);
    }

    /// <summary>Closing is final: an answer that comes late does not open a session again.</summary>
    private void Enter(Mode next)
    {
        if (_mode is not (Mode.Closing or Mode.Aborting) || next == Mode.Aborting)
            _mode = next;
    }

    private static readonly ImapReply ReadOnlyCompleted = ImapReply.Ok("Selected", "READ-ONLY");
    private static readonly ImapReply ReadWriteCompleted = ImapReply.Ok("Selected", "READ-WRITE");
    private static readonly ImapReply PreviousClosed = ImapReply.Ok("The previous mailbox is closed", ImapCodes.Closed);

    private enum Mode : byte
    {
        Command,
        Content,
        ContentEnd,
        Skip,
        Sasl,
        Idle,
        StartTls,
        Closing,
        Aborting,
    }
}
