using System.Diagnostics;
using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

/// <summary>A person at a terminal is asked for a password, and nobody behind them reads it.</summary>
public sealed class PasswordPromptTests : IDisposable
{
    private readonly ServeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_password_is_asked_for_twice_and_not_shown()
    {
        var (code, screen) = await TypeAsync("account add ann@example.org", "xyzzy\r", "xyzzy\r");

        Assert.Equal(0, code);
        Assert.Contains("New password of ann@example.org: ", screen, StringComparison.Ordinal);
        Assert.Contains("The same again: ", screen, StringComparison.Ordinal);
        Assert.Contains("account ann@example.org is made", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("xyzzy", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("*", screen, StringComparison.Ordinal);
        await LogInAsync("xyzzy");
    }

    [Fact]
    public async Task A_slip_can_be_taken_back()
    {
        var (code, _) = await TypeAsync("account add ann@example.org", "xyzzq\u007fy\r", "xyzzy\r");

        Assert.Equal(0, code);
        await LogInAsync("xyzzy");
    }

    [Fact]
    public async Task Two_that_differ_make_no_account()
    {
        var (code, screen) = await TypeAsync("account add ann@example.org", "xyzzy\r", "plugh\r");

        Assert.Equal(2, code);
        Assert.Contains("rockdove: the two passwords differ", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("xyzzy", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("plugh", screen, StringComparison.Ordinal);
    }

    /// <summary>Runs a command on a terminal of its own, types at each prompt, and gives what it showed.</summary>
    private async Task<(int Code, string Screen)> TypeAsync(string command, params IReadOnlyList<string> lines)
    {
        var script = _folder.Write("terminal.py", Terminal);
        var start = new ProcessStartInfo(
            "python3",
            [
                script, string.Join('\n', lines), RockdoveProgram.Path,
                .. command.Split(' '), "--config", _folder.Config,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TERM"] = "xterm";
        using var python = Process.Start(start)!;
        var screen = python.StandardOutput.ReadToEndAsync(RockdoveProcess.Patience);
        var errors = python.StandardError.ReadToEndAsync(RockdoveProcess.Patience);
        await python.WaitForExitAsync(RockdoveProcess.Patience);
        Assert.Equal("", await errors);
        return (python.ExitCode, await screen);
    }

    private async Task LogInAsync(string password)
    {
        using var serve = _folder.Serve();
        await serve.ReadAddressAsync("mx");
        await using var talk = await LineTalk.ConnectAsync(await serve.ReadAddressAsync("pop3"));
        await talk.SayAsync("USER ann@example.org");
        Assert.StartsWith("+OK", await talk.SayAsync($"PASS {password}"), StringComparison.Ordinal);
    }

    /// <summary>A line is typed when a prompt has come and stands still: it ends with a colon and a space.</summary>
    private const string Terminal = """
        import os, pty, select, sys, termios
        lines = sys.argv[1].split('\n')
        child, terminal = pty.fork()
        if child == 0:
            os.execv(sys.argv[2], sys.argv[2:])
        screen, seen = b'', 0
        while True:
            try:
                octets = os.read(terminal, 4096)
            except OSError:
                break
            if not octets:
                break
            screen += octets
            if lines and b': ' in screen[seen:]:
                seen = len(screen)
                # A terminal shows what is typed before the program has told it not to, so this waits for that.
                for _ in range(2000):
                    if not termios.tcgetattr(terminal)[3] & termios.ECHO:
                        break
                    select.select([], [], [], 0.01)
                os.write(terminal, lines.pop(0).encode())
        sys.stdout.buffer.write(screen)
        sys.stdout.flush()
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """;
}
