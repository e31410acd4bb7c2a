using System.Buffers;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Rockdove.Hosting;
using Rockdove.Wire;

namespace Rockdove.Mock;

/// <summary>Repeats one conversation to whoever connects.</summary>
internal sealed class ReplayConnections(
    Transcript conversation, MockMailOptions options, MockAuthority authority, Mailroom mail)
{
    private readonly ReplayScript _script = new(conversation, options.Tls);

    public async Task ServeAsync(ConnectionContext connection)
    {
        var mock = MockConnection.Of(connection);
        await using var link = new Link(connection.Transport);
        link.Tap(mock.Recording);
        var engine = new ReplayEngine(_script,
            new ReplayMail((envelope, content) => Keep(mock, link, envelope, content)));
        using var driver = new EngineDriver(engine, new NoQuestions(), link, new DriverLimits(), options.Time)
        {
            TlsOptions = TlsOptions,
        };
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested;
        await using var stop = (stopping ?? CancellationToken.None).UnsafeRegister(
            static driver => ((EngineDriver)driver!).Knock(Signal.Stopping), driver);
        await using var cut = connection.ConnectionClosed.UnsafeRegister(
            static link => ((Link)link!).Cut(), link);
        try
        {
            if (_script.BeginsWithTls)
                await driver.StartTlsAsync(CancellationToken.None);
            await driver.RunAsync();
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or AuthenticationException)
        {
            connection.Abort();
        }
        finally
        {
            mock.Session.Mismatch = engine.Mismatch ?? mock.Session.Mismatch;
        }
    }

    private void Keep(MockConnection mock, Link link, ReplayedEnvelope envelope, ReadOnlyMemory<byte> content)
    {
        var limit = mail.TryAdd(new ReceivedMessage(mock.Session, envelope, content)
        {
            HelloName = envelope.HelloName,
            Tls = link.TlsText,
            Client = mock.Session.Client,
            ReceivedAt = options.Time.GetUtcNow(),
        });
        if (limit is not null)
            mock.Session.Mismatch = $"{conversation.Path}: a message was not kept: the mock keeps {limit}.";
    }

    private SslServerAuthenticationOptions TlsOptions(string? serverName) =>
        authority.Certificate(TlsFault.None).ServerOptions(serverName);

    /// <summary>An engine that only repeats has nothing to ask.</summary>
    private sealed class NoQuestions : IResponder
    {
        public bool IsReceiving => false;

        public ValueTask AnswerAsync(IBufferWriter<byte> output) =>
            throw new InvalidOperationException("Nothing was asked.");

        public ValueTask ReceiveAsync(ReadOnlyMemory<byte> content) => default;

        public ValueTask SettleAsync() => default;

        public void TlsStarted(Link link)
        {
        }

        public void Abort()
        {
        }
    }
}
