using System.Buffers;
using System.Diagnostics;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>
/// The server's side of one POP3 connection: RFC 1939, RFC 2449, and whatever extensions the protocol has.
/// </summary>
/// <remarks>
/// <para>Feed it with <see cref="Advance"/>. When that returns <see cref="StepKind.Ask"/>, look at <see
/// cref="Question"/> and answer: a <see cref="MaildropQuestion"/> with <see cref="Open"/>, a <see
/// cref="RetrieveQuestion"/> with <see cref="BeginContent"/>, a <see cref="Pop3SecretQuestion"/> with <see
/// cref="Provide"/>, and any of them, or another, with <see cref="Answer"/>. While a question is open nothing more is
/// read.</para>
/// <para>When it returns <see cref="StepKind.Feed"/>, give it the next slice of the message with <see
/// cref="WriteContent"/>, or say with <see cref="EndContent"/> that there is none. It adds the dots and counts the
/// lines.</para>
/// <para>Every change of phase and mode is made in this file.</para>
/// </remarks>
public sealed class Pop3ServerEngine : IServerEngine
{
    private readonly CommandIntake _commands;
    private IBufferWriter<byte> _output = Nowhere.Instance;
    private SaslConversation? _conversation;
    private Pop3Reply? _verdict;
    private ApopAttempt? _apop;
    private Listing? _listing;
    private OutgoingMessage _message;
    private MistakeCount _mistakes;
    private int _failedLogins;
    private Mode _mode;
    private bool _isStopping;

    public Pop3ServerEngine(Pop3Protocol protocol, Pop3Session session)
    {
        Protocol = protocol;
        Session = session;
        _commands = new CommandIntake(this);
        Session.Challenge = protocol.Find<Apop>()?.MakeChallenge(protocol.Options.HostName);
    }

    public Pop3Protocol Protocol { get; }

    public Pop3Session Session { get; }

    /// <summary>Is told what happens, to count it; null for nobody.</summary>
    public IPop3Observer? Observer { get; init; }

    /// <summary>What must be answered before anything more is read; null when nothing is open.</summary>
    public Pop3Question? Question { get; private set; }

    /// <summary>The next client line belongs to an authentication exchange and must not be shown to anyone.</summary>
    public bool ExpectsSecret => _mode == Mode.Sasl;

    /// <summary>
    /// A message is going out and more of it is wanted. With TOP that ends before the message does: then <see
    /// cref="EndContent"/> is due and no more need be read.
    /// </summary>
    public bool WantsContent => _mode == Mode.Feed && _message.WantsMore;

    public void Start(IBufferWriter<byte> output) => Question = Protocol.Connected;

    public Step Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        _output = output;
        while (Question is null)
        {
            if (_mode is not (Mode.Closing or Mode.Broken) && _mistakes.TakePause())
                return Step.Pause(Protocol.Limits.MistakeDelay);

            switch (_mode)
            {
                case Mode.Command when _isStopping:
                    Close(Pop3Replies.Stopping);
                    break;
                case Mode.Command:
                    if (!_commands.Take(ref input))
                        return Step.NeedInput(Protocol.Limits.CommandPatience);
                    break;
                case Mode.Sasl:
                    if (!TakeSaslResponse(ref input))
                        return Step.NeedInput(Protocol.Limits.CommandPatience);
                    break;
                case Mode.Listing:
                    if (_listing!.Write(_output))
                        Enter(Mode.Command);
                    return Step.Flush;
                case Mode.Feed:
                    return Step.Feed;
                case Mode.StartTls:
                    return Step.StartTls;
                case Mode.Closing:
                    return Step.Close;
                case Mode.Broken:
                    return Step.Abort;
            }
        }

