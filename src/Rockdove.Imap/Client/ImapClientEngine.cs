using System.Buffers;
using System.Globalization;
using Rockdove.Wire;

namespace Rockdove.Imap;

/// <summary>
/// One connection to an IMAP server: greeting, STARTTLS, login, then commands one after another. It writes commands and
/// reads responses; whoever calls it moves the octets.
/// </summary>
/// <remarks>
/// The opening needs no decisions, so the engine walks it alone by its options; the first step that asks for one is
/// <see cref="ImapClientStepKind.Ready"/>. Then the caller gives a command and advances until the next one; untagged
/// responses come as they are read, asked for or not. What a server says is never an exception: it is
/// <see cref="LastResult"/>, a response, or a <see cref="Failure"/>. A call out of turn is an
/// <see cref="InvalidOperationException"/>. Not thread-safe.
/// </remarks>
public sealed class ImapClientEngine
{
    private readonly ImapClientOptions _options;
    private readonly ResponseReader _reader;
    private CommandSender? _sender;
    private ClientLogin? _login;
    private string _tag = "";
    private int _commands;
    private int _responses;
    private ImapResult? _early;
    private bool _mustWrite;
    private bool _hasNews;
    private bool _isAnswered = true;
    private bool _hasDone;
    private State _state = State.Greeting;

