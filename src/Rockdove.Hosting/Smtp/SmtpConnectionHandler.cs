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
    private readonly ILogger _log;

    public SmtpConnectionHandler(SmtpServerBuilder builder, TimeProvider time, ILogger log)
    {
        _options = builder.Options;
        _options.Validate();
        _trustedPeers = [.. _options.TrustedPeers];
        _protocol = builder.BuildProtocol();
        _pipeline = builder.BuildPipeline(log);
        _connections = new ConnectionCount(_options.Connections, _options.ConnectionsPerClient);
        _time = time;
        _log = log;
    }

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var remote = connection.RemoteEndPoint as IPEndPoint;
        var isTrusted = PeerNetworks.Hold(_trustedPeers, remote);
        var session = new SmtpSession(remote?.Address, remote?.Port ?? 0) { IsTrustedPeer = isTrusted };
        using var context = new SmtpContext(connection, session, _options.IsLmtp);
        var engine = new SmtpServerEngine(_protocol, session);
        var isIn = _connections.TryEnter(remote?.Address);
        SmtpLog.Connected(_log, connection.ConnectionId, remote?.ToString() ?? "a local pipe");
        try
        {
            await using var link = new Link(connection.Transport);
            await using var responder = new SmtpResponder(engine, isIn ? _pipeline : TurnAway, context, _log)
            {
                ClientCertificates = _options.ClientCertificates,
            };
            using var driver = new EngineDriver(engine, responder, link, _options.Clocks, _time)
            {
                TlsOptions = _options.Certificate is null ? null : TlsOptions,
            };
            var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
            var stopping = lifetime?.ConnectionClosedRequested ?? CancellationToken.None;
            await using var stop = stopping.UnsafeRegister(
                static driver => ((EngineDriver)driver!).Knock(Signal.Stopping), driver);

            // A client may close its side and still wait for answers, so this token means the end only while we stop.
            await using var closed = connection.ConnectionClosed.UnsafeRegister(
                _ => AbortIf(stopping.IsCancellationRequested, context), null);
            if (_options.ImplicitTls)
            {
                if (!isIn)
                    return; // A handshake for the sake of a 421 is what a flood wants.
                await driver.StartTlsAsync(CancellationToken.None);
            }

            await driver.RunAsync();
            SmtpLog.Ended(_log, connection.ConnectionId, session.AcceptedMessages);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            SmtpLog.Broken(_log, connection.ConnectionId, gone.Message);
            connection.Abort(); // What is still in the transport's output would be waited for.
        }
        catch (AuthenticationException refused)
        {
            SmtpLog.HandshakeFailed(_log, connection.ConnectionId, refused.Message);
        }
        catch (Exception fault)
        {
            SmtpLog.Fault(_log, fault, connection.ConnectionId);
        }
        finally
        {
            if (isIn)
                _connections.Leave(remote?.Address);
        }
    }

    private SslServerAuthenticationOptions TlsOptions(string? serverName)
    {
        try
        {
            var options = _options.Certificate!.ServerOptions(serverName);
            _options.ClientCertificates?.AddTo(options);
            return options;
        }
        catch (CertificateException unusable)
        {
            SmtpLog.NoCertificate(_log, unusable.Message);
            throw new AuthenticationException(unusable.Message, unusable);
        }
    }

    private static void AbortIf(bool isStopping, SmtpContext context)
    {
        if (isStopping)
            context.AbortForGood();
    }

    private static ValueTask<SmtpReply?> TurnAway(SmtpContext context) => new(SmtpReplies.TooManyConnections);
}
