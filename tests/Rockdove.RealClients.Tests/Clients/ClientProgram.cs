using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>A mail client of somebody else, as it is installed here.</summary>
/// <param name="Name">What one types to start it.</param>
internal sealed record ClientProgram(string Name)
{
    public static ClientProgram Swaks { get; } = new("swaks");

    public static ClientProgram Curl { get; } = new("curl");

    public static ClientProgram Msmtp { get; } = new("msmtp");

    public static ClientProgram Python { get; } = new("python3");

    public static ClientProgram Node { get; } = new("node");

    /// <summary>It starts a dozen processes, which on a busy machine takes its time.</summary>
    public static ClientProgram Chromium { get; } = new("chromium") { Patience = TimeSpan.FromMinutes(2) };

    public static ClientProgram SmtpSource { get; } = new("smtp-source");

    /// <summary>The folder it starts in.</summary>
    public string? Folder { get; init; }

    /// <summary>What its environment has beside that of the tests.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>How long it may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Runs it to its end, without the user's own configuration and without a proxy. One that is not installed, or that
    /// takes longer than <see cref="Patience"/>, fails the test.
    /// </summary>
    public Task<ClientRun> RunAsync(params IReadOnlyList<string> arguments) =>
        RunAsync(ReadOnlyMemory<byte>.Empty, arguments);

    /// <inheritdoc cref="RunAsync(IReadOnlyList{string})"/>
    public async Task<ClientRun> RunAsync(ReadOnlyMemory<byte> input, IReadOnlyList<string> arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var home = new ScratchFolder();
        using var process = Start(home, arguments);
        var output = ReadAsync(process.StandardOutput.BaseStream);
        var errors = ReadAsync(process.StandardError.BaseStream);
        try
        {
            await FeedAsync(process, input, limit.Token);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            var said = Encoding.UTF8.GetString([.. await output, .. await errors]);
            Assert.Fail($"{Name} did not end within {Patience.TotalSeconds} s and was killed. It said:\n{said}");
        }

        return new ClientRun(this, arguments, process.ExitCode, await output, await errors);
    }

    private Process Start(ScratchFolder home, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Find(), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder ?? home.Path,
        };
        start.Environment["HOME"] = home.Path;
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["NO_PROXY"] = "*";
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Fail($"{Name} is not installed; run eng/install-clients");
            throw;
        }
    }

    /// <summary>Postfix keeps its test programs where only root's PATH leads.</summary>
    private string Find()
    {
        var system = Path.Combine("/usr/sbin", Name);
        return File.Exists(system) ? system : Name;
    }

    private static async Task FeedAsync(
        Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code says more.
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }
}
