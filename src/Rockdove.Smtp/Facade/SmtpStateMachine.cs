using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// The server's side of one SMTP conversation as a plain object: text goes in, replies come out, hooks decide. There is
/// no host, no socket, no task and no clock; whoever calls it brings those.
/// </summary>
/// <remarks>
/// It is <see cref="SmtpServerEngine"/> with an answer to each question taken from a hook. A message is kept in memory
/// until it is whole. Not thread-safe.
/// </remarks>
public sealed class SmtpStateMachine
{
    private readonly SmtpStateMachineOptions _options;
    private readonly SmtpServerEngine _engine;
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private bool _isStarted;
    private bool _isStartingTls;
    private bool _isClosed;

    /// <summary>Makes a machine for one connection.</summary>
    /// <param name="options">What it speaks and who decides.</param>
    /// <param name="session">What is known of the connection, as for EXTERNAL and XCLIENT; null for nothing.</param>
    /// <exception cref="ArgumentException">The options make no sense; the message says which.</exception>
    public SmtpStateMachine(SmtpStateMachineOptions options, SmtpSession? session = null)
    {
        _options = options;
        _engine = new SmtpServerEngine(options.Protocol, session ?? new SmtpSession());
    }

    /// <summary>What is known of the connection and of its client.</summary>
    public SmtpSession Session => _engine.Session;

    public SmtpMachineState State => this switch
    {
        { _isStarted: false } => SmtpMachineState.NotStarted,
        { _isClosed: true } => SmtpMachineState.Closed,
        { _isStartingTls: true } => SmtpMachineState.StartingTls,
        { _engine.ExpectsContent: true } => SmtpMachineState.Data,
        { _engine.ExpectsSecret: true } => SmtpMachineState.Authenticating,
        { Session.Phase: SmtpPhase.Connected } => SmtpMachineState.Connected,
        { Session.Phase: SmtpPhase.Greeted } => SmtpMachineState.Mail,
        _ => SmtpMachineState.Recipients,
    };

    /// <summary>The present transaction, as far as it has come.</summary>
    public SmtpMachineMessage Message => new(
        Session.HelloName ?? "",
        Session.Envelope?.Sender.Path.Address,
        [.. (Session.Envelope?.Recipients ?? []).Select(recipient => recipient.Path.Address)],
        Session.Envelope is null ? default : _data.WrittenSpan.ToArray(),
        Session.Envelope);

    /// <summary>The client has connected: the greeting.</summary>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public IReadOnlyList<SmtpWireReply> Start()
    {
        if (_isStarted)
            throw new InvalidOperationException("A machine is started once, for one connection.");
        _isStarted = true;
        _engine.Start(_output);
        return Run(default, out _);
    }

    /// <summary>Takes what it can of the text: whole lines, and of a message whatever there is.</summary>
    /// <returns>
    /// The rest, which must come first in the next call, and the replies. What came in one piece with STARTTLS is
    /// dropped.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// The machine was not started, or <see cref="SmtpWireReply.Done"/> is due.
    /// </exception>
    public (string Unread, IReadOnlyList<SmtpWireReply> Replies) Parse(string text)
    {
        var replies = Run(Encoding.UTF8.GetBytes(text), out var rest);
        return (Encoding.UTF8.GetString(rest.Span), replies);
    }

    /// <inheritdoc cref="Parse(string)"/>
    public (ReadOnlyMemory<byte> Unread, IReadOnlyList<SmtpWireReply> Replies) Parse(ReadOnlyMemory<byte> octets)
    {
        var replies = Run(octets, out var rest);
        return (rest, replies);
    }

    /// <summary>One command, or one response of an authentication exchange, with or without its line end.</summary>
    /// <exception cref="InvalidOperationException">
    /// The machine was not started, a message is coming, or <see cref="SmtpWireReply.Done"/> is due.
    /// </exception>
    public IReadOnlyList<SmtpWireReply> ProcessCommand(string line)
    {
        if (State == SmtpMachineState.Data)
            throw new InvalidOperationException("A message is coming: its lines are for ProcessData.");

        // One call is one line. An LF within would make it two; as a CR it is refused, as it would be on the wire.
        return RunLine(line.TrimEnd('\r', '\n').Replace('\n', '\r'));
    }

    /// <summary>One line of a message, dots doubled as on the wire, with or without its line end.</summary>
    /// <exception cref="InvalidOperationException">No message is coming.</exception>
    public IReadOnlyList<SmtpWireReply> ProcessData(string line)
    {
        if (State != SmtpMachineState.Data)
            throw new InvalidOperationException("No message is coming: lines are for ProcessCommand.");
        var end = line.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : line.EndsWith('\n') ? 1 : 0;
        return RunLine(line[..^end]);
    }

    /// <summary>Tells what text cannot: the client waited too long or is gone, the server stops.</summary>
    public IReadOnlyList<SmtpWireReply> Tell(Signal signal)
    {
        if (!_isClosed)
            _engine.Signal(signal, _output);
        return Run(default, out _);
    }

