using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Rockdove.Hosting;
using Rockdove.Mailboxes;
using Rockdove.Storage;
using Rockdove.Wire;

namespace Rockdove.Catcher;

/// <summary>What kind of endpoint a catcher opens.</summary>
public enum CatcherEndpoint
{
    /// <summary>SMTP, with STARTTLS.</summary>
    Smtp,

    /// <summary>SMTP that begins with a TLS handshake (RFC 8314).</summary>
    Smtps,

    /// <summary>LMTP (RFC 2033), with STARTTLS.</summary>
    Lmtp,

    /// <summary>POP3, with STLS: every name sees all that was caught, or what is its own.</summary>
    Pop3,

    /// <summary>IMAP, with STARTTLS: the same.</summary>
    Imap,
}

/// <summary>
/// A mail server that keeps everything and delivers nothing. It opens any number of endpoints onto the same mail.
/// </summary>
public sealed class MailCatcher : IAsyncDisposable
{
    private readonly CatcherOptions _options;
    private readonly CertificateSource _certificate;
    private readonly CatchAllHandler _handler;
    private readonly CaughtPop3Handler _pop3;
    private readonly CaughtImapHandler _imap;
    private InboxPorts? _inboxPorts;

    private MailCatcher(CatcherOptions options, CaughtMail mail, TimeProvider time)
    {
        _options = options;
        _certificate = options.Certificate ?? CertificateSource.Development(options.HostName);
        _handler = new CatchAllHandler(mail, options, time);
        _pop3 = new CaughtPop3Handler(mail, new CatcherAccounts(options.Accounts));
        _imap = new CaughtImapHandler(mail, new CatcherAccounts(options.Accounts), time);
        Mail = mail;
    }

    public CaughtMail Mail { get; }

    /// <param name="options">Its settings.</param>
    /// <param name="time">Dates messages and forgets old ones; null for the system's clock.</param>
    /// <param name="store">Where mail is kept; the catcher disposes it. Null: in memory, beginning with
    /// nothing.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="ArgumentException">A setting makes no sense.</exception>
    public static async ValueTask<MailCatcher> CreateAsync(
        CatcherOptions options,
        TimeProvider? time = null,
        IMailStore? store = null,
        CancellationToken cancellationToken = default)
    {
        options.Validate();
        time ??= TimeProvider.System;
        var mail = await CaughtMail.CreateAsync(options, time, store, cancellationToken);
        return new MailCatcher(options, mail, time);
    }

    /// <summary>Speaks on an endpoint of Kestrel.</summary>
    /// <param name="listen">Where.</param>
    /// <param name="endpoint">What.</param>
    /// <param name="more">Adds to an endpoint of SMTP or LMTP: middleware in front of the catcher's handler.</param>
    public void Listen(ListenOptions listen, CatcherEndpoint endpoint, Action<SmtpServerBuilder>? more = null)
    {
        if (endpoint == CatcherEndpoint.Pop3)
            listen.UsePop3(pop3 => pop3.Configure(Configure).Handle(_pop3));
        else if (endpoint == CatcherEndpoint.Imap)
            listen.UseImap(imap => imap.Configure(Configure).Handle(_imap));
        else
            listen.UseSmtp(smtp => AddTo(smtp, endpoint, more));
    }

    /// <summary>
    /// Lets inboxes have ports of their own, with SMTP as it is on <see cref="CatcherEndpoint.Smtp"/>; without this a
    /// request for one is refused. Called once, when the application is built.
    /// </summary>
    /// <param name="address">Where these ports are: that of the other endpoints, mostly.</param>
    /// <param name="services">The application's, which has Kestrel's transport.</param>
    /// <param name="more">As for <see cref="Listen"/>.</param>
    /// <returns>Closes all of them when it is disposed, which the catcher does at its end too.</returns>
    /// <exception cref="ArgumentException">The application has no transport.</exception>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public InboxPorts AllowInboxPorts(
        IPAddress address, IServiceProvider services, Action<SmtpServerBuilder>? more = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(services);
        if (_inboxPorts is not null)
            throw new InvalidOperationException("Inboxes of this catcher may have ports already.");
        _inboxPorts = new InboxPorts(address, services, smtp => AddTo(smtp, CatcherEndpoint.Smtp, more));
        Mail.NamedInboxes.Ports = _inboxPorts;
        return _inboxPorts;
    }

    public async ValueTask DisposeAsync()
    {
        if (_inboxPorts is not null)
            await _inboxPorts.DisposeAsync();
        await Mail.DisposeAsync();
    }

    private void AddTo(SmtpServerBuilder smtp, CatcherEndpoint endpoint, Action<SmtpServerBuilder>? more)
    {
        smtp.Configure(settings => Configure(settings, endpoint)).Tap(Mail.Sessions.Begin).Handle(_handler);
        more?.Invoke(smtp);
    }

    private void Configure(SmtpServerOptions settings, CatcherEndpoint endpoint)
    {
        settings.HostName = _options.HostName;
        settings.IsLmtp = endpoint == CatcherEndpoint.Lmtp;
        settings.ImplicitTls = endpoint == CatcherEndpoint.Smtps;
        settings.Certificate = _certificate;
        settings.RequiresTls = _options.RequiresTls && endpoint != CatcherEndpoint.Smtps;
        settings.Limits = settings.Limits with
        {
            MessageBytes = _options.MessageBytes,
            Recipients = _options.Recipients,
            FailedAuthentications = FailedAuthentications,
        };
        settings.BinaryMime = true;
        settings.AllowsSecretsInClear = true;
        settings.Mechanisms = Mechanisms;
    }

    private void Configure(Pop3ServerOptions settings)
    {
        settings.HostName = _options.HostName;
        settings.Certificate = _certificate;
        settings.RequiresTls = _options.RequiresTls;
        settings.Limits = settings.Limits with { FailedLogins = FailedAuthentications };
        settings.AllowsSecretsInClear = true;
        settings.Mechanisms = Mechanisms;
        settings.OffersApop = _options.Accounts.Count > 0; // It needs a password to compare with.
    }

    private void Configure(ImapServerOptions settings)
    {
        settings.HostName = _options.HostName;
        settings.Certificate = _certificate;
        settings.RequiresTls = _options.RequiresTls;
        settings.Limits = settings.Limits with
        {
            FailedLogins = FailedAuthentications,
            MessageBytes = _options.MessageBytes,
        };
        settings.Extensions = [.. settings.Extensions, .. MailboxImapHandler.Extensions];
        settings.AllowsSecretsInClear = !_options.RequiresTls;
        settings.Mechanisms = Mechanisms;
    }

    private List<SaslMechanism> Mechanisms => _options.Accounts.Count == 0
        ? [new UncheckedCramMd5Mechanism(), new PlainMechanism(), new LoginMechanism()]
        : [new ScramSha256Mechanism(), new CramMd5Mechanism(), new PlainMechanism(), new LoginMechanism()];

    /// <summary>
    /// Nobody guesses passwords here, but clients try one mechanism after the other: with three failures before the end
    /// Python's smtplib reports the end of the session instead of the wrong password.
    /// </summary>
    private const int FailedAuthentications = 10;
}
