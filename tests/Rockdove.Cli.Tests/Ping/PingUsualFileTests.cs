using System.Diagnostics;
using Rockdove.Testing;

namespace Rockdove.Cli.Tests;

/// <summary>
/// Where <c>rockdove ping</c> looks for its configuration when none is named: ours first, then maping's.
/// </summary>
public sealed class PingUsualFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-ping-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Ours_goes_before_mapings_and_without_both_the_places_are_told()
    {
        if (!File.Exists("/etc/maping.json"))
        {
            var (none, errors) = await CheckAsync();
            Assert.Equal(2, none);
            Assert.Contains("rockdove-ping.json, config.json, /etc/maping.json", errors, StringComparison.Ordinal);
        }

        Write("config.json");
        Assert.Contains("config.json:1: ", (await CheckAsync()).Errors, StringComparison.Ordinal);
        Write("rockdove-ping.json");
        Assert.Contains("rockdove-ping.json:1: ", (await CheckAsync()).Errors, StringComparison.Ordinal);
    }

    /// <summary>A mistake, so that the message says which file it is in.</summary>
    private void Write(string name) => File.WriteAllText(Path.Combine(_folder.FullName, name), "{ \"acounts\": {} }");

    private async Task<(int Code, string Errors)> CheckAsync()
    {
        using var process = Process.Start(new ProcessStartInfo(RockdoveProgram.Path, ["ping", "--check"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardError = true,
        })!;
        var errors = await process.StandardError.ReadToEndAsync(RockdoveProcess.Patience);
        await process.WaitForExitAsync(RockdoveProcess.Patience);
        return (process.ExitCode, errors);
    }
}
