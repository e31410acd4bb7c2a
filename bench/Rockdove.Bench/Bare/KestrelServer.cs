using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rockdove.Bench;

/// <summary>The same session behind a Kestrel connection handler: what pipes and the transport cost.</summary>
internal static class KestrelServer
{
    public static async Task RunAsync(BareOptions options, CancellationToken stop)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<SocketTransportOptions>(transport =>
        {
            transport.UnsafePreferInlineScheduling = options.Transport == "kestrel-inline";
            transport.NoDelay = options.NoDelay;
        });
        if (options.BlockBytes > 0)
            builder.Services.AddSingleton<IMemoryPoolFactory<byte>>(new BlockPoolFactory(options.BlockBytes));
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Run(ServeAsync)));
        await using var app = builder.Build();
        await app.StartAsync(stop);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        Console.WriteLine($"smtp {new Uri(addresses!.Addresses.First()).Authority}");
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync(new CancellationToken(canceled: true));
    }

    private static async Task ServeAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        var output = connection.Transport.Output;
        var session = new BareSession();
        await output.WriteAsync(BareSession.Banner.ToArray());
        while (!session.Closing)
        {
            var read = await input.ReadAsync();
            foreach (var segment in read.Buffer)
                session.Take(segment.Span);
            input.AdvanceTo(read.Buffer.End);
            if (!session.Replies.IsEmpty)
                await output.WriteAsync(session.Replies);
            session.Sent();
            if (read.IsCompleted)
                return;
        }
    }
}
