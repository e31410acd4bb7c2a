using System.Buffers;
using System.Diagnostics;
using System.Text;
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
    private IBufferWriter<byte> _output = Nowhere.Instance;
    private LineReader _lines;
    private ContentDecoder _content;
    private SaslConversation? _sasl;
    private SmtpReply? _discardReply;
    private byte[]? _heldCommand;
    private long _discardBytes;
    private long _contentBytes;
    private long _chunkBytes;
    private int _mistakes;
    private int _failedAuthentications;
    private Mode _mode;
    private ChunkState _chunks;
    private bool _isLastChunk;
    private bool _isDoomed;
    private bool _isTurnedAway;
    private bool _isStopping;
    private bool _owesPause;

    public SmtpServerEngine(SmtpProtocol protocol, SmtpSession session)
    {
        Protocol = protocol;
        Session = session;
    }

    public SmtpProtocol Protocol { get; }

    public SmtpSession Session { get; }

    /// <summary>Is told what happens, to count it; null for nobody.</summary>
    public ISmtpObserver? Observer { get; init; }

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
    public bool HasRefusedContent => _isDoomed && Session.Envelope is not null;

    public void Start(IBufferWriter<byte> output) => Question = Protocol.Connected;

    public Step Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        _output = output;
        while (Question is null)
        {
            if (_owesPause && _mode != Mode.Closing)
            {
                _owesPause = false;
                return Step.Pause(Protocol.Limits.MistakeDelay);
            }

            switch (_mode)
            {
                case Mode.Command when _isStopping:
                    Close(SmtpReplies.Stopping);
                    break;
                case Mode.Command when _heldCommand is { } held:
                    _heldCommand = null;
                    RunCommand(held);
                    break;
                case Mode.Command:
                    if (!TakeCommand(ref input))
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
        _output = output;
        if ((signal & Wire.Signal.TlsStarted) != 0 && _mode == Mode.StartTls)
        {
            Session.IsSecure = true; // RFC 3207 section 4.2: whatever the client said in clear is forgotten.
            Session.Forget();
            _chunks = ChunkState.None;
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
        _output = output;
        if (question is CommandQuestion)
        {
            if (reply is not null)
            {
                Refuse(_heldCommand, reply);
                _heldCommand = null;
            }

            return;
        }

        reply ??= question.Default;
        switch (question)
        {
            case ConnectQuestion:
                Write(reply, withStatus: !reply.IsPositive);
                _isTurnedAway = !reply.IsPositive;
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
                Follow(_sasl!.Decide(reply));
                break;
            case MailQuestion mail when reply.IsPositive:
                Session.Envelope = new Envelope(mail.Sender);
                Session.Phase = SmtpPhase.Mail;
                _chunks = ChunkState.None;
                Write(reply);
                break;
            case RecipientQuestion recipient when reply.IsPositive:
                recipient.Envelope.Add(recipient.Recipient);
                Session.Phase = SmtpPhase.Recipients;
                Write(reply);
                break;
            case DataQuestion when _chunks == ChunkState.Asking:
                AnswerFirstChunk(reply);
                break;
            case DataQuestion when reply.IsPositive:
                Write(reply.Code == 354 ? reply : SmtpReplies.StartData);
                BeginContent(ContentDecoder.Dotted(Protocol.Options.BareNewlines, Protocol.Limits.ContentLineBytes));
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
        _output = output;
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
        _output = output;
        Follow(_sasl!.Provide(secret));
    }

    /// <summary>Verbs: answers the command. A 50z or 555 counts as a mistake of the client.</summary>
    public void Reply(SmtpReply reply)
    {
        if (reply.Code is (>= 500 and <= 504) or 555)
        {
            _mistakes++;
            if (_mistakes >= Protocol.Limits.Mistakes)
                reply = SmtpReplies.TooManyMistakes;
            else
                _owesPause = _mistakes > Protocol.Limits.MistakesBeforeDelay;
        }

        Write(reply);
        if (reply.Closes)
            Enter(Mode.Closing);
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
        _isLastChunk = isLast;
        if (octets > Protocol.Limits.DiscardedMessageBytes)
        {
            Close(reply.AndClose());
            return;
        }

        if (_chunks != ChunkState.None)
            _chunks = ChunkState.Failed;
        _discardBytes = octets;
        _discardReply = reply;
        Enter(Mode.Discard);
    }

    /// <summary>Verbs: a counted piece of the message follows (BDAT).</summary>
    public void ReceiveChunk(long octets, bool isLast)
    {
        var limit = Protocol.Limits.MessageBytes;
        var soFar = _chunks == ChunkState.Open ? _contentBytes : 0;
        _isLastChunk = isLast;
        if (limit > 0 && octets > limit - soFar)
        {
            _chunks = ChunkState.Failed;
            Discard(octets, isLast, SmtpReplies.MessageTooBig);
            return;
        }

        _chunkBytes = octets;
        if (_chunks == ChunkState.Open)
        {
            BeginChunk();
            return;
        }

        _chunks = ChunkState.Asking;
        Ask(new DataQuestion(Session.Envelope!));
    }

    /// <summary>Verbs: begins an authentication exchange.</summary>
    public void Authenticate(ISaslServer exchange, ReadOnlySpan<byte> initialResponse, bool hasInitialResponse)
    {
        _sasl = new SaslConversation(exchange, Protocol.Find<Auth>()!.AllowsDelegation);
        Follow(_sasl.Begin(initialResponse, hasInitialResponse));
    }

    /// <summary>Verbs: drops the transaction (RSET).</summary>
    public void ResetTransaction()
    {
        _chunks = ChunkState.None;
        Session.Reset();
    }

    /// <summary>Verbs: a trusted proxy has said who the client is; the session begins anew (XCLIENT).</summary>
    internal void Restart(ClientOverride client)
    {
        Session.Forget();
        Session.ClientAddress = client.SaysAddress ? client.Address : Session.ClientAddress;
        Session.ClientPort = client.Port ?? Session.ClientPort;
        Session.ClientName = client.Name;
        Session.Identity = client.Login;
        Session.Mechanism = client.Login is null ? null : "XCLIENT";
        _chunks = ChunkState.None;
        Question = Protocol.Connected;
    }

    /// <summary>True once BDAT has brought a part of the present message, or has failed to.</summary>
    internal bool HasChunks => _chunks != ChunkState.None;

    /// <summary>True when a chunk of the present message has failed, so that no other can follow.</summary>
    internal bool HasFailedChunk => _chunks == ChunkState.Failed;

    /// <summary>In LMTP one for each recipient, by DATA and by BDAT (RFC 2033 sections 4.2 and 4.3).</summary>
    private int RepliesToMessage =>
        Protocol.Options.IsLmtp && Session.Envelope is { Recipients.Count: > 0 and var recipients } ? recipients : 1;

    private bool TakeCommand(ref SequenceReader<byte> input)
    {
        var limits = Protocol.Limits;
        switch (_lines.Read(ref input, limits.CommandLineBytes, limits.DiscardedLineBytes, out var line))
        {
            case LineStatus.NeedInput:
                return false;
            case LineStatus.TooLong:
                Reply(SmtpReplies.LineTooLong);
                return true;
            case LineStatus.Endless:
                Close(SmtpReplies.LineWithoutEnd);
                return true;
            case LineStatus.BareLineFeed when !Protocol.Allows(SmtpLeniencies.BareLineFeedCommands):
                Refuse(line, SmtpReplies.BareLineFeed);
                return true;
        }

        line = line.TrimEnd(" \t"u8); // RFC 5321 section 4.1.1: tolerate trailing white space.
        if (Protocol.Options.AsksEveryCommand)
            AskAbout(line);
        else
            RunCommand(line);
        return true;
    }

    private void RunCommand(ReadOnlySpan<byte> line)
    {
        var verb = Split(line, out var word, out var argument);
        Observer?.OnCommand(verb);
        if (verb is null)
            Reply(IsHttp(word) ? SmtpReplies.NotHttp : SmtpReplies.UnknownCommand);
        else if (WhyNot(verb) is { } refusal)
            verb.Refuse(this, argument, refusal);
        else if (argument.ContainsAny((byte)0, (byte)'\r')) // RFC 5321 sections 2.3.8 and 4.1.2.
            verb.Refuse(this, argument, SmtpReplies.SyntaxError);
        else
            verb.Run(this, argument);
    }

    private void AskAbout(ReadOnlySpan<byte> line)
    {
        Split(line, out var word, out var argument);
        _heldCommand = line.ToArray();
        Ask(new CommandQuestion(Encoding.UTF8.GetString(word).ToUpperInvariant(), Encoding.UTF8.GetString(argument)));
    }

    /// <summary>Says no to a line, in the way of its verb: BDAT announces octets that must be consumed.</summary>
    private void Refuse(ReadOnlySpan<byte> line, SmtpReply reply)
    {
        if (Split(line, out _, out var argument) is { } verb)
            verb.Refuse(this, argument, reply);
        else
            Reply(reply);
    }

    private SmtpVerb? Split(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> word, out ReadOnlySpan<byte> argument)
    {
        var space = line.IndexOf((byte)' ');
        word = space < 0 ? line : line[..space];
        argument = space < 0 ? default : line[(space + 1)..];
        return Protocol.FindVerb(word);
    }

    /// <summary>Why a verb cannot be said now, whatever its argument; null when it can.</summary>
    private SmtpReply? WhyNot(SmtpVerb verb)
    {
        if (_isTurnedAway && verb is not Quit)
            return SmtpReplies.NothingButQuit;
        if (Protocol.Options.RequiresTls && !Session.IsSecure && !verb.IsAllowedBeforeTls)
            return SmtpReplies.TlsFirst;
        if ((verb.AllowedIn & Session.Phase) == 0 && !IsMailAtAnyTime(verb))
        {
            return Session.Phase switch
            {
                SmtpPhase.Connected => Protocol.Options.IsLmtp ? SmtpReplies.LhloFirst : SmtpReplies.HelloFirst,
                SmtpPhase.Greeted => SmtpReplies.MailFirst,
                _ => verb is Mail ? SmtpReplies.AlreadyInTransaction : SmtpReplies.NotInTransaction,
            };
        }

        if (Protocol.Options.RequiresAuthentication && Session.Identity is null && verb.NeedsIdentity)
            return SmtpReplies.AuthFirst;
        return null;
    }

    private bool IsMailAtAnyTime(SmtpVerb verb) => verb is Mail && (Session.Phase == SmtpPhase.Connected
        ? Protocol.Allows(SmtpLeniencies.MailBeforeHello)
        : Protocol.Allows(SmtpLeniencies.MailRestarts));

    private void Greet(HelloQuestion hello, SmtpReply reply)
    {
        ResetTransaction();
        Session.HelloName = hello.Name;
        Session.IsExtended = hello.Verb != "HELO";
        Session.Phase = SmtpPhase.Greeted;
        var line = reply.Lines[0];
        if (Session.IsExtended)
        {
            foreach (var extension in Protocol.Extensions)
            {
                if (extension.Advertise(Session, Protocol) is not { } next)
                    continue;
                WriteLine("250-"u8, line);
                line = next;
            }
        }

        WriteLine("250 "u8, line);
        Observer?.OnReply(250);
    }

    private bool TakeSaslResponse(ref SequenceReader<byte> input)
    {
        var limits = Protocol.Limits;
        switch (_lines.Read(ref input, limits.SaslLineBytes, limits.DiscardedLineBytes, out var line))
        {
            case LineStatus.NeedInput:
                return false;
            case LineStatus.Endless:
                Close(SmtpReplies.LineWithoutEnd);
                return true;
            case LineStatus.TooLong:
                FailAuthentication(SmtpReplies.SaslLineTooLong);
                return true;
            case LineStatus.BareLineFeed when !Protocol.Allows(SmtpLeniencies.BareLineFeedCommands):
                FailAuthentication(SmtpReplies.BareLineFeed);
                return true;
        }

        Follow(_sasl!.Respond(line));
        return true;
    }

    /// <summary>Does what the authentication exchange needs next.</summary>
    private void Follow(SaslStatus status)
    {
        switch (status)
        {
            case SaslStatus.Continue:
                Enter(Mode.Sasl);
                _sasl!.WriteChallenge(_output);
                Observer?.OnReply(334);
                break;
            case SaslStatus.NeedsSecret:
                Ask(new SecretQuestion(_sasl!.Mechanism, _sasl.Credentials!.Identity));
                break;
            case SaslStatus.Decide:
                Ask(new AuthQuestion(_sasl!.Credentials!));
                break;
            case SaslStatus.Succeeded:
                Session.Identity = _sasl!.Identity;
                Session.Mechanism = _sasl.Mechanism;
                Enter(Mode.Command);
                Reply(_sasl.Welcome);
                _sasl = null;
                break;
            default:
                FailAuthentication(_sasl!.Refusal);
                break;
        }
    }

    /// <summary>
    /// Whatever the reply, the attempt counts: SCRAM and OAuth tell a wrong secret in a challenge, and a client that
    /// cancelled then would otherwise guess for nothing.
    /// </summary>
    private void FailAuthentication(SmtpReply reply)
    {
        _sasl = null;
        Enter(Mode.Command);
        if (++_failedAuthentications >= Protocol.Limits.FailedAuthentications && !reply.Closes)
        {
            Write(reply);
            Close(SmtpReplies.TooManyMistakes);
        }
        else
        {
            Reply(reply);
        }
    }

    private void BeginContent(ContentDecoder decoder)
    {
        _content = decoder;
        _contentBytes = 0;
        _isDoomed = false;
        Enter(Mode.Content);
    }

    private void AnswerFirstChunk(SmtpReply reply)
    {
        if (reply.Closes)
        {
            Close(reply);
            return;
        }

        if (!reply.IsPositive)
        {
            Discard(_chunkBytes, _isLastChunk, reply);
            return;
        }

        _chunks = ChunkState.Open;
        var newlines = Session.Envelope!.Sender.Body == BodyType.BinaryMime
            ? BareNewlines.Binary
            : Protocol.Options.BareNewlines;
        BeginContent(ContentDecoder.Counted(newlines, Protocol.Limits.ContentLineBytes));
        BeginChunk();
    }

    private void BeginChunk()
    {
        _content.BeginChunk(_chunkBytes);
        Enter(Mode.Content);
    }

    /// <summary>Takes what there is of the message. Null when the mode has changed and the loop goes on.</summary>
    private Step? TakeContent(ref SequenceReader<byte> input)
    {
        while (true)
        {
            var piece = input.End ? default : input.UnreadSequence.First;
            var status = _content.Decode(piece, out var slice, out var consumed);
            input.Advance(consumed);
            switch (status)
            {
                case ContentStatus.Slice:
                    _contentBytes += slice.Length;
                    _isDoomed = _isDoomed || Doom() is not null;
                    if (!_isDoomed)
                        return Step.Slice(slice);
                    if (_contentBytes - Protocol.Limits.MessageBytes <= Protocol.Limits.DiscardedMessageBytes)
                        break;
                    Close(SmtpReplies.MessageWithoutEnd);
                    return null;
                case ContentStatus.NeedInput when input.End:
                    return Step.NeedInput(Protocol.Limits.ContentPatience);
                case ContentStatus.End when _chunks == ChunkState.Open && !_isLastChunk:
                    EndChunk();
                    return null;
                case ContentStatus.End:
                    Enter(Mode.MessageEnd);
                    var rest = _chunks == ChunkState.Open ? _content.Finish() : default;
                    _contentBytes += rest.Length;
                    return rest.IsEmpty || _isDoomed ? null : Step.Slice(rest);
            }
        }
    }

    /// <summary>Why the content that has come cannot be kept; null while it can.</summary>
    private SmtpReply? Doom()
    {
        var options = Protocol.Options;
        var flaws = _content.Flaws;
        if ((flaws & ContentFlaws.BareNewline) != 0 && options.BareNewlines == BareNewlines.Refuse)
            return SmtpReplies.BareNewline;
        if (Protocol.Limits.MessageBytes > 0 && _contentBytes > Protocol.Limits.MessageBytes)
            return SmtpReplies.MessageTooBig;
        if ((flaws & ContentFlaws.LongLine) != 0)
            return SmtpReplies.LineOfMessageTooLong;
        return (flaws & ContentFlaws.Nul) != 0 && !options.KeepsNul ? SmtpReplies.NulInMessage : null;
    }

    private void EndChunk()
    {
        Enter(Mode.Command);
        var doom = Doom();
        if (doom is not null)
            _chunks = ChunkState.Failed;
        Conclude(doom ?? SmtpReplies.ChunkOk);
    }

    private void EndMessage()
    {
        Enter(Mode.Command);
        if (Doom() is { } doom)
            ConcludeMessage(doom);
        else
            Ask(new MessageQuestion(Session.Envelope!, _contentBytes));
    }

    private void ConcludeMessage(SmtpReply reply)
    {
        for (var left = RepliesToMessage; left > 0; left--)
            Conclude(reply);
        EndTransaction(reply.IsPositive);
    }

    private void EndTransaction(bool accepted)
    {
        Observer?.OnMessage(accepted, _contentBytes);
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
        var taken = Math.Min(_discardBytes, input.Remaining);
        input.Advance(taken);
        _discardBytes -= taken;
        if (_discardBytes > 0)
            return false;
        Enter(Mode.Command);
        for (var left = _isLastChunk ? RepliesToMessage : 1; left > 0; left--)
            Conclude(_discardReply!);
        if (_isLastChunk && _chunks == ChunkState.Failed)
            ResetTransaction();
        return true;
    }

    /// <summary>Closing is final: an answer that comes late does not open a session again.</summary>
    private void Enter(Mode next) => _mode = _mode == Mode.Closing ? Mode.Closing : next;

    private void Write(SmtpReply reply) => Write(reply, withStatus: true);

    private void Write(SmtpReply reply, bool withStatus)
    {
        reply.WriteTo(_output, withStatus && Protocol.HasEnhancedStatus);
        Observer?.OnReply(reply.Code);
    }

    private void WriteLine(ReadOnlySpan<byte> prefix, string text)
    {
        var span = _output.GetSpan(prefix.Length + Encoding.UTF8.GetMaxByteCount(text.Length) + 2);
        prefix.CopyTo(span);
        var length = prefix.Length + Encoding.UTF8.GetBytes(text, span[prefix.Length..]);
        "\r\n"u8.CopyTo(span[length..]);
        _output.Advance(length + 2);
    }

    /// <summary>
    /// Browsers can be made to send HTTP to a mail port with mail commands in the body; hang up at once.
    /// </summary>
    private static bool IsHttp(ReadOnlySpan<byte> word)
    {
        foreach (var method in HttpMethods)
        {
            if (Ascii.EqualsIgnoreCase(word, method))
                return true;
        }

        return false;
    }

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

    private enum ChunkState : byte
    {
        None,
        Asking,
        Open,
        Failed,
    }

    private static readonly string[] HttpMethods =
        ["GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "CONNECT", "PATCH", "TRACE", "PRI"];
}
