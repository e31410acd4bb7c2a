using System.Buffers;
using System.Diagnostics;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// The server's side of one SMTP or LMTP connection: RFC 5321, RFC 2033, and whatever extensions the protocol has.
/// </summary>
/// <remarks>
/// <para>Feed it with <see cref="Advance"/>. When that returns <see cref="StepKind.Ask"/>, look at <see
/// cref="Question"/> and
/// answer with <see cref="Answer"/>; while a question is open nothing more is read.</para>
/// <para>A verb can do five things: <see cref="Reply"/>, <see cref="Ask"/>, receive content, upgrade the link, and
/// <see cref="Close"/>. Every change of phase and mode is made in this file.</para>
/// </remarks>
public sealed class SmtpServerEngine : IServerEngine
{
    private readonly ReplyWriter _replies;
    private readonly CommandIntake _commands;
    private readonly MessageReception _message;
    private readonly AuthenticationExchange _authentication;
    private MistakeCount _mistakes;
    private Mode _mode;
    private bool _isStopping;

    public SmtpServerEngine(SmtpProtocol protocol, SmtpSession session)
    {
        Protocol = protocol;
        Session = session;
        _replies = new ReplyWriter(protocol, session);
        _commands = new CommandIntake(this, _replies);
        _message = new MessageReception(protocol);
        _authentication = new AuthenticationExchange(protocol, session);
    }

    public SmtpProtocol Protocol { get; }

    public SmtpSession Session { get; }

    /// <summary>Is told what happens, to count it; null for nobody.</summary>
    public ISmtpObserver? Observer
    {
        get => _replies.Observer;
        init => _replies.Observer = value;
    }

    /// <summary>What must be answered before anything more is read; null when nothing is open.</summary>
    public SmtpQuestion? Question { get; private set; }

    /// <summary>The next client line belongs to an authentication exchange and must not be shown to anyone.</summary>
    public bool ExpectsSecret => _mode == Mode.Sasl;

    /// <summary>The next octets belong to a message, or to one that is thrown away; they are not commands.</summary>
    public bool ExpectsContent => _mode is Mode.Content or Mode.Discard;

    /// <summary>
    /// The message that comes will be refused at its end, and no more of it is handed out: it is too big, or has what
    /// the options do not allow.
    /// </summary>
    public bool HasRefusedContent => _message.IsDoomed && Session.Envelope is not null;

    public void Start(IBufferWriter<byte> output) => Question = Protocol.Connected;

    public Step Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        _replies.Output = output;
        while (Question is null)
        {
            if (_mode != Mode.Closing && _mistakes.TakePause())
                return Step.Pause(Protocol.Limits.MistakeDelay);

            switch (_mode)
            {
                case Mode.Command when _isStopping:
                    Close(SmtpReplies.Stopping);
                    break;
                case Mode.Command:
                    if (!_commands.Take(ref input))
                        return Step.NeedInput(Protocol.Limits.CommandPatience);
                    break;
                case Mode.Sasl:
                    if (!TakeSaslResponse(ref input))
                        return Step.NeedInput(Protocol.Limits.CommandPatience);
                    break;
                case Mode.Content:
                    if (TakeContent(ref input) is { } step)
                        return step;
                    break;
                case Mode.MessageEnd:
                    EndMessage();
                    break;
                case Mode.Discard:
                    if (!Discard(ref input))
                        return Step.NeedInput(Protocol.Limits.ContentPatience);
                    break;
                case Mode.StartTls:
                    return Step.StartTls;
                case Mode.Closing:
                    return Step.Close;
            }
        }

