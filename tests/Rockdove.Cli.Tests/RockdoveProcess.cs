using System.Diagnostics;
using System.Net;
using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

/// <summary>One command of <c>rockdove</c> as a shell runs it.</summary>
internal class RockdoveProcess : IDisposable
{
    private readonly Process _process;

    public RockdoveProcess(
        string command, IReadOnlyList<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment)
        : this(RockdoveProgram.Path, [command, .. arguments], environment)
    {
    }

    private RockdoveProcess(
        string program, string[] arguments, ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:1"; // Must not count.
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    /// <summary>Of the program that was built with the tests, also where another one is tested.</summary>
    public static RockdoveProcess OfBuilt(
        string command,
        IReadOnlyList<string> arguments,
        params ReadOnlySpan<(string Name, string Value)> environment) =>
        new(RockdoveProgram.Built, [command, .. arguments], environment);

    /// <summary>With an output that is full: the first line waits until what is before it is read.</summary>
    public static RockdoveProcess WithFullOutput(string command, IReadOnlyList<string> arguments) => new(
        "sh",
        ["-c", $"head -c {PipeBytes} /dev/zero; exec \"$@\"", "sh", RockdoveProgram.Path, command, .. arguments],
        []);

    public static CancellationToken Patience => CancellationTokenSource.CreateLinkedTokenSource(
        new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token, TestContext.Current.CancellationToken).Token;

    public async Task<string> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync(Patience)
        ?? throw new EndOfStreamException(await _process.StandardError.ReadToEndAsync(Patience));

    /// <summary>The next line of standard error.</summary>
    public async Task<string> ReadErrorLineAsync() =>
        await _process.StandardError.ReadLineAsync(Patience) ?? throw new EndOfStreamException();

    /// <summary>The address of a ready line such as <c>smtp 127.0.0.1:1025</c>.</summary>
    public async Task<IPEndPoint> ReadAddressAsync(string name)
    {
        var line = await ReadLineAsync();
        Assert.StartsWith($"{name} ", line, StringComparison.Ordinal);
        var address = line[(name.Length + 1)..].Replace("http://", "", StringComparison.Ordinal).TrimEnd('/');
        return IPEndPoint.Parse(address);
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(Patience);
    }

    /// <summary>At once and without a chance to do anything: SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for the end.</summary>
    public async Task<(int Code, string Output, string Errors)> EndAsync()
    {
        var output = _process.StandardOutput.ReadToEndAsync(Patience);
        var errors = _process.StandardError.ReadToEndAsync(Patience);
        await _process.WaitForExitAsync(Patience);
        return (_process.ExitCode, await output, await errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>What a pipe of Linux holds.</summary>
    private const int PipeBytes = 65_536;
}
