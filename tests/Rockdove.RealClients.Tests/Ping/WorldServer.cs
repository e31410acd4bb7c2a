using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>A server of Debian's with several doors, which are chosen for it.</summary>
internal abstract class WorldServer : RealServer
{
    private readonly StringBuilder _log = new();

    protected WorldServer()
    {
        // They become others to do their work, who must be able to come here.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Folder.FullName, (UnixFileMode)0b111_101_101);
    }

    public Dictionary<string, int> Ports { get; private set; } = [];

    /// <summary>What it has logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Fails, with what to do, where a program cannot be started.</summary>
    protected static void Demand(string program)
    {
        Assert.True(File.Exists(program), $"{program} is not there: run eng/install-clients.");
        Assert.True(
            Environment.IsPrivilegedProcess,
            $"{program} works under the names of others, so only root can start it: run this test as root.");
    }

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="doors">The names of its doors.</param>
    /// <param name="write">Writes its settings.</param>
    /// <param name="ready">What it logs once it listens.</param>
    /// <param name="command">The program and its words; it logs to its standard output or error.</param>
    protected async Task BeginAsync(string[] doors, Func<Task> write, string ready, params string[] command)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            Ports = FreePorts.For(doors);
            await write();
            var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Start("/usr/bin/timeout", ["900", .. command]); // It ends even if the tests are killed.
            Program!.OutputDataReceived += (_, line) => Note(line.Data, ready, listening);
            Program.ErrorDataReceived += (_, line) => Note(line.Data, ready, listening);
            Program.BeginOutputReadLine();
            Program.BeginErrorReadLine();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(Patience);
            await Task.WhenAny(listening.Task, Program.WaitForExitAsync(patience.Token));
            if (listening.Task.IsCompleted)
                return;
            await EndAsync(); // Somebody has taken one of the ports.
        }

        throw new InvalidOperationException($"{command[0]} did not start. It said: {Log}");
    }

    /// <summary>Folders of somebody else's.</summary>
    protected async Task MakeFoldersAsync(string owner, params IEnumerable<string> names) =>
        (await new ClientProgram("install").RunAsync(
            ["-d", "-o", owner, .. names.Select(name => Path.Combine(Folder.FullName, name))])).Succeeds();

    protected Task WriteAsync(string name, string text) => File.WriteAllTextAsync(
        Path.Combine(Folder.FullName, name), text, TestContext.Current.CancellationToken);

    private void Note(string? line, string ready, TaskCompletionSource listening)
    {
        if (line is null)
            return;
        lock (_log)
            _log.Append(line).Append('\n');
        if (line.Contains(ready, StringComparison.Ordinal))
            listening.TrySetResult();
    }

    private const int Attempts = 5;
}