        return Step.Ask;
    }

    public void Signal(Signal signal, IBufferWriter<byte> output)
    {
        _replies.Output = output;
        if ((signal & Wire.Signal.TlsStarted) != 0 && _mode == Mode.StartTls)
        {
            Session.IsSecure = true; // RFC 3207 section 4.2: whatever the client said in clear is forgotten.
            Session.Forget();
            _message.Forget();
            Enter(Mode.Command);
        }

        if ((signal & Wire.Signal.TimedOut) != 0 && _mode != Mode.Closing)
            Close(SmtpReplies.TimedOut);
        if ((signal & Wire.Signal.PeerClosed) != 0)
            Enter(Mode.Closing);
        if ((signal & Wire.Signal.Stopping) != 0 && !_isStopping)
        {
            _isStopping = true;
            if (Question is null && _mode == Mode.Sasl)
                Close(SmtpReplies.Stopping);
        }
    }

    /// <summary>Answers the open question.</summary>
    /// <param name="reply">The verdict; null for the question's own default.</param>
    /// <param name="output">Where the reply goes.</param>
    /// <exception cref="InvalidOperationException">No question is open.</exception>
    public void Answer(SmtpReply? reply, IBufferWriter<byte> output)
    {
        var question = Question ?? throw new InvalidOperationException("No question is open.");
        Question = null;
        _replies.Output = output;
        if (question is CommandQuestion)
        {
            _commands.Decide(reply);
            return;
        }

        reply ??= question.Default;
        _replies.Path = PathOf(question);
        switch (question)
        {
            case ConnectQuestion:
                _replies.WriteGreeting(reply);
                if (!reply.IsPositive)
                    _commands.TurnAway();
                break;
            case HelloQuestion hello when reply.IsPositive:
                Greet(hello, reply);
                break;
            case StartTlsQuestion when reply.IsPositive:
                Write(reply);
                Enter(Mode.StartTls);
                break;
            case SecretQuestion:
                FailAuthentication(reply.IsPositive ? SmtpReplies.AuthUnavailable : reply);
                break;
            case AuthQuestion when reply.Closes: // No more rounds: the mechanism's last word does not matter now.
                FailAuthentication(reply);
                break;
            case AuthQuestion:
                Follow(_authentication.Decide(reply));
                break;
            case MailQuestion mail when reply.IsPositive:
                Session.Envelope = new Envelope(mail.Sender);
                Session.Phase = SmtpPhase.Mail;
                _message.Forget();
                Write(reply);
                break;
            case RecipientQuestion recipient when reply.IsPositive:
                recipient.Envelope.Add(recipient.Recipient);
                Session.Phase = SmtpPhase.Recipients;
                Write(reply);
                break;
            case DataQuestion when _message.AwaitsVerdict:
                AnswerFirstChunk(reply);
                break;
            case DataQuestion when reply.IsPositive:
                Write(reply.Code == 354 ? reply : SmtpReplies.StartData);
                _message.BeginDotted();
                Enter(Mode.Content);
                break;
            case MessageQuestion:
                ConcludeMessage(reply);
                break;
            default:
                Write(reply);
                break;
        }

        if (reply.Closes)
            Enter(Mode.Closing);
    }

    /// <summary>
    /// Answers an open <see cref="MessageQuestion"/> in LMTP: a reply for each recipient, in the order of RCPT.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// No such question is open, or the number of replies is not the number of recipients.
    /// </exception>
    public void AnswerEach(IReadOnlyList<SmtpReply> replies, IBufferWriter<byte> output)
    {
        if (Question is not MessageQuestion || replies.Count != RepliesToMessage)
            throw new InvalidOperationException("A message is answered once, in LMTP once for each recipient.");
        Question = null;
        _replies.Output = output;
        foreach (var reply in replies)
            Conclude(reply);
        EndTransaction(replies.Any(reply => reply.IsPositive));
    }

    /// <summary>Answers an open <see cref="SecretQuestion"/>; null when there is no such account.</summary>
    /// <exception cref="InvalidOperationException">No such question is open.</exception>
    public void Provide(StoredSecret? secret, IBufferWriter<byte> output)
    {
        if (Question is not SecretQuestion)
            throw new InvalidOperationException("No secret was asked for.");
        Question = null;
        _replies.Output = output;
        Follow(_authentication.Provide(secret));
    }

    /// <summary>Verbs: answers the command. A 50z or 555 counts as a mistake of the client.</summary>
    public void Reply(SmtpReply reply)
    {
        if (MistakeCount.IsMistake(reply) && _mistakes.Add(Protocol.Limits))
            reply = SmtpReplies.TooManyMistakes;
        Conclude(reply);
    }

    /// <summary>Verbs: leaves the answer to the host.</summary>
    public void Ask(SmtpQuestion question)
    {
        Debug.Assert(Question is null, "One question at a time.");
        Question = question;
    }

    /// <summary>Verbs: the last word.</summary>
    public void Close(SmtpReply farewell)
    {
        Write(farewell);
        Enter(Mode.Closing);
    }

    /// <summary>
    /// Verbs: octets follow that are not wanted; they are read and thrown away before the reply is given.
    /// </summary>
    public void Discard(long octets, bool isLast, SmtpReply reply)
    {
        if (_message.TryRefuse(octets, isLast, reply))
            Enter(Mode.Discard);
        else
            Close(reply);
    }

    /// <summary>Verbs: a counted piece of the message follows (BDAT).</summary>
    public void ReceiveChunk(long octets, bool isLast)
    {
        switch (_message.Announce(octets, isLast))
        {
            case ChunkFate.TooBig:
                Discard(octets, isLast, SmtpReplies.MessageTooBig);
                break;
            case ChunkFate.NeedsVerdict:
                Ask(new DataQuestion(Session.Envelope!));
                break;
            default:
                Enter(Mode.Content);
                break;
        }
    }

    /// <summary>Verbs: begins an authentication exchange.</summary>
    public void Authenticate(ISaslServer exchange, ReadOnlySpan<byte> initialResponse, bool hasInitialResponse) =>
        Follow(_authentication.Begin(exchange, initialResponse, hasInitialResponse));

    /// <summary>Verbs: drops the transaction (RSET).</summary>
    public void ResetTransaction()
    {
        _message.Forget();
        Session.Reset();
    }

    /// <summary>Verbs: a trusted proxy has said who the client is; the session begins anew (XCLIENT).</summary>
    internal void Restart(ClientOverride client)
    {
        Session.Become(client);
        _message.Forget();
        Question = Protocol.Connected;
    }

    /// <summary>True once BDAT has brought a part of the present message, or has failed to.</summary>
    internal bool HasChunks => _message.HasChunks;

    /// <summary>True when a chunk of the present message has failed, so that no other can follow.</summary>
    internal bool HasFailedChunk => _message.HasFailedChunk;

    /// <summary>In LMTP one for each recipient, by DATA and by BDAT (RFC 2033 sections 4.2 and 4.3).</summary>
    private int RepliesToMessage =>
        Protocol.Options.IsLmtp && Session.Envelope is { Recipients.Count: > 0 and var recipients } ? recipients : 1;

    private void Greet(HelloQuestion hello, SmtpReply reply)
    {
        ResetTransaction();
        Session.HelloName = hello.Name;
        Session.IsExtended = hello.Verb != "HELO";
        Session.Phase = SmtpPhase.Greeted;
        _replies.WriteCapabilities(reply);
    }

    private bool TakeSaslResponse(ref SequenceReader<byte> input)
    {
        switch (_commands.ReadResponse(ref input, out var line))
        {
            case LineStatus.NeedInput:
                return false;
            case LineStatus.Endless:
                Close(SmtpReplies.LineWithoutEnd);
                return true;
            case LineStatus.TooLong:
                FailAuthentication(SmtpReplies.SaslLineTooLong);
                return true;
            case LineStatus.BareLineFeed:
                FailAuthentication(SmtpReplies.BareLineFeed);
                return true;
        }

        Follow(_authentication.Respond(line));
        return true;
    }

    /// <summary>Does what the authentication exchange needs next.</summary>
    private void Follow(SaslStatus status)
    {
        switch (status)
        {
            case SaslStatus.Continue:
                Enter(Mode.Sasl);
                _replies.WriteChallenge(_authentication);
                break;
            case SaslStatus.NeedsSecret:
                Ask(_authentication.SecretQuestion());
                break;
            case SaslStatus.Decide:
                Ask(_authentication.AuthQuestion());
                break;
            case SaslStatus.Succeeded:
                Enter(Mode.Command);
                Reply(_authentication.Succeed());
                break;
            default:
                FailAuthentication(_authentication.Refusal);
                break;
        }
    }

    private void FailAuthentication(SmtpReply reply)
    {
        Enter(Mode.Command);
        if (_authentication.Fail() && !reply.Closes)
        {
            Write(reply);
            Close(SmtpReplies.TooManyMistakes);
        }
        else
        {
            Reply(reply);
        }
    }

    private void AnswerFirstChunk(SmtpReply reply)
    {
        if (reply.IsPositive && !reply.Closes)
        {
            _message.AcceptFirstChunk(Session.Envelope!.Sender.Body);
            Enter(Mode.Content);
        }
        else if (!reply.Closes && _message.RefuseFirstChunk(reply))
        {
            Enter(Mode.Discard);
        }
        else
        {
            Close(reply);
        }
    }

    /// <summary>Takes what there is of the message. Null when the mode has changed and the loop goes on.</summary>
    private Step? TakeContent(ref SequenceReader<byte> input)
    {
        switch (_message.Take(ref input, out var slice))
        {
            case ReceptionStatus.NeedInput:
                return Step.NeedInput(Protocol.Limits.ContentPatience);
            case ReceptionStatus.Slice:
                return Step.Slice(slice);
            case ReceptionStatus.ChunkEnd:
                Enter(Mode.Command);
                Conclude(_message.EndChunk() ?? SmtpReplies.ChunkOk);
                return null;
            case ReceptionStatus.MessageEnd:
                Enter(Mode.MessageEnd);
                return slice.IsEmpty ? null : Step.Slice(slice);
            default:
                Close(SmtpReplies.MessageWithoutEnd);
                return null;
        }
    }

    private void EndMessage()
    {
        Enter(Mode.Command);
        if (_message.WhyDoomed() is { } doom)
            ConcludeMessage(doom);
        else
            Ask(new MessageQuestion(Session.Envelope!, _message.MessageBytes));
    }

    private void ConcludeMessage(SmtpReply reply)
    {
        for (var left = RepliesToMessage; left > 0; left--)
            Conclude(reply);
        EndTransaction(reply.IsPositive);
    }

    private void EndTransaction(bool accepted)
    {
        Observer?.OnMessage(accepted, _message.MessageBytes);
        if (accepted)
            Session.AcceptedMessages++;
        ResetTransaction();
    }

    private void Conclude(SmtpReply reply)
    {
        Write(reply);
        if (reply.Closes)
            Enter(Mode.Closing);
    }

    private bool Discard(ref SequenceReader<byte> input)
    {
        if (_message.Discard(ref input) is not { } refusal)
            return false;
        Enter(Mode.Command);
        for (var left = _message.IsLastChunk ? RepliesToMessage : 1; left > 0; left--)
            Conclude(refusal);
        if (_message.IsLastChunk && _message.HasFailedChunk)
            ResetTransaction();
        return true;
    }

    private static string? PathOf(SmtpQuestion question) => question switch
    {
        MailQuestion mail => mail.Sender.Path.Address,
        RecipientQuestion rcpt => rcpt.Recipient.Path.Address,
        _ => null,
    };

    /// <summary>Closing is final: an answer that comes late does not open a session again.</summary>
    private void Enter(Mode next) => _mode = _mode == Mode.Closing ? Mode.Closing : next;

    private void Write(SmtpReply reply) => _replies.Write(reply);

    private enum Mode : byte
    {
        Command,
        Sasl,
        Content,
        MessageEnd,
        Discard,
        StartTls,
        Closing,
    }
}
