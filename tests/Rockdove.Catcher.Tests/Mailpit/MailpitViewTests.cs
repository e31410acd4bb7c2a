using System.Net;

namespace Rockdove.Catcher.Tests;

/// <summary>The paths below /view.</summary>
public class MailpitViewTests
{
    [Fact]
    public async Task A_body_is_shown_by_id_as_the_latest_or_as_the_latest_that_is_found()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(Both("one"));
        await catcher.SendAsync(Both("two"));

        foreach (var (path, word) in ((string, string)[])
            [($"view/{id}", "one"), ("view/latest", "two"), ("view/latest", "one")])
        {
            var query = path == "view/latest" && word == "one" ? "?query=subject:one&embed=1" : "";
            var html = await catcher.Http.GetStringAsync($"{path}.html{query}", Limit.Token);
            Assert.Contains($"<b>{word}</b>", html, StringComparison.Ordinal);
            var text = await catcher.Http.GetStringAsync($"{path}.txt{query}", Limit.Token);
            Assert.Equal($"text {word}\r\n", text);
        }
    }

    [Fact]
    public async Task Text_without_html_is_no_page_and_html_without_text_is_told_as_text()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: 1\r\n\r\nplain\r\n");

        var (status, text) = await catcher.CallAsync("GET", "view/latest.html");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("This message does not contain a HTML part", text);
        Assert.Equal("plain\r\n", await catcher.Http.GetStringAsync("view/latest.txt", Limit.Token));
        await catcher.SendAsync("Content-Type: text/html\r\n\r\n<p>marked</p>\r\n");
        var told = await catcher.Http.GetStringAsync("view/latest.txt", Limit.Token);
        Assert.DoesNotContain("<p>", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_ending_it_leads_to_the_page_of_the_message()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var id = await catcher.SendAsync(Both("one"));

        foreach (var path in (string[])["view/latest", $"view/{id}", "view/latest?query=one"])
        {
            using var answer = await catcher.Http.GetAsync(path, Limit.Token);
            var page = answer.RequestMessage!.RequestUri!;
            Assert.Equal($"/#/mail/{id}", page.PathAndQuery + page.Fragment);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await catcher.CallAsync("GET", "view/latest.html?query=zoe")).Status);
    }

    private static string Both(string word) =>
        $"Subject: {word}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n"
        + $"--x\r\n\r\ntext {word}\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<b>{word}</b>\r\n--x--\r\n";
}
