using System.Diagnostics;
using System.Text;
using Rockdove.Testing;

namespace Rockdove.RealClients.Tests;

/// <summary>A program of ours that runs until it is disposed, and what it prints.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private ServerProcess(Process process) => _process = process;

    /// <summary>Starts an assembly beside the tests. timeout(1) ends it even if the tests are killed.</summary>
    public static ServerProcess Start(string assembly, params IReadOnlyList<string> arguments) =>
        Start(["dotnet", Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]);

    public static ServerProcess StartRockdove(params IReadOnlyList<string> arguments) =>
        Start([RockdoveProgram.Path, .. arguments]);

    private static ServerProcess Start(IReadOnlyList<string> command)
    {
        var server = new ServerProcess(Process.Start(new ProcessStartInfo("timeout", ["900", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        server._process.ErrorDataReceived += (_, line) =>
        {
            lock (server._errors)
                server._errors.AppendLine(line.Data);
        };
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>The next line that has this in it.</summary>
    /// <exception cref="EndOfStreamException">There is none, because the program ended.</exception>
    public async Task<string> ReadLineAsync(string with)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains(with, StringComparison.Ordinal))
                return line;
        }

        await _process.WaitForExitAsync(patience.Token);
        throw new EndOfStreamException(
            $"{_process.StartInfo.ArgumentList[2]} ended with {_process.ExitCode}: {_errors}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>A start takes a second; many processes share the machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
}
