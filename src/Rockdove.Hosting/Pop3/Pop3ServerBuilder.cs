using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>
/// Puts one POP3 endpoint together: settings, extensions, middleware in the order it is added, and a handler.
/// </summary>
public sealed class Pop3ServerBuilder
{
    private readonly List<Func<Pop3Delegate, Pop3Delegate>> _middleware = [];
    private readonly List<Pop3Extension> _extensions = [];
    private readonly List<Func<ConnectionContext, ILinkTap?>> _taps = [];
    private Pop3Handler? _handler;

    internal Pop3ServerBuilder(IServiceProvider services) => Services = services;

    public IServiceProvider Services { get; }

    public Pop3ServerOptions Options { get; } = new();

    /// <summary>Changes the settings.</summary>
    public Pop3ServerBuilder Configure(Action<Pop3ServerOptions> change)
    {
        change(Options);
        return this;
    }

    /// <summary>
    /// Takes settings from a section of the configuration: the properties of <see cref="Pop3ServerOptions"/> by their
    /// names, times in keys that end in <c>Seconds</c>, and <c>Certificate</c> with <c>File</c>, <c>KeyFile</c> and
    /// <c>Password</c>, or <c>Development</c>.
    /// </summary>
    /// <exception cref="InvalidSettingException">
    /// A key is unknown, or its value is not allowed: one line that names it, the value, where it came from and what is
    /// allowed.
    /// </exception>
    /// <exception cref="CertificateException">The certificate cannot be used. Names its files.</exception>
    public Pop3ServerBuilder Bind(IConfigurationSection section)
    {
        var root = Services.GetService<IConfiguration>() as IConfigurationRoot;
        new Pop3Settings(Options).Apply(section, root, Services.GetService<TimeProvider>() ?? TimeProvider.System, Log);
        return this;
    }

    /// <summary>Adds an extension of your own.</summary>
    public Pop3ServerBuilder Extend(Pop3Extension extension)
    {
        _extensions.Add(extension);
        return this;
    }

    /// <summary>Adds middleware: it sees each question before the handler, and each answer after it.</summary>
    public Pop3ServerBuilder Use(Func<Pop3Delegate, Pop3Delegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Adds middleware as one function of the context and the next delegate.</summary>
    public Pop3ServerBuilder Use(Func<Pop3Context, Pop3Delegate, ValueTask<Pop3Reply?>> middleware) =>
        Use(next => context => middleware(context, next));

    /// <summary>Lets a tap of its own see the octets of each connection, or of those that the function wants.</summary>
    public Pop3ServerBuilder Tap(Func<ConnectionContext, ILinkTap?> begin)
    {
        _taps.Add(begin);
        return this;
    }

    /// <summary>Sets who answers in the end.</summary>
    public Pop3ServerBuilder Handle(Pop3Handler handler)
    {
        _handler = handler;
        return this;
    }

    internal IReadOnlyList<Func<ConnectionContext, ILinkTap?>> Taps => _taps;

    internal ILogger Log => Services.GetService<ILoggerFactory>()?.CreateLogger(Pop3Telemetry.LogCategory)
        ?? NullLogger.Instance;

    /// <summary>Adds middleware in front of all other.</summary>
    internal Pop3ServerBuilder UseFirst(Func<Pop3Context, Pop3Delegate, ValueTask<Pop3Reply?>> middleware)
    {
        _middleware.Insert(0, next => context => middleware(context, next));
        return this;
    }

    internal Pop3Protocol BuildProtocol() => Options.Build(_extensions);

    /// <exception cref="InvalidOperationException">No handler was set.</exception>
    internal Pop3Delegate BuildPipeline(ILogger log)
    {
        var handler = _handler ?? throw new InvalidOperationException("UsePop3 needs a handler: call Handle(...).");
        Pop3Delegate pipeline = new Pop3HandlerTerminal(handler, Options.Certificate, log).AnswerAsync;
        for (var i = _middleware.Count - 1; i >= 0; i--)
            pipeline = _middleware[i](pipeline);
        return pipeline;
    }
}
