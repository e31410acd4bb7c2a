using System.Globalization;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// A <c>rockdove catch --imap</c> where each recipient has an inbox of its own, so that tests do not see each other's
/// mail: who logs in as <see cref="TestMail.To"/> finds that message. Any password does.
/// </summary>
public sealed class RunningImapCatch : IAsyncLifetime
{
    private ServerProcess? _process;

    public int Imap { get; private set; }

    private int Smtp { get; set; }

    public async ValueTask InitializeAsync()
    {
        _process = ServerProcess.StartRockdove(
            "catch", "--smtp", "127.0.0.1:0", "--imap", "127.0.0.1:0", "--http", "127.0.0.1:0",
            "--inbox-per", "recipient");
        Smtp = await ReadPortAsync("smtp");
        Imap = await ReadPortAsync("imap");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }

    /// <summary>Has a message caught.</summary>
    internal Task CatchAsync(TestMail mail) => CatchAsync(mail, mail.To);

    /// <summary>Has a message caught for somebody whom it does not name.</summary>
    internal async Task CatchAsync(TestMail mail, string recipient)
    {
        using var folder = new ScratchFolder();
        (await ClientProgram.Curl.RunAsync(
        [
            "-sS", $"smtp://127.0.0.1:{Smtp}", "--mail-from", mail.From, "--mail-rcpt", recipient,
            "--upload-file", folder.Write("mail.eml", mail.Octets),
        ])).Succeeds();
    }

    private async Task<int> ReadPortAsync(string name)
    {
        var line = await _process!.ReadLineAsync(name + " ");
        return int.Parse(line[(line.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
    }

    public const string Password = "any-at-all";
}
