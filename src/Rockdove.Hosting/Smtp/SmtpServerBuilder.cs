using Microsoft.Extensions.Logging;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>
/// Puts one SMTP endpoint together: settings, extensions, middleware in the order it is added, and a handler.
/// </summary>
public sealed class SmtpServerBuilder
{
    private readonly List<Func<SmtpDelegate, SmtpDelegate>> _middleware = [];
    private readonly List<SmtpExtension> _extensions = [];
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

    /// <summary>Sets who answers in the end.</summary>
    public SmtpServerBuilder Handle(SmtpHandler handler)
    {
        _handler = handler;
        return this;
    }

    internal SmtpProtocol BuildProtocol() => Options.Build(_extensions);

    /// <exception cref="InvalidOperationException">No handler was set.</exception>
    internal SmtpDelegate BuildPipeline(ILogger log)
    {
        var handler = _handler ?? throw new InvalidOperationException("UseSmtp needs a handler: call Handle(...).");
        SmtpDelegate pipeline = new HandlerTerminal(handler, Options.Certificate, log).AnswerAsync;
        for (var i = _middleware.Count - 1; i >= 0; i--)
            pipeline = _middleware[i](pipeline);
        return pipeline;
    }
}
