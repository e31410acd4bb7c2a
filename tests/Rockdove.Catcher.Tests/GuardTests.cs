using System.Net;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

public class GuardTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8025")]
    [InlineData("mail.localhost")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]:8025")]
    [InlineData("192.0.2.7")]
    [InlineData("mail.test")]
    [InlineData("Mail.Test.")]
    public async Task A_host_that_nobody_else_can_have_is_served(string host)
    {
        await using var catcher = await RunningCatcher.StartAsync(web: new() { HostNames = ["mail.test"] });

        Assert.Equal(HttpStatusCode.OK, await AskAsync(catcher, HttpMethod.Get, "Host", host));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8025")]
    [InlineData("localhost.evil.example")]
    [InlineData("notlocalhost")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("mail.test.evil.example")]
    public async Task A_name_that_somebody_pointed_here_is_refused(string host)
    {
        await using var catcher = await RunningCatcher.StartAsync(web: new() { HostNames = ["mail.test"] });
        foreach (var path in (string[])["", "api/v1/messages", "message/latest", "livez"])
            Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(catcher, HttpMethod.Get, "Host", host, path));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://localhost.evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "file:///x")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Host", "evil.example")]
    public async Task Another_site_deletes_nothing(string header, string value)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync("Subject: stays\r\n\r\n");

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(catcher, HttpMethod.Delete, header, value));
        Assert.Equal(
            HttpStatusCode.Forbidden, await AskAsync(catcher, HttpMethod.Post, header, value, $"{Root}/delete"));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await AskAsync(catcher, HttpMethod.Delete, header, value, $"{Root}/{id}"));

        Assert.Equal(["stays"], await catcher.SubjectsAsync());
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", null)]
    public async Task Our_own_page_and_programs_may_delete(string header, string? value)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: goes\r\n\r\n");

        value ??= $"http://{catcher.HttpAddress}";
        Assert.Equal(HttpStatusCode.OK, await AskAsync(catcher, HttpMethod.Delete, header, value));

        Assert.Empty(await catcher.SubjectsAsync());
    }

    [Fact]
    public async Task No_answer_may_be_guessed_kept_or_taken_elsewhere()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        var answer = await catcher.Http.GetAsync("api/v1/messages", Limit.Token);

        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.Equal("off", Assert.Single(answer.Headers.GetValues("X-DNS-Prefetch-Control")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("same-origin", "cors", "empty", true)]
    [InlineData("none", "navigate", "document", true)]
    [InlineData("cross-site", "navigate", "document", true)]
    [InlineData("cross-site", "navigate", "iframe", false)]
    [InlineData("cross-site", "no-cors", "image", false)]
    [InlineData("cross-site", "cors", "empty", false)]
    [InlineData("same-site", "no-cors", "script", false)]
    [InlineData("same-site", "cors", "empty", false)]
    public async Task Another_site_may_lead_here_and_put_nothing_of_us_into_its_pages(
        string site, string mode, string destination, bool isAnswered)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: x\r\n\r\n");
        var script = UiFile.ReadAll().First(file => file.Path.EndsWith(".js", StringComparison.Ordinal)).Path;
        foreach (var path in (string[])["", script, "api/v1/message/latest", "api/rockdove/v1/events"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", mode);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Dest", destination);
            using var answer = await catcher.Http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, Limit.Token);
            Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        }

        var unread = (await catcher.GetJsonAsync("api/v1/messages")).GetProperty("unread").GetInt32();
        Assert.Equal(site is "same-origin" or "none" ? 0 : 1, unread);
    }

    private static async Task<HttpStatusCode> AskAsync(
        RunningCatcher catcher, HttpMethod method, string header, string value, string path = "api/v1/messages")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await catcher.Http.SendAsync(request, Limit.Token);
        return answer.StatusCode;
    }

    private const string Root = InboxCalls.Root + "/messages";
}
