using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Rockdove.Hosting;

/// <summary>Kestrel's socket transport with settings that suit mail, each measured (docs/decisions/0018).</summary>
public static class MailTransport
{
    /// <summary>
    /// Larger blocks, and reads that go on where the socket completed. Good for any handler that waits with
    /// <c>await</c>; one that blocks a thread should keep Kestrel's defaults.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Kestrel has not been added. It brings a pool of its own, and the last pool to come is the one that is used.
    /// </exception>
    public static IServiceCollection AddMailTransport(this IServiceCollection services)
    {
        if (!services.Any(service => service.ServiceType == typeof(IServer)))
            throw new InvalidOperationException($"Call {nameof(AddMailTransport)} after UseKestrel or UseKestrelCore.");
        return services
            .AddSingleton<IMemoryPoolFactory<byte>, BlockPool.Factory>()
            .Configure<SocketTransportOptions>(transport => transport.UnsafePreferInlineScheduling = true);
    }

    /// <summary>
    /// Has the runtime run socket completions on the threads that poll. It halves the cost of a small message, and
    /// suits
    /// a process that does nothing but answer; a handler that computes for long would keep other connections waiting.
    /// Call it before the process makes its first socket: the runtime reads these settings once.
    /// </summary>
    /// <param name="pollThreads">Threads that poll, and so run all handlers.</param>
    public static void CompleteInline(int pollThreads)
    {
        Prefer("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        Prefer("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", pollThreads.ToString(provider: null));
    }

    /// <summary>What the person who starts the process has set stays.</summary>
    private static void Prefer(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null)
            Environment.SetEnvironmentVariable(name, value);
    }
}
