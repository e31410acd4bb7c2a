using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using Rockdove.Pop3;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// One connection to a POP3 server as a story: connect, look into the maildrop, quit.
/// </summary>
/// <remarks>
/// What the server says or does, and that it is not there, is a value: <see cref="Failure"/>, or an answer. Exceptions
/// are for the caller's own mistakes (<see cref="InvalidOperationException"/> when the connection is of no more use)
/// and for cancellation, after which only disposing is left. Not thread-safe.
/// </remarks>
public sealed class Pop3ClientConnection : IAsyncDisposable
{
    private readonly Pop3ClientConnectionOptions _options;
    private readonly Pop3ClientEngine _engine;
    private readonly Pop3Dialogue _dialogue;
    private readonly IDisposable? _owned;
    private readonly ClientLoop? _loop;
    private Pop3ClientFailure? _failure;

    private Pop3ClientConnection(
        Pop3ClientConnectionOptions options, IDuplexPipe? transport, IDisposable? owned, string tlsHost)
    {
        _options = options;
        _owned = owned;
        _engine = new Pop3ClientEngine(options.Session with { IsSecure = options.ImplicitTls });
        _dialogue = new Pop3Dialogue(_engine, Times);
        if (transport is not null)
            _loop = new ClientLoop(_dialogue, new Link(transport), tlsHost, options);
    }

    /// <summary>Why the connection is of no more use; null while it is.</summary>
    public Pop3ClientFailure? Failure => _failure ?? _engine.Failure;

    /// <summary>How long each phase has taken up to now.</summary>
    public Pop3PhaseTimes Times { get; } = new();

    /// <summary>What the server offers.</summary>
    public Pop3Capabilities Capabilities => _engine.Capabilities;

    /// <summary>What opened the session.</summary>
    public Pop3Response? Greeting => _engine.Greeting;

    /// <summary>True once the login has succeeded.</summary>
    public bool IsLoggedIn => _engine.IsLoggedIn;

    /// <summary>The TLS session; null in the clear.</summary>
    public SslStream? Tls => _loop?.Link.Tls;

    /// <summary>What was said, if <see cref="ClientConnectionOptions.RecordsTranscript"/>.</summary>
    public TranscriptRecorder? Transcript => _loop?.Transcript;

    /// <summary>
    /// Connects to a name and port, an address or a Unix domain socket, and opens the session: greeting, TLS, login.
    /// Look at <see cref="Failure"/> before going on.
    /// </summary>
    public static async Task<Pop3ClientConnection> ConnectAsync(
        EndPoint server, Pop3ClientConnectionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        var dialled = await Dialled.DialAsync(server, options, cancellationToken);
        var connection = new Pop3ClientConnection(options, dialled.Transport, dialled.Transport, dialled.Host);
        connection.Times.Add(dialled, Pop3ClientPhase.Connect);
        connection._failure = FailureOf(dialled.Failure, Pop3ClientPhase.Connect);
        return await connection.OpenOrDisposeAsync(cancellationToken);
    }

    /// <summary>
    /// Opens the session over a transport that is there already; in the end its pipes are completed. The
    /// <paramref name="tlsName"/> is for options that have none.
    /// </summary>
    public static Task<Pop3ClientConnection> OpenAsync(
        IDuplexPipe transport,
        string tlsName,
        Pop3ClientConnectionOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(options);
        var connection = new Pop3ClientConnection(options, transport, owned: null, tlsName);
        return connection.OpenOrDisposeAsync(cancellationToken);
    }

    /// <summary>STAT: <see cref="Pop3Response.TryReadTotals"/> reads the answer.</summary>
    public ValueTask<Pop3Answer> StatAsync(CancellationToken cancellationToken) =>
        AskAsync(engine => engine.Stat(), cancellationToken);

    /// <summary>LIST: the sizes of all messages.</summary>
    public ValueTask<Pop3Answer> ListAsync(CancellationToken cancellationToken) =>
        AskAsync(engine => engine.List(), cancellationToken);

    /// <summary>UIDL: the unique identifiers of all messages.</summary>
    public ValueTask<Pop3Answer> UidlAsync(CancellationToken cancellationToken) =>
        AskAsync(engine => engine.Uidl(), cancellationToken);

    /// <summary>TOP: the header of a message and so many lines of its body.</summary>
    public ValueTask<Pop3Answer> TopAsync(int number, int bodyLines, CancellationToken cancellationToken) =>
        AskAsync(engine => engine.Top(number, bodyLines), cancellationToken);

