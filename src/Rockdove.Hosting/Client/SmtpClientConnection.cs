using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
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
    private readonly IDisposable? _owned;
    private readonly ClientLoop? _loop;
    private SmtpClientFailure? _failure;

    private SmtpClientConnection(
        SmtpClientConnectionOptions options, IDuplexPipe? transport, IDisposable? owned, SmtpPhaseTimes times)
    {
        _options = options;
        _owned = owned;
        Times = times;
        _engine = new SmtpClientEngine(options.Session with { IsSecure = options.ImplicitTls });
        if (transport is not null)
            _loop = new ClientLoop(_engine, new Link(transport), options, times);
    }

    /// <summary>Why the connection is of no more use; null while it is.</summary>
    public SmtpClientFailure? Failure => _failure ?? _engine.Failure;

    /// <summary>How long each phase has taken up to now.</summary>
    public SmtpPhaseTimes Times { get; }

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

    /// <summary>What was said, if <see cref="SmtpClientConnectionOptions.RecordsTranscript"/>.</summary>
    public TranscriptRecorder? Transcript => _loop?.Transcript?.Recorder;

    /// <summary>
    /// Connects to a name and port, an address or a Unix domain socket, and opens the session: greeting, hello, TLS,
    /// AUTH. Look at <see cref="Failure"/> before going on.
    /// </summary>
    public static async Task<SmtpClientConnection> ConnectAsync(
        EndPoint server, SmtpClientConnectionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        var times = new SmtpPhaseTimes();
        var (transport, failure) = await DialAsync(server, options, times, cancellationToken);
        var connection = new SmtpClientConnection(options, transport, transport, times) { _failure = failure };
        return await connection.OpenOrDisposeAsync(HostOf(server), cancellationToken);
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
        var connection = new SmtpClientConnection(options, transport, owned: null, new SmtpPhaseTimes());
        return connection.OpenOrDisposeAsync(tlsName, cancellationToken);
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
            var step = await _loop!.RunAsync(cancellationToken);
            if (step.Kind != SmtpClientStepKind.SendContent)
                return transaction;
            var piece = content[..Math.Min(content.Length, PieceBytes)];
            content = content[piece.Length..];
            await _loop.WriteContentAsync(piece, content.IsEmpty, step.Patience, cancellationToken);
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
            var step = await _loop!.RunAsync(cancellationToken);
            if (step.Kind != SmtpClientStepKind.SendContent)
                return transaction;
            var read = await content.ReadAsync(cancellationToken);
            if (read.IsCanceled)
                throw new OperationCanceledException("Reading the content was cancelled.");
            var piece = read.Buffer.First[..Math.Min(read.Buffer.First.Length, PieceBytes)];
            var isLast = read.IsCompleted && piece.Length == read.Buffer.Length;
            await _loop.WriteContentAsync(piece, isLast, step.Patience, cancellationToken);
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

    private async Task<SmtpClientConnection> OpenOrDisposeAsync(string host, CancellationToken cancellationToken)
    {
        if (_failure is not null)
            return this;
        try
        {
            _loop!.TlsOptions = () => TlsOptions(host);
            if (_options.ImplicitTls)
                _failure = await _loop.ProtectAsync(_options.Session.Timeouts.Command, cancellationToken);
            if (_failure is null)
                await _loop.RunAsync(cancellationToken);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private SslClientAuthenticationOptions TlsOptions(string host)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = _options.TlsName ?? host };
        if (_options.AcceptsAnyCertificate)
        {
#pragma warning disable CA5359 // That is what the switch is for.
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        _options.ConfigureTls?.Invoke(tls);
        return tls;
    }

    private static async Task<(SocketTransport? Transport, SmtpClientFailure? Failure)> DialAsync(
        EndPoint server, SmtpClientConnectionOptions options, SmtpPhaseTimes times, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.ConnectPatience, options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var mark = options.Time.GetTimestamp();
        try
        {
            var transport = await SocketTransport.ConnectAsync(server, Resolved, both.Token);
            return (transport, null);
        }
        catch (SocketException unreachable)
        {
            // .NET has no word for a path that is not there, and takes that of an address.
            var isNoPath = server is UnixDomainSocketEndPoint
                && unreachable.SocketErrorCode == SocketError.AddressNotAvailable;
            var explanation = isNoPath ? "There is no such socket." : unreachable.Message;
            return (null, Fail(SmtpClientFailureCause.Unreachable, explanation));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, Fail(SmtpClientFailureCause.TimedOut, "Nobody answered in time."));
        }
        finally
        {
            times.Add(SmtpClientPhase.Connect, options.Time.GetElapsedTime(mark));
        }

        void Resolved()
        {
            times.AddResolving(options.Time.GetElapsedTime(mark));
            mark = options.Time.GetTimestamp();
        }

        static SmtpClientFailure Fail(SmtpClientFailureCause cause, string explanation) =>
            new(SmtpClientPhase.Connect, cause, explanation);
    }

    private static string HostOf(EndPoint server) => server switch
    {
        DnsEndPoint name => name.Host,
        IPEndPoint address => address.Address.ToString(),
        _ => "localhost",
    };

    /// <summary>How much content goes into one write.</summary>
    private const int PieceBytes = 64 * 1024;
}
