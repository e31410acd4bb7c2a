using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>Gives each connection of one endpoint an IMAP engine and a responder.</summary>
internal sealed class ImapConnectionHandler : MailConnectionHandler
{
    private readonly ImapServerOptions _options;
    private readonly ImapProtocol _protocol;
    private readonly ImapDelegate _pipeline;
    private readonly CompressionSlots _compression;
    private readonly TimeProvider _time;
    private readonly ImapMetrics _metrics;
    private readonly ILogger _log;
    private readonly ILogger _wireLog;

    public ImapConnectionHandler(ImapServerBuilder builder, TimeProvider time, ILoggerFactory loggers)
        : base(Settings(builder, time, loggers))
    {
        _log = loggers.CreateLogger(ImapTelemetry.LogCategory);
        _wireLog = loggers.CreateLogger(ImapTelemetry.WireLogCategory);
        _options = builder.Options;
        _protocol = builder.BuildProtocol();
        _compression = new CompressionSlots(_options.CompressedConnections);
        _pipeline = builder.BuildPipeline(_compression, _log);
        _metrics = ImapMetrics.For(builder.Services);
        _time = time;
    }

    protected override SessionMeter CreateMeter(object? port) => new ImapMeter(_metrics, _time, port);

    protected override ILinkTap? CreateWireLog(ConnectionContext connection) => _wireLog.IsEnabled(LogLevel.Debug)
        ? new WireLog(_wireLog, connection.ConnectionId, new ImapSpokenLines())
        : null;

    protected override MailSession CreateSession(
        ConnectionContext connection, IPEndPoint? remote, bool isIn, Link link, SessionMeter meter)
    {
        var session = new ImapSession(remote?.Address, remote?.Port ?? 0);
        var engine = new ImapServerEngine(_protocol, session) { Observer = (ImapMeter)meter };
        var context = new ImapContext(connection, link, engine);
        var responder = new ImapResponder(engine, isIn ? _pipeline : TurnAway, context, _log)
        {
            ClientCertificates = _options.ClientCertificates,
            Meter = (ImapMeter)meter,
        };
        return new Session(engine, context, responder, _compression);
    }

    private static EndpointSettings Settings(ImapServerBuilder builder, TimeProvider time, ILoggerFactory loggers)
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
            ChooseCertificate = builder.Certificate,
            Activities = ImapTelemetry.Activities,
            ActivityName = "IMAP session",
            TlsRefusal = "NO",
            Log = loggers.CreateLogger(ImapTelemetry.LogCategory),
            Time = time,
        };
    }

    private static ValueTask<ImapReply?> TurnAway(ImapContext context) => new(TooManyConnections);

    private static readonly ImapReply TooManyConnections =
        ImapReply.Bye("Too many connections, come again later", ImapCodes.Unavailable);

    private sealed class Session(
        ImapServerEngine engine, ImapContext context, ImapResponder responder, CompressionSlots compression)
        : MailSession
    {
        public override Wire.IServerEngine Engine => engine;

        public override IResponder Responder => responder;

        public override int Messages => responder.Messages;

        public override void AbortForGood() => context.AbortForGood();

        public override async ValueTask DisposeAsync()
        {
            await responder.DisposeAsync();
            if (context.Compresses)
                compression.Release();
            ((IDisposable)context).Dispose();
        }
    }
}