    private List<SmtpWireReply> RunLine(string line) => Run(Encoding.UTF8.GetBytes(line + "\r\n"), out _);

    private List<SmtpWireReply> Run(ReadOnlyMemory<byte> octets, out ReadOnlyMemory<byte> rest)
    {
        if (!_isStarted || (_isStartingTls && !octets.IsEmpty))
            throw new InvalidOperationException(_isStarted ? "Call Done of the last reply." : "Call Start first.");
        var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(octets));
        List<SmtpWireReply> replies = [];
        if (!_isClosed)
            Advance(ref reader, replies);
        rest = _isClosed || _isStartingTls ? default : octets[(int)reader.Consumed..];
        return replies;
    }

    private void Advance(ref SequenceReader<byte> reader, List<SmtpWireReply> replies)
    {
        while (true)
        {
            var step = _engine.Advance(ref reader, _output);
            _isClosed = step.Kind is StepKind.Close or StepKind.Abort;
            Collect(replies);
            switch (step.Kind)
            {
                case StepKind.Ask:
                    Answer(_engine.Question!);
                    Collect(replies);
                    break;
                case StepKind.Content:
                    _data.Write(step.Content.Span);
                    break;
                case StepKind.Pause:
                    break; // Nothing here can wait; a caller who wants to slow down clients counts 5yz replies.
                case StepKind.NeedInput:
                    return;
                case StepKind.StartTls:
                    _isStartingTls = true;
                    if (replies.Count > 0)
                        replies[^1].Done = EndHandshake;
                    return;
                default:
                    return;
            }
        }
    }

    private void Collect(List<SmtpWireReply> replies)
    {
        foreach (var reply in SmtpWireReply.Split(_output.WrittenSpan))
        {
            replies.Add(reply);
            _options.Log?.Invoke(State, $"S: {reply}");
        }

        _output.ResetWrittenCount();
    }

    private void Answer(SmtpQuestion question)
    {
        switch (question)
        {
            case CommandQuestion command:
                _options.Log?.Invoke(State, $"C: {Redacted(command)}");
                _engine.Answer(_options.VerbFilter?.Invoke(command.Verb, command.Argument) ?? Broken(command), _output);
                break;
            case MailQuestion mail:
                _data.ResetWrittenCount();
                _engine.Answer(_options.ValidateSender?.Invoke(mail.Sender), _output);
                break;
            case RecipientQuestion recipient:
                _engine.Answer(_options.ValidateRecipient?.Invoke(recipient.Recipient), _output);
                break;
            case DataQuestion:
                _data.ResetWrittenCount();
                _engine.Answer(null, _output);
                break;
            case MessageQuestion:
                var verdict = _options.MessageReceived?.Invoke(Message);
                _engine.Answer(verdict?.Reply ?? SmtpReplies.NobodyKeepsMail, _output);
                _data.ResetWrittenCount();
                break;
            case SecretQuestion secret when _options.FindSecret is { } find:
                _engine.Provide(find(secret.Identity), _output);
                break;
            case AuthQuestion auth when _options.ValidateAuthentication is { } validate:
                _engine.Answer(validate(auth.Credentials) ?? SmtpReplies.Authenticated, _output);
                break;
            case StartTlsQuestion:
                _engine.Answer(_options.StartTls?.Invoke(), _output);
                break;
            default:
                _engine.Answer(null, _output);
                break;
        }
    }

    private void EndHandshake(bool succeeded)
    {
        if (!_isStartingTls)
            throw new InvalidOperationException("Done is called once, after the handshake.");
        _isStartingTls = false;
        _isClosed = !succeeded;
        _engine.Signal(succeeded ? Signal.TlsStarted : Signal.PeerClosed, _output);
    }

    /// <summary>The engine has one leniency for both commands; here each has its own switch.</summary>
    private SmtpReply? Broken(CommandQuestion command) => command.Verb switch
    {
        "MAIL" when _options.RejectBrokenMailSyntax => BrokenAfter("FROM: ", command.Argument),
        "RCPT" when _options.RejectBrokenRcptSyntax => BrokenAfter("TO: ", command.Argument),
        _ => null,
    };

    private SmtpReply? BrokenAfter(string start, string argument) =>
        argument.StartsWith(start, StringComparison.OrdinalIgnoreCase)
        && !_options.Leniencies.HasFlag(SmtpLeniencies.SpaceBeforePath)
            ? SmtpReplies.SpaceBeforePath
            : null;

    private string Redacted(CommandQuestion command)
    {
        if (_options.Protocol.FindVerb(Encoding.UTF8.GetBytes(command.Verb)) is null)
            return "(no command)";
        if (command.Verb != "AUTH")
            return $"{command.Verb} {command.Argument}".TrimEnd();
        var mechanism = SaslMechanisms.Find(command.Argument.Split(' ')[0])?.Name ?? "***";
        return command.Argument.Contains(' ', StringComparison.Ordinal) ? $"AUTH {mechanism} ***" : $"AUTH {mechanism}";
    }
}
