using System.Net;

namespace Rockdove.Catcher.Tests;

/// <summary>What is taken out of a message: links, codes, elements.</summary>
public class ExtractTests
{
    [Theory]
    [InlineData("Your code is 123456", "123456")]
    [InlineData("Your code is: 123-456.", "123456")]
    [InlineData("Your code: 123 456", "123456")]
    [InlineData("Enter G-123456 as verification", "123456")]
    [InlineData("Your code:\n\n  48213\n\nIt is good until 2027.", "48213")]
    [InlineData("7741", "7741")]
    [InlineData("Use PIN 0042 before 12:30 on 24.12.2026 or pay 1999,00", "0042")]
    [InlineData("Ihr Bestätigungscode lautet 774411", "774411")]
    [InlineData("Your code is AB12CD, and not abc12", "AB12CD")]
    [InlineData("Token 2026 of 555123", "555123 2026")]
    [InlineData("Order 123456 was shipped", "")]
    [InlineData("shipping 1234", "")]
    [InlineData("code 123", "")]
    [InlineData("code 123456789", "")]
    [InlineData("Your code: https://x.test/123456", "")]
    [InlineData("Call +49 40 123456 for a code", "")]
    public async Task Codes_are_found_where_a_reader_would(string text, string codes)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SendAsync(catcher, "text/plain; charset=utf-8", text.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(codes, await ValuesAsync(catcher, "rule=codes"));
    }

