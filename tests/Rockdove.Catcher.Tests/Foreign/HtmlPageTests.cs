using System.Net;

namespace Rockdove.Catcher.Tests;

/// <summary>The HTML of a message as a page: what is taken out of it, and what is said of it.</summary>
public class HtmlPageTests
{
    [Theory]
    [InlineData("<p>x</p><article><b>", "<p>x</p><article><b>")]
    [InlineData("<a href=x>y</a>", "<a target=_blank rel=noreferrer  href=x>y</a>")]
    [InlineData("<A/href=x target=_self rel=opener>",
        "<A target=_blank rel=noreferrer /href=x target=_self rel=opener>")]
    [InlineData("<a\thref=x><area\nhref=y><a>", "<a target=_blank rel=noreferrer \thref=x><area target=_blank "
        + "rel=noreferrer \nhref=y><a target=_blank rel=noreferrer >")]
    [InlineData("<abbr><address><lin><links><metadata><baseline>", "<abbr><address><lin><links><metadata><baseline>")]
    [InlineData("<link rel=preconnect href=//x>", "<basefont rel=preconnect href=//x>")]
    [InlineData("<LINK/rel=x><Base\fhref=x><meta>", "<basefont/rel=x><basefont\fhref=x><basefont>")]
    [InlineData("<!-- <link rel=x> --><svg><style><base href=x>",
        "<!-- <basefont rel=x> --><svg><style><basefont href=x>")]
    [InlineData("<<link rel=x><link<link >", "<<basefont rel=x><link<basefont >")]
    [InlineData("<meta http-equiv=refresh content=0;url=x>", "<basefont http-equiv=refresh content=0;url=x>")]
    [InlineData("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")]
    [InlineData("<META NAME=\"Color-Scheme\" CONTENT=\"light dark\" />",
        "<META NAME=\"Color-Scheme\" CONTENT=\"light dark\" />")]
    [InlineData("<meta name=\"viewport\" content=\"x\" http-equiv=refresh>",
        "<basefont name=\"viewport\" content=\"x\" "
        + "http-equiv=refresh>")]
    [InlineData("<meta name=\"referrer\" content=\"unsafe-url\">",
        "<basefont name=\"referrer\" content=\"unsafe-url\">")]
    [InlineData("<iframe/srcdoc=&lt;link>", "<iframe srcdoc=&#32; /srcdoc=&lt;link>")]
    [InlineData("<frameset><frame src=x></frameset>", "<frameset><basefont src=x></frameset>")]
    [InlineData("<iframes><noframes>", "<iframes><noframes>")]
    [InlineData("x < y <", "x < y <")]
    [InlineData("<a", "<a")]
    [InlineData("<link", "<link")]
    [InlineData("</a></link>", "</a></link>")]
    public async Task What_no_policy_holds_is_taken_out(string html, string shown)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync($"Content-Type: text/html\r\n\r\n{html}");

        foreach (var path in (string[])[$"{InboxCalls.Root}/messages/latest/html", "view/latest.html"])
            Assert.Equal(shown, await catcher.Http.GetStringAsync(path, Limit.Token));
    }

    [Fact]
    public async Task It_is_told_as_a_page_that_may_do_nothing()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        var id = await catcher.SendAsync(
            "Content-Type: text/html; charset=iso-8859-1\r\n\r\n<meta charset=utf-7>caf\u00e9"u8.ToArray(),
            to: ["b+a@example.org"]);
        var pages = new List<string>();
        foreach (var path in (string[])
        [
            $"{InboxCalls.Root}/messages/{id}/html", $"{InboxCalls.Root}/inboxes/a/messages/latest/html",
            $"view/{id}.html",
        ])
        {
            using var answer = await catcher.Http.GetAsync(path, Limit.Token);
            Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Equal(
                "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; "
                + "style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'; "
                + "frame-ancestors 'self'",
                Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
            pages.Add(await answer.Content.ReadAsStringAsync(Limit.Token));
        }

        Assert.All(pages, page => Assert.Equal("<basefont charset=utf-7>caf\u00c3\u00a9", page));
        Assert.Equal(1, (await catcher.GetJsonAsync("api/v1/messages")).GetProperty("unread").GetInt32());
    }

    [Fact]
    public async Task Without_html_there_is_none()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.GetAsync("messages/latest/html", HttpStatusCode.NotFound);
        await catcher.SendAsync("Subject: x\r\n\r\n<p>x");

        var problem = await catcher.GetAsync("messages/latest/html", HttpStatusCode.NotFound);

        Assert.Equal("No HTML", problem.GetProperty("title").GetString());
        await catcher.GetAsync("messages/latest/html?remote=true", HttpStatusCode.BadRequest);
    }
}
