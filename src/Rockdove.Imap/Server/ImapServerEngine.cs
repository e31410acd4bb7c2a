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
/// <para>Here is what every command has in common. States that last longer than a line have files of their own:
/// <see cref="CommandIntake"/>, <see cref="LoginExchange"/>, <see cref="AppendState"/>, <see cref="CommandSkip"/>,
/// <see cref="CommandEnding"/>.</para>
/// </remarks>
public sealed class ImapServerEngine : IServerEngine
{
    private readonly CommandIntake _commands;
    private readonly CommandSkip _skip = new();
    private readonly ResponseText _text;
    private readonly ReplyWriter _replies;
    private readonly LoginExchange _login;
    private readonly ExchangeState _exchange;
    private readonly AppendState _append;
    private readonly CommandEnding _ending;
    private LiteralHead? _announced;
    private EngineMode _mode;
    private bool _isStopping;

    public ImapServerEngine(ImapProtocol protocol, ImapSession session)
    {
        Protocol = protocol;
        Session = session;
        Responses = new ImapResponseWriter(protocol, session);
        _text = Responses.Text;
        _replies = new ReplyWriter(_text, protocol.Limits);
        _commands = new CommandIntake(this);
        _login = new LoginExchange(this);
        _exchange = new ExchangeState(this, _login);
        _append = new AppendState(this);
        _ending = new CommandEnding(this, _replies);
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
    public bool ExpectsSecret => _mode == EngineMode.Sasl;

    /// <summary>
    /// The next octets belong to a message, or to something that is thrown away; they are no command.
    /// </summary>
    public bool ExpectsContent => _mode is EngineMode.Content or EngineMode.Skip;

    /// <summary>
    /// The message whose octets were handed out will not be asked about: the command went on in a way that nobody
    /// understands. True until the next one begins.
    /// </summary>
    public bool HasRefusedContent => _append.IsRefused;

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
                case EngineMode.Command or EngineMode.Sasl or EngineMode.Idle when _isStopping:
                    Close(ImapReplies.Stopping);
                    break;
                case EngineMode.Command or EngineMode.Idle when _ending.HasNotice && _commands.IsBetween:
                    _ending.AskToWatch(_mode == EngineMode.Idle);
                    break;
                case EngineMode.Command:
                    if (!_commands.Take(ref input))
                        return Step.NeedInput(CommandPatience);
                    break;
                case EngineMode.Content:
                    if (_append.Take(ref input) is { } step)
                        return step;
                    break;
                case EngineMode.Skip:
                    if (!Skip(ref input))
                        return Step.NeedInput(CommandPatience);
                    break;
                case EngineMode.Sasl:
                    if (!_exchange.TakeResponse(ref input))
                        return Step.NeedInput(CommandPatience);
                    break;
                case EngineMode.Idle when _ending.HasNews:
                    _ending.AskToSync(mayReportExpunges: true);
                    break;
                case EngineMode.Idle:
                    if (!_exchange.TakeIdleEnd(ref input))
                        return Step.NeedInput(Protocol.Limits.CommandPatience);
                    break;
                case EngineMode.StartTls:
                    return Step.StartTls;
                case EngineMode.StartCompression:
                    Enter(EngineMode.Command); // Its next octets are decompressed ones.
                    return Step.StartCompression;
                case EngineMode.Closing:
                    return Step.Close;
                case EngineMode.Aborting:
                    return Step.Abort;
            }
        }

        return Step.Ask;
    }

    public void Signal(Signal signal, IBufferWriter<byte> output)
    {
        _text.Output = output;
        if ((signal & Wire.Signal.TlsStarted) != 0 && _mode == EngineMode.StartTls)
        {
            Session.IsSecure = true; // RFC 9051 section 6.2.1: whatever was said in clear is forgotten.
            _commands.Forget();
            _ending.Forgive();
            Enter(EngineMode.Command);
        }

        if ((signal & Wire.Signal.Changed) != 0)
            _ending.Change();
        if ((signal & Wire.Signal.TimedOut) != 0 && Question is null)
            Close(ImapReplies.TimedOut);
        if ((signal & Wire.Signal.PeerClosed) != 0)
            Enter(EngineMode.Closing);
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

    /// <summary>
    /// The open question takes long: tells the client how far it is, where INPROGRESS is offered (RFC 9585). Once in
    /// ten seconds or so is enough.
    /// </summary>
    /// <param name="done">How much is done, by whatever measure; null where that is not known.</param>
    /// <param name="all">How much there is to do, more than <paramref name="done"/>; null where that is not
    /// known.</param>
    /// <param name="output">Where it goes.</param>
    /// <returns>False where nothing was told: the server does not offer it, or a response is open.</returns>
    /// <exception cref="InvalidOperationException">No question is open.</exception>
    public bool TellProgress(uint? done, uint? all, IBufferWriter<byte> output)
    {
        var data = Data(output);
        if (!Protocol.Has<InProgress>() || !data.IsWhole || _replies.Tag.IsEmpty)
            return false;
        data.Progress(_replies.Tag, done, all);
        return true;
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
    /// <see cref="SearchQuestion"/> needs <see cref="Found"/>, <see cref="SortQuestion"/> <see cref="Sorted"/>,
    /// <see cref="ThreadQuestion"/> <see cref="Threaded"/>.
    /// </exception>
    public void Answer(ImapReply? reply, IBufferWriter<byte> output)
    {
        var question = Question ?? throw new InvalidOperationException("No question is open.");
        reply ??= question.Default;
        if (reply.IsOk && question is SelectQuestion or SearchQuestion or SortQuestion or ThreadQuestion)
            throw new InvalidOperationException($"{question.GetType().Name} is not answered by OK alone.");
        Question = null;
        _text.Output = output;
        if (!Responses.IsWhole)
        {
            Enter(EngineMode.Aborting);
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
                Enter(EngineMode.StartTls);
                break;
            case CompressQuestion when reply.IsOk:
                Conclude(reply);
                Session.IsCompressed = true;
                Enter(EngineMode.StartCompression);
                break;
            case SecretQuestion:
                _login.Fail(reply.IsOk ? ImapReplies.CannotCheckSecret : reply);
                break;
            case AuthQuestion auth:
                _login.Decide(auth.Credentials, reply);
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
            case AppendQuestion append:
                _append.Refuse(append);
                Reply(reply);
                break;
            case SearchQuestion search:
                Selection.Search.Fail(search.Returns);
                Reply(reply);
                break;
            case CopyQuestion { IsMove: true } or MessageQuestion { Append.Replaces: not null }
                when reply is { IsOk: true, Code: not null }:
                // RFC 6851 section 4.3, RFC 8508 section 3.2: COPYUID and APPENDUID come before the EXPUNGEs.
                Responses.Notice(reply);
                _ending.FinishRemoval(ImapReplies.Completed);
                break;
            case ExpungeQuestion when reply.IsOk:
                _ending.FinishRemoval(reply);
                break;
            case FetchQuestion when _ending.IsResync:
                _ending.EndResync(reply);
                break;
            case FetchQuestion when _ending.IsAboutNew:
                _ending.EndNew();
                break;
            case NotifyQuestion watch when reply.IsOk:
                _ending.Watch(watch, reply);
                break;
            case WatchQuestion:
                _ending.Watched(reply, _mode == EngineMode.Idle);
                break;
            case SyncQuestion sync:
                _ending.Synced(sync);
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
        _login.Provide(secret);
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
        _ending.Open();
        Selection.Begin(question, mailbox);
        var selected = Session.IsReadOnly ? ReadOnlyCompleted : ReadWriteCompleted;
        if (question.Resync?.QuestionAbout(mailbox) is { } resync)
            _ending.Resync(selected, resync);
        else
            Reply(selected);
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

    /// <summary>Answers an open <see cref="SortQuestion"/>: these were found.</summary>
    /// <param name="uids">In the order that was asked for; those that the client does not know are left out.</param>
    /// <param name="highestModSequence">As with <see cref="Found"/>.</param>
    /// <param name="output">Where the reply goes.</param>
    /// <exception cref="InvalidOperationException">No such question is open.</exception>
    public void Sorted(IReadOnlyList<uint> uids, ulong highestModSequence, IBufferWriter<byte> output)
    {
        if (Question is not SortQuestion question)
            throw new InvalidOperationException("No sort is open.");
        Question = null;
        _text.Output = output;
        SavedSearch.Tell(question, uids, highestModSequence, _replies.Tag, Responses);
        Reply(ImapReplies.Completed);
    }

    /// <summary>Answers an open <see cref="ThreadQuestion"/>: these were found.</summary>
    /// <param name="threads">The threads; messages that the client does not know are left out.</param>
    /// <param name="output">Where the reply goes.</param>
    /// <exception cref="InvalidOperationException">No such question is open.</exception>
    public void Threaded(IReadOnlyList<MessageThread> threads, IBufferWriter<byte> output)
    {
        if (Question is not ThreadQuestion)
            throw new InvalidOperationException("No threads were asked for.");
        Question = null;
        _text.Output = output;
        ThreadWriter.Write(Responses, threads);
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
            _ending.Finish(reply);
    }

    /// <summary>Verbs: leaves the answer to the host.</summary>
    public void Ask(ImapQuestion question)
    {
        Debug.Assert(Question is null, "One question at a time.");
        Question = question;
    }

    /// <summary>
    /// Verbs: begins an untagged line of a kind that this library does not know, to be told before the reply. Good
    /// while <see cref="ImapVerb.Run"/> does.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another response was begun and not ended.</exception>
    public UntaggedLine Tell(string name) => Responses.BeginLine(name);

    /// <summary>Verbs: the last word.</summary>
    public void Close(ImapReply farewell)
    {
        if (_mode is EngineMode.Closing or EngineMode.Aborting)
            return;
        _replies.WriteUntagged(farewell);
        Enter(EngineMode.Closing);
    }

    /// <summary>Verbs: ends the session as the client wants it (RFC 9051 section 6.1.3).</summary>
    internal void LogOut()
    {
        _replies.WriteUntagged(ImapReplies.Goodbye);
        Conclude(ImapReplies.Completed);
        Enter(EngineMode.Closing);
    }

    /// <summary>Verbs: begins an authentication exchange.</summary>
    internal void Authenticate(ISaslServer exchange, ReadOnlySpan<byte> initialResponse, bool hasInitialResponse) =>
        _login.Begin(exchange, initialResponse, hasInitialResponse);

    /// <summary>The login: the server's turn of an exchange is over.</summary>
    internal void Challenge(SaslConversation exchange)
    {
        Enter(EngineMode.Sasl);
        _replies.WriteChallenge(exchange);
    }

    /// <summary>The login: somebody is in.</summary>
    internal void LetIn(string identity, string mechanism)
    {
        _ending.Forgive();
        Session.Identity = identity;
        Session.Mechanism = mechanism;
        Session.Phase = ImapPhase.Authenticated;
        Enter(EngineMode.Command);
        Conclude(ImapReply.Ok("Logged in", $"CAPABILITY {Protocol.Capabilities(Session)}"));
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
        _ending.Change();
        Reply(ImapReplies.Completed);
    }

    /// <summary>Verbs: waits for DONE, and tells meanwhile what changes.</summary>
    internal void BeginIdle()
    {
        _replies.WriteIdling();
        _ending.Report(mayReportExpunges: true);
        Enter(EngineMode.Idle);
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

    /// <summary>Verbs: names and strings are UTF-8 from now on (RFC 6855).</summary>
    internal void EnableUtf8()
    {
        Session.HasEnabledUtf8 = true;
        _text.AllowsUtf8 = true;
    }

    /// <summary>The intake: a command begins.</summary>
    internal void Begin(in CommandHead head)
    {
        _replies.Begin(head.Tag);
        _announced = null;
        Responses.IsByUid = head.IsByUid;
        _ending.Begin(head);
    }

    /// <summary>
    /// The intake: the command that begins is followed by a literal that is no argument, or is refused.
    /// </summary>
    internal void Announce(LiteralHead? literal) => _announced = literal;

    /// <summary>The intake: a literal that the client has announced is welcome.</summary>
    internal void Invite() => _replies.Invite();

    /// <summary>LITERAL-: what is not invited must be small (RFC 7888 section 5), whatever it is.</summary>
    internal bool IsTooBigToBeUninvited(LiteralHead literal) =>
        !literal.IsSynchronizing && literal.Octets > Protocol.Limits.UninvitedLiteralBytes
        && !Protocol.Has<LiteralPlus>();

    /// <summary>The intake: a line is thrown away from here on, and what it announces.</summary>
    internal void SkipLine(ImapReply reply)
    {
        _skip.Begin(0, Protocol.Limits.DiscardedBytes, reply);
        Enter(EngineMode.Skip);
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
        _skip.Begin(literal.Octets, Protocol.Limits.DiscardedBytes, reply);
        Enter(EngineMode.Skip);
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
                Enter(EngineMode.Command);
                _ending.Finish(_skip.Reply);
                return true;
        }
    }

    /// <summary>The command is over, and this is its last line.</summary>
    internal void Conclude(ImapReply reply) => _ending.Conclude(reply);

    /// <summary>The selected mailbox is left.</summary>
    internal void Deselect()
    {
        Session.Phase = ImapPhase.Authenticated;
        Selection.End();
    }

    private void BeginContent(AppendQuestion append)
    {
        if (_announced is not { } literal)
            throw new InvalidOperationException("No message was announced.");
        _announced = null;
        _append.Begin(append);
        if (literal.IsSynchronizing)
            Invite();
        Enter(EngineMode.Content);
    }

    /// <summary>Closing is final: an answer that comes late does not open a session again.</summary>
    internal void Enter(EngineMode next)
    {
        if (_mode is not (EngineMode.Closing or EngineMode.Aborting) || next == EngineMode.Aborting)
            _mode = next;
    }

    private static readonly ImapReply ReadOnlyCompleted = ImapReply.Ok("Selected", "READ-ONLY");
    private static readonly ImapReply ReadWriteCompleted = ImapReply.Ok("Selected", "READ-WRITE");
    private static readonly ImapReply PreviousClosed = ImapReply.Ok("The previous mailbox is closed", ImapCodes.Closed);
}
