using System.ComponentModel;
using System.Diagnostics;

namespace Rockdove.RealClients.Tests;

/// <summary>What the system may forbid a test, whoever runs it: containers often forbid tracing and mounting.</summary>
internal static class Permission
{
    /// <summary>Skips the test unless this can be run here and succeeds.</summary>
    public static async Task RequireAsync(string why, string program, params IReadOnlyList<string> arguments)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.SkipUnless(process.ExitCode == 0, $"{why} {program}: {error.Trim()}");
        }
        catch (Win32Exception missing)
        {
            Assert.Skip($"{why} {missing.Message}");
        }
    }
}
