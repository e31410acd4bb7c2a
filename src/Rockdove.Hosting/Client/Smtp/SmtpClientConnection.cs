using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// One connection to an SMTP or LMTP server as a story: connect, send as often as you like, quit.
/// </summary>
/// <remarks>
/// What the server says or does, and that it is not there, is a value: <see cref="Failure"/>, or the result of each
/// recipient. Exceptions are for the caller's own mistakes (<see cref="InvalidOperationException"/> when the connection
/// is of no more use), for content that cannot be read, and for cancellation, after which only disposing is left. Not
/// thread-safe.
/// </remarks>
public sealed class SmtpClientConnection : IAsyncDisposable
{
    private readonly SmtpClientConnectionOptions _options;
    private readonly SmtpClientEngine _engine;
    private readonly SmtpDialogue _dialogue;
    private readonly IDisposable? _owned;
    private readonly ClientLoop? _loop;
    private SmtpClientFailure? _failure;

    private SmtpClientConnection(
        SmtpClientConnectionOptions options, IDuplexPipe? transport, IDisposable? owned, string tlsHost)
    {
        _options = options;
        _owned = owned;
        _engine = new SmtpClientEngine(options.Session with { IsSecure = options.ImplicitTls });
        _dialogue = new SmtpDialogue(_engine, Times);
        if (transport is not null)
            _loop = new ClientLoop(_dialogue, new Link(transport), tlsHost, options);
    }

    /// <summary>Why the connection is of no more use; null while it is.</summary>
    public SmtpClientFailure? Failure => _failure ?? _engine.Failure;

    /// <summary>How long each phase has taken up to now.</summary>
    public SmtpPhaseTimes Times { get; } = new();

    /// <summary>What the server offers.</summary>
    public SmtpCapabilities Capabilities => _engine.Capabilities;

    /// <summary>The reply that opened the session.</summary>
    public SmtpResponse? Greeting => _engine.Greeting;

    /// <summary>The last reply of all.</summary>
    public SmtpResponse? LastResponse => _engine.LastResponse;

    /// <summary>True once AUTH has succeeded.</summary>
    public bool IsAuthenticated => _engine.IsAuthenticated;

    /// <summary>The TLS session; null in the clear.</summary>
    public SslStream? Tls => _loop?.Link.Tls;

    /// <summary>What was said, if <see cref="ClientConnectionOptions.RecordsTranscript"/>.</summary>
    public TranscriptRecorder? Transcript => _loop?.Transcript;

    /// <summary>
    /// Connects to a name and port, an address or a Unix domain socket, and opens the session: greeting, hello, TLS,
    /// AUTH. Look at <see cref="Failure"/> before going on.
    /// </summary>
    public static async Task<SmtpClientConnection> ConnectAsync(
        EndPoint server, SmtpClientConnectionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        var dialled = await Dialled.DialAsync(server, options, cancellationToken);
        var connection = new SmtpClientConnection(options, dialled.Transport, dialled.Transport, dialled.Host);
        connection.Times.Add(dialled, SmtpClientPhase.Connect);
        connection._failure = FailureOf(dialled.Failure, SmtpClientPhase.Connect);
        return await connection.OpenOrDisposeAsync(cancellationToken);
    }

    /// <summary>
    /// Opens the session over a transport that is there already; in the end its pipes are completed. The
    /// <paramref name="tlsName"/> is for options that have none.
    /// </summary>
    public static Task<SmtpClientConnection> OpenAsync(
        IDuplexPipe transport,
        string tlsName,
        SmtpClientConnectionOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(options);
        var connection = new SmtpClientConnection(options, transport, owned: null, tlsName);
        return connection.OpenOrDisposeAsync(cancellationToken);
    }

    /// <summary>
    /// Sends one message: lines that end in CRLF, or any octets when the envelope's body is BINARYMIME.
    /// </summary>
    /// <returns>What became of each recipient.</returns>
    public async ValueTask<SmtpTransaction> SendAsync(
        OutgoingEnvelope envelope, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var transaction = Begin(envelope);
        while (true)
        {
            await _loop!.RunAsync(cancellationToken);
            if (_dialogue.Step.Kind != SmtpClientStepKind.SendContent)
                return transaction;
            var piece = content[..Math.Min(content.Length, PieceBytes)];
            content = content[piece.Length..];
            await WriteAsync(piece, content.IsEmpty, cancellationToken);
        }
    }

