using System.Buffers;
using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>
/// One connection to an SMTP or LMTP server: greeting, hello, STARTTLS, AUTH, transactions, QUIT. It writes commands
/// and reads replies; whoever calls it moves the bytes.
/// </summary>
/// <remarks>
/// <para><b>The shape.</b> <see cref="Advance"/> takes what bytes there are, writes what they call for, and says in one
/// step what the caller must do: read, hand over content, do a handshake, choose what comes next, or stop. The opening
/// of the session needs no decisions, so the engine walks it alone by its options and the first step that asks for one
/// is <see cref="SmtpClientStepKind.Ready"/>. A caller's whole loop:</para>
/// <code>
/// while (true)
/// {
///     var step = engine.Advance(ref input, output);          // then always: send what was written
///     switch (step.Kind)
///     {
///         case NeedInput:   read, or engine.Signal(Signal.TimedOut or Signal.PeerClosed); break;
///         case StartTls:    handshake; engine.Signal(Signal.TlsStarted); break;
///         case Ready:       engine.Begin(envelope), engine.Send("NOOP") or engine.Quit(); break;
///         case SendContent: engine.WriteContent(piece, isLast, output); break;
///         case Done:        return;
///         case Failed:      if (engine.CanQuit) engine.Quit(); else return; break;
///     }
/// }
/// </code>
/// <para>A table of states with steps was chosen over events or callbacks, as for servers, because a test can then feed
/// a conversation cut in any way; and over one async method, because the engine may not wait. The async story over a
/// link is this loop.</para>
/// <para>What a server says is never an exception: it is a result of a transaction, or a <see cref="Failure"/>. A call
/// out of turn is an <see cref="InvalidOperationException"/>. Not thread-safe.</para>
/// </remarks>
public sealed class SmtpClientEngine
{
    private readonly SmtpClientOptions _options;
    private readonly SmtpResponseReader _responses;
    private readonly OpeningScript _opening;
    private State _state = State.Opening;
    private TransactionScript? _script;
    private string? _command;
    private bool _resetDue;
    private int _transactionCount;

    public SmtpClientEngine(SmtpClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _responses = new SmtpResponseReader(options.Limits);
        _opening = new OpeningScript(options);
    }

    /// <summary>Where the story is; once it has failed, where it failed.</summary>
    public SmtpClientPhase Phase => Failure?.Phase ?? CurrentPhase;

    /// <summary>True under TLS.</summary>
    public bool IsSecure => _opening.IsSecure;

    /// <summary>True once AUTH has succeeded.</summary>
    public bool IsAuthenticated => _opening.IsAuthenticated;

    /// <summary>What the server offers now; forgotten when TLS begins (RFC 3207 section 4.2).</summary>
    public SmtpCapabilities Capabilities => _opening.Capabilities;

    /// <summary>The reply that opened the session.</summary>
    public SmtpResponse? Greeting => _opening.Greeting;

    /// <summary>The last reply of all.</summary>
    public SmtpResponse? LastResponse { get; private set; }

    /// <summary>The transaction that is running, or the last one.</summary>
    public SmtpTransaction? Transaction { get; private set; }

    /// <summary>Why the connection is of no more use; null while it is.</summary>
    public SmtpClientFailure? Failure { get; private set; }

    /// <summary>
    /// True when the server and we still agree on where we are, so that <see cref="Quit"/> is polite and safe.
    /// </summary>
    public bool CanQuit { get; private set; }

