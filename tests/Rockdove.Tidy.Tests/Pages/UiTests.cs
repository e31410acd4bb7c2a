using System.Diagnostics;

namespace Rockdove.Tidy.Tests;

/// <summary>The pages keep their rules, and what they reckon is tested: Biome, tsc and Vitest.</summary>
public sealed class UiTests
{
    [Theory]
    [InlineData("@biomejs/biome/bin/biome", "ci", "--colors=off", ".")]
    [InlineData("typescript/bin/tsc", "--noEmit")]
    [InlineData("vitest/vitest.mjs", "run", "--no-color")]
    public async Task Pages_pass(string program, params string[] arguments)
    {
        await RunAsync("build.mjs", "--install");
        await RunAsync(Path.Combine("node_modules", program), arguments);
    }

    private static async Task RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src", "Rockdove.Web", "Ui"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await node.WaitForExitAsync(patience.Token);
        Assert.True(node.ExitCode == 0, $"{script}: {node.ExitCode}\n{await output}\n{await errors}");
    }
}