        return Step.Ask;
    }

    public void Signal(Signal signal, IBufferWriter<byte> output)
    {
        _output = output;
        if ((signal & Wire.Signal.TlsStarted) != 0 && _mode == Mode.StartTls)
        {
            Session.IsSecure = true; // RFC 2595 section 4: whatever the client said in clear is forgotten.
            Session.Forget();
            Enter(Mode.Command);
        }

        // RFC 1939 section 3: close without a word, and without removing anything.
        if ((signal & (Wire.Signal.TimedOut | Wire.Signal.PeerClosed)) != 0)
            Enter(Mode.Closing);
        if ((signal & Wire.Signal.Stopping) != 0 && !_isStopping)
        {
            _isStopping = true;
            if (Question is null && _mode == Mode.Sasl)
                Close(Pop3Replies.Stopping);
        }
    }

    /// <summary>Answers the open question.</summary>
    /// <param name="reply">The verdict; null for the question's own default.</param>
    /// <param name="output">Where the reply goes.</param>
    /// <exception cref="InvalidOperationException">
    /// No question is open, or it was answered <c>+OK</c> and wants more than that: a maildrop, content.
    /// </exception>
    public void Answer(Pop3Reply? reply, IBufferWriter<byte> output)
    {
        var question = Question ?? throw new InvalidOperationException("No question is open.");
        reply ??= question.Default;
        if (reply.IsPositive && (question is MaildropQuestion or RetrieveQuestion))
            throw new InvalidOperationException($"{question.GetType().Name} is answered with more than a reply.");
        Question = null;
        _output = output;
        switch (question)
        {
            case Pop3ConnectQuestion:
                Greet(reply);
                break;
            case Pop3TlsQuestion when reply.IsPositive:
                Write(reply);
                Enter(Mode.StartTls);
                break;
            case Pop3SecretQuestion:
                FailLogin(reply.IsPositive ? Pop3Replies.AuthUnavailable : reply);
                break;
            case LoginQuestion login:
                DecideLogin(login, reply);
                break;
            case MaildropQuestion:
                Session.Identity = null;
                Session.Mechanism = null;
                Write(reply);
                break;
            case UpdateQuestion update:
                if (reply.IsPositive)
                    Observer?.OnDeleted(update.Maildrop.DeletedCount);
                Close(reply);
                break;
            default:
                Write(reply);
                break;
        }

        if (reply.Closes)
            Enter(Mode.Closing);
    }

    /// <summary>Answers an open <see cref="Pop3SecretQuestion"/>; null when there is no such account.</summary>
    /// <exception cref="InvalidOperationException">No such question is open.</exception>
    public void Provide(StoredSecret? secret, IBufferWriter<byte> output)
    {
        Take<Pop3SecretQuestion>(output);
        if (_apop is not { } attempt)
            Follow(_conversation!.Provide(secret));
        else if (attempt.IsProvedBy(secret))
            Ask(new LoginQuestion(attempt.Credentials));
        else
            FailLogin(Pop3Replies.AuthFailed);
    }

    /// <summary>Answers an open <see cref="MaildropQuestion"/>: the login has succeeded.</summary>
    /// <exception cref="InvalidOperationException">No such question is open.</exception>
    public void Open(Maildrop maildrop, IBufferWriter<byte> output)
    {
        Take<MaildropQuestion>(output);
        Session.Maildrop = new MaildropView(maildrop);
        Session.Phase = Pop3Phase.Transaction;
        _failedLogins = 0;
        WriteTotals();
    }

    /// <summary>Answers an open <see cref="RetrieveQuestion"/>: the message comes, from its first octet on.</summary>
    /// <exception cref="InvalidOperationException">No such question is open.</exception>
    public void BeginContent(IBufferWriter<byte> output)
    {
        var question = Take<RetrieveQuestion>(output);
        _message = new OutgoingMessage(question.BodyLines);
        if (question.BodyLines is null)
            Write(Pop3Reply.Ok($"{Session.Maildrop!.Maildrop.BytesOf(question.Number)} octets"));
        else
            Write(Pop3Replies.TopFollows);
        Enter(Mode.Feed);
    }

    /// <summary>
    /// Writes a slice of the message, after a <see cref="StepKind.Feed"/>. Content that is not wanted any more is left
    /// out. False when no more is wanted.
    /// </summary>
    /// <exception cref="InvalidOperationException">No content is due.</exception>
    public bool WriteContent(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        DemandFeeding();
        _message.Write(content, output);
        return _message.WantsMore;
    }

    /// <summary>The message is at its end, or what is wanted of it.</summary>
    /// <exception cref="InvalidOperationException">No content is due.</exception>
    public void EndContent(IBufferWriter<byte> output)
    {
        DemandFeeding();
        _message.Finish(output);
        if (_message.IsWhole)
            Session.RetrievedMessages++;
        Observer?.OnRetrieved(_message.Bytes);
        Enter(Mode.Command);
    }

    /// <summary>
    /// The message cannot be brought to its end. The client has been told that it comes, so the connection is cut
    /// before it could take a part for the whole.
    /// </summary>
    /// <exception cref="InvalidOperationException">No content is due.</exception>
    public void FailContent()
    {
        DemandFeeding();
        Enter(Mode.Broken);
    }

    /// <summary>Verbs: answers the command. One that blames the client counts as a mistake.</summary>
    public void Reply(Pop3Reply reply)
    {
        if (reply.IsMistake && _mistakes.Add(Protocol.Limits))
            reply = Pop3Replies.TooManyMistakes;
        Write(reply);
        if (reply.Closes)
            Enter(Mode.Closing);
    }

    /// <summary>Verbs: answers with a line and more of them; the engine adds the dots and the end.</summary>
    public void Reply(Pop3Reply reply, IEnumerable<string> lines)
    {
        Write(reply);
        foreach (var line in lines)
            _output.Write(Encoding.UTF8.GetBytes((line.StartsWith('.') ? "." : "") + line + "\r\n"));
        _output.Write(".\r\n"u8);
    }

    /// <summary>Verbs: leaves the answer to the host.</summary>
    public void Ask(Pop3Question question)
    {
        Debug.Assert(Question is null, "One question at a time.");
        Question = question;
    }

    /// <summary>Verbs: the last word.</summary>
    public void Close(Pop3Reply farewell)
    {
        Write(farewell);
        Enter(Mode.Closing);
    }

    /// <summary>Verbs: begins an authentication exchange.</summary>
    public void Authenticate(ISaslServer exchange, ReadOnlySpan<byte> initialResponse, bool hasInitialResponse)
    {
        _verdict = null;
        _conversation = new SaslConversation(exchange, Protocol.Find<Sasl>()!.AllowsDelegation);
        Follow(_conversation.Begin(initialResponse, hasInitialResponse));
    }

    /// <summary>Verbs: a digest came with a name (APOP).</summary>
    internal void Authenticate(ApopAttempt attempt)
    {
        _apop = attempt;
        Ask(new Pop3SecretQuestion("APOP", attempt.Credentials.Identity));
    }

    /// <summary>Verbs: somebody could not log in, or should not.</summary>
    internal void FailLogin(Pop3Reply reply)
    {
        Enter(Mode.Command);
        _conversation = null;
        _apop = null;
        Observer?.OnLogin(false);
        Reply(++_failedLogins >= Protocol.Limits.FailedLogins ? reply.AndClose() : reply);
    }

    /// <summary>Verbs: lists sizes, or unique identifiers.</summary>
    internal void List(bool ids)
    {
        Write(ids ? Pop3Replies.UniqueIds : Totals());
        _listing = new Listing(Session.Maildrop!, ids);
        Enter(Mode.Listing);
    }

    /// <summary>Verbs: the same about one message.</summary>
    internal void ListOne(int number, bool ids)
    {
        new Listing(Session.Maildrop!, ids).WriteOne(number, _output);
        Observer?.OnReply(true);
    }

    /// <summary>Verbs: tells what is in the maildrop.</summary>
    internal void WriteTotals() => Write(Totals());

    private Pop3Reply Totals() =>
        Pop3Reply.Ok($"{Session.Maildrop!.Count} messages ({Session.Maildrop.Bytes} octets)");

    private void Greet(Pop3Reply reply)
    {
        if (reply.IsPositive)
            Write(Session.Challenge is { } challenge ? Pop3Reply.Ok($"{reply.Text} {challenge}") : reply);
        else
            Close(reply);
    }

    private bool TakeSaslResponse(ref SequenceReader<byte> input)
    {
        switch (_commands.ReadResponse(ref input, out var line))
        {
            case LineStatus.NeedInput:
                return false;
            case LineStatus.Endless:
                Close(Pop3Replies.LineWithoutEnd);
                return true;
            case LineStatus.TooLong:
                FailLogin(Pop3Replies.SaslLineTooLong);
                return true;
            case LineStatus.BareLineFeed:
                FailLogin(Pop3Replies.BareLineFeed);
                return true;
        }

        Follow(_conversation!.Respond(line));
        return true;
    }

    /// <summary>Does what the authentication exchange needs next.</summary>
    private void Follow(SaslStatus status)
    {
        switch (status)
        {
            case SaslStatus.Continue:
                Enter(Mode.Sasl);
                _conversation!.WriteChallenge("+ "u8, _output);
                break;
            case SaslStatus.NeedsSecret:
                Ask(new Pop3SecretQuestion(_conversation!.Mechanism, _conversation.Credentials!.Identity));
                break;
            case SaslStatus.Decide:
                Ask(new LoginQuestion(_conversation!.Credentials!));
                break;
            case SaslStatus.Succeeded:
                LogIn(_conversation!.Identity, _conversation.Mechanism);
                break;
            default:
                FailLogin(RefusalOf(_conversation!.Flaw));
                break;
        }
    }

    private void DecideLogin(LoginQuestion login, Pop3Reply reply)
    {
        _verdict = reply; // Kept until the mechanism has had its last word.
        if (_conversation is not null && !reply.Closes)
            Follow(_conversation.Decide(reply.IsPositive));
        else if (reply.IsPositive)
            LogIn(login.Credentials.Identity, login.Credentials.Mechanism);
        else
            FailLogin(reply);
    }

    private Pop3Reply RefusalOf(SaslFlaw flaw) => flaw switch
    {
        SaslFlaw.Cancelled => Pop3Replies.AuthCancelled,
        SaslFlaw.NotBase64 => Pop3Replies.BadBase64,
        SaslFlaw.Malformed => Pop3Replies.BadResponse,
        SaslFlaw.None when _verdict is { IsPositive: false } => _verdict,
        _ => Pop3Replies.AuthFailed,
    };

    private void LogIn(string identity, string mechanism)
    {
        Enter(Mode.Command);
        _conversation = null;
        _apop = null;
        Session.UserName = null;
        Session.Identity = identity;
        Session.Mechanism = mechanism;
        Observer?.OnLogin(true);
        Ask(new MaildropQuestion(identity));
    }

    private T Take<T>(IBufferWriter<byte> output) where T : Pop3Question
    {
        if (Question is not T question)
            throw new InvalidOperationException($"No {typeof(T).Name} is open.");
        Question = null;
        _output = output;
        return question;
    }

    private void DemandFeeding()
    {
        if (_mode != Mode.Feed)
            throw new InvalidOperationException("No message is going out.");
    }

    /// <summary>Closing is final: an answer that comes late does not open a session again.</summary>
    private void Enter(Mode next) => _mode = _mode is Mode.Closing or Mode.Broken ? _mode : next;

    private void Write(Pop3Reply reply)
    {
        reply.WriteTo(_output, Protocol.MayTell(reply.Code));
        Observer?.OnReply(reply.IsPositive);
    }

    private enum Mode : byte
    {
        Command,
        Sasl,
        Listing,
        Feed,
        StartTls,
        Closing,
        Broken,
    }
}
