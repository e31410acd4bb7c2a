using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>Gives each connection of one endpoint an SMTP engine and a responder.</summary>
internal sealed class SmtpConnectionHandler : MailConnectionHandler
{
    private readonly SmtpServerOptions _options;
    private readonly SmtpProtocol _protocol;
    private readonly SmtpDelegate _pipeline;
    private readonly IReadOnlyList<IPNetwork> _trustedPeers;
    private readonly TimeProvider _time;
    private readonly SmtpMetrics _metrics;
    private readonly ILogger _log;
    private readonly ILogger _wireLog;

    public SmtpConnectionHandler(SmtpServerBuilder builder, TimeProvider time, ILoggerFactory loggers)
        : base(Settings(builder, time, loggers))
    {
        _log = loggers.CreateLogger(SmtpTelemetry.LogCategory);
        _wireLog = loggers.CreateLogger(SmtpTelemetry.WireLogCategory);
        _options = builder.Options;
        _trustedPeers = [.. _options.TrustedPeers];
        _protocol = builder.BuildProtocol();
        _pipeline = builder.BuildPipeline(_log);
        _metrics = SmtpMetrics.For(builder.Services);
        _time = time;
    }

    protected override SessionMeter CreateMeter(object? port) => new SmtpMeter(_metrics, _time, port);

    protected override ILinkTap? CreateWireLog(ConnectionContext connection) => _wireLog.IsEnabled(LogLevel.Debug)
        ? new WireLog(_wireLog, connection.ConnectionId, SpokenLines.OfSmtp())
        : null;

    protected override MailSession CreateSession(
        ConnectionContext connection, IPEndPoint? remote, bool isIn, Link link, SessionMeter meter)
    {
        var isTrusted = PeerNetworks.Hold(_trustedPeers, remote);
        var session = new SmtpSession(remote?.Address, remote?.Port ?? 0) { IsTrustedPeer = isTrusted };
        var engine = new SmtpServerEngine(_protocol, session) { Observer = (SmtpMeter)meter };
        var context = new SmtpContext(connection, link, session, _options.IsLmtp);
        var responder = new SmtpResponder(engine, isIn ? _pipeline : TurnAway, context, _log)
        {
            ClientCertificates = _options.ClientCertificates,
            Meter = meter,
        };
        return new Session(engine, context, responder);
    }

    private static EndpointSettings Settings(SmtpServerBuilder builder, TimeProvider time, ILoggerFactory loggers)
    {
        var options = builder.Options;
        options.Validate();
        return new EndpointSettings
        {
            Connections = options.Connections,
            ConnectionsPerClient = options.ConnectionsPerClient,
            CountedPort = builder.CountedPort,
            Clocks = options.Clocks,
            Certificate = options.Certificate,
            ClientCertificates = options.ClientCertificates,
            ImplicitTls = options.ImplicitTls,
            Taps = builder.Taps,
            Editor = builder.Editor,
            ChooseCertificate = builder.Certificate,
            Activities = SmtpTelemetry.Activities,
            ActivityName = "SMTP session",
            TlsRefusal = "454",
            Log = loggers.CreateLogger(SmtpTelemetry.LogCategory),
            Time = time,
        };
    }

    private static ValueTask<SmtpReply?> TurnAway(SmtpContext context) => new(SmtpReplies.TooManyConnections);

    private sealed class Session(SmtpServerEngine engine, SmtpContext context, SmtpResponder responder) : MailSession
    {
        public override Wire.IServerEngine Engine => engine;

        public override IResponder Responder => responder;

        public override int Messages => engine.Session.AcceptedMessages;

        public override void AbortForGood() => context.AbortForGood();

        public override async ValueTask DisposeAsync()
        {
            await responder.DisposeAsync();
            ((IDisposable)context).Dispose();
        }
    }
}
