using System.Net;
using Microsoft.AspNetCore.Connections;
using Rockdove.Hosting;

namespace Rockdove.Mock;

/// <summary>
/// Puts the mock's parts on connections: a recorder, a script and a liar for each, a handler for all.
/// </summary>
internal sealed class MockEndpoint(MockMailOptions options, MockAuthority authority, Mailroom mail)
{
    /// <summary>The rules, once it is on the connections; null where a conversation is repeated.</summary>
    public RuleSet? Rules { get; private set; }

    /// <summary>Only with the profile of go-smtp-mock: its log.</summary>
    public GoSmtpMockLog? Log { get; private set; }

    public void AddTo(IConnectionBuilder connections)
    {
        connections.Use(next => connection => BeginAsync(connection, next));
        if (options.Conversation is { } conversation)
        {
            var replay = new ReplayConnections(conversation, options, authority, mail);
            connections.Run(replay.ServeAsync);
            return;
        }

        if (options.Profile is { } profile)
        {
            var rules = Begin(Check() with { Missing = GoSmtpMockVerdict.Missing });
            Log = GoSmtpMockLog.Create(profile, options);
            var serving = new GoSmtpMockConnections(
                profile, options, rules, mail, (connection, name) => Choose(connection, name, rules), Log);
            connections.Run(serving.ServeAsync);
            return;
        }

        connections.UseSmtp(Configure);
    }

    private async Task BeginAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var recording = new RecordingTap(options.Time, options.Keeps.TranscriptBytes, withTimes: true);
        var session = new MockSession(
            connection.RemoteEndPoint as IPEndPoint, options.Time.GetUtcNow(), recording);
        mail.Enter(session);
        new MockConnection(session, recording).AddTo(connection);
        try
        {
            await next(connection);
        }
        finally
        {
            session.End();
        }
    }

    private void Configure(SmtpServerBuilder smtp)
    {
        smtp.Configure(Configure);
        options.Server?.Invoke(smtp);
        var rules = Begin(Check() with { MessageBytes = smtp.Options.Limits.MessageBytes });
        var script = new ScriptMiddleware(rules, options.Time);
        smtp.Options.AsksEveryCommand = true;
        smtp.Tap(connection => MockConnection.Of(connection).Recording)
            .Edit(connection => MockConnection.Of(connection).Tap)
            .ChooseCertificate((connection, name) => Choose(connection, name, rules))
            .Use(script.AnswerAsync)
            .Handle(new MockHandler(options, mail));
    }

    private RuleSet Begin(RuleCheck check)
    {
        var rules = new RuleSet(check);
        rules.Change(all => all.Take(options.Rules));
        return Rules = rules;
    }

    private RuleCheck Check() => new()
    {
        HasTls = options.Tls != MockTls.Off,
        OffersStartTls = options.Tls is MockTls.Offered or MockTls.Required,
        OffersAuth = options.Authentication is not null,
        IsLmtp = options.IsLmtp,
    };

    private void Configure(SmtpServerOptions settings)
    {
        settings.HostName = options.HostName;
        settings.Greeting = "ESMTP Rockdove mock";
        settings.IsLmtp = options.IsLmtp;
        settings.ImplicitTls = options.Tls == MockTls.Implicit;
        settings.RequiresTls = options.Tls == MockTls.Required;
        settings.Certificate = options.Tls == MockTls.Off ? null : new CertificateOnDemand(authority);
        settings.BinaryMime = true;
        settings.Mechanisms = [.. options.Authentication?.Mechanisms ?? []];
        settings.AllowsSecretsInClear = true;
        settings.RequiresAuthentication = options.RequiresAuthentication;
        settings.Limits = settings.Limits with
        {
            MistakeDelay = TimeSpan.Zero,
            FailedAuthentications = FailedAuthentications,
        };
        settings.Clocks = settings.Clocks with
        {
            Answer = RuleCheck.LongestWait * 2,
            Flush = RuleCheck.LongestWait * 2, // Delays of the script are waited for while output is sent.
        };
    }

    /// <summary>The certificate of a handshake, as the script wants it.</summary>
    private CertificateSource? Choose(ConnectionContext connection, string? name, RuleSet rules)
    {
        var mock = MockConnection.Of(connection);
        var happened = new MockEvent(MockMoment.Tls, name ?? "", mock.Session, null) { Connection = connection };
        var act = rules.Perform(happened);
        return HandshakeFault.Perform(connection, act, authority) ?? authority.Certificate(TlsFault.None);
    }

    /// <summary>Nobody guesses passwords here, and clients try one mechanism after the other.</summary>
    private const int FailedAuthentications = 10;
}