    /// <exception cref="ArgumentException">The login holds what cannot be sent.</exception>
    public ImapClientEngine(ImapClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Login is { } login && (login.UserName.Contains('\0', StringComparison.Ordinal)
            || login.Password?.RevealOctets().Contains((byte)0) == true))
            throw new ArgumentException("A name or password with NUL cannot be sent.", nameof(options));
        _options = options;
        _reader = new ResponseReader(options.Limits);
        IsSecure = options.IsSecure;
    }

    /// <summary>True under TLS.</summary>
    public bool IsSecure { get; private set; }

    /// <summary>True once the login has succeeded, or the server has said PREAUTH.</summary>
    public bool IsLoggedIn { get; private set; }

    /// <summary>Where the session is; after a failure, where it failed.</summary>
    public ImapClientPhase Phase => _state == State.Failed ? Failure!.Phase : PhaseOf(_state);

    /// <summary>True while the server is asked to tell what changes.</summary>
    public bool IsIdling => _state == State.Idling;

    /// <summary>What the server offers now; forgotten when TLS begins and when somebody logs in.</summary>
    public ImapServerCapabilities Capabilities { get; private set; } = ImapServerCapabilities.None;

    public ImapResult? Greeting { get; private set; }

    /// <summary>How the last command ended.</summary>
    public ImapResult? LastResult { get; private set; }

    /// <summary>With a step of content: what it is content of.</summary>
    public ImapContent? Content { get; private set; }

    /// <summary>Octets of the message of APPEND that the server waits for.</summary>
    public long ContentLeft => _sender?.ContentLeft ?? 0;

    /// <summary>Why the connection is of no more use; null while it is.</summary>
    public ImapClientFailure? Failure { get; private set; }

    /// <summary>Gives a command.</summary>
    /// <exception cref="InvalidOperationException">The last step was not ready.</exception>
    public void Send(ImapCommand command)
    {
        Demand(_state == State.Ready);
        Ask(command, State.Command);
    }

    /// <summary>IDLE (RFC 2177): from now on the server tells what changes, until <see cref="Done"/>.</summary>
    /// <exception cref="InvalidOperationException">The last step was not ready.</exception>
    public void Idle()
    {
        Demand(_state == State.Ready);
        Ask(new ImapCommand("IDLE"), State.IdleAsked);
    }

    /// <summary>Ends IDLE; also where the server has not yet agreed to it.</summary>
    /// <exception cref="InvalidOperationException">There is no IDLE to end.</exception>
    public void Done()
    {
        Demand(_state is State.IdleAsked or State.Idling && !_hasDone);
        _hasDone = true;
    }

    /// <summary>LOGOUT.</summary>
    /// <exception cref="InvalidOperationException">The last step was not ready.</exception>
    public void Logout()
    {
        Demand(_state == State.Ready);
        Ask(new ImapCommand("LOGOUT"), State.Logout);
    }

    /// <summary>Writes octets of the message of APPEND.</summary>
    /// <returns>False when all have come.</returns>
    /// <exception cref="InvalidOperationException">The last step was not to feed.</exception>
    /// <exception cref="ArgumentException">They are more than were announced.</exception>
    public bool WriteContent(ReadOnlySpan<byte> octets, IBufferWriter<byte> output)
    {
        Demand(_sender is { IsFeeding: true } && Failure is null);
        if (octets.Length > _sender!.ContentLeft)
            throw new ArgumentException($"{octets.Length} octets are more than were announced.", nameof(octets));
        return _sender.WriteContent(octets, output);
    }

    /// <summary>
    /// Takes what can be used of <paramref name="input"/>, writes what is due, and says what comes next. Unread octets
    /// must come first in the next call.
    /// </summary>
    public ImapClientStep Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        while (true)
        {
            if (_mustWrite)
            {
                _mustWrite = false;
                _sender!.Write(output);
            }

            switch (_state)
            {
                case State.Done:
                    return new ImapClientStep(ImapClientStepKind.Done);
                case State.Failed:
                    return new ImapClientStep(ImapClientStepKind.Failed);
                case State.Handshake when input.End:
                    return new ImapClientStep(ImapClientStepKind.StartTls, Patience: _options.Patience);
                case State.Handshake:
                    Fail(ImapClientFailureCause.InjectedBeforeTls, "Octets came in clear behind the answer.");
                    continue;
                case State.Command when _early is { } early && _sender is { IsSent: true }:
                    End(early);
                    continue;
                case State.Ready when _isAnswered:
                    _isAnswered = false; // Whatever comes behind the answer may be the answer to the next command.
                    return new ImapClientStep(ImapClientStepKind.Ready, Patience: _options.IdlePatience);
                case State.Idling when _hasDone:
                    output.Write("DONE\r\n"u8);
                    _state = State.Command;
                    continue;
            }

            switch (_reader.Read(ref input, out var slice))
            {
                case ReadStatus.Content:
                    Content = _reader.Content;
                    return new ImapClientStep(ImapClientStepKind.Content, Content: slice);
                case ReadStatus.Violation:
                    Fail(ImapClientFailureCause.ProtocolViolation, _reader.Violation!);
                    continue;
                case ReadStatus.Read:
                    Take(output);
                    if (_hasNews)
                    {
                        _hasNews = false;
                        return new ImapClientStep(ImapClientStepKind.Response, _reader.Response);
                    }

                    continue;
            }

            if (_state == State.Ready)
                return new ImapClientStep(ImapClientStepKind.Ready, Patience: _options.IdlePatience);
            if (_sender is { IsFeeding: true })
                return new ImapClientStep(ImapClientStepKind.Feed, Patience: _options.Patience);
            return new ImapClientStep(
                ImapClientStepKind.NeedInput,
                Patience: _state == State.Idling ? _options.IdlePatience : _options.Patience);
        }
    }

    /// <summary>Tells what octets cannot: TLS has begun, patience ran out, the peer closed.</summary>
    public void Signal(Signal signal)
    {
        if (signal.HasFlag(Wire.Signal.TlsStarted))
        {
            Demand(_state == State.Handshake);
            IsSecure = true;
            Ask(new ImapCommand("CAPABILITY"), State.Capabilities);
        }

        if (_state is State.Done or State.Failed)
            return;
        if (signal.HasFlag(Wire.Signal.PeerClosed))
            Fail(ImapClientFailureCause.PeerClosed, "The server closed the connection.");
        else if (signal.HasFlag(Wire.Signal.TimedOut))
            Fail(ImapClientFailureCause.TimedOut, "The server did not answer in time.");
    }

    /// <summary>The handshake failed. The connection cannot go on, not even in the clear.</summary>
    public void TlsFailed(string explanation)
    {
        Demand(_state == State.Handshake);
        Fail(ImapClientFailureCause.TlsFailed, explanation);
    }

    private void Take(IBufferWriter<byte> output)
    {
        if (_reader.Invitation is { } invitation)
            TakeInvitation(invitation, output);
        else if (_reader.Tag is { } tag)
            TakeTagged(tag, _reader.Result!);
        else
            TakeUntagged(_reader.Response!);
    }

    private void TakeInvitation(byte[] text, IBufferWriter<byte> output)
    {
        if (_sender is { AwaitsInvitation: true })
            _mustWrite = true;
        else if (_state == State.Login && _login!.IsExchange)
            _login.Respond(text, output);
        else if (_state == State.IdleAsked)
            _state = State.Idling;
        else
            Fail(ImapClientFailureCause.ProtocolViolation, "The server asked for more, and there is no more.");
    }

    private void TakeUntagged(ImapResponse response)
    {
        var result = (response as ImapStatusResponse)?.Result;
        if (_state == State.Greeting)
        {
            TakeGreeting(result);
            return;
        }

        if (_state is not (State.Ready or State.Idling) && ++_responses > _options.Limits.Responses)
        {
            Fail(ImapClientFailureCause.ProtocolViolation,
                $"There are more than {_options.Limits.Responses} responses to one command.");
            return;
        }

        if (response is ImapCapabilityResponse { Words: var words })
            Capabilities = new ImapServerCapabilities(words);
        else
            LearnCapabilities(result);
        if (response is ImapEnabledResponse enabled && enabled.Words.Any(word =>
            word.Equals("IMAP4rev2", StringComparison.OrdinalIgnoreCase)
            || word.Equals("UTF8=ACCEPT", StringComparison.OrdinalIgnoreCase)))
            _reader.IsUtf8 = true;
        if (result is { Condition: ImapCondition.Bye } && _state != State.Logout)
            Fail(ImapClientFailureCause.Bye, "The server ends the session.", result);
        else
            _hasNews = _state is State.Ready or State.Command or State.IdleAsked or State.Idling;
    }

    private void TakeGreeting(ImapResult? result)
    {
        if (result is null)
        {
            Fail(ImapClientFailureCause.ProtocolViolation, "The greeting is none.");
            return;
        }

        Greeting = result;
        if (!result.IsOk)
        {
            Fail(ImapClientFailureCause.Refused, "The server turned us away.", result);
            return;
        }

        IsLoggedIn = _reader.IsPreAuthenticated;
        if (LearnCapabilities(result))
            GoOn();
        else
            Ask(new ImapCommand("CAPABILITY"), State.Capabilities);
    }

    private void TakeTagged(string tag, ImapResult result)
    {
        if (tag != _tag || _early is not null || _state is State.Greeting or State.Ready
            || result.Condition == ImapCondition.Bye
            || (_sender is { IsSent: false } && result.IsOk))
        {
            Fail(ImapClientFailureCause.ProtocolViolation, "The server answered what was not asked.");
            return;
        }

        if (_sender is { IsFeeding: true })
        {
            _early = result; // What was announced must come all the same, or what follows it is no command.
            return;
        }

        End(result);
    }

    private void End(ImapResult result)
    {
        _early = null;
        _sender = null;
        LastResult = result;
        switch (_state)
        {
            case State.Capabilities when result.IsOk:
                GoOn();
                break;
            case State.StartTls when result.IsOk:
                Capabilities = ImapServerCapabilities.None; // RFC 9051 section 6.2.1.
                _state = State.Handshake;
                break;
            case State.Login:
                TakeLogin(result);
                break;
            case State.CapabilitiesAgain or State.Command or State.IdleAsked:
                LearnCapabilities(result);
                _state = State.Ready;
                break;
            case State.Idling:
                _state = State.Ready;
                break;
            case State.Logout:
                _state = State.Done;
                break;
            default:
                Fail(ImapClientFailureCause.Refused, "The server refused the session.", result);
                break;
        }
    }

    /// <summary>What the server offers is known: TLS first, then the login.</summary>
    private void GoOn()
    {
        if (!IsSecure && _options.Tls != ImapClientTls.Never)
        {
            if (!IsLoggedIn && Capabilities.Has("STARTTLS"))
            {
                Ask(new ImapCommand("STARTTLS"), State.StartTls);
                return;
            }

            if (_options.Tls == ImapClientTls.Required)
            {
                // RFC 9051 section 11.2: after PREAUTH it is too late for STARTTLS, and somebody may have said it for
                // us.
                _state = State.StartTls;
                Fail(ImapClientFailureCause.TlsUnavailable, "TLS is required, and the server does not offer it.");
                return;
            }
        }

        if (IsLoggedIn || _options.Login is null)
        {
            _state = State.Ready;
            return;
        }

        _login = ClientLogin.Choose(_options, Capabilities, IsSecure);
        if (_login is null)
        {
            _state = State.Login;
            Fail(ImapClientFailureCause.NoWayToLogIn, "The server offers no way to log in that we allow and can use.");
            return;
        }

        Ask(_login.Command(Capabilities), State.Login);
    }

    private void TakeLogin(ImapResult result)
    {
        if (_login!.Flaw is { } flaw)
        {
            Fail(ImapClientFailureCause.ServerNotAuthenticated, flaw, result);
            return;
        }

        if (!result.IsOk)
        {
            Fail(ImapClientFailureCause.Refused, "The server refused the login.", result);
            return;
        }

        if (_login.LacksProof)
        {
            Fail(ImapClientFailureCause.ServerNotAuthenticated, "The server let us in without a proof.", result);
            return;
        }

        (IsLoggedIn, _login) = (true, null);
        Capabilities = ImapServerCapabilities.None;
        if (LearnCapabilities(result))
            _state = State.Ready;
        else
            Ask(new ImapCommand("CAPABILITY"), State.CapabilitiesAgain);
    }

    private bool LearnCapabilities(ImapResult? result)
    {
        if (result?.CodeName != "CAPABILITY")
            return false;
        Capabilities = new ImapServerCapabilities(
            result.CodeArguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return true;
    }

    private void Ask(ImapCommand command, State next)
    {
        _tag = string.Create(CultureInfo.InvariantCulture, $"A{++_commands}");
        _sender = new CommandSender(command, _tag, Capabilities, _reader.IsUtf8);
        _mustWrite = true;
        _responses = 0;
        _hasDone = false;
        _isAnswered = true;
        _state = next;
    }

    private void Fail(ImapClientFailureCause cause, string explanation, ImapResult? result = null)
    {
        Failure = new ImapClientFailure(cause, explanation, result) { Phase = Phase };
        _sender = null;
        _early = null;
        _mustWrite = false;
        _state = State.Failed;
    }

    private static ImapClientPhase PhaseOf(State state) => state switch
    {
        State.Greeting => ImapClientPhase.Greeting,
        State.Capabilities or State.CapabilitiesAgain => ImapClientPhase.Capabilities,
        State.StartTls or State.Handshake => ImapClientPhase.StartTls,
        State.Login => ImapClientPhase.Login,
        State.Ready => ImapClientPhase.Ready,
        State.IdleAsked or State.Idling => ImapClientPhase.Idle,
        State.Logout or State.Done => ImapClientPhase.Logout,
        _ => ImapClientPhase.Command,
    };

    private static void Demand(bool isInTurn)
    {
        if (!isInTurn)
            throw new InvalidOperationException("This is not what the last step asked for.");
    }

    private enum State : byte
    {
        Greeting,
        Capabilities,
        StartTls,
        Handshake,
        Login,
        CapabilitiesAgain,
        Ready,
        Command,
        IdleAsked,
        Idling,
        Logout,
        Done,
        Failed,
    }
}
