using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>Gives each connection of one endpoint a POP3 engine and a responder.</summary>
internal sealed class Pop3ConnectionHandler : MailConnectionHandler
{
    private readonly Pop3ServerOptions _options;
    private readonly Pop3Protocol _protocol;
    private readonly Pop3Delegate _pipeline;
    private readonly TimeProvider _time;
    private readonly Pop3Metrics _metrics;
    private readonly ILogger _log;
    private readonly ILogger _wireLog;

    public Pop3ConnectionHandler(Pop3ServerBuilder builder, TimeProvider time, ILoggerFactory loggers)
        : base(Settings(builder, time, loggers))
    {
        _log = loggers.CreateLogger(Pop3Telemetry.LogCategory);
        _wireLog = loggers.CreateLogger(Pop3Telemetry.WireLogCategory);
        _options = builder.Options;
        _protocol = builder.BuildProtocol();
        _pipeline = builder.BuildPipeline(_log);
        _metrics = Pop3Metrics.For(builder.Services);
        _time = time;
    }

    protected override SessionMeter CreateMeter(object? port) => new Pop3Meter(_metrics, _time, port);

    protected override ILinkTap? CreateWireLog(ConnectionContext connection) => _wireLog.IsEnabled(LogLevel.Debug)
        ? new WireLog(_wireLog, connection.ConnectionId, SpokenLines.OfPop3())
        : null;

    protected override MailSession CreateSession(
        ConnectionContext connection, IPEndPoint? remote, bool isIn, Link link, SessionMeter meter)
    {
        var session = new Pop3Session(remote?.Address, remote?.Port ?? 0);
        var engine = new Pop3ServerEngine(_protocol, session) { Observer = (Pop3Meter)meter };
        var context = new Pop3Context(connection, link, session);
        var responder = new Pop3Responder(engine, isIn ? _pipeline : TurnAway, context, _log)
        {
            ClientCertificates = _options.ClientCertificates,
            Meter = meter,
        };
        return new Session(engine, context, responder);
    }

    private static EndpointSettings Settings(Pop3ServerBuilder builder, TimeProvider time, ILoggerFactory loggers)
    {
        var options = builder.Options;
        options.Validate();
        return new EndpointSettings
        {
            Connections = options.Connections,
            ConnectionsPerClient = options.ConnectionsPerClient,
            Clocks = options.Clocks,
            Certificate = options.Certificate,
            ClientCertificates = options.ClientCertificates,
            ImplicitTls = options.ImplicitTls,
            Taps = builder.Taps,
            Activities = Pop3Telemetry.Activities,
            ActivityName = "POP3 session",
            TlsRefusal = "-ERR",
            Log = loggers.CreateLogger(Pop3Telemetry.LogCategory),
            Time = time,
        };
    }

    private static ValueTask<Pop3Reply?> TurnAway(Pop3Context context) => new(Pop3Replies.TooManyConnections);

    private sealed class Session(Pop3ServerEngine engine, Pop3Context context, Pop3Responder responder) : MailSession
    {
        public override Wire.IServerEngine Engine => engine;

        public override IResponder Responder => responder;

        public override int Messages => engine.Session.RetrievedMessages;

        public override void AbortForGood() => context.AbortForGood();

        public override async ValueTask DisposeAsync()
        {
            await responder.DisposeAsync();
            ((IDisposable)context).Dispose();
        }
    }
}
