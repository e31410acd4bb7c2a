using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>
/// Puts one IMAP endpoint together: settings, extensions, middleware in the order it is added, and a handler.
/// </summary>
public sealed class ImapServerBuilder
{
    private readonly List<Func<ImapDelegate, ImapDelegate>> _middleware = [];
    private readonly List<ImapExtension> _extensions = [];
    private readonly List<Func<ConnectionContext, ILinkTap?>> _taps = [];
    private ImapHandler? _handler;

    internal ImapServerBuilder(IServiceProvider services) => Services = services;

    public IServiceProvider Services { get; }

    public ImapServerOptions Options { get; } = new();

    /// <summary>Changes the settings.</summary>
    public ImapServerBuilder Configure(Action<ImapServerOptions> change)
    {
        change(Options);
        return this;
    }

    /// <summary>
    /// Takes settings from a section of the configuration: the properties of <see cref="ImapServerOptions"/> by their
    /// names, times in keys that end in <c>Seconds</c>, and <c>Certificate</c> with <c>File</c>, <c>KeyFile</c> and
    /// <c>Password</c>, or <c>Development</c>.
    /// </summary>
    /// <exception cref="InvalidSettingException">
    /// A key is unknown, or its value is not allowed: one line that names it, the value, where it came from and what is
    /// allowed.
    /// </exception>
    /// <exception cref="CertificateException">The certificate cannot be used. Names its files.</exception>
    public ImapServerBuilder Bind(IConfigurationSection section)
    {
        var root = Services.GetService<IConfiguration>() as IConfigurationRoot;
        new ImapSettings(Options).Apply(section, root, Services.GetService<TimeProvider>() ?? TimeProvider.System, Log);
        return this;
    }

    /// <summary>Adds an extension of your own.</summary>
    public ImapServerBuilder Extend(ImapExtension extension)
    {
        _extensions.Add(extension);
        return this;
    }

    /// <summary>Adds middleware: it sees each question before the handler, and each answer after it.</summary>
    public ImapServerBuilder Use(Func<ImapDelegate, ImapDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Adds middleware as one function of the context and the next delegate.</summary>
    public ImapServerBuilder Use(Func<ImapContext, ImapDelegate, ValueTask<ImapReply?>> middleware) =>
        Use(next => context => middleware(context, next));

    /// <summary>Lets a tap of its own see the octets of each connection, or of those that the function wants.</summary>
    public ImapServerBuilder Tap(Func<ConnectionContext, ILinkTap?> begin)
    {
        _taps.Add(begin);
        return this;
    }

    /// <summary>
    /// Chooses the certificate of each handshake by the connection and the name that the client asks for (SNI, or
    /// null); null leaves the one of the options, which must be there for TLS to be offered.
    /// </summary>
    public ImapServerBuilder ChooseCertificate(Func<ConnectionContext, string?, CertificateSource?> choose)
    {
        Certificate = choose;
        return this;
    }

    /// <summary>Sets who answers in the end.</summary>
    public ImapServerBuilder Handle(ImapHandler handler)
    {
        _handler = handler;
        return this;
    }

    internal IReadOnlyList<Func<ConnectionContext, ILinkTap?>> Taps => _taps;

    internal ILogger Log => Services.GetService<ILoggerFactory>()?.CreateLogger(ImapTelemetry.LogCategory)
        ?? NullLogger.Instance;

    /// <summary>Adds middleware in front of all other.</summary>
    internal ImapServerBuilder UseFirst(Func<ImapContext, ImapDelegate, ValueTask<ImapReply?>> middleware)
    {
        _middleware.Insert(0, next => context => middleware(context, next));
        return this;
    }

    internal Func<ConnectionContext, string?, CertificateSource?>? Certificate { get; private set; }

    internal ImapProtocol BuildProtocol() => Options.Build(_extensions);

    /// <exception cref="InvalidOperationException">No handler was set.</exception>
    internal ImapDelegate BuildPipeline(CompressionSlots compression, ILogger log)
    {
        var handler = _handler ?? throw new InvalidOperationException("UseImap needs a handler: call Handle(...).");
        ImapDelegate pipeline = new ImapHandlerTerminal(handler, Options, compression, log).AnswerAsync;
        for (var i = _middleware.Count - 1; i >= 0; i--)
            pipeline = _middleware[i](pipeline);
        return pipeline;
    }
}
