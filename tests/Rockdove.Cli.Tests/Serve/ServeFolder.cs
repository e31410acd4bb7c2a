using System.Diagnostics;
using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

/// <summary>A folder with a configuration, and the programs that are started with it.</summary>
internal sealed class ServeFolder : IDisposable
{
    public ServeFolder(string configuration = Small)
    {
        Folder = Directory.CreateTempSubdirectory("rd").FullName; // Short: the path of a socket may not be long.
        Write("rockdove.json", configuration);
    }

    /// <summary>SMTP and POP3 in clear, since nobody else is on the loopback.</summary>
    public const string Small =
        """
        {
          "HostName": "mail.example.org",
          "Domains": ["example.org"], # nobody else's
          "Listeners": {
            "mx": { "Address": "127.0.0.1:0" },
            "pop3": { "Address": "127.0.0.1:0", "AllowsClear": true },
          },
        }
        """;

    public string Folder { get; }

    public string Config => Path.Combine(Folder, "rockdove.json");

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite); // Some hold passwords.
        return path;
    }

    public RockdoveProcess Serve(params IReadOnlyList<string> more) =>
        new("serve", ["--config", Config, .. more]);

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int Code, string Output, string Errors)> RunAsync(
        string command, params IReadOnlyList<string> arguments)
    {
        using var process = new RockdoveProcess(command, [.. arguments, "--config", Config]);
        return await process.EndAsync();
    }

    /// <summary>Makes an account whose password is <c>secret</c>.</summary>
    public async Task AddAccountAsync(string name)
    {
        var password = Write("password", "secret\n");
        var (code, _, errors) = await RunAsync("account", "add", name, "--password-file", password);
        Assert.True(code == 0, errors);
    }

    /// <summary>Runs a line of a shell in the folder, in which rockdove is <c>$R</c>.</summary>
    public async Task<(int Code, string Output, string Errors)> ShellAsync(string line)
    {
        var start = new ProcessStartInfo("sh", ["-c", line])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["R"] = RockdoveProgram.Path;
        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEndAsync(RockdoveProcess.Patience);
        var errors = shell.StandardError.ReadToEndAsync(RockdoveProcess.Patience);
        await shell.WaitForExitAsync(RockdoveProcess.Patience);
        return (shell.ExitCode, await output, await errors);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
