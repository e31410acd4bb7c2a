using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Rockdove.Hosting;

namespace Rockdove.Mock;

/// <summary>
/// A mail server for tests: it keeps every message, lets a test wait for the one it wants, and lies when a rule says
/// so.
/// Any number of them live side by side; they share nothing. Waits are by the system's clock and always have a limit.
/// </summary>
/// <example>
/// <code>
/// await using var server = await MockMailServer.StartAsync();
/// await application.SendWelcomeAsync("ann@example.org", server.Port);
/// var message = await server.WaitForMessageAsync(m =&gt; m.ForwardPaths.Contains("ann@example.org"));
/// </code>
/// </example>
public sealed class MockMailServer : IAsyncDisposable
{
    private readonly MockMailOptions _options;
    private readonly ServiceProvider _services;
    private readonly ILoggerFactory _loggers;
    private readonly Mailroom _mail;
    private readonly OpenConnections _connections;
    private readonly MockEndpoint _endpoint;
    private readonly Lazy<Task> _stopped;
    private MailListener? _listener;

    private MockMailServer(MockMailOptions options)
    {
        options.Validate();
        _options = options;
        _loggers = options.Loggers ?? NullLoggerFactory.Instance;
        _stopped = new Lazy<Task>(StopAsync);
        Authority = new MockAuthority(options.HostName);
        _mail = new Mailroom(options.Keeps);
        _services = new ServiceCollection().AddSingleton(_loggers).AddSingleton(options.Time).BuildServiceProvider();
        _endpoint = new MockEndpoint(options, Authority, _mail);
        var pipes = new ConnectionBuilder(_services);
        _endpoint.AddTo(pipes);
        _connections = new OpenConnections(pipes.Build());
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => _listener!.EndPoint;

    /// <summary>The port it listens on.</summary>
    public int Port => EndPoint.Port;

    /// <summary>Who signs the server's certificates. A test that checks them trusts this one.</summary>
    public MockAuthority Authority { get; }

    /// <summary>What was accepted and not purged, in order. A list of its own: it does not change.</summary>
    public IReadOnlyList<ReceivedMessage> Messages => _mail.Messages;

    /// <summary>Everybody who has connected, in order.</summary>
    public IReadOnlyList<MockSession> Sessions => _mail.Sessions;

    /// <summary>Connections that are open now.</summary>
    internal int OpenSessions => _connections.Count;

    /// <summary>Starts a server. It can be used when the call returns.</summary>
    /// <param name="configure">Changes what it is like; null for a server on loopback that accepts everything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">A setting makes no sense; names it.</exception>
    /// <exception cref="MockScriptException">A rule can never act; says which, where it stands and why.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<MockMailServer> StartAsync(
        Action<MockMailOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        var options = new MockMailOptions();
        configure?.Invoke(options);
        var server = new MockMailServer(options);
        try
        {
            server._listener = await BindAsync(
                new IPEndPoint(options.Address, options.Port), server._loggers, cancellationToken);
            server._listener.Serve(server._connections);
            server._endpoint.Log?.ServerStarted(server.Port);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Waits until a message is there that a test wants: one that came already, or the next. The wait ends with the
    /// message itself; nothing polls.
    /// </summary>
    /// <param name="predicate">Which one; null for the first.</param>
    /// <param name="timeout">How long at the most; ten seconds unless told.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MockWaitException">It did not come. The message says what did.</exception>
    public async Task<ReceivedMessage> WaitForMessageAsync(
        Func<ReceivedMessage, bool>? predicate = null, TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        var found = await _mail.WaitAsync(
            1, predicate, predicate is null ? "A message" : "The message that was waited for", timeout ?? DefaultWait,
            purges: false, cancellationToken);
        return found[0];
    }

    /// <summary>Waits until at least so many messages are there that a test wants, and gives all of those.</summary>
    /// <inheritdoc cref="WaitForMessageAsync" path="/exception"/>
    public Task<IReadOnlyList<ReceivedMessage>> WaitForMessagesAsync(
        int count, Func<ReceivedMessage, bool> predicate, TimeSpan? timeout = null,
        CancellationToken cancellationToken = default) =>
        _mail.WaitAsync(count, predicate, Wanted(count), timeout ?? DefaultWait, purges: false, cancellationToken);

    /// <summary>Waits until at least so many messages are there, and gives all of them.</summary>
    /// <inheritdoc cref="WaitForMessageAsync" path="/exception"/>
    public Task<IReadOnlyList<ReceivedMessage>> WaitForMessagesAsync(
        int count, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _mail.WaitAsync(count, null, Wanted(count), timeout ?? DefaultWait, purges: false, cancellationToken);

    /// <summary>
    /// Waits until at least so many messages are there, gives all of them and forgets them, as one step: a message that
    /// comes meanwhile is either in the answer or in the next one.
    /// </summary>
    /// <inheritdoc cref="WaitForMessageAsync" path="/exception"/>
    public Task<IReadOnlyList<ReceivedMessage>> WaitForMessagesAndPurgeAsync(
        int count, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _mail.WaitAsync(count, null, Wanted(count), timeout ?? DefaultWait, purges: true, cancellationToken);

    /// <summary>Gives all messages and forgets them, as one step.</summary>
    public IReadOnlyList<ReceivedMessage> MessagesAndPurge() => _mail.TakeAll();

    /// <summary>
    /// Changes the rules while the server runs, as one step: each session sees those before or those after, and rules
    /// that stay go on counting. <c>server.Change(rules =&gt; rules.Forget().When(MockMoment.Mail).Reply(451, "4.3.0
    /// Busy"))</c>.
    /// </summary>
    /// <exception cref="MockScriptException">A rule can never act; says which and why, and nothing was
    /// changed.</exception>
    /// <exception cref="InvalidOperationException">The server repeats a conversation, and has no rules.</exception>
    public void Change(Action<MockRules> change)
    {
        if (_endpoint.Rules is not { } rules)
            throw new InvalidOperationException($"A server that repeats {_options.Conversation?.Path} has no rules.");
        rules.Change(change);
    }

    /// <summary>Drops all the rules, so that the server is honest from now on.</summary>
    public void Forget() => Change(rules => rules.Forget());

    /// <summary>
    /// Connects without a socket: what is written to the one end is read by the server, and the other way round.
    /// </summary>
    /// <returns>The client's end. Completing its output hangs up.</returns>
    public IDuplexPipe ConnectInMemory()
    {
        var connection = new MemoryConnection();
        return _connections.TryServe(connection)
            ? connection.Client
            : throw new ObjectDisposedException(nameof(MockMailServer), "The server was stopped.");
    }

    /// <summary>
    /// What a failed test wants to show: the messages that are there, and what was said in each session.
    /// </summary>
    public string Report() => _mail.Report();

    /// <summary>
    /// Stops: nobody can connect any more, open sessions are told so, and those that go on too long are cut. Messages
    /// and sessions can still be looked at.
    /// </summary>
    public ValueTask DisposeAsync() => new(_stopped.Value);

    /// <exception cref="IOException">The port is taken, or the address is none of this machine.</exception>
    private static async ValueTask<MailListener> BindAsync(
        IPEndPoint endPoint, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers);
        try
        {
            return await MailListener.BindAsync(transport, endPoint, cancellationToken);
        }
        catch (Exception taken) when (taken is AddressInUseException or SocketException)
        {
            throw new IOException(
                $"Cannot listen on {endPoint}: {taken.Message} Port 0 takes one that is free.", taken);
        }
    }

    private async Task StopAsync()
    {
        if (_listener is { } listener)
            await listener.StopAsync();
        _endpoint.Log?.ServerStops();
        var isForced = !await _connections.StopAsync(_options.Farewell);
        _endpoint.Log?.ServerStopped(isForced);
        if (_listener is not null)
            await _listener.DisposeAsync();
        _mail.Close();
        await _services.DisposeAsync();
    }

    private static string Wanted(int count) => count == 1 ? "A message" : $"{count} messages";

    /// <summary>
    /// Ten seconds: mail on one machine takes milliseconds, and a busy build server makes them seconds.
    /// </summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(10);
}
