using System.Buffers;
using System.Globalization;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>
/// One connection to a POP3 server: greeting, CAPA, STLS, login, commands, QUIT. It writes commands and reads answers;
/// whoever calls it moves the bytes.
/// </summary>
/// <remarks>
/// The opening needs no decisions, so the engine walks it alone by its options; the first step that asks for one is
/// <see cref="Pop3ClientStepKind.Ready"/>. Then the caller gives a command and advances until the next one. What a
/// server says is never an exception: it is <see cref="LastResponse"/>, or a <see cref="Failure"/>. A call out of turn
/// is an <see cref="InvalidOperationException"/>. Not thread-safe.
/// </remarks>
public sealed class Pop3ClientEngine
{
    private readonly Pop3ClientOptions _options;
    private readonly List<Pop3ListLine> _listing = [];
    private readonly List<string> _lines = [];
    private Pop3LineReader _reader;
    private ContentDecoder _content;
    private LoginScript? _login;
    private string? _challenge;
    private string? _due;
    private State _state = State.Greeting;
    private Shape _shape;
    private long _messageBytes;

    /// <exception cref="ArgumentException">The login holds what cannot be sent.</exception>
    public Pop3ClientEngine(Pop3ClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Login is { } login)
            LoginScript.Demand(login);
        _options = options;
        _reader = new Pop3LineReader(options.Limits);
        IsSecure = options.IsSecure;
    }

    /// <summary>True under TLS.</summary>
    public bool IsSecure { get; private set; }

    /// <summary>True once the login has succeeded.</summary>
    public bool IsLoggedIn { get; private set; }

    /// <summary>Where the session is; after a failure, where it failed.</summary>
    public Pop3ClientPhase Phase => _state == State.Failed ? Failure!.Phase : PhaseOf(_state);

    /// <summary>What the server offers now; forgotten when TLS begins (RFC 2595 section 4).</summary>
    public Pop3Capabilities Capabilities { get; private set; } = Pop3Capabilities.None;

    public Pop3Response? Greeting { get; private set; }

    /// <summary>The first line of the last answer.</summary>
    public Pop3Response? LastResponse { get; private set; }

    /// <summary>The lines of the last LIST or UIDL, for one message or all.</summary>
    public IReadOnlyList<Pop3ListLine> Listing => _listing;

    /// <summary>Why the connection is of no more use; null while it is.</summary>
    public Pop3ClientFailure? Failure { get; private set; }

    /// <summary>STAT: <see cref="Pop3Response.TryReadTotals"/> reads the answer.</summary>
    public void Stat() => Command("STAT", Shape.Line);

    /// <summary>The sizes of all messages, in <see cref="Listing"/>.</summary>
    public void List() => Command("LIST", Shape.Listing);

    /// <summary>The size of one message, in <see cref="Listing"/>.</summary>
    public void List(int number) => Command(Numbered("LIST", number), Shape.OneOfListing);

    /// <summary>The unique identifiers of all messages, in <see cref="Listing"/>.</summary>
    public void Uidl() => Command("UIDL", Shape.Listing);

    /// <summary>The unique identifier of one message, in <see cref="Listing"/>.</summary>
    public void Uidl(int number) => Command(Numbered("UIDL", number), Shape.OneOfListing);

    /// <summary>A message, in slices.</summary>
    public void Retrieve(int number) => Command(Numbered("RETR", number), Shape.Content);

    /// <summary>The header of a message and so many lines of its body, in slices.</summary>
    public void Top(int number, int bodyLines)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bodyLines);
        Command(string.Create(CultureInfo.InvariantCulture, $"{Numbered("TOP", number)} {bodyLines}"), Shape.Content);
    }

    /// <summary>Marks a message. It goes when QUIT is answered <c>+OK</c>.</summary>
    public void Delete(int number) => Command(Numbered("DELE", number), Shape.Line);

    /// <summary>Takes all marks away.</summary>
    public void Reset() => Command("RSET", Shape.Line);

    public void Noop() => Command("NOOP", Shape.Line);

    /// <summary>Says goodbye, and has what is marked deleted: <see cref="LastResponse"/> says whether it was.</summary>
    public void Quit()
    {
        Command("QUIT", Shape.Line);
        _state = State.Quit;
    }

    /// <summary>
    /// Takes what can be used of <paramref name="input"/>, writes what is due, and says what comes next. Unread bytes
    /// must come first in the next call.
    /// </summary>
    public Pop3ClientStep Advance(ref SequenceReader<byte> input, IBufferWriter<byte> output)
    {
        while (true)
        {
            if (_due is { } due)
            {
                _due = null;
                output.Write(Encoding.UTF8.GetBytes(due + "\r\n"));
            }

            switch (_state)
            {
                case State.Done:
                    return new Pop3ClientStep(Pop3ClientStepKind.Done);
                case State.Failed:
                    return new Pop3ClientStep(Pop3ClientStepKind.Failed);
                case State.Handshake when input.End:
                    return new Pop3ClientStep(Pop3ClientStepKind.StartTls, Patience: _options.Patience);
                case State.Handshake:
                    Fail(Pop3ClientFailureCause.InjectedBeforeTls, "Octets came in clear after the answer to STLS.");
                    continue;
                case State.Ready when input.End:
                    return new Pop3ClientStep(Pop3ClientStepKind.Ready);
                case State.Ready:
                    Fail(Pop3ClientFailureCause.ProtocolViolation, "The server spoke without being asked.");
                    continue;
                case State.Content:
                    if (TakeContent(ref input) is { } step)
                        return step;
                    continue;
            }

            if (_reader.TryRead(ref input, out var line))
                Take(line, output);
            else if (_reader.Violation is { } violation)
                Fail(Pop3ClientFailureCause.ProtocolViolation, violation);
            else
                return new Pop3ClientStep(Pop3ClientStepKind.NeedInput, Patience: _options.Patience);
        }
    }

    /// <summary>Tells what bytes cannot: TLS has begun, patience ran out, the peer closed.</summary>
    public void Signal(Signal signal)
    {
        if (signal.HasFlag(Wire.Signal.TlsStarted))
        {
            Demand(_state == State.Handshake);
            IsSecure = true;
            Capabilities = Pop3Capabilities.None;
            Ask("CAPA", State.Capabilities);
        }

        if (_state is State.Done or State.Failed)
            return;
        if (signal.HasFlag(Wire.Signal.PeerClosed))
            Fail(Pop3ClientFailureCause.PeerClosed, "The server closed the connection.");
        else if (signal.HasFlag(Wire.Signal.TimedOut))
            Fail(Pop3ClientFailureCause.TimedOut, "The server did not answer in time.");
    }

    /// <summary>The handshake failed. The connection cannot go on, not even in the clear.</summary>
    public void TlsFailed(string explanation)
    {
        Demand(_state == State.Handshake);
        Fail(Pop3ClientFailureCause.TlsFailed, explanation);
    }

    private void Take(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        if (_state is State.CapabilityLines or State.Lines)
        {
            TakeLine(line);
            return;
        }

        if (_state == State.Login && _login!.IsExchange && (line.StartsWith("+ "u8) || line.SequenceEqual("+"u8)))
        {
            _login.Respond(line[Math.Min(2, line.Length)..], output);
            return;
        }

        if (!Pop3LineReader.TryParse(line, out var response))
        {
            Fail(Pop3ClientFailureCause.ProtocolViolation, "An answer begins with neither +OK nor -ERR.");
            return;
        }

        LastResponse = response;
        switch (_state)
        {
            case State.Greeting when response!.IsPositive:
                Greeting = response;
                _challenge = ChallengeOf(response.Text);
                Ask("CAPA", State.Capabilities);
                break;
            case State.Capabilities when response!.IsPositive:
                _lines.Clear();
                _state = State.CapabilityLines;
                break;
            case State.Capabilities:
                GoOn(); // It does not know CAPA: a server of RFC 1939 alone.
                break;
            case State.Stls when response!.IsPositive:
                _state = State.Handshake;
                break;
            case State.Login:
                TakeLogin(response!, output);
                break;
            case State.Command:
                TakeAnswer(response!);
                break;
            case State.Quit:
                _state = State.Done;
                break;
            default:
                Fail(Pop3ClientFailureCause.Refused, "The server refused the session.", response);
                break;
        }
    }

    /// <summary>CAPA was answered: TLS first, then the login.</summary>
    private void GoOn()
    {
        if (!IsSecure && _options.Tls != Pop3ClientTls.Never)
        {
            if (Capabilities.Has("STLS"))
            {
                Ask("STLS", State.Stls);
                return;
            }

            if (_options.Tls == Pop3ClientTls.Required)
            {
                _state = State.Stls;
                Fail(Pop3ClientFailureCause.TlsUnavailable, "TLS is required, and the server does not offer it.");
                return;
            }
        }

        if (_options.Login is not { } login)
        {
            _state = State.Ready;
            return;
        }

        _login = LoginScript.Choose(_options, login, Capabilities, _challenge, IsSecure);
        if (_login is null)
        {
            _state = State.Login;
            Fail(Pop3ClientFailureCause.NoWayToLogIn, "The server offers no way to log in that we allow and can use.");
            return;
        }

        var command = new ArrayBufferWriter<byte>();
        _login.Start(command);
        _due = Encoding.UTF8.GetString(command.WrittenSpan[..^2]);
        _state = State.Login;
    }

    private void TakeLogin(Pop3Response response, IBufferWriter<byte> output)
    {
        if (_login!.Flaw is { } flaw)
            Fail(Pop3ClientFailureCause.ServerNotAuthenticated, flaw, response);
        else if (!response.IsPositive)
            Fail(Pop3ClientFailureCause.Refused, "The server refused the login.", response);
        else if (_login.LacksProof)
            Fail(Pop3ClientFailureCause.ServerNotAuthenticated, "The server let us in without a proof.", response);
        else if (_login.Accept(output))
            (IsLoggedIn, _state, _login) = (true, State.Ready, null);
    }

    private void TakeAnswer(Pop3Response response)
    {
        _state = State.Ready;
        if (!response.IsPositive)
            return;
        switch (_shape)
        {
            case Shape.OneOfListing:
                AddToListing(response.Text);
                break;
            case Shape.Listing:
                _state = State.Lines;
                break;
            case Shape.Content:
                _content = ContentDecoder.Dotted(BareNewlines.Keep, int.MaxValue);
                _messageBytes = 0;
                _state = State.Content;
                break;
        }
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("."u8))
        {
            if (_state == State.Lines)
            {
                _state = State.Ready;
                return;
            }

            Capabilities = new Pop3Capabilities(_lines);
            GoOn();
            return;
        }

        if (line.StartsWith("."u8))
            line = line[1..];
        if (_listing.Count + _lines.Count >= _options.Limits.Lines)
            Fail(Pop3ClientFailureCause.ProtocolViolation, $"An answer has more than {_options.Limits.Lines} lines.");
        else if (_state == State.CapabilityLines)
            _lines.Add(Pop3LineReader.Printable(line));
        else
            AddToListing(Pop3LineReader.Printable(line));
    }

    private void AddToListing(string line)
    {
        var words = line.Split(' ', 3);
        if (words.Length >= 2 && words[1].Length > 0
            && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            _listing.Add(new Pop3ListLine(number, words[1]));
        else
            Fail(Pop3ClientFailureCause.ProtocolViolation, "A line of a listing is no number with a value.");
    }

    private Pop3ClientStep? TakeContent(ref SequenceReader<byte> input)
    {
        var status = _content.Decode(input.UnreadSequence.First, out var slice, out var consumed);
        input.Advance(consumed);
        switch (status)
        {
            case ContentStatus.End:
                _state = State.Ready;
                return null;
            case ContentStatus.NeedInput when input.End:
                return new Pop3ClientStep(Pop3ClientStepKind.NeedInput, Patience: _options.Patience);
            case ContentStatus.NeedInput:
                return null;
        }

        _messageBytes += slice.Length;
        if (_options.Limits.MessageBytes > 0 && _messageBytes > _options.Limits.MessageBytes)
        {
            Fail(
                Pop3ClientFailureCause.ProtocolViolation,
                $"A message is bigger than {_options.Limits.MessageBytes} octets.");
            return null;
        }

        return new Pop3ClientStep(Pop3ClientStepKind.Content, slice);
    }

    private void Command(string line, Shape shape)
    {
        Demand(_state == State.Ready);
        _listing.Clear();
        _lines.Clear();
        _shape = shape;
        Ask(line, State.Command);
    }

    private void Ask(string line, State next)
    {
        _due = line;
        _state = next;
    }

    private void Fail(Pop3ClientFailureCause cause, string explanation, Pop3Response? response = null)
    {
        Failure = new Pop3ClientFailure(cause, explanation, response) { Phase = Phase };
        _state = State.Failed;
    }

    /// <summary>The timestamp of a greeting: <c>&lt;…@…&gt;</c> (RFC 1939 section 7).</summary>
    private static string? ChallengeOf(string text)
    {
        var start = text.LastIndexOf('<');
        var end = text.IndexOf('>', Math.Max(start, 0));
        var challenge = start >= 0 && end > start ? text[start..(end + 1)] : "";
        return challenge.Contains('@', StringComparison.Ordinal) && challenge.All(char.IsAscii) ? challenge : null;
    }

    private static string Numbered(string command, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return string.Create(CultureInfo.InvariantCulture, $"{command} {number}");
    }

    private static Pop3ClientPhase PhaseOf(State state) => state switch
    {
        State.Greeting => Pop3ClientPhase.Greeting,
        State.Capabilities or State.CapabilityLines => Pop3ClientPhase.Capabilities,
        State.Stls or State.Handshake => Pop3ClientPhase.StartTls,
        State.Login => Pop3ClientPhase.Login,
        State.Ready => Pop3ClientPhase.Ready,
        State.Quit or State.Done => Pop3ClientPhase.Quit,
        _ => Pop3ClientPhase.Command,
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
        CapabilityLines,
        Stls,
        Handshake,
        Login,
        Ready,
        Command,
        Lines,
        Content,
        Quit,
        Done,
        Failed,
    }

    /// <summary>What a positive answer looks like.</summary>
    private enum Shape : byte
    {
        Line,
        OneOfListing,
        Listing,
        Content,
    }
}
