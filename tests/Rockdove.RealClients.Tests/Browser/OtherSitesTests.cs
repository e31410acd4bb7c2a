namespace Rockdove.RealClients.Tests;

/// <summary>What pages of other sites can do to a catcher in the same browser, which is nothing.</summary>
public sealed class OtherSitesTests
{
    [Fact]
    public async Task Pages_of_other_sites_change_nothing_and_read_nothing()
    {
        await using var server = await RunningHttpCatch.StartAsync();

        var run = await new BrowserScript("otherSites.mjs").RunAsync(
            ReadOnlyMemory<byte>.Empty, server.Http, $"{server.Smtp}");

        run.Succeeds(
            "same site changes nothing", "same site reads nothing", "other site changes nothing",
            "other site reads nothing", "a name that was pointed here reads nothing",
            "a link of another site marks nothing as read", "the same is noticed where it succeeds");
    }
}
