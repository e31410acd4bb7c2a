using System.Net;

namespace Rockdove.Catcher.Tests;

public class PageTests
{
    [Theory]
    [InlineData("view/{0}.html")]
    [InlineData("view/latest.html")]
    [InlineData("api/v1/message/{0}/part/1")]
    public async Task Html_of_a_peer_runs_nothing_and_belongs_to_nobody(string path)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync($"Content-Type: text/html\r\n\r\n{Attack}");

        var answer = await catcher.Http.GetAsync(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id), Limit.Token);

        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        var directives = policy.Split("; ");
        Assert.Equal("sandbox", directives[0].Split(' ')[0]);
        Assert.DoesNotContain("allow-scripts", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-same-origin", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-forms", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", directives);
        Assert.DoesNotContain(directives, directive => directive.StartsWith("script-src", StringComparison.Ordinal));
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_of_the_message_itself_are_put_into_its_html()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(
            "Content-Type: multipart/related; boundary=m\r\n\r\n--m\r\nContent-Type: text/html\r\n\r\n"
            + "<!doctype html><html><head><title>x</title></head>"
            + "<img src=\"cid:a%40b\"><img src='CID:a@b'><i style=\"background:url(cid:a@b)\"><img src=\"cid:gone\">"
            + "<img src=\"cid:page\">\r\n"
            + "--m\r\nContent-Type: image/png\r\nContent-ID: <a@b>\r\nContent-Transfer-Encoding: base64\r\n\r\nAQID\r\n"
            + "--m\r\nContent-Type: text/html; name=x\r\nContent-ID: <page>\r\n\r\n<script>\r\n--m--\r\n");

        var html = await catcher.Http.GetStringAsync("view/latest.html", Limit.Token);

        Assert.Equal(
            "<!doctype html><html><head><title>x</title></head>"
            + "<img src=\"data:image/png;base64,AQID\"><img src='data:image/png;base64,AQID'>"
            + "<i style=\"background:url(data:image/png;base64,AQID)\"><img src=\"cid:gone\"><img src=\"cid:page\">",
            html);
    }

    [Fact]
    public async Task A_part_cannot_write_headers_of_ours()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(
            "Content-Type: text/x<y; charset=\"utf-8, text/html\"; name=\"a\\\"; x=y\u00e9.html\"\r\n\r\nx");

        var answer = await catcher.Http.GetAsync($"api/v1/message/{id}/part/1", Limit.Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            "attachment; filename=\"a__ x_y_.html\"; filename*=UTF-8''a%22%3B%20x%3Dy%C3%A9.html",
            Assert.Single(answer.Content.Headers.GetValues("Content-Disposition")));
    }

    [Fact]
    public async Task A_message_that_is_gone_says_so()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        foreach (var path in (string[])["view/latest.html", "view/latest.txt", "view/x"])
            Assert.Equal(HttpStatusCode.NotFound, (await catcher.Http.GetAsync(path, Limit.Token)).StatusCode);
    }

    private const string Attack = "<script>alert(1)</script>\" onmouseover=x' onmouseover=x<img src=x onerror=x>";
}
