using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>How the pages are served: small, from here only, and once.</summary>
public partial class UiFileTests
{
    [Fact]
    public async Task The_page_may_use_its_own_files_and_nothing_else()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        using var answer = await catcher.Http.GetAsync("", Limit.Token);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        var page = await answer.Content.ReadAsStringAsync(Limit.Token);
        var loaded = Loaded().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains(loaded, one => one.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains(loaded, one => one.EndsWith(".css", StringComparison.Ordinal));
        foreach (var path in loaded)
        {
            Assert.StartsWith("./assets/", path, StringComparison.Ordinal); // Under any path.
            Assert.NotEmpty(await catcher.Http.GetByteArrayAsync(path, Limit.Token));
        }

        Assert.DoesNotContain("style=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<script(?![^>]* src=)", page);
    }

    [Fact]
    public async Task The_first_page_is_less_than_60_KB_with_gzip()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var page = await catcher.Http.GetStringAsync("", Limit.Token);
        var bytes = await GzippedAsync(catcher, "");
        foreach (var match in Loaded().Matches(page).Cast<Match>())
            bytes += await GzippedAsync(catcher, match.Groups[1].Value);

        Assert.InRange(bytes, 10_000, 60_000);
    }

    [Fact]
    public async Task Files_are_compressed_as_is_asked_for()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var script = Loaded().Match(await catcher.Http.GetStringAsync("", Limit.Token)).Groups[1].Value;
        var plain = await catcher.Http.GetByteArrayAsync(script, Limit.Token);

        Assert.Null(await EncodingAsync("identity"));
        Assert.Null(await EncodingAsync("br;q=0"));
        Assert.Equal("gzip", await EncodingAsync("gzip"));
        Assert.Equal("br", await EncodingAsync("gzip, deflate, br, zstd"));

        async Task<string?> EncodingAsync(string accepted)
        {
            using var answer = await AskAsync(catcher, script, accepted);
            var encoding = answer.Content.Headers.ContentEncoding.SingleOrDefault();
            await using var body = await answer.Content.ReadAsStreamAsync(Limit.Token);
            await using Stream read = encoding switch
            {
                "br" => new BrotliStream(body, CompressionMode.Decompress),
                "gzip" => new GZipStream(body, CompressionMode.Decompress),
                _ => body,
            };
            using var whole = new MemoryStream();
            await read.CopyToAsync(whole, Limit.Token);
            Assert.Equal(plain, whole.ToArray());
            Assert.Equal("Accept-Encoding", Assert.Single(answer.Headers.Vary));
            return encoding;
        }
    }

    [Fact]
    public async Task What_a_browser_has_is_not_sent_again()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        using var page = await catcher.Http.GetAsync("", Limit.Token);
        var script = Loaded().Match(await page.Content.ReadAsStringAsync(Limit.Token)).Groups[1].Value;
        using var file = await catcher.Http.GetAsync(script, Limit.Token);

        Assert.True(page.Headers.CacheControl!.NoCache);
        Assert.Contains(file.Headers.CacheControl!.Extensions, one => one.Name == "immutable");
        using var again = new HttpRequestMessage(HttpMethod.Get, "");
        again.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        using var unchanged = await catcher.Http.SendAsync(again, Limit.Token);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        using var other = new HttpRequestMessage(HttpMethod.Get, "");
        other.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"x\""));
        using var whole = await catcher.Http.SendAsync(other, Limit.Token);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
    }

    [Fact]
    public async Task Old_addresses_of_messages_lead_to_the_page()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        using var answer = await catcher.Http.GetAsync("message/abc%2F", Limit.Token);

        var uri = answer.RequestMessage!.RequestUri!;
        Assert.Equal("/", uri.AbsolutePath);
        Assert.StartsWith("#/mail/abc", uri.Fragment, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_file_has_both_of_its_compressed_forms()
    {
        foreach (var file in UiFile.ReadAll())
            Assert.True(file is { Brotli.Length: > 0, Gzip.Length: > 0 }, file.Path);
    }

    private static async Task<long> GzippedAsync(RunningCatcher catcher, string path)
    {
        using var answer = await AskAsync(catcher, path, "gzip");
        return (await answer.Content.ReadAsByteArrayAsync(Limit.Token)).Length;
    }

    private static Task<HttpResponseMessage> AskAsync(RunningCatcher catcher, string path, string accepted)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        return catcher.Http.SendAsync(request, Limit.Token);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+\\.(?:js|css|svg))\"")]
    private static partial Regex Loaded();
}