    /// <summary>TOP in slices, each good until the delegate returns.</summary>
    public ValueTask<Pop3Answer> TopAsync(
        int number,
        int bodyLines,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> take,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(take);
        return AskAsync(engine => engine.Top(number, bodyLines), take, cancellationToken);
    }

    /// <summary>RETR: a message.</summary>
    public ValueTask<Pop3Answer> RetrieveAsync(int number, CancellationToken cancellationToken) =>
        AskAsync(engine => engine.Retrieve(number), cancellationToken);

    /// <summary>RETR: a message in slices, each good until the delegate returns.</summary>
    public ValueTask<Pop3Answer> RetrieveAsync(
        int number,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> take,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(take);
        return AskAsync(engine => engine.Retrieve(number), take, cancellationToken);
    }

    /// <summary>DELE: marks a message. It goes when <see cref="QuitAsync"/> is answered with yes.</summary>
    public ValueTask<Pop3Answer> DeleteAsync(int number, CancellationToken cancellationToken) =>
        AskAsync(engine => engine.Delete(number), cancellationToken);

    /// <summary>RSET: takes all marks away.</summary>
    public ValueTask<Pop3Answer> ResetAsync(CancellationToken cancellationToken) =>
        AskAsync(engine => engine.Reset(), cancellationToken);

    public ValueTask<Pop3Answer> NoopAsync(CancellationToken cancellationToken) =>
        AskAsync(engine => engine.Noop(), cancellationToken);

    /// <summary>
    /// Says goodbye, if the server can still understand it, and has what is marked deleted; null when no answer came.
    /// </summary>
    public async ValueTask<Pop3Response?> QuitAsync(CancellationToken cancellationToken)
    {
        if (Failure is not null || _engine.Phase != Pop3ClientPhase.Ready)
            return null;
        return (await AskAsync(engine => engine.Quit(), cancellationToken)).Response;
    }

    /// <summary>Closes the connection, without a goodbye if none was said.</summary>
    public async ValueTask DisposeAsync()
    {
        // A peer that has stopped reading would make us wait to say goodbye in TLS.
        if (_engine.Phase != Pop3ClientPhase.Quit)
            _owned?.Dispose();
        if (_loop is not null)
            await _loop.DisposeAsync();
        _owned?.Dispose();
    }

    private async ValueTask<Pop3Answer> AskAsync(
        Action<Pop3ClientEngine> ask, CancellationToken cancellationToken)
    {
        var content = new ArrayBufferWriter<byte>();
        var answer = await AskAsync(ask, Gather, cancellationToken);
        return answer with { Content = content.WrittenMemory };

        ValueTask Gather(ReadOnlyMemory<byte> slice, CancellationToken cancelled)
        {
            if (content.WrittenCount + slice.Length <= _options.GatheredBytes)
            {
                content.Write(slice.Span);
                return default;
            }

            _failure ??= new Pop3ClientFailure(
                Pop3ClientFailureCause.ProtocolViolation,
                $"A message has more than {_options.GatheredBytes} octets.")
            {
                Phase = Pop3ClientPhase.Command,
            };
            return default;
        }
    }

    private async ValueTask<Pop3Answer> AskAsync(
        Action<Pop3ClientEngine> ask,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> take,
        CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
            throw new InvalidOperationException($"The connection has failed. {failure}");
        _loop!.Charge();
        ask(_engine);
        while (true)
        {
            await _loop.RunAsync(cancellationToken);
            if (_dialogue.Step.Kind != Pop3ClientStepKind.Content)
            {
                _loop.Charge();
                return Failure is null
                    ? new Pop3Answer(_engine.LastResponse) { Listing = [.. _engine.Listing] }
                    : new Pop3Answer(Response: null);
            }

            await take(_dialogue.Step.Content, cancellationToken);
            if (_failure is not null)
                return new Pop3Answer(Response: null);
        }
    }

    private async Task<Pop3ClientConnection> OpenOrDisposeAsync(CancellationToken cancellationToken)
    {
        if (_failure is not null)
            return this;
        try
        {
            var failure = await _loop!.OpenAsync(_options.Session.Patience, cancellationToken);
            _failure = FailureOf(failure, Pop3ClientPhase.StartTls);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private static Pop3ClientFailure? FailureOf(LinkFailure? failure, Pop3ClientPhase phase)
    {
        if (failure is null)
            return null;
        var cause = failure.Kind switch
        {
            LinkFailureKind.Unreachable => Pop3ClientFailureCause.Unreachable,
            LinkFailureKind.TlsFailed => Pop3ClientFailureCause.TlsFailed,
            _ => Pop3ClientFailureCause.TimedOut,
        };
        return new Pop3ClientFailure(cause, failure.Explanation) { Phase = phase };
    }

}
