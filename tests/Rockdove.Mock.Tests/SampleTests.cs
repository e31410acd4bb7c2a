using System.Diagnostics;

namespace Rockdove.Mock.Tests;

/// <summary>The programs in samples/ that use the mock, started as a reader would.</summary>
public class SampleTests
{
    [Fact]
    public async Task Mail_in_a_test_finds_its_mail_and_shows_how_a_wait_fails() =>
        Assert.StartsWith(
            "The message that was waited for did not come within 0.1 s. One message is there:\n"
            + "  #3 <shop@example.org> to <eve@example.org>, 'Welcome, eve!', ",
            await RunAsync("MailInATest.dll"), StringComparison.Ordinal);

    [Fact]
    public async Task Lying_server_is_borne_in_four_attempts() =>
        Assert.Equal(
            """
            It took 4 attempts:
            S: 451 4.7.1 Greylisted, come back later
            S: 451 4.7.1 Greylisted, come back later
            S: 354 End data with <CR><LF>.<CR><LF>
            S: 354 End data with <CR><LF>.<CR><LF>
            and the server has the message 2 times.
            Then it took 1.

            """.ReplaceLineEndings("\n"),
            await RunAsync("LyingServer.dll"));

    [Fact]
    public async Task Replay_a_transcript_tells_who_kept_to_it() =>
        Assert.Equal(
            """
            The client understood: ExceededStorageAllocation
            It kept to the script.
            Messages: 0
            quota.smtp:6: the client says 'MAIL FROM:<eve@example.org>'; the script wants|
            'C: MAIL FROM:<shop@example.org>*'

            """.ReplaceLineEndings("\n").Replace("|\n", " ", StringComparison.Ordinal),
            await RunAsync("ReplayATranscript.dll"));

    private static async Task<string> RunAsync(string program)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(bound.Token),
            process.StandardError.ReadToEndAsync(bound.Token));
        await process.WaitForExitAsync(bound.Token);
        Assert.Equal(("", 0), (await errors, process.ExitCode));
        return (await output).ReplaceLineEndings("\n");
    }
}
