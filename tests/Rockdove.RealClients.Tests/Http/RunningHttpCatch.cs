using System.Globalization;

namespace Rockdove.RealClients.Tests;

/// <summary>
/// A <c>rockdove catch</c> of a test's own, for clients of its HTTP API that change and delete all there is.
/// </summary>
internal sealed class RunningHttpCatch(ServerProcess process, int smtp, string http) : IAsyncDisposable
{
    /// <summary>Without a slash at the end.</summary>
    public string Http { get; } = http;

    public int Smtp { get; } = smtp;

    /// <param name="options">More options of <c>rockdove catch</c>.</param>
    public static async Task<RunningHttpCatch> StartAsync(params IReadOnlyList<string> options)
    {
        var process = ServerProcess.StartRockdove(
            ["catch", "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", .. options]);
        var smtp = await process.ReadLineAsync("smtp ");
        var http = await process.ReadLineAsync("http ");
        return new RunningHttpCatch(
            process,
            int.Parse(smtp[(smtp.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture),
            http["http ".Length..].TrimEnd('/'));
    }

    /// <summary>Has a message caught.</summary>
    public async Task CatchAsync(TestMail mail)
    {
        using var folder = new ScratchFolder();
        (await ClientProgram.Curl.RunAsync(
        [
            "-sS", $"smtp://127.0.0.1:{Smtp}", "--mail-from", mail.From, "--mail-rcpt", mail.To,
            "--upload-file", folder.Write("mail.eml", mail.Octets),
        ])).Succeeds();
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
