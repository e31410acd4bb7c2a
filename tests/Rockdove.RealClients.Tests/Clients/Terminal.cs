namespace Rockdove.RealClients.Tests;

/// <summary>A program in a terminal of its own (tmux): keys go in, and the screen is looked at.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private readonly string _socket;

    private Terminal(string socket) => _socket = socket;

    public static async Task<Terminal> StartAsync(ScratchFolder folder, params string[] command)
    {
        var terminal = new Terminal(Path.Combine(folder.Path, "tmux"));
        string[] size = ["-x", "120", "-y", "40", "-c", folder.Path];
        (await terminal.TmuxAsync(["new-session", "-d", "-s", "test", .. size, .. command])).Succeeds();
        return terminal;
    }

    /// <summary>Presses keys, by the names that tmux has for them.</summary>
    public async Task PressAsync(params string[] keys) =>
        (await TmuxAsync(["send-keys", "-t", "test", .. keys])).Succeeds();

    /// <summary>Waits until the screen has this somewhere.</summary>
    public Task ShowsAsync(string text) => WaitAsync(text, screen => screen.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until it is gone from the screen.</summary>
    public Task ShowsNoLongerAsync(string text) =>
        WaitAsync("no " + text, screen => !screen.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until the program has ended.</summary>
    public async Task EndsAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await TmuxAsync(["has-session", "-t", "test"])).ExitCode == 0)
            Assert.False(patience.IsCancellationRequested, "It does not end. " + await ScreenAsync());
    }

    public async ValueTask DisposeAsync() => await TmuxAsync(["kill-server"]);

    private async Task WaitAsync(string what, Func<string, bool> isThere)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var screen = await ScreenAsync();
            if (isThere(screen))
                return;
            Assert.False(patience.IsCancellationRequested, $"Instead of '{what}' the screen shows:\n{screen}");
        }
    }

    private async Task<string> ScreenAsync() => (await TmuxAsync(["capture-pane", "-p", "-t", "test"])).Said;

    /// <summary>Each look is a process of its own, so that waiting leaves the machine to the others.</summary>
    private Task<ClientRun> TmuxAsync(string[] arguments) =>
        new ClientProgram("tmux").RunAsync(["-S", _socket, "-f", "/dev/null", .. arguments]);

    /// <summary>How long a loaded machine may take for what a key does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
}
