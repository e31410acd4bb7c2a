using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Rockdove.Hosting;
using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>Serves each connection in the manner of go-smtp-mock.</summary>
internal sealed class GoSmtpMockConnections(
    GoSmtpMockProfile profile, MockMailOptions options, RuleSet rules, Mailroom mail,
    Func<ConnectionContext, string?, CertificateSource?> certificate, GoSmtpMockLog log)
{
    public async Task ServeAsync(ConnectionContext connection)
    {
        var mock = MockConnection.Of(connection);
        await using var link = new Link(connection.Transport);
        link.Tap(mock.Recording);
        link.Edit(mock.Tap, options.Time);
        var dialogue = new GoSmtpMockDialogue(
            profile, (options.Tls is MockTls.Offered or MockTls.Required, options.Tls == MockTls.Required));
        mock.Session.Dialogue = dialogue;
        var engine = new GoSmtpMockEngine(profile, dialogue);
        var responder = new GoSmtpMockResponder(engine, dialogue, mock, rules, options, mail, log);
        using var driver = new EngineDriver(engine, responder, link, Clocks, options.Time)
        {
            TlsOptions = name => certificate(connection, name)!.ServerOptions(name),
        };
        var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        var stopping = lifetime?.ConnectionClosedRequested ?? CancellationToken.None;
        await using var stop = stopping.UnsafeRegister(
            static driver => ((EngineDriver)driver!).Knock(Signal.Stopping), driver);
        await using var closed = connection.ConnectionClosed.UnsafeRegister(
            _ =>
            {
                if (stopping.IsCancellationRequested)
                    link.Cut(); // Output may be waiting on purpose.
            },
            null);
        log.Started();
        try
        {
            if (options.Tls == MockTls.Implicit)
                await driver.StartTlsAsync(CancellationToken.None);
            await driver.RunAsync();
        }
        catch (Exception gone) // The client went away, a handshake failed, or a rule's own condition threw.
        {
            log.Error(gone.Message);
            connection.Abort();
        }

        log.Finished();
    }

    /// <summary>Delays are waited for while output is sent; see <see cref="MockEndpoint"/>.</summary>
    private static readonly DriverLimits Clocks = new()
    {
        Answer = RuleCheck.LongestWait * 2,
        Flush = RuleCheck.LongestWait * 2,
    };
}
