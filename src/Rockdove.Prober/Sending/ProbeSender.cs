using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using Rockdove.Hosting;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Prober;

/// <summary>Sends by SMTP, one command at a time, so that each is timed by itself.</summary>
internal sealed class ProbeSender(SendPatience patience, TimeProvider time) : IProbeSender
{
    private readonly ConcurrentDictionary<string, bool> _wasRefused = new(StringComparer.Ordinal);

    public async ValueTask<SendReport> SendAsync(
        ProbeAccount from, ProbeAccount to, ReadOnlyMemory<byte> mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var server = from.Send ?? throw new ArgumentException($"{from.Name} has no server to send by.", nameof(from));
        var started = time.GetUtcNow();
        var startedAt = time.GetTimestamp();
        SaslLogin? login = null;
        try
        {
            if (from.Login is not null)
            {
                var afterRefusal = _wasRefused.TryGetValue(from.Name, out var refused) && refused;
                login = await from.Login.LoginAsync(afterRefusal, cancellationToken);
            }
        }
        catch (LoginUnavailableException unavailable)
        {
            return new SendReport
            {
                Verdict = SendVerdict.AuthenticationFailed,
                Started = started,
                StartedAt = startedAt,
                EndedAt = time.GetTimestamp(),
                Failure = new ProbeFailure(ProbeStage.Authentication, unavailable.Message),
                Bytes = mail.Length,
            };
        }

        var report = await TalkAsync(from, to, server, login, mail, started, cancellationToken);
        if (report.Advice == SendAdvice.LoginRefused && login?.Token is { } token
            && await RenewedAsync(from.Login!, token, cancellationToken) is { } renewed)
            report = await TalkAsync(from, to, server, renewed, mail, started, cancellationToken);
        _wasRefused[from.Name] = report.Advice == SendAdvice.LoginRefused;
        return report;
    }

    /// <summary>
    /// Tokens run out and are revoked, which is no fault of the account: a new one is tried at once. Null when there is
    /// no other.
    /// </summary>
    private static async ValueTask<SaslLogin?> RenewedAsync(
        ILoginSource source, Secret refused, CancellationToken cancellationToken)
    {
        try
        {
            var login = await source.LoginAsync(afterRefusal: true, cancellationToken);
            return login.Token is { } token && !token.Equals(refused) ? login : null;
        }
        catch (LoginUnavailableException)
        {
            return null; // The refusal says more than that.
        }
    }

    private async Task<SendReport> TalkAsync(
        ProbeAccount from, ProbeAccount to, ProbeServer server, SaslLogin? login, ReadOnlyMemory<byte> mail,
        DateTimeOffset started, CancellationToken cancellationToken)
    {
        // The login is made before: fetching a token is no part of the session.
        var startedAt = time.GetTimestamp();
        var endPoint = server.EndPoint;
        SmtpClientConnection connection;
        SmtpTransaction? transaction = null;
        long endedAt;
        await using (connection = await SmtpClientConnection.ConnectAsync(
            endPoint, Options(from, server, login), cancellationToken))
        {
            if (connection.Failure is null)
            {
                transaction = await connection.SendAsync(
                    new OutgoingEnvelope(from.Address, to.Address) { MessageBytes = mail.Length },
                    mail,
                    cancellationToken);
            }

            endedAt = time.GetTimestamp();
            await connection.QuitAsync(cancellationToken);
        }

        var text = new ArrayBufferWriter<byte>();
        connection.Transcript?.Write(text);
        var report = SendOutcome.Of(connection.Failure, transaction, IsUnresolved(connection, endPoint));
        return report with
        {
            Started = started,
            StartedAt = startedAt,
            EndedAt = endedAt,
            Phases = SendPhases.Of(connection.Times, server.Security == MailSecurity.Tls),
            Bytes = mail.Length,
            Transcript = text.WrittenMemory,
        };
    }

    /// <summary>True when the name has no address: the connection then never began.</summary>
    private static bool IsUnresolved(SmtpClientConnection connection, EndPoint endPoint) =>
        endPoint is DnsEndPoint && connection.Failure is { Phase: SmtpClientPhase.Connect }
            && connection.Times.Resolving == TimeSpan.Zero;

    private SmtpClientConnectionOptions Options(ProbeAccount from, ProbeServer server, SaslLogin? login) => new()
    {
        Session = new SmtpClientOptions
        {
            HelloName = from.HelloName ?? HelloName.OfThisMachine,
            Tls = server.Security switch
            {
                MailSecurity.Tls or MailSecurity.StartTls => SmtpTlsPolicy.Required,
                MailSecurity.StartTlsIfOffered => SmtpTlsPolicy.Opportunistic,
                _ => SmtpTlsPolicy.Never,
            },
            Login = login is null ? null : login with { ServerHost = server.Host, ServerPort = server.Port },
            Sasl = new SaslPolicy
            {
                RevealSecretsInClear = server.AllowsPlaintextLogin,
                Mechanisms = from.Mechanisms,
            },
            Pipelining = SmtpPipelining.Never,
            Timeouts = new SmtpClientTimeouts
            {
                Greeting = patience.Command,
                Command = patience.Command,
                Mail = patience.Command,
                Recipient = patience.Command,
                DataInitiation = patience.Command,
                DataBlock = patience.Command,
                DataTermination = patience.Data,
                Quit = patience.Quit,
            },
        },
        ImplicitTls = server.Security == MailSecurity.Tls,
        TlsName = server.TlsName,
        AcceptsAnyCertificate = server.AcceptsAnyCertificate,
        ConnectPatience = patience.Connect,
        RecordsTranscript = true,
        Time = time,
    };
}