    /// <summary>
    /// Takes whole replies from <paramref name="input"/>, writes what is due, and says what comes next. Unread bytes
    /// must come first in the next call.
    /// </summary>
    public SmtpClientStep Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        while (true)
        {
            WriteDue(output);
            if (_state is State.Done or State.Failed)
                return new SmtpClientStep(_state == State.Done ? SmtpClientStepKind.Done : SmtpClientStepKind.Failed);
            if (AwaitsHandshake)
            {
                if (input.End)
                    return Step(SmtpClientStepKind.StartTls);
                Fail(new Setback(
                    SmtpClientFailureCause.InjectedBeforeTls,
                    "Bytes came in the clear after the reply to STARTTLS: somebody tries to speak inside TLS."));
                continue;
            }

            switch (_responses.Read(ref input, out var response))
            {
                case SmtpResponseStatus.Response:
                    LastResponse = response;
                    Handle(response!, output);
                    break;
                case SmtpResponseStatus.Violation:
                    Fail(Setback.Violation(_responses.Violation!));
                    break;
                default:
                    return Rest();
            }
        }
    }

    /// <summary>
    /// Begins a transaction. Its results are complete at the next <see cref="SmtpClientStepKind.Ready"/> or
    /// <see cref="SmtpClientStepKind.Failed"/>; at once when the server lacks what the envelope needs.
    /// </summary>
    public SmtpTransaction Begin(OutgoingEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        Demand(_state == State.Ready);
        var script = new TransactionScript(
            envelope, Capabilities, _options, IsSecure, _resetDue, _transactionCount);
        Transaction = script.Transaction;
        if (script.IsFinished)
            return Transaction;
        _transactionCount++;
        _script = script;
        _state = State.Transaction;
        return Transaction;
    }

    /// <summary>
    /// Writes a piece of content after a <see cref="SmtpClientStepKind.SendContent"/>: lines that end in CRLF, or
    /// octets when the body is <see cref="OutgoingBody.BinaryMime"/>. The last piece may be empty.
    /// </summary>
    public void WriteContent(ReadOnlySpan<byte> content, bool isLast, IBufferWriter<byte> output)
    {
        Demand(_state == State.Transaction && _script!.WantsContent);
        if (!_script!.WriteContent(content, isLast, output))
            Fail(new Setback(SmtpClientFailureCause.ContentRefused, "The content holds a bare CR or LF."));
    }

    /// <summary>
    /// Sends one command that does not move the session: NOOP, RSET, VRFY, EXPN, HELP or one of the server's own. Its
    /// reply is <see cref="LastResponse"/> at the next <see cref="SmtpClientStepKind.Ready"/>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The line is empty, holds control characters, or is a command that this engine sends by itself.
    /// </exception>
    public void Send(string line)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(line);
        Demand(_state == State.Ready);
        if (line.Any(char.IsControl))
            throw new ArgumentException("A command cannot hold control characters.", nameof(line));
        var verb = line.Split(' ', 2)[0];
        if (OwnVerbs.Contains(verb))
            throw new ArgumentException($"The engine itself decides when to send {verb}.", nameof(line));
        _command = line;
        _state = State.CommandDue;
    }

    /// <summary>Says goodbye: when the session is ready, or has failed in a way that leaves it in step.</summary>
    public void Quit()
    {
        Demand(_state == State.Ready || (_state == State.Failed && CanQuit));
        CanQuit = false;
        _state = State.QuitDue;
    }

    /// <summary>Tells what bytes cannot: TLS has begun, patience ran out, the peer closed.</summary>
    public void Signal(Signal signal)
    {
        if (signal.HasFlag(Wire.Signal.TlsStarted))
        {
            Demand(AwaitsHandshake);
            _opening.TlsStarted();
        }

        if (_state is State.Done or State.Failed)
            return;
        if (signal.HasFlag(Wire.Signal.PeerClosed))
            Fail(new Setback(SmtpClientFailureCause.PeerClosed, "The server closed the connection."));
        else if (signal.HasFlag(Wire.Signal.TimedOut))
            Fail(new Setback(SmtpClientFailureCause.TimedOut, "The server did not answer in time."));
    }

    /// <summary>The handshake failed. The connection cannot go on, not even in the clear.</summary>
    public void TlsFailed(string explanation)
    {
        Demand(AwaitsHandshake);
        Fail(new Setback(SmtpClientFailureCause.TlsFailed, explanation));
    }

    private bool AwaitsHandshake => _state == State.Opening && _opening.AwaitsHandshake;

    private SmtpClientPhase CurrentPhase => _state switch
    {
        State.Opening => _opening.Phase,
        State.CommandDue or State.Command => SmtpClientPhase.Command,
        State.Transaction => _script!.Phase,
        State.QuitDue or State.Quit or State.Done => SmtpClientPhase.Quit,
        _ => SmtpClientPhase.Ready,
    };

    private void WriteDue(IBufferWriter<byte> output)
    {
        switch (_state)
        {
            case State.Opening:
                _opening.Write(output);
                break;
            case State.CommandDue:
                CommandLines.WriteLine(output, _command!);
                _state = State.Command;
                break;
            case State.Transaction:
                _script!.Write(output);
                if (_script.IsFinished)
                    EndTransaction();
                break;
            case State.QuitDue:
                output.Write("QUIT\r\n"u8);
                _state = State.Quit;
                break;
        }
    }

    private void Handle(SmtpResponse response, IBufferWriter<byte> output)
    {
        if (_state == State.Quit)
            _state = State.Done; // Whatever it says: we are leaving.
        else if (response.IsClosing)
            Fail(ServerCloses, response);
        else if (_state == State.Opening)
            HandleOpening(response, output);
        else if (_state == State.Transaction)
            HandleTransaction(response, output);
        else if (_state == State.Command)
            _state = State.Ready;
        else
            Fail(SpokeUnasked, response);
    }

    private void HandleOpening(SmtpResponse response, IBufferWriter<byte> output)
    {
        if (_opening.Handle(response, output) is { } setback)
            Fail(setback, setback.IsOfReply ? response : null);
        else if (_opening.IsFinished)
            _state = State.Ready;
    }

    private void HandleTransaction(SmtpResponse response, IBufferWriter<byte> output)
    {
        var script = _script!;
        if (!script.ExpectsReply)
        {
            // Half a message has been sent: there is no way back to commands but a new connection.
            Fail(script.HandleEarly(response) ? RefusedEarly : SpokeUnasked, response);
        }
        else if (script.Handle(response, output) is { } violation)
            Fail(Setback.Violation(violation), response);
        else if (script.IsFinished)
            EndTransaction();
    }

    private void EndTransaction()
    {
        _resetDue = _script!.LeavesTransactionOpen;
        _script = null;
        _state = State.Ready;
    }

    private SmtpClientStep Rest() => _state switch
    {
        State.Ready => new SmtpClientStep(SmtpClientStepKind.Ready),
        State.Transaction when _script!.WantsContent => Step(SmtpClientStepKind.SendContent),
        _ => Step(SmtpClientStepKind.NeedInput),
    };

    private SmtpClientStep Step(SmtpClientStepKind kind) =>
        new(kind, _options.Timeouts.For(CurrentPhase, kind == SmtpClientStepKind.SendContent));

    private void Fail(Setback setback, SmtpResponse? response = null)
    {
        if (_state is State.Quit or State.QuitDue)
        {
            _state = State.Done; // Nothing depends on the answer to QUIT.
            return;
        }

        Failure = new SmtpClientFailure(CurrentPhase, setback.Cause, setback.Explanation, response);
        var decides = setback.Cause != SmtpClientFailureCause.ProtocolViolation;
        _script?.Abort(Failure.Phase, decides ? response : null, Failure.IsPermanent);
        _script = null;
        CanQuit = setback.IsInStep;
        _state = State.Failed;
    }

    private static void Demand(bool isInTurn)
    {
        if (!isInTurn)
            throw new InvalidOperationException("This is not what the last step asked for.");
    }

    private enum State : byte
    {
        Opening,
        Ready,
        CommandDue,
        Command,
        Transaction,
        QuitDue,
        Quit,
        Done,
        Failed,
    }

    private static readonly Setback ServerCloses =
        new(SmtpClientFailureCause.ServiceClosing, "The server is closing the connection.");

    private static readonly Setback RefusedEarly =
        new(SmtpClientFailureCause.Refused, "The server refused the message before its end.");

    private static readonly Setback SpokeUnasked = Setback.Violation("The server spoke without being asked.");

    private static readonly HashSet<string> OwnVerbs = new(StringComparer.OrdinalIgnoreCase)
    {
        "EHLO", "HELO", "LHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "QUIT",
    };
}