    /// <summary>
    /// Sends one message whose content is read while it goes. If reading it throws, the message stays without its end
    /// and the connection is of no more use. The reader stays the caller's to complete.
    /// </summary>
    /// <returns>What became of each recipient.</returns>
    public async ValueTask<SmtpTransaction> SendAsync(
        OutgoingEnvelope envelope, PipeReader content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var transaction = Begin(envelope);
        while (true)
        {
            await _loop!.RunAsync(cancellationToken);
            if (_dialogue.Step.Kind != SmtpClientStepKind.SendContent)
                return transaction;
            var read = await content.ReadAsync(cancellationToken);
            if (read.IsCanceled)
                throw new OperationCanceledException("Reading the content was cancelled.");
            var piece = read.Buffer.First[..Math.Min(read.Buffer.First.Length, PieceBytes)];
            var isLast = read.IsCompleted && piece.Length == read.Buffer.Length;
            await WriteAsync(piece, isLast, cancellationToken);
            content.AdvanceTo(read.Buffer.GetPosition(piece.Length));
        }
    }

    /// <summary>Says something that does not move the session, such as NOOP; null when no reply came.</summary>
    /// <exception cref="ArgumentException">See <see cref="SmtpClientEngine.Send"/>.</exception>
    public async ValueTask<SmtpResponse?> CommandAsync(string line, CancellationToken cancellationToken)
    {
        Demand();
        _loop!.Charge();
        var before = LastResponse;
        _engine.Send(line);
        await _loop.RunAsync(cancellationToken);
        return ReferenceEquals(before, LastResponse) ? null : LastResponse;
    }

    /// <summary>
    /// Says goodbye, if the server can still understand it, and hears the answer; null when none came.
    /// </summary>
    public async ValueTask<SmtpResponse?> QuitAsync(CancellationToken cancellationToken)
    {
        if (_failure is not null || !(_engine.CanQuit || _engine.Phase == SmtpClientPhase.Ready))
            return null;
        _loop!.Charge();
        var before = LastResponse;
        _engine.Quit();
        await _loop.RunAsync(cancellationToken);
        _loop.Charge();
        return ReferenceEquals(before, LastResponse) ? null : LastResponse;
    }

    /// <summary>Closes the connection, without a goodbye if none was said.</summary>
    public async ValueTask DisposeAsync()
    {
        // A peer that has stopped reading would make us wait to say goodbye in TLS.
        if (_engine.Phase != SmtpClientPhase.Quit)
            _owned?.Dispose();
        if (_loop is not null)
            await _loop.DisposeAsync();
        _owned?.Dispose();
    }

    private SmtpTransaction Begin(OutgoingEnvelope envelope)
    {
        Demand();
        _loop!.Charge();
        return _engine.Begin(envelope);
    }

    private void Demand()
    {
        if (Failure is { } failure)
            throw new InvalidOperationException($"The connection has failed. {failure}");
    }

    /// <summary>
    /// Gives the engine a piece of content, and sends it unless it is the last: that goes out when its reply is waited
    /// for.
    /// </summary>
    private async ValueTask WriteAsync(ReadOnlyMemory<byte> piece, bool isLast, CancellationToken cancellationToken)
    {
        _engine.WriteContent(piece.Span, isLast, _loop!.Output);
        if (!isLast)
            await _loop.SendContentAsync(_dialogue.Step.Patience, cancellationToken);
    }

    private async Task<SmtpClientConnection> OpenOrDisposeAsync(CancellationToken cancellationToken)
    {
        if (_failure is not null)
            return this;
        try
        {
            var failure = await _loop!.OpenAsync(_options.Session.Timeouts.Command, cancellationToken);
            _failure = FailureOf(failure, SmtpClientPhase.StartTls);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private static SmtpClientFailure? FailureOf(LinkFailure? failure, SmtpClientPhase phase)
    {
        if (failure is null)
            return null;
        var cause = failure.Kind switch
        {
            LinkFailureKind.Unreachable => SmtpClientFailureCause.Unreachable,
            LinkFailureKind.TlsFailed => SmtpClientFailureCause.TlsFailed,
            _ => SmtpClientFailureCause.TimedOut,
        };
        return new SmtpClientFailure(phase, cause, failure.Explanation);
    }

    /// <summary>How much content goes into one write.</summary>
    private const int PieceBytes = 64 * 1024;
}
