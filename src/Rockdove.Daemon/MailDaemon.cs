using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Mailboxes;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>
/// A mail server for the accounts of a store: it takes their mail, lets them send among themselves, and shows what came
/// by POP3 and IMAP. It relays nothing.
/// </summary>
public sealed class MailDaemon : IDisposable
{
    private readonly DaemonState _state;
    private readonly CertificateSource _certificate;
    private readonly LoginGuard _guard;
    private readonly DaemonSmtpHandler _smtp;
    private readonly DaemonPop3Handler _pop3;
    private readonly DaemonPop3Handler _pop3WithTrash;
    private readonly DaemonImapHandler _imap;
    private readonly byte[] _saltKey;

    /// <param name="settings">What it goes by at first; see <see cref="Change"/>.</param>
    /// <param name="store">Where mail is kept. Whoever made it disposes it, after the daemon.</param>
    /// <param name="accounts">Who exists.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="loggers">Where it tells what goes wrong; null for nowhere.</param>
    /// <param name="saltKey">
    /// Keys the made-up salts of accounts that do not exist: 32 octets or more, secret, and the same after a restart,
    /// or else whoever asks before and after learns who exists. Null makes one up.
    /// </param>
    /// <param name="meters">Makes the meter <see cref="DaemonTelemetry.Name"/>; null for one of the process.</param>
    /// <exception cref="ArgumentException">A setting makes no sense; the message names it.</exception>
    public MailDaemon(
        DaemonSettings settings,
        IMailStore store,
        IAccountStore accounts,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null,
        byte[]? saltKey = null,
        IMeterFactory? meters = null)
    {
        settings.Validate();
        time ??= TimeProvider.System;
        var log = (loggers ?? NullLoggerFactory.Instance).CreateLogger(LogCategory);
        _state = new DaemonState(store, accounts, settings);
        _certificate = new CurrentCertificate(() => _state.Now.Settings.Certificate);
        var throttle = new LoginThrottle(() => _state.Now.Settings.Logins, time);
        _guard = new LoginGuard(new LoginGate(throttle, new DaemonMetrics(meters), time, log));
        _smtp = new DaemonSmtpHandler(_state, time, log);
        _pop3 = new DaemonPop3Handler(_state, Shown);
        _pop3WithTrash = new DaemonPop3Handler(_state, Shown with { MovesDeletedToTrash = true });
        _imap = new DaemonImapHandler(_state, time);
        _saltKey = saltKey ?? RandomNumberGenerator.GetBytes(32);
    }

    /// <summary>What it goes by now.</summary>
    public DaemonSettings Settings => _state.Now.Settings;

    /// <summary>
    /// Goes by other settings from here on; what is being answered ends as it began. Sessions stay.
    /// </summary>
    /// <exception cref="ArgumentException">A setting makes no sense; nothing was changed.</exception>
    public void Change(DaemonSettings settings)
    {
        settings.Validate();
        _state.Change(settings);
    }

    /// <summary>Speaks on an endpoint of Kestrel, or on other connections.</summary>
    /// <exception cref="ArgumentException">
    /// The listener makes no sense, or needs a certificate and there is none. The message names the setting.
    /// </exception>
    public void Listen(IConnectionBuilder listen, DaemonListener listener)
    {
        if (listener.NeedsCertificate && Settings.Certificate is null)
            throw new ArgumentException($"The listener {listener.Name} ({listener.Kind}) needs a certificate.");
        if (listener.IsSmtp)
        {
            listen.UseSmtp(smtp => smtp
                .Configure(options => Configure(options, listener))
                .Use(_guard.AnswerAsync)
                .AddReceivedHeader()
                .Handle(_smtp));
        }
        else if (listener.IsImap)
        {
            listen.UseImap(imap => imap
                .Configure(options => Configure(options, listener))
                .Use(_guard.AnswerAsync)
                .Handle(_imap));
        }
        else
        {
            listen.UsePop3(pop3 => pop3
                .Configure(options => Configure(options, listener))
                .Use(_guard.AnswerAsync)
                .Handle(listener.MovesDeletedToTrash ? _pop3WithTrash : _pop3));
        }
    }

    public void Dispose() => _state.Dispose();

