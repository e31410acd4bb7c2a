using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting.Tests;

/// <summary>A web application with one mail endpoint on a port that the system gave.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningServer(WebApplication app) => _app = app;

    public IPEndPoint Address { get; private set; } = null!;

    public static Task<RunningServer> StartAsync(
        Action<SmtpServerBuilder> configure, Action<WebApplicationBuilder>? more = null) =>
        StartOnAsync(listen => listen.UseSmtp(configure), more);

    public static Task<RunningServer> StartImapAsync(Action<ImapServerBuilder> configure) =>
        StartOnAsync(listen => listen.UseImap(configure), more: null);

    public static Task<RunningServer> StartPop3Async(Action<Pop3ServerBuilder> configure) =>
        StartOnAsync(listen => listen.UsePop3(configure), more: null);

    public Task<ClientLink> ConnectAsync() => ClientLink.ConnectAsync(
        Address.Address.ToString(), Address.Port, TestContext.Current.CancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Sends all of the text at once, closes that side, and reads to the end.</summary>
    public async Task<string> TalkAsync(string text, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Address, cancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
        socket.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private static async Task<RunningServer> StartOnAsync(
        Action<ListenOptions> configure, Action<WebApplicationBuilder>? more)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        more?.Invoke(builder);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, configure));
        var server = new RunningServer(builder.Build());
        await server._app.StartAsync();
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Address = IPEndPoint.Parse(new Uri(addresses.Addresses.Single()).Authority);
        return server;
    }
}
