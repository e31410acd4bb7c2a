using System.Net;
using System.Text.RegularExpressions;

namespace Rockdove.Cli.Tests;

/// <summary>The files of the prober's pages. What they show is tested in a browser.</summary>
public sealed partial class PingPagesTests
{
    [Fact]
    public async Task The_root_is_the_page_of_the_prober_and_may_load_its_own_files_only()
    {
        await using var ping = await RunningPing.StartAsync();

        using var page = await ping.SendAsync(HttpMethod.Get, "/");

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains(
            "matrix.svg", await page.Content.ReadAsStringAsync(RockdoveProcess.Patience), StringComparison.Ordinal);
        using var catcher = await ping.SendAsync(HttpMethod.Get, "/index.html");
        Assert.Equal(HttpStatusCode.NotFound, catcher.StatusCode);
    }

    /// <summary>What comes before anything is seen; other pages are loaded when somebody goes there.</summary>
    [Fact]
    public async Task What_the_first_page_loads_is_below_sixty_kilobytes()
    {
        await using var ping = await RunningPing.StartAsync();
        using var page = await ping.SendAsync(HttpMethod.Get, "/");
        var html = await page.Content.ReadAsStringAsync(RockdoveProcess.Patience);
        var files = Loaded().Matches(html).Select(match => match.Groups[1].Value).Distinct().ToList();

        var total = 0L;
        foreach (var file in files)
        {
            using var answer = await ping.SendAsync(HttpMethod.Get, $"/{file}", ("Accept-Encoding", "gzip"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("immutable", $"{answer.Headers.CacheControl}", StringComparison.Ordinal);
            total += answer.Content.Headers.ContentLength ?? 0;
        }

        Assert.Contains(files, file => file.EndsWith(".js", StringComparison.Ordinal));
        Assert.InRange(total, 10_000, 60_000);
    }

    [GeneratedRegex("(?:src|href)=\"\\./(assets/[^\"]+)\"")]
    private static partial Regex Loaded();
}
