using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Rockdove.Cli;

/// <summary>The host of a command that serves.</summary>
internal static class CommandHost
{
    /// <summary>
    /// Nothing is configured but what the command does: no files, no environment, and no ears for signals, which end
    /// the command and not the host. The host's own would swallow one that comes before the command hears them.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        return builder;
    }

    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
