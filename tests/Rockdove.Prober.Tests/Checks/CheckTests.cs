namespace Rockdove.Prober.Tests;

/// <summary>Tests of checks, each with a world of its own.</summary>
public abstract class CheckTests : IAsyncLifetime
{
    private protected CheckWorld World { get; } = new();

    private protected Rockdove.Testing.Zone Zone => World.Zone;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>There is one result, with this status; its sentence.</summary>
    private protected static string Only(CheckStatus status, IReadOnlyList<CheckResult> results)
    {
        var result = Assert.Single(results);
        Assert.True(status == result.Status, $"{result.Status}: {result.What}");
        return result.What;
    }

    /// <summary>One of the results has this status, and a sentence with these words.</summary>
    private protected static CheckResult Has(CheckStatus status, string words, IReadOnlyList<CheckResult> results)
    {
        var found = results.FirstOrDefault(one =>
            one.Status == status && one.What.Contains(words, StringComparison.Ordinal));
        Assert.True(found is not null, string.Join('\n', results.Select(one => $"{one.Status}: {one.What}")));
        return found;
    }
}
