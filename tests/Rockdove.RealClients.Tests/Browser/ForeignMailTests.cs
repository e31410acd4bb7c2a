namespace Rockdove.RealClients.Tests;

/// <summary>
/// What others send is shown and can do nothing: a corpus of hostile mail, sent by SMTP, opened in Chromium.
/// </summary>
public sealed class ForeignMailTests
{
    [Fact]
    public async Task Nothing_runs_and_no_request_leaves_whatever_is_opened()
    {
        await using var server = await RunningHttpCatch.StartAsync();
        var wanted = Environment.GetEnvironmentVariable("ROCKDOVE_XSS"); // "all", or a turn that is to be seen again.
        var share = wanted == "all" ? 1 : 8;
        var turn = int.TryParse(wanted, out var again) ? again : Random.Shared.Next(share);
        TestContext.Current.TestOutputHelper?.WriteLine($"Turn {turn} of {share}");

        var run = await new BrowserScript("xss.mjs").RunAsync(
            ReadOnlyMemory<byte>.Empty, server.Http, $"{server.Smtp}", $"{share}", $"{turn}");

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{run.Told["payloads"]} payloads in {run.Told["messages"]} messages, {run.Told["opened"]} opened, "
            + $"{run.Told["fired"].GetArrayLength()} fired; without protection {run.Told["live"]} were tried, and "
            + $"{run.Told["silent"].GetArrayLength()} of them did nothing");
        Assert.True(run.Told["payloads"].GetInt32() >= 300, $"{run.Told["payloads"]} payloads");
        Assert.True(run.Told["opened"].GetInt32() >= 300, $"{run.Told["opened"]} opened");
        Assert.Empty(run.Told["fired"].EnumerateArray().Select(one => one.GetString()));
        Assert.Empty(run.Told["undrawn"].EnumerateArray().Select(one => one.GetString()));
        // Where nobody protects them they run, so that it would have been seen here.
        Assert.True(run.Told["live"].GetInt32() >= 240 / share, $"{run.Told["live"]} live");
        Assert.Empty(run.Told["silent"].EnumerateArray().Select(one => one.GetString()));
    }
}
