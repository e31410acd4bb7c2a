using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rockdove.Mock;
using Rockdove.Web;

namespace Rockdove.Cli;

/// <summary>One run of the mock, from the first socket to the signal that ends it.</summary>
internal sealed partial class MockRun(MockCommandOptions options, ParseResult parsed, MockScript? script)
{
    private readonly GoSmtpMockProfile _flags = options.Flags.ToProfile(parsed);
    private readonly MockLoggers? _log = options.Flags.Log.IsOn(parsed)
        ? new MockLoggers(Console.Out, Console.Error, options.Json.IsOn(parsed))
        : null;

    public async Task<int> RunAsync()
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        if (await StartAsync() is not { } server)
            return ExitCode.Failed;
        await using var serving = server;
        await using var web = await StartWebAsync(server);
        if (web is null && parsed.GetValue(options.Http) is not null)
            return ExitCode.Failed;
        await stop.Task;
        if (web is not null)
            await web.StopAsync(new CancellationToken(canceled: true)); // Nobody waits longer for mail.
        return ExitCode.Ok;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }

    private async Task<MockMailServer?> StartAsync()
    {
        try
        {
            var server = await MockMailServer.StartAsync(Configure);
            var json = options.Json.IsOn(parsed);
            Console.Out.WriteLine(new Listener("smtp", "--port", server.EndPoint, _ => { }).ReadyLine(json));
            Console.Out.Flush();
            return server;
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            if (_log?.CreateLogger(GoSmtpMockLoggers.Category) is { } log)
                NotStarted(log, _flags.PortNumber);
            var reason = error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
                ? "another program listens there"
                : error.Message;
            ErrorLine.Write($"--host {_flags.HostAddress} --port {_flags.PortNumber}: {reason}; allowed are an address "
                + "of this machine and a free port, such as 0 to let the system choose");
        }
        catch (MockScriptException error)
        {
            foreach (var line in error.Errors)
                ErrorLine.Write($"--script {line}");
        }

        return null;
    }

    private void Configure(MockMailOptions mock)
    {
        mock.Loggers = _log;
        if (options.IsGoSmtpMock(parsed))
        {
            mock.Follow(_flags);
        }
        else
        {
            (mock.Address, mock.Port, mock.Farewell) = (_flags.HostAddress, _flags.PortNumber, _flags.ShutdownTimeout);
            mock.Authentication = options.AuthenticationOf(parsed);
            if (parsed.GetResult(options.Flags.SessionTimeout) is { Implicit: false })
            {
                mock.Server = smtp => smtp.Options.Limits = smtp.Options.Limits with
                {
                    CommandPatience = _flags.SessionTimeout,
                    ContentPatience = _flags.SessionTimeout,
                };
            }
        }

        mock.Tls = options.TlsOf(parsed) ?? mock.Tls;
        if (script is not null)
            mock.Follow(script);
    }

    /// <summary>Serves what came, when that was asked for; null when not, or when it cannot be.</summary>
    private async Task<WebApplication?> StartWebAsync(MockMailServer server)
    {
        if (parsed.GetValue(options.Http) is not { } address)
            return null;
        var listener = new Listener(
            "http", options.Http.Name, address, listen => listen.Protocols = HttpProtocols.Http1);
        var builder = CommandHost.CreateBuilder();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            listener.AddTo(kestrel);
        });
        var app = builder.Build();
        app.UseMock(server, new MockWebOptions { HostNames = parsed.GetValue(options.AllowHost) ?? [] });
        if (await Listener.StartAsync(app, [listener], options.Json.IsOn(parsed), CancellationToken.None))
            return app;
        await app.DisposeAsync();
        return null;
    }

    [LoggerMessage(1, LogLevel.Error, "Failed to start SMTP mock server on port: {Port}")]
    private static partial void NotStarted(ILogger log, int port);
}
