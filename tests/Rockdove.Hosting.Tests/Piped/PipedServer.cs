using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rockdove.Testing;

namespace Rockdove.Hosting.Tests;

/// <summary>
/// One connection over pipes in memory, under a clock that the test moves. The server reads inline: when a call of
/// the test returns, the server has done all that it can do. Only where a handler waits for another thread must the
/// test wait too, with <see cref="ReadLineAsync"/>.
/// </summary>
internal sealed class PipedServer : IAsyncDisposable
{
    private readonly Pipe _toServer;
    private readonly Pipe _toClient;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly CountingWriter _output;
    private readonly ILoggerFactory _loggers;

    private PipedServer(
        Func<TimeProvider, ILoggerFactory, ConnectionHandler> makeHandler, int unreadBytes, bool logsWire)
    {
        Assert.Null(SynchronizationContext.Current);
        _toServer = new Pipe(Options(1024 * 1024, PipeScheduler.Inline));
        _toClient = new Pipe(Options(unreadBytes, PipeScheduler.ThreadPool));
        _output = new CountingWriter(_toClient.Writer);
        _loggers = LoggerFactory.Create(logging => logging
            .AddProvider(Log)
            .SetMinimumLevel(LogLevel.Trace)
            .AddFilter(SmtpTelemetry.WireLogCategory, logsWire ? LogLevel.Trace : LogLevel.None)
            .AddFilter(Pop3Telemetry.WireLogCategory, logsWire ? LogLevel.Trace : LogLevel.None)
            .AddFilter(ImapTelemetry.WireLogCategory, logsWire ? LogLevel.Trace : LogLevel.None));
        var handler = makeHandler(Clock, _loggers);
        Connection = new DefaultConnectionContext("c1", new Ends(_toServer.Reader, _output), null!)
        {
            ConnectionClosed = _closed.Token,
        };
        Connection.Features.Set<IConnectionLifetimeNotificationFeature>(new Lifetime(_stopping));
        ClientEnd = new Ends(_toClient.Reader, _toServer.Writer);
        Session = handler.OnConnectedAsync(Connection);
    }

    public ManualTimeProvider Clock { get; } = new();

    public KeptLog Log { get; } = new();

    public DefaultConnectionContext Connection { get; }

    public string Greeting { get; private set; } = "";

    /// <summary>What the client reads and writes.</summary>
    public IDuplexPipe ClientEnd { get; }

    /// <summary>Ends when the server has finished with the connection.</summary>
    public Task Session { get; }

    /// <summary>Flushes that had something to send: each is a write on a socket.</summary>
    public int Writes => _output.Writes;

    /// <summary>Starts, and takes the greeting.</summary>
    public static PipedServer Start(
        Action<SmtpServerBuilder> configure,
        int unreadBytes = 64 * 1024,
        IServiceProvider? services = null,
        bool logsWire = false)
    {
        var builder = new SmtpServerBuilder(services ?? new ServiceCollection().BuildServiceProvider());
        configure(builder);
        return Greeted(new PipedServer(
            (clock, loggers) => new SmtpConnectionHandler(builder, clock, loggers), unreadBytes, logsWire));
    }

    /// <summary>Starts one that speaks POP3, and takes the greeting.</summary>
    public static PipedServer StartPop3(
        Action<Pop3ServerBuilder> configure, int unreadBytes = 64 * 1024, bool logsWire = false)
    {
        var builder = new Pop3ServerBuilder(new ServiceCollection().BuildServiceProvider());
        builder.Options.AllowsSecretsInClear = true;
        configure(builder);
        return Greeted(new PipedServer(
            (clock, loggers) => new Pop3ConnectionHandler(builder, clock, loggers), unreadBytes, logsWire));
    }

    /// <summary>Starts one that speaks IMAP, and takes the greeting.</summary>
    public static PipedServer StartImap(
        Action<ImapServerBuilder> configure, int unreadBytes = 64 * 1024, bool logsWire = false)
    {
        var builder = new ImapServerBuilder(new ServiceCollection().BuildServiceProvider());
        builder.Options.AllowsSecretsInClear = true;
        configure(builder);
        return Greeted(new PipedServer(
            (clock, loggers) => new ImapConnectionHandler(builder, clock, loggers), unreadBytes, logsWire));
    }

    public static PipedServer Start(SmtpHandler handler) => Start(smtp => smtp.Handle(handler));

    /// <summary>Sends, and gives what the server had to say by then.</summary>
    public async Task<string> SayAsync(string text)
    {
        await SendAsync(text);
        return TakeOutput();
    }

    public async Task SendAsync(string text) =>
        await ClientEnd.Output.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>Goes as far as the next octet being content.</summary>
    public async Task BeginDataAsync()
    {
        var replies = await SayAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nDATA\r\n");
        Assert.EndsWith("354 End data with <CR><LF>.<CR><LF>\r\n", replies, StringComparison.Ordinal);
    }

    /// <summary>Waits for the next line, when a handler decides when it comes. Null at the end.</summary>
    public Task<string?> ReadLineAsync() => ClientEnd.Input.ReadLineAsync();

    /// <summary>What the server has sent and nobody has read.</summary>
    public string TakeOutput()
    {
        if (!ClientEnd.Input.TryRead(out var result))
            return "";
        var text = Encoding.UTF8.GetString(result.Buffer);
        ClientEnd.Input.AdvanceTo(result.Buffer.End);
        return text;
    }

    public string Pass(TimeSpan time)
    {
        Clock.Advance(time);
        return TakeOutput();
    }

    /// <summary>The host begins to stop.</summary>
    public void BeginStop() => _stopping.Cancel();

    /// <summary>The host has waited long enough, and cuts the connection.</summary>
    public void ForceStop()
    {
        _closed.Cancel();
        _toServer.Writer.Complete(new ConnectionAbortedException());
    }

    /// <summary>The client goes away without a word.</summary>
    public void HangUp() => _toServer.Writer.Complete();

    public Task EndAsync() => Session.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _toServer.Writer.Complete();
        _toClient.Reader.Complete();
        await Session.WaitAsync(TimeSpan.FromSeconds(30));
        _loggers.Dispose();
        _stopping.Dispose();
        _closed.Dispose(); // The connection is not disposed: an Abort of its may still be on its way.
    }

    private static PipedServer Greeted(PipedServer server)
    {
        server.Greeting = server.TakeOutput();
        return server;
    }

    private static PipeOptions Options(int unreadBytes, PipeScheduler reader) => new(
        readerScheduler: reader,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: unreadBytes,
        resumeWriterThreshold: unreadBytes / 2,
        useSynchronizationContext: false);

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Lifetime(CancellationTokenSource stopping) : IConnectionLifetimeNotificationFeature
    {
        public CancellationToken ConnectionClosedRequested { get; set; } = stopping.Token;

        public void RequestClose() => stopping.Cancel();
    }
}
