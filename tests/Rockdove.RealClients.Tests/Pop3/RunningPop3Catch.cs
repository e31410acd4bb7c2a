using System.Globalization;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// A <c>rockdove catch --pop3</c> for the tests of one class: the mailbox belongs to one session at a time, so classes
/// do not share it.
/// </summary>
public sealed class RunningPop3Catch : IAsyncLifetime
{
    private ServerProcess? _process;

    public int Pop3 { get; private set; }

    private int Smtp { get; set; }

    public async ValueTask InitializeAsync()
    {
        _process = ServerProcess.StartRockdove(
            "catch", "--smtp", "127.0.0.1:0", "--pop3", "127.0.0.1:0", "--http", "127.0.0.1:0",
            "--auth", $"{RunningCatch.User}:{RunningCatch.Password}");
        Smtp = await ReadPortAsync("smtp");
        Pop3 = await ReadPortAsync("pop3");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }

    /// <summary>Has messages caught, in this order.</summary>
    internal async Task CatchAsync(params IReadOnlyList<TestMail> messages)
    {
        using var folder = new ScratchFolder();
        foreach (var mail in messages)
        {
            (await ClientProgram.Curl.RunAsync(
            [
                "-sS", $"smtp://127.0.0.1:{Smtp}", "--mail-from", mail.From, "--mail-rcpt", mail.To,
                "--upload-file", folder.Write("mail.eml", mail.Octets),
            ])).Succeeds();
        }
    }

    private async Task<int> ReadPortAsync(string name)
    {
        var line = await _process!.ReadLineAsync(name + " ");
        return int.Parse(line[(line.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
    }
}