    private void Configure(SmtpServerOptions options, DaemonListener listener)
    {
        if (listener.Profile is { } profile)
        {
            var ours = options.Limits;
            options.Imitate(profile);
            options.Limits = ours;
        }

        options.HostName = Settings.HostName;
        options.Texts = options.Texts with { Replies = [.. listener.Replies, .. options.Texts.Replies] };
        if (listener.Greeting is { } greeting)
            options.Greeting = greeting;
        options.IsLmtp = listener.Kind == ListenerKind.Lmtp;
        options.Certificate = CertificateOf(listener);
        options.ImplicitTls = listener.BeginsWithTls;
        options.RequiresTls = listener.RequiresTls;
        options.AllowsSecretsInClear = listener.AllowsClear;
        options.Mechanisms = listener.Kind == ListenerKind.Lmtp ? [] : MechanismsOf(listener);
        options.RequiresAuthentication = listener.Kind is ListenerKind.Submission or ListenerKind.Submissions;
        options.Connections = listener.Connections;
        options.ConnectionsPerClient = listener.ConnectionsPerClient;
        options.TrustedPeers = [.. listener.TrustedProxies];
        options.UsesProxyProtocol = listener.TrustedProxies.Count > 0;
        options.Clocks = Clocks(options.Clocks, listener);
        options.Limits = options.Limits with
        {
            MessageBytes = listener.MessageBytes,
            DiscardedMessageBytes = Math.Max(options.Limits.DiscardedMessageBytes, 2 * listener.MessageBytes),
            Recipients = listener.Recipients,
            CommandPatience = listener.CommandPatience ?? options.Limits.CommandPatience,
            FailedAuthentications = listener.FailedLogins ?? options.Limits.FailedAuthentications,
        };
    }

    private void Configure(Pop3ServerOptions options, DaemonListener listener)
    {
        options.HostName = Settings.HostName;
        if (listener.Greeting is { } greeting)
            options.Greeting = greeting;
        options.Certificate = CertificateOf(listener);
        options.ImplicitTls = listener.BeginsWithTls;
        options.RequiresTls = listener.RequiresTls;
        options.AllowsSecretsInClear = listener.AllowsClear;
        options.Mechanisms = MechanismsOf(listener);
        options.OffersUser = listener.OffersUser;
        options.OffersApop = listener.OffersApop;
        options.Connections = listener.Connections;
        options.ConnectionsPerClient = listener.ConnectionsPerClient;
        options.TrustedPeers = [.. listener.TrustedProxies];
        options.UsesProxyProtocol = listener.TrustedProxies.Count > 0;
        options.Clocks = Clocks(options.Clocks, listener);
        options.Limits = options.Limits with
        {
            CommandPatience = listener.CommandPatience ?? options.Limits.CommandPatience,
            FailedLogins = listener.FailedLogins ?? options.Limits.FailedLogins,
        };
    }

    private void Configure(ImapServerOptions options, DaemonListener listener)
    {
        options.HostName = Settings.HostName;
        if (listener.Greeting is { } greeting)
            options.Greeting = greeting;
        options.Certificate = CertificateOf(listener);
        options.ImplicitTls = listener.BeginsWithTls;
        options.RequiresTls = listener.RequiresTls;
        options.AllowsSecretsInClear = listener.AllowsClear;
        options.Mechanisms = MechanismsOf(listener);
        options.Extensions = [.. options.Extensions, .. MailboxImapHandler.Extensions];
        if (listener.OffersCompression)
            options.Extensions.Add(new Compress());
        options.Connections = listener.Connections;
        options.ConnectionsPerClient = listener.ConnectionsPerClient;
        options.TrustedPeers = [.. listener.TrustedProxies];
        options.UsesProxyProtocol = listener.TrustedProxies.Count > 0;
        options.Clocks = Clocks(options.Clocks, listener);
        options.Limits = options.Limits with
        {
            MessageBytes = listener.MessageBytes == 0 ? long.MaxValue : listener.MessageBytes,
            CommandPatience = listener.CommandPatience ?? options.Limits.CommandPatience,
            LoginPatience = listener.LoginPatience ?? options.Limits.LoginPatience,
            FailedLogins = listener.FailedLogins ?? options.Limits.FailedLogins,
        };
    }

    private static DriverLimits Clocks(DriverLimits clocks, DaemonListener listener) =>
        listener.SessionPatience is { } session ? clocks with { Session = session } : clocks;

    private CertificateSource? CertificateOf(DaemonListener listener) =>
        Settings.Certificate is not null && (listener.OffersTls || listener.NeedsCertificate) ? _certificate : null;

    private List<SaslMechanism> MechanismsOf(DaemonListener listener)
    {
        if (!listener.OffersLogin)
            return [];
        var mechanisms = new List<SaslMechanism>();
        foreach (var name in listener.Mechanisms)
        {
            mechanisms.Add(new ListenerMechanism(
                SaslMechanisms.Find(name) ?? throw new ArgumentException($"'{name}' is no SASL mechanism."), _saltKey));
        }

        return mechanisms;
    }

    /// <summary>
    /// Mail is shown as it came, also to programs that have not said UTF8: most have never heard of it.
    /// </summary>
    private static readonly MailboxPop3Options Shown = new() { RefusesUtf8Headers = false };

    /// <summary>Of what the daemon itself logs.</summary>
    public const string LogCategory = "Rockdove.Daemon";
}
