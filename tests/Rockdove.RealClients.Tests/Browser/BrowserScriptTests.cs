using Xunit.Sdk;

namespace Rockdove.RealClients.Tests;

/// <summary>The harness that tests in a browser stand on.</summary>
public sealed class BrowserScriptTests
{
    [Fact]
    public async Task A_script_tells_what_went_well_and_what_did_not()
    {
        await using var server = await RunningHttpCatch.StartAsync();

        var run = await new BrowserScript("harness.mjs").RunAsync("[1]"u8.ToArray(), server.Http, $"{server.Smtp}");

        Assert.Equal(["mail is shown", "what is not there fails"], run.Steps.Select(step => step.Name));
        Assert.Null(run.Steps[0].Error);
        Assert.Contains("Something else", run.Steps[1].Error, StringComparison.Ordinal);
        Assert.Equal("[1]", run.Told["given"].GetRawText());
        var failure = Assert.Throws<FailException>(() => run.Succeeds("mail is shown", "what is not there fails"));
        Assert.StartsWith("what is not there fails: ", failure.Message, StringComparison.Ordinal);
        Assert.Throws<EqualException>(() => (run with { Steps = [run.Steps[0]] }).Succeeds());
    }
}
