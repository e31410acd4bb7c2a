using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using Rockdove.Imap;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// One connection to an IMAP server as a story: connect, say commands, wait for news, log out.
/// </summary>
/// <remarks>
/// What the server says or does, and that it is not there, is a value: <see cref="Failure"/>, or an answer. Exceptions
/// are for the caller's own mistakes (<see cref="InvalidOperationException"/> when the connection is of no more use)
/// and for cancellation, after which only disposing is left. Not thread-safe, but for <see cref="Wake"/>.
/// </remarks>
public sealed class ImapClientConnection : IAsyncDisposable
{
    private readonly ImapClientConnectionOptions _options;
    private readonly ImapClientEngine _engine;
    private readonly ImapDialogue _dialogue;
    private readonly IDisposable? _owned;
    private readonly ClientLoop? _loop;
    private ImapClientFailure? _failure;

    private ImapClientConnection(
        ImapClientConnectionOptions options, IDuplexPipe? transport, IDisposable? owned, string tlsHost)
    {
        _options = options;
        _owned = owned;
        _engine = new ImapClientEngine(options.Session with { IsSecure = options.ImplicitTls });
        _dialogue = new ImapDialogue(_engine, Times);
        if (transport is not null)
            _loop = new ClientLoop(_dialogue, new Link(transport), tlsHost, options);
    }

    /// <summary>Why the connection is of no more use; null while it is.</summary>
    public ImapClientFailure? Failure => _failure ?? _engine.Failure;

    /// <summary>How long each phase has taken up to now.</summary>
    public ImapPhaseTimes Times { get; } = new();

    /// <summary>What the server offers.</summary>
    public ImapServerCapabilities Capabilities => _engine.Capabilities;

    /// <summary>What opened the session.</summary>
    public ImapResult? Greeting => _engine.Greeting;

    /// <summary>True once the login has succeeded, or the server has said PREAUTH.</summary>
    public bool IsLoggedIn => _engine.IsLoggedIn;

    /// <summary>The TLS session; null in the clear.</summary>
    public SslStream? Tls => _loop?.Link.Tls;

    /// <summary>What was said, if <see cref="ClientConnectionOptions.RecordsTranscript"/>.</summary>
    public TranscriptRecorder? Transcript => _loop?.Transcript;

    /// <summary>
    /// Connects to a name and port, an address or a Unix domain socket, and opens the session: greeting, TLS, login.
    /// Look at <see cref="Failure"/> before going on.
    /// </summary>
    public static async Task<ImapClientConnection> ConnectAsync(
        EndPoint server, ImapClientConnectionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        var dialled = await Dialled.DialAsync(server, options, cancellationToken);
        var connection = new ImapClientConnection(options, dialled.Transport, dialled.Transport, dialled.Host);
        connection.Times.Add(dialled, ImapClientPhase.Connect);
        connection._failure = FailureOf(dialled.Failure, ImapClientPhase.Connect);
        return await connection.OpenOrDisposeAsync(cancellationToken);
    }

    /// <summary>
    /// Opens the session over a transport that is there already; in the end its pipes are completed. The
    /// <paramref name="tlsName"/> is for options that have none.
    /// </summary>
    public static Task<ImapClientConnection> OpenAsync(
        IDuplexPipe transport,
        string tlsName,
        ImapClientConnectionOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(options);
        var connection = new ImapClientConnection(options, transport, owned: null, tlsName);
        return connection.OpenOrDisposeAsync(cancellationToken);
    }

    /// <summary>Says a command, and gathers all of the answer.</summary>
    public async ValueTask<ImapAnswer> CommandAsync(ImapCommand command, CancellationToken cancellationToken)
    {
        var gathered = new GatheredAnswer(_options.GatheredBytes);
        return gathered.Of(await CommandAsync(command, gathered, cancellationToken));
    }

    /// <summary>Says a command, and hands the answer out as it comes.</summary>
    /// <returns>How it ended; null when the connection failed first.</returns>
    public ValueTask<ImapResult?> CommandAsync(
        ImapCommand command, ImapReading reading, CancellationToken cancellationToken) =>
        CommandAsync(command, default, reading, cancellationToken);

    /// <summary>Says an APPEND with its message.</summary>
    /// <param name="command">See <see cref="ImapCommand.Append"/>.</param>
    /// <param name="message">As many octets as were announced.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">There are more, or fewer.</exception>
    public async ValueTask<ImapAnswer> AppendAsync(
        ImapCommand command, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.ContentOctets != message.Length)
        {
            throw new ArgumentException(
                $"{command.ContentOctets} octets were announced, and there are {message.Length}.", nameof(message));
        }

