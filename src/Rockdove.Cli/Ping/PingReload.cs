using Rockdove.Configuration;
using Rockdove.Prober;
using Rockdove.Web;

namespace Rockdove.Cli;

/// <summary>Reads the configuration of a prober again, for a signal or a request; one after the other.</summary>
/// <param name="daemon">Goes by it.</param>
/// <param name="read">Reads and checks it.</param>
internal sealed class PingReload(ProbeDaemon daemon, Func<ProberConfiguration> read) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public async Task<ReloadAnswer> RunAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var keys = await daemon.ReloadAsync(read(), cancellationToken);
            foreach (var key in keys)
                ErrorLine.Write($"{key} is another one now, which needs a restart; the one before stays");
            return new ReloadAnswer([], keys);
        }
        catch (ConfigurationException error)
        {
            daemon.RefuseReload();
            foreach (var mistake in error.Mistakes)
                ErrorLine.Write($"{mistake}");
            ErrorLine.Write("the configuration was read again and cannot be used; the one before stays");
            return new ReloadAnswer([.. error.Mistakes.Select(mistake => $"{mistake}")], []);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>For a signal, which nobody waits for.</summary>
    public void Begin(bool json) => _ = Task.Run(async () =>
    {
        if ((await RunAsync(CancellationToken.None)).Mistakes.Count > 0)
            return;
        Console.Out.WriteLine(json ? """{"reloaded":true}""" : "the configuration was read again");
        Console.Out.Flush();
    });

    public void Dispose() => _one.Dispose();
}