    [Fact]
    public async Task Codes_in_html_and_in_subjects_are_found_too()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(
            "Subject: 991177 is your code\r\nContent-Type: text/html\r\n\r\n<p>Code:</p><table><tr><td>"
            + "<p><b>55</b>66</p></table>");
        Assert.Equal("5566 991177", await ValuesAsync(catcher, "rule=codes"));
    }

    [Fact]
    public async Task Links_are_found_in_text_and_in_html_once_each()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SendAsync(
            catcher, "multipart/alternative; boundary=x",
            "--x\r\n\r\nSee https://a.test/x?a=1&b=2. Or (http://b.test/y), <https://c.test/(z)>!\r\nxhttp://no.test"
            + "\r\n--x\r\nContent-Type: text/html\r\n\r\n<!-- <a href='http://no.test'> -->"
            + "<a class=b href=\"https://a.test/x?a=1&amp;b=2\">Go <b>on</b></a> <a href='mailto:x@x.test'>m</a>"
            + "<a href=javascript:alert(1)>j</a><A HREF=https://d.test/>D</A>"
            + "<script>'<a href=\"http://no.test\">'</script>\r\n--x--\r\n");

        Assert.Equal(
            "https://a.test/x?a=1&b=2 https://d.test/ http://b.test/y https://c.test/(z)",
            await ValuesAsync(catcher, "rule=links"));
        var first = (await catcher.GetAsync("messages/latest/extract?rule=links")).GetProperty("values")[0];
        Assert.Equal("Go on", first.GetProperty("text").GetString());
        Assert.Equal("html", first.GetProperty("place").GetString());
    }

    [Fact]
    public async Task Ways_to_unsubscribe_are_found_in_the_header_and_in_the_text()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(
            "List-Unsubscribe: <mailto:off@x.test>, <https://x.test/off>\r\nContent-Type: text/html\r\n\r\n"
            + "<a href=https://x.test/1>Shop</a><a href=https://x.test/2>Unsubscribe here</a>"
            + "<a href=https://x.test/off>unsubscribe</a>");
        Assert.Equal(
            "mailto:off@x.test https://x.test/off https://x.test/2", await ValuesAsync(catcher, "rule=unsubscribe"));
    }

    [Theory]
    [InlineData("a", "", "One Two Three")]
    [InlineData("A.button", "", "Two")]
    [InlineData("a.button", "&attribute=href", "/2?x&y")]
    [InlineData(".big.button", "", "Two")]
    [InlineData("#box a", "", "Two")] // A cell ends the one before it.
    [InlineData("table #box a", "", "Two")]
    [InlineData("div table a", "", "")]
    [InlineData("td td a", "", "Three")]
    [InlineData("[data-test]", "", "Two")]
    [InlineData("[data-test=go]", "&attribute=HREF", "/2?x&y")]
    [InlineData("a[href^='/3']", "", "Three")]
    [InlineData("a[href$=\"y\"]", "", "Two")]
    [InlineData("a[href*=x]", "", "Two")]
    [InlineData("*[href='/1']", "", "One")]
    [InlineData("img", "&attribute=alt", "a>b")]
    [InlineData("title", "", "")]
    [InlineData("b", "", "")]
    public async Task A_selector_finds_elements(string selector, string more, string values)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SendAsync(
            catcher, "text/html",
            "<title><b>no</title><a href=/1>One</a><table><tr><td id=box><a class='big  button' data-test=go "
            + "href='/2?x&amp;y'>\r\nTwo\r\n</a><td><img alt='a>b'/><table><tr><td><td>"
            + "<a href=/3>Three</table></table>");
        Assert.Equal(values, await ValuesAsync(catcher, $"selector={Uri.EscapeDataString(selector)}{more}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("rule=link")]
    [InlineData("rule=links&selector=a")]
    [InlineData("rule=links&attribute=href")]
    [InlineData("selector=")]
    [InlineData("selector=a>b")]
    [InlineData("selector=a,b")]
    [InlineData("selector=a:hover")]
    [InlineData("selector=a[")]
    [InlineData("selector=a[x=']")]
    [InlineData("selector=a[x=y")]
    [InlineData("selector=a[x~=y]")]
    [InlineData("selector=[=y]")]
    [InlineData("selector=.")]
    [InlineData("selector=a*")]
    public async Task What_cannot_be_extracted_is_refused(string query)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: x\r\n\r\n");
        await catcher.GetAsync($"messages/latest/extract?{query}", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Questions_and_answers_are_as_long_as_may_be_and_no_longer()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SendAsync(catcher, "text/html", string.Concat(Enumerable.Range(0, 1001).Select(i => $"<i>{i}</i>\r\n")));
        var most = await catcher.GetAsync("messages/latest/extract?selector=i");
        Assert.Equal(1000, most.GetProperty("count").GetInt32());
        await catcher.GetAsync($"messages/latest/extract?selector={new string('a', 500)}");
        await catcher.GetAsync(
            $"messages/latest/extract?selector={new string('a', 501)}", HttpStatusCode.BadRequest);
        var steps = string.Join("%20", Enumerable.Repeat("a", 16));
        await catcher.GetAsync($"messages/latest/extract?selector={steps}");
        await catcher.GetAsync($"messages/latest/extract?selector={steps}%20a", HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("<")]
    [InlineData("<a")]
    [InlineData("<a href")]
    [InlineData("<a href=")]
    [InlineData("<a href='")]
    [InlineData("</")]
    [InlineData("</a")]
    [InlineData("<!--")]
    [InlineData("<!")]
    [InlineData("<a =\"'>")]
    [InlineData("<script>")]
    [InlineData("<a/<b/>")]
    public async Task Odd_markup_breaks_nothing_and_takes_no_time(string odd)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await SendAsync(
            catcher, "text/html", string.Concat(Enumerable.Repeat(odd, 20_000).Append("<a href=http://x.test/>x</a>")));
        await catcher.GetAsync("messages/latest/extract?rule=links");
        await catcher.GetAsync("messages/latest/extract?rule=codes");
        await catcher.GetAsync("messages/latest/extract?selector=a%20a%20a%20b%5Bx%5D");
    }

    private static Task SendAsync(RunningCatcher catcher, string type, string body) =>
        catcher.SendAsync($"Subject: x\r\nContent-Type: {type}\r\n\r\n{body}");

    private static async Task<string> ValuesAsync(RunningCatcher catcher, string query)
    {
        var extracted = await catcher.GetAsync($"messages/latest/extract?{query}");
        return string.Join(' ', extracted.Texts("values", "value"));
    }
}
