using System.Text.Json;

namespace Rockdove.RealClients.Tests;

/// <summary>A script beside this file that drives Chromium. README.md tells how to write one.</summary>
/// <param name="File">Its name, such as <c>list.mjs</c>.</param>
internal sealed record BrowserScript(string File)
{
    /// <summary>Runs it to its end, and fails the test if it does not end well.</summary>
    /// <param name="input">What it reads as <c>given.input</c>: JSON, or nothing.</param>
    /// <param name="arguments">What it reads as <c>given.arguments</c>.</param>
    public async Task<BrowserRun> RunAsync(ReadOnlyMemory<byte> input, params IReadOnlyList<string> arguments)
    {
        if (!Directory.Exists(Path.Combine(NodePackage.Folder, "node_modules", "playwright-core")))
            Assert.Fail("playwright-core is not installed; run eng/install-clients");
        var script = Path.Combine(NodePackage.Folder, "..", "Browser", File);
        var node = ClientProgram.Node with { Folder = NodePackage.Folder, Patience = Patience };
        var run = (await node.RunAsync(input, [script, .. arguments])).Succeeds();
        var (steps, told) = (new List<BrowserStep>(), new Dictionary<string, JsonElement>());
        foreach (var line in run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var document = JsonDocument.Parse(line);
            var said = document.RootElement.Clone();
            if (said.TryGetProperty("step", out var name))
            {
                steps.Add(new(
                    name.GetString()!,
                    TimeSpan.FromMilliseconds(said.GetProperty("milliseconds").GetInt64()),
                    said.GetProperty("error").GetString()));
            }
            else
            {
                told.Add(said.GetProperty("tell").GetString()!, said.GetProperty("value"));
            }
        }

        return new BrowserRun(steps, told);
    }

    /// <summary>Chromium starts a dozen processes, and other tests go on beside it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
}
