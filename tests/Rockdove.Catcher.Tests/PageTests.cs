using System.Net;

namespace Rockdove.Catcher.Tests;

public class PageTests
{
    [Fact]
    public async Task The_page_lists_mail_and_leads_to_it()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        Assert.Contains("no mail", await catcher.Http.GetStringAsync("", Limit.Token), StringComparison.Ordinal);
        var id = await catcher.SendAsync(
            "From: Ann <ann@example.org>\r\nSubject: Gr\u00fc\u00dfe\r\n\r\nHello you\r\n");

        var page = await catcher.Http.GetStringAsync("", Limit.Token);

        Assert.Contains("1 message, 1 unread", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/message/{id}\"", page, StringComparison.Ordinal);
        Assert.Contains("Gr\u00fc\u00dfe", page, StringComparison.Ordinal);
        Assert.Contains("Hello you", page, StringComparison.Ordinal);
        var message = await catcher.Http.GetStringAsync($"message/{id}", Limit.Token);
        Assert.Contains("ann@example.org", message, StringComparison.Ordinal);
        Assert.Contains("1 message, 0 unread", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_has_pages()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        for (var i = 1; i <= 51; i++)
            await catcher.SendAsync($"Subject: number {i}.\r\n\r\n");

        var first = await catcher.Http.GetStringAsync("", Limit.Token);
        var second = await catcher.Http.GetStringAsync("?start=50", Limit.Token);

        Assert.Contains("number 2.", first, StringComparison.Ordinal);
        Assert.DoesNotContain("number 1.", first, StringComparison.Ordinal);
        Assert.Contains("href=\"/?start=50\"", first, StringComparison.Ordinal);
        Assert.Contains("number 1.", second, StringComparison.Ordinal);
        Assert.DoesNotContain("number 2.", second, StringComparison.Ordinal);
        var past = await catcher.Http.GetStringAsync("?start=51", Limit.Token);
        Assert.Contains("Nothing this far back. <a href=\"/\">See the newest.</a>", past, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"empty\"", past, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_unread_is_also_told_in_words()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync("Subject: x\r\n\r\n");

        Assert.Contains("Unread:", await catcher.Http.GetStringAsync("", Limit.Token), StringComparison.Ordinal);
        var read = await catcher.Http.GetStringAsync($"message/{id}", Limit.Token);
        Assert.DoesNotContain("Unread:", read, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("text")]
    [InlineData("headers")]
    [InlineData("raw")]
    [InlineData("envelope")]
    [InlineData("<script>")]
    public async Task Nothing_a_peer_writes_becomes_part_of_a_page(string side)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(
            $"From: \"{Attack}\" <\"{Attack}\"@example.org>\r\nTo: {Attack} <to@example.org>\r\n"
            + $"Subject: {Attack}\r\nX-{Attack}: {Attack}\r\nMessage-ID: <{Attack}>\r\n"
            + "Content-Type: multipart/mixed; boundary=m\r\n\r\n"
            + $"--m\r\nContent-Type: text/plain\r\n\r\n{Attack}\r\n"
            + $"--m\r\nContent-Type: text/html\r\n\r\n{Attack}\r\n"
            + "--m\r\nContent-Type: application/x; name=\"" + Attack.Replace("\"", "\\\"", StringComparison.Ordinal)
            + "\"\r\nContent-Disposition: attachment\r\n\r\nx\r\n--m--\r\n",
            "\"<script>alert(1)</script>\"@example.org");

        foreach (var path in (string[])["", $"message/{id}?show={Uri.EscapeDataString(side)}"])
        {
            var page = await catcher.Http.GetStringAsync(path, Limit.Token);
            Assert.DoesNotContain("<script>alert", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\" onmouseover", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("' onmouseover", page, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pages_may_run_our_script_and_load_nothing_from_elsewhere()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        var answer = await catcher.Http.GetAsync("", Limit.Token);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        var page = await answer.Content.ReadAsStringAsync(Limit.Token);
        foreach (var outside in (string[])["src=\"http", "src=\"//", "href=\"http", "href=\"//", "style=", "onclick"])
            Assert.DoesNotContain(outside, page, StringComparison.OrdinalIgnoreCase);
        foreach (var file in (string[])["app.css", "app.js", "icon.svg"])
        {
            Assert.Contains($"/{file}\"", page, StringComparison.Ordinal);
            Assert.NotEmpty(await catcher.Http.GetByteArrayAsync(file, Limit.Token));
        }
    }

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
    public async Task The_frame_around_html_is_sandboxed()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync("Content-Type: text/html\r\n\r\n<p>x");

        var page = await catcher.Http.GetStringAsync($"message/{id}", Limit.Token);

        Assert.Contains($"<iframe src=\"/view/{id}.html\"", page, StringComparison.Ordinal);
        Assert.Contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"", page, StringComparison.Ordinal);
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

        foreach (var path in (string[])["message/latest", "view/latest.html", "view/latest.txt", "view/x"])
            Assert.Equal(HttpStatusCode.NotFound, (await catcher.Http.GetAsync(path, Limit.Token)).StatusCode);
    }

    [Fact]
    public async Task Buttons_delete_one_message_or_all()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var first = await catcher.SendAsync("Subject: 1\r\n\r\n");
        await catcher.SendAsync("Subject: 2\r\n\r\n");

        await catcher.Http.PostAsync($"message/{first}/delete", null, Limit.Token);
        Assert.Equal(["2"], await catcher.SubjectsAsync());

        var answer = await catcher.Http.PostAsync("delete", null, Limit.Token);
        Assert.Equal("/", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Empty(await catcher.SubjectsAsync());
    }

    [Fact]
    public async Task The_text_of_a_message_is_shown_to_a_limit()
    {
        const int Shown = 512 * 1024;
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("\r\n" + string.Concat(Enumerable.Repeat("aaa\r\n", Shown / 5 + 2)));

        var page = await catcher.Http.GetStringAsync("message/latest?show=text", Limit.Token);

        Assert.Contains("This is the start.", page, StringComparison.Ordinal);
        Assert.True(page.Length < Shown + 10_000);
    }

    private const string Attack = "<script>alert(1)</script>\" onmouseover=x' onmouseover=x<img src=x onerror=x>";
}