        var gathered = new GatheredAnswer(_options.GatheredBytes);
        return gathered.Of(await CommandAsync(command, message, gathered, cancellationToken));
    }

    /// <summary>
    /// IDLE (RFC 2177): waits for news of the mailbox that is open, for as long as is said, or until
    /// <see cref="Wake"/>. A server that only says that it is still there has no news.
    /// </summary>
    public async ValueTask<ImapIdling> IdleAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Demand();
        var gathered = new GatheredAnswer(_options.GatheredBytes);
        var end = _options.Time.GetTimestamp() + (long)(atMost.TotalSeconds * _options.Time.TimestampFrequency);
        long? newsAt = null;
        var hasDone = false;
        _loop!.Charge();
        _engine.Idle();
        while (_failure is null)
        {
            var isOver = false;
            if (hasDone)
                await _loop.RunAsync(cancellationToken);
            else
                isOver = !await _loop.RunUntilAsync(end, cancellationToken);
            if (!isOver)
            {
                if (_dialogue.Step.Kind is not (ImapClientStepKind.Response or ImapClientStepKind.Content))
                    break;
                await ReadAsync(gathered, cancellationToken);
                if (IsNews(_dialogue.Step.Response))
                    newsAt ??= _options.Time.GetTimestamp();
            }

            if (!hasDone && (isOver || newsAt is not null))
            {
                _engine.Done();
                hasDone = true;
            }
        }

        _loop.Charge();
        return new ImapIdling(gathered.Of(Failure is null ? _engine.LastResult : null), newsAt);
    }

    /// <summary>
    /// Ends the <see cref="IdleAsync"/> that runs, or the next one if none does. From any thread.
    /// </summary>
    public void Wake() => _loop?.Wake();

    /// <summary>
    /// Forgets the transcript up to here, so that a session of days has room for what went wrong in the end.
    /// </summary>
    public void BeginTranscript() => _loop?.BeginTranscript();

    /// <summary>
    /// Says goodbye, if the server can still understand it, and hears the answer; null when none came. Messages that
    /// are marked as deleted stay: LOGOUT is not CLOSE.
    /// </summary>
    public async ValueTask<ImapResult?> LogoutAsync(CancellationToken cancellationToken)
    {
        if (Failure is not null || _engine.Phase != ImapClientPhase.Ready)
            return null;
        _loop!.Charge();
        _engine.Logout();
        await _loop.RunAsync(cancellationToken);
        _loop.Charge();
        return Failure is null ? _engine.LastResult : null;
    }

    /// <summary>Closes the connection, without a goodbye if none was said.</summary>
    public async ValueTask DisposeAsync()
    {
        // A peer that has stopped reading would make us wait to say goodbye in TLS.
        if (_engine.Phase != ImapClientPhase.Logout)
            _owned?.Dispose();
        if (_loop is not null)
            await _loop.DisposeAsync();
        _owned?.Dispose();
    }

    private async ValueTask<ImapResult?> CommandAsync(
        ImapCommand command, ReadOnlyMemory<byte> message, ImapReading reading, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(reading);
        Demand();
        if (message.IsEmpty && command.ContentOctets > 0)
            throw new ArgumentException("APPEND needs its message.", nameof(command));
        _loop!.Charge();
        _engine.Send(command);
        while (true)
        {
            await _loop.RunAsync(cancellationToken);
            switch (_dialogue.Step.Kind)
            {
                case ImapClientStepKind.Feed:
                    var piece = message[..Math.Min(message.Length, PieceBytes)];
                    message = message[piece.Length..];
                    if (_engine.WriteContent(piece.Span, _loop.Output))
                        await _loop.SendContentAsync(_dialogue.Step.Patience, cancellationToken);
                    break;
                case ImapClientStepKind.Response or ImapClientStepKind.Content:
                    await ReadAsync(reading, cancellationToken);
                    if (_failure is not null)
                        return null;
                    break;
                default:
                    _loop.Charge();
                    return Failure is null ? _engine.LastResult : null;
            }
        }
    }

    private async ValueTask ReadAsync(ImapReading reading, CancellationToken cancellationToken)
    {
        var step = _dialogue.Step;
        if (step.Response is { } response)
            await reading.ResponseAsync(response, cancellationToken);
        else
            await reading.ContentAsync(_engine.Content!, step.Content, cancellationToken);
        if (reading is GatheredAnswer { IsFull: true })
        {
            _failure = new ImapClientFailure(
                ImapClientFailureCause.ProtocolViolation,
                $"An answer has more than {_options.GatheredBytes} octets of messages.")
            {
                Phase = _engine.Phase,
            };
        }
    }

    private static bool IsNews(ImapResponse? response) => response switch
    {
        null => false,
        ImapStatusResponse { Result.Condition: ImapCondition.Ok } => false,
        ImapRecentResponse => false,
        _ => true,
    };

    private void Demand()
    {
        if (Failure is { } failure)
            throw new InvalidOperationException($"The connection has failed. {failure}");
    }

    private async Task<ImapClientConnection> OpenOrDisposeAsync(CancellationToken cancellationToken)
    {
        if (_failure is not null)
            return this;
        try
        {
            var failure = await _loop!.OpenAsync(_options.Session.Patience, cancellationToken);
            _failure = FailureOf(failure, ImapClientPhase.StartTls);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private static ImapClientFailure? FailureOf(LinkFailure? failure, ImapClientPhase phase)
    {
        if (failure is null)
            return null;
        var cause = failure.Kind switch
        {
            LinkFailureKind.Unreachable => ImapClientFailureCause.Unreachable,
            LinkFailureKind.TlsFailed => ImapClientFailureCause.TlsFailed,
            _ => ImapClientFailureCause.TimedOut,
        };
        return new ImapClientFailure(cause, failure.Explanation) { Phase = phase };
    }

    /// <summary>How much content goes into one write.</summary>
    private const int PieceBytes = 64 * 1024;
}
