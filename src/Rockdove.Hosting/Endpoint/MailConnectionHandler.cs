using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Rockdove.Wire;

namespace Rockdove.Hosting;

/// <summary>
/// Gives each connection of one endpoint a link and a driver; what is driven, each protocol says. Counts connections,
/// does TLS, and tells how sessions end.
/// </summary>
internal abstract class MailConnectionHandler(EndpointSettings settings) : ConnectionHandler
{
    private readonly ConnectionCount _connections = new(settings.Connections, settings.ConnectionsPerClient);
    private object? _port;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var remote = connection.RemoteEndPoint as IPEndPoint;
        _port ??= settings.CountedPort ?? (connection.LocalEndPoint as IPEndPoint)?.Port;
        var isIn = _connections.TryEnter(remote?.Address);
        var meter = CreateMeter(_port);
        using var activity = settings.Activities.StartActivity(settings.ActivityName, ActivityKind.Server);
        activity?.SetTag("client.address", remote?.Address.ToString()).SetTag("server.port", _port);
        SessionLog.Connected(settings.Log, connection.ConnectionId, remote?.ToString() ?? "a local pipe");
        var end = SessionEnd.Fault;
        try
        {
            await ServeAsync(connection, remote, isIn, meter);
            end = isIn ? SessionEnd.Ended : SessionEnd.TurnedAway;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            end = SessionEnd.Broken;
            SessionLog.Broken(settings.Log, connection.ConnectionId, gone.Message);
            connection.Abort(); // What is still in the transport's output would be waited for.
        }
        catch (AuthenticationException refused)
        {
            end = SessionEnd.HandshakeFailed;
            SessionLog.HandshakeFailed(settings.Log, connection.ConnectionId, refused.Message);
        }
        catch (Exception fault)
        {
            activity?.SetStatus(ActivityStatusCode.Error, fault.GetType().Name);
            SessionLog.Fault(settings.Log, fault, connection.ConnectionId);
        }
        finally
        {
            if (isIn)
                _connections.Leave(remote?.Address);
            meter.End(end);
        }
    }

    /// <summary>Counts what happens in one session.</summary>
    protected abstract SessionMeter CreateMeter(object? port);

    /// <summary>Shows what is said in the log, where that is wanted; null where not.</summary>
    protected abstract ILinkTap? CreateWireLog(ConnectionContext connection);

    /// <summary>Makes what the driver drives.</summary>
    /// <param name="connection">The connection, whose link is <paramref name="link"/>.</param>
    /// <param name="remote">Where the client is; null when there is no network between.</param>
    /// <param name="isIn">False when there are too many connections: the client is to be turned away.</param>
    /// <param name="link">Not yet read or written.</param>
    /// <param name="meter">Of <see cref="CreateMeter"/>.</param>
    protected abstract MailSession CreateSession(
        ConnectionContext connection, IPEndPoint? remote, bool isIn, Link link, SessionMeter meter);

    private async Task ServeAsync(ConnectionContext connection, IPEndPoint? remote, bool isIn, SessionMeter meter)
    {
        await using var link = new Link(connection.Transport);
        AddTaps(link, connection);
        await using var session = CreateSession(connection, remote, isIn, link, meter);
        using var driver = new EngineDriver(session.Engine, session.Responder, link, settings.Clocks, settings.Time)
        {
            TlsOptions = settings.Certificate is null ? null : serverName => TlsOptions(connection, serverName),
        };
        var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        var stopping = lifetime?.ConnectionClosedRequested ?? CancellationToken.None;
        await using var stop = stopping.UnsafeRegister(
            static driver => ((EngineDriver)driver!).Knock(Signal.Stopping), driver);

        // A client may close its side and still wait for answers, so this token means the end only while we stop.
        await using var closed = connection.ConnectionClosed.UnsafeRegister(
            _ => AbortIf(stopping.IsCancellationRequested, session, link), null);
        if (settings.ImplicitTls)
        {
            if (!isIn)
                return; // A handshake for the sake of a refusal is what a flood wants.
            await driver.StartTlsAsync(CancellationToken.None);
        }

        await driver.RunAsync();
        SessionLog.Ended(settings.Log, connection.ConnectionId, session.Messages);
    }

    private void AddTaps(Link link, ConnectionContext connection)
    {
        if (CreateWireLog(connection) is { } wireLog)
            link.Tap(wireLog);
        foreach (var begin in settings.Taps)
        {
            if (begin(connection) is { } tap)
                link.Tap(tap);
        }

        if (settings.Editor?.Invoke(connection) is { } editor)
            link.Edit(editor, settings.Time);
    }

    private SslServerAuthenticationOptions TlsOptions(ConnectionContext connection, string? serverName)
    {
        try
        {
            var certificate = settings.ChooseCertificate?.Invoke(connection, serverName) ?? settings.Certificate!;
            var options = certificate.ServerOptions(serverName);
            settings.ClientCertificates?.AddTo(options);
            return options;
        }
        catch (CertificateException unusable)
        {
            SessionLog.NoCertificate(settings.Log, unusable.Message, settings.TlsRefusal);
            throw new AuthenticationException(unusable.Message, unusable);
        }
    }

    private static void AbortIf(bool isStopping, MailSession session, Link link)
    {
        if (!isStopping)
            return;
        session.AbortForGood();
        link.Cut(); // Output may be waiting, for the peer or on purpose.
    }
}
