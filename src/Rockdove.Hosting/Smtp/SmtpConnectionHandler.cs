using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>Gives each connection of one endpoint an engine, a responder and a driver.</summary>
internal sealed class SmtpConnectionHandler : ConnectionHandler
{
    private readonly SmtpServerOptions _options;
    private readonly SmtpProtocol _protocol;
    private readonly SmtpDelegate _pipeline;
    private readonly ConnectionCount _connections;
    private readonly IReadOnlyList<IPNetwork> _trustedPeers;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<Func<ConnectionContext, ILinkTap?>> _taps;
    private readonly Func<ConnectionContext, ILineTap?>? _editor;
    private readonly Func<ConnectionContext, string?, CertificateSource?>? _certificate;
    private readonly SmtpMetrics _metrics;
    private readonly ILogger _log;
    private readonly ILogger _wireLog;
    private object? _port;

    public SmtpConnectionHandler(SmtpServerBuilder builder, TimeProvider time, ILoggerFactory loggers)
    {
        _log = loggers.CreateLogger(SmtpTelemetry.LogCategory);
        _wireLog = loggers.CreateLogger(SmtpTelemetry.WireLogCategory);
        _options = builder.Options;
        _options.Validate();
        _trustedPeers = [.. _options.TrustedPeers];
        _protocol = builder.BuildProtocol();
        _pipeline = builder.BuildPipeline(_log);
        _connections = new ConnectionCount(_options.Connections, _options.ConnectionsPerClient);
        _taps = builder.Taps;
        _editor = builder.Editor;
        _certificate = builder.Certificate;
        _metrics = SmtpMetrics.For(builder.Services);
        _time = time;
    }

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var remote = connection.RemoteEndPoint as IPEndPoint;
        _port ??= (connection.LocalEndPoint as IPEndPoint)?.Port;
        var isIn = _connections.TryEnter(remote?.Address);
        var meter = new SessionMeter(_metrics, _time, _port);
        using var activity = SmtpTelemetry.Activities.StartActivity("SMTP session", ActivityKind.Server);
        activity?.SetTag("client.address", remote?.Address.ToString()).SetTag("server.port", _port);
        SmtpLog.Connected(_log, connection.ConnectionId, remote?.ToString() ?? "a local pipe");
        var end = SessionEnd.Fault;
        try
        {
            await ServeAsync(connection, remote, isIn, meter);
            end = isIn ? SessionEnd.Ended : SessionEnd.TurnedAway;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            end = SessionEnd.Broken;
            SmtpLog.Broken(_log, connection.ConnectionId, gone.Message);
            connection.Abort(); // What is still in the transport's output would be waited for.
        }
        catch (AuthenticationException refused)
        {
            end = SessionEnd.HandshakeFailed;
            SmtpLog.HandshakeFailed(_log, connection.ConnectionId, refused.Message);
        }
        catch (Exception fault)
        {
            activity?.SetStatus(ActivityStatusCode.Error, fault.GetType().Name);
            SmtpLog.Fault(_log, fault, connection.ConnectionId);
        }
        finally
        {
            if (isIn)
                _connections.Leave(remote?.Address);
            meter.End(end);
        }
    }

    private async Task ServeAsync(ConnectionContext connection, IPEndPoint? remote, bool isIn, SessionMeter meter)
    {
        var isTrusted = PeerNetworks.Hold(_trustedPeers, remote);
        var session = new SmtpSession(remote?.Address, remote?.Port ?? 0) { IsTrustedPeer = isTrusted };
        var engine = new SmtpServerEngine(_protocol, session) { Observer = meter };
        await using var link = new Link(connection.Transport);
        AddTaps(link, connection);
        using var context = new SmtpContext(connection, link, session, _options.IsLmtp);
        await using var responder = new SmtpResponder(engine, isIn ? _pipeline : TurnAway, context, _log)
        {
            ClientCertificates = _options.ClientCertificates,
            Meter = meter,
        };
        using var driver = new EngineDriver(engine, responder, link, _options.Clocks, _time)
        {
            TlsOptions = _options.Certificate is null ? null : serverName => TlsOptions(connection, serverName),
        };
        var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        var stopping = lifetime?.ConnectionClosedRequested ?? CancellationToken.None;
        await using var stop = stopping.UnsafeRegister(
            static driver => ((EngineDriver)driver!).Knock(Signal.Stopping), driver);

        // A client may close its side and still wait for answers, so this token means the end only while we stop.
        await using var closed = connection.ConnectionClosed.UnsafeRegister(
            _ => AbortIf(stopping.IsCancellationRequested, context, link), null);
        if (_options.ImplicitTls)
        {
            if (!isIn)
                return; // A handshake for the sake of a 421 is what a flood wants.
            await driver.StartTlsAsync(CancellationToken.None);
        }

        await driver.RunAsync();
        SmtpLog.Ended(_log, connection.ConnectionId, session.AcceptedMessages);
    }

    private void AddTaps(Link link, ConnectionContext connection)
    {
        if (_wireLog.IsEnabled(LogLevel.Debug))
            link.Tap(new WireLog(_wireLog, connection.ConnectionId));
        foreach (var begin in _taps)
        {
            if (begin(connection) is { } tap)
                link.Tap(tap);
        }

        if (_editor?.Invoke(connection) is { } editor)
            link.Edit(editor, _time);
    }

    private SslServerAuthenticationOptions TlsOptions(ConnectionContext connection, string? serverName)
    {
        try
        {
            var certificate = _certificate?.Invoke(connection, serverName) ?? _options.Certificate!;
            var options = certificate.ServerOptions(serverName);
            _options.ClientCertificates?.AddTo(options);
            return options;
        }
        catch (CertificateException unusable)
        {
            SmtpLog.NoCertificate(_log, unusable.Message);
            throw new AuthenticationException(unusable.Message, unusable);
        }
    }

    private static void AbortIf(bool isStopping, SmtpContext context, Link link)
    {
        if (!isStopping)
            return;
        context.AbortForGood();
        link.Cut(); // Output may be waiting, for the peer or on purpose.
    }

    private static ValueTask<SmtpReply?> TurnAway(SmtpContext context) => new(SmtpReplies.TooManyConnections);
}
