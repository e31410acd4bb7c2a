using System.Diagnostics;

namespace Rockdove.RealClients.Tests;

/// <summary>A server program that a test starts and ends.</summary>
internal abstract class RealServer : IAsyncDisposable
{
    protected RealServer() => Folder = Directory.CreateTempSubdirectory("rockdove-real-");

    /// <summary>Where the server keeps what it got.</summary>
    protected DirectoryInfo Folder { get; }

    protected Process? Program { get; private set; }

    public int Port { get; protected set; }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Folder.Delete(recursive: true);
    }

    protected void Start(string program, params IEnumerable<string> arguments)
    {
        Assert.True(File.Exists(program), $"{program} is not there: run eng/install-clients.");
        Program = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    protected async Task EndAsync()
    {
        if (Program is null)
            return;
        Program.Kill(entireProcessTree: true);
        using var patience = new CancellationTokenSource(Patience);
        await Program.WaitForExitAsync(patience.Token);
        Program.Dispose();
        Program = null;
    }

    /// <summary>How long a loaded machine may take to start a program.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
}
