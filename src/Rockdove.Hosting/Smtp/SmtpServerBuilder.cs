using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>
/// Puts one SMTP endpoint together: settings, extensions, middleware in the order it is added, and a handler.
/// </summary>
public sealed class SmtpServerBuilder
{
    private readonly List<Func<SmtpDelegate, SmtpDelegate>> _middleware = [];
    private readonly List<SmtpExtension> _extensions = [];
    private readonly List<Func<ConnectionContext, ILinkTap?>> _taps = [];
    private SmtpHandler? _handler;

    internal SmtpServerBuilder(IServiceProvider services) => Services = services;

    public IServiceProvider Services { get; }

    public SmtpServerOptions Options { get; } = new();

    /// <summary>Changes the settings.</summary>
    public SmtpServerBuilder Configure(Action<SmtpServerOptions> change)
    {
        change(Options);
        return this;
    }

    /// <summary>
    /// Takes settings from a section of the configuration: the properties of <see cref="SmtpServerOptions"/> by their
    /// names, times in keys that end in <c>Seconds</c>, and <c>Certificate</c> with <c>File</c>, <c>KeyFile</c> and
    /// <c>Password</c>, or <c>Development</c>.
    /// </summary>
    /// <exception cref="InvalidSettingException">
    /// A key is unknown, or its value is not allowed: one line that names it, the value, where it came from and what is
    /// allowed.
    /// </exception>
    /// <exception cref="CertificateException">The certificate cannot be used. Names its files.</exception>
    public SmtpServerBuilder Bind(IConfigurationSection section)
    {
        var root = Services.GetService<IConfiguration>() as IConfigurationRoot;
        new SmtpSettings(Options).Apply(section, root, Time, Log);
        return this;
    }

    /// <summary>Adds an extension of your own.</summary>
    public SmtpServerBuilder Extend(SmtpExtension extension)
    {
        _extensions.Add(extension);
        return this;
    }

    /// <summary>Adds middleware: it sees each question before the handler, and each answer after it.</summary>
    public SmtpServerBuilder Use(Func<SmtpDelegate, SmtpDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Adds middleware as one function of the context and the next delegate.</summary>
    public SmtpServerBuilder Use(Func<SmtpContext, SmtpDelegate, ValueTask<SmtpReply?>> middleware) =>
        Use(next => context => middleware(context, next));

    /// <summary>Lets a tap of its own see the octets of each connection, or of those that the function wants.</summary>
    public SmtpServerBuilder Tap(Func<ConnectionContext, ILinkTap?> begin)
    {
        _taps.Add(begin);
        return this;
    }

    /// <summary>
    /// Lets one tap change what each connection sends, line by line: for tests of clients that must bear a broken
    /// server. Engine and handlers know nothing of it.
    /// </summary>
    public SmtpServerBuilder Edit(Func<ConnectionContext, ILineTap?> begin)
    {
        Editor = begin;
        return this;
    }

    /// <summary>
    /// Chooses the certificate of each handshake by the connection and the name that the client asks for (SNI, or
    /// null); null leaves the one of the options, which must be there for TLS to be offered.
    /// </summary>
    public SmtpServerBuilder ChooseCertificate(Func<ConnectionContext, string?, CertificateSource?> choose)
    {
        Certificate = choose;
        return this;
    }

    /// <summary>
    /// Has metrics and activities tell this port (<c>server.port</c>) and not the one that is listened on: where
    /// connections come by many ports, each would be a series of its own.
    /// </summary>
    public SmtpServerBuilder CountAs(int port)
    {
        CountedPort = port;
        return this;
    }

    /// <summary>Sets who answers in the end.</summary>
    public SmtpServerBuilder Handle(SmtpHandler handler)
    {
        _handler = handler;
        return this;
    }

    internal int? CountedPort { get; private set; }

    internal IReadOnlyList<Func<ConnectionContext, ILinkTap?>> Taps => _taps;

    /// <summary>For what must not be lost in an answer: a delegate that fails behind a promise.</summary>
    internal ILogger Log => Services.GetService<ILoggerFactory>()?.CreateLogger(SmtpTelemetry.LogCategory)
        ?? NullLogger.Instance;

    internal TimeProvider Time => Services.GetService<TimeProvider>() ?? TimeProvider.System;

    /// <summary>Adds middleware in front of all other.</summary>
    internal SmtpServerBuilder UseFirst(Func<SmtpContext, SmtpDelegate, ValueTask<SmtpReply?>> middleware)
    {
        _middleware.Insert(0, next => context => middleware(context, next));
        return this;
    }

    internal Func<ConnectionContext, ILineTap?>? Editor { get; private set; }

    internal Func<ConnectionContext, string?, CertificateSource?>? Certificate { get; private set; }

    internal SmtpProtocol BuildProtocol() => Options.Build(_extensions);

    /// <exception cref="InvalidOperationException">No handler was set.</exception>
    internal SmtpDelegate BuildPipeline(ILogger log)
    {
        var handler = _handler
            ?? throw new InvalidOperationException("UseSmtp needs a handler: call Handle(...) or OnMessage(...).");
        if (handler is BodyHandler { AnswersEach: true } && !Options.IsLmtp)
            throw new InvalidOperationException("OnMessageEach needs IsLmtp: SMTP answers a message once.");
        SmtpDelegate pipeline = new HandlerTerminal(handler, Options.Certificate, log).AnswerAsync;
        for (var i = _middleware.Count - 1; i >= 0; i--)
            pipeline = _middleware[i](pipeline);
        return pipeline;
    }
}
