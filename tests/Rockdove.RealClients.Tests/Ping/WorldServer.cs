using System.Net;
using System.Net.Sockets;

namespace Rockdove.RealClients.Tests;

/// <summary>A server of Debian's with several doors, which are chosen for it.</summary>
internal abstract class WorldServer : RealServer
{
    protected WorldServer()
    {
        // They become others to do their work, who must be able to come here.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Folder.FullName, (UnixFileMode)0b111_101_101);
    }

    public Dictionary<string, int> Ports { get; private set; } = [];

    /// <summary>A word that it greets with, so that nobody else at the port is taken for it.</summary>
    protected string Word { get; } = $"world-{Guid.NewGuid():N}";

    protected string LogFile => Path.Combine(Folder.FullName, "log");

    /// <summary>The log so far.</summary>
    public Task<string> ReadLogAsync() => File.ReadAllTextAsync(LogFile, TestContext.Current.CancellationToken);

    /// <summary>Fails, with what to do, where a program cannot be started.</summary>
    protected static void Demand(string program)
    {
        Assert.True(File.Exists(program), $"{program} is not there: run eng/install-clients.");
        Assert.True(
            Environment.IsPrivilegedProcess,
            $"{program} works under the names of others, so only root can start it: run this test as root.");
    }

    /// <summary>Starts it with these doors, the first of which greets.</summary>
    /// <param name="doors">Their names.</param>
    /// <param name="write">Writes its settings.</param>
    /// <param name="command">The program and its words.</param>
    protected async Task BeginAsync(string[] doors, Func<Task> write, params string[] command)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            Ports = FreePorts.For(doors);
            await write();
            Start("/usr/bin/timeout", ["900", .. command]); // It ends even if the tests are killed.
            if (await GreetsAsync(Ports[doors[0]]))
                return;
            await EndAsync();
        }

        var said = File.Exists(LogFile) ? await ReadLogAsync() : "nothing";
        throw new InvalidOperationException($"{command[0]} did not start. It said: {said}");
    }

    /// <summary>Folders of somebody else's.</summary>
    protected async Task MakeFoldersAsync(string owner, params IEnumerable<string> names) =>
        (await new ClientProgram("install").RunAsync(
            ["-d", "-o", owner, .. names.Select(name => Path.Combine(Folder.FullName, name))])).Succeeds();

    protected Task WriteAsync(string name, string text) => File.WriteAllTextAsync(
        Path.Combine(Folder.FullName, name), text, TestContext.Current.CancellationToken);

    /// <summary>True once it greets; false when it has ended, as it does when a port is taken.</summary>
    private async Task<bool> GreetsAsync(int port)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Program!.HasExited && !patience.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), patience.Token);
                using var reader = new StreamReader(new NetworkStream(socket));
                if ((await reader.ReadLineAsync(patience.Token))?.Contains(Word, StringComparison.Ordinal) == true)
                    return true;
            }
            catch (Exception early) when (early is SocketException or IOException or OperationCanceledException)
            {
                await Task.Yield();
            }
        }

        return false;
    }

    private const int Attempts = 5;
}
