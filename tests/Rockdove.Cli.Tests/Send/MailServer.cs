using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Cli.Tests;

/// <summary>A server of our own for <c>rockdove send</c>. It keeps messages and refuses what it is told to.</summary>
internal sealed class MailServer : SmtpHandler, IAsyncDisposable
{
    private WebApplication? _app;

    public string Address { get; private set; } = "";

    public ConcurrentQueue<byte[]> Messages { get; } = new();

    public ConcurrentQueue<Envelope> Envelopes { get; } = new();

    public ConcurrentQueue<string> Logins { get; } = new();

    /// <summary>The question to refuse: Connect, Hello, Auth, Mail, Data, Message; or a recipient's address.</summary>
    public string? Refuses { get; init; }

    public static async Task<MailServer> StartAsync(
        Action<SmtpServerOptions>? configure = null, string? refuses = null)
    {
        var server = new MailServer { Refuses = refuses };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseSmtp(
            smtp => smtp.Configure(options => configure?.Invoke(options)).Handle(server))));
        server._app = builder.Build();
        await server._app.StartAsync();
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Address = new Uri(addresses.Addresses.Single()).Authority;
        return server;
    }

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? default;

    public override ValueTask<SmtpReply?> ConnectAsync(SmtpContext context, ConnectQuestion question) =>
        Unless("Connect");

    public override ValueTask<SmtpReply?> HelloAsync(SmtpContext context, HelloQuestion question) => Unless("Hello");

    public override ValueTask<SmtpReply?> AuthenticateAsync(SmtpContext context, AuthQuestion question)
    {
        Logins.Enqueue($"{question.Credentials.Identity}:{question.Credentials.Secret?.RevealText()}");
        return Refuses == "Auth" ? default : new(new SmtpReply(235, "2.7.0", "Welcome"));
    }

    public override ValueTask<SmtpReply?> MailAsync(SmtpContext context, MailQuestion question) => Unless("Mail");

    public override ValueTask<SmtpReply?> RecipientAsync(SmtpContext context, RecipientQuestion question) =>
        Refuses is not null && question.Recipient.Path.ToString()!.Contains(Refuses, StringComparison.Ordinal)
            ? Unless(Refuses)
            : default;

    public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question)
    {
        if (Refuses == "Data")
            return new(Refusal);
        Envelopes.Enqueue(question.Envelope);
        return new(new Sink(this));
    }

    private ValueTask<SmtpReply?> Unless(string word) => new(Refuses == word ? Refusal : null);

    private static SmtpReply Refusal => new(550, "5.7.1", "Not for you");

    private sealed class Sink(MailServer server) : MessageSink
    {
        private readonly MemoryStream _content = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            _content.Write(content.Span);
            return default;
        }

        public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken)
        {
            if (server.Refuses == "Message")
                return new(Refusal);
            server.Messages.Enqueue(_content.ToArray());
            return new(new SmtpReply(250, "2.0.0", "Kept"));
        }
    }
}
