using System.Text.Json;

namespace Rockdove.RealClients.Tests;

/// <summary>What a script in a browser did and told.</summary>
internal sealed record BrowserRun(IReadOnlyList<BrowserStep> Steps, IReadOnlyDictionary<string, JsonElement> Told)
{
    /// <summary>Fails the test, with each error, unless every step went well and there were these steps.</summary>
    public BrowserRun Succeeds(params IReadOnlyList<string> steps)
    {
        var failed = Steps.Where(step => step.Error is not null).ToList();
        if (failed.Count > 0)
            Assert.Fail(string.Join("\n\n", failed.Select(step => $"{step.Name}: {step.Error}")));
        Assert.Equal(steps, Steps.Select(step => step.Name));
        return this;
    }
}
