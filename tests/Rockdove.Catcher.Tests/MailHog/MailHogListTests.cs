using System.Net;

namespace Rockdove.Catcher.Tests;

/// <summary>MailHog's lists, searches and deletions.</summary>
public class MailHogListTests
{
    [Fact]
    public async Task Pages_follow_each_other_the_newest_first()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        Assert.Equal(
            """{"total":0,"start":0,"items":[],"count":0}""",
            await catcher.Http.GetStringAsync("api/v2/messages", Limit.Token));
        await catcher.SendThreeAsync();

        using var answer = await catcher.Http.GetAsync("api/v2/messages?start=1&limit=1", Limit.Token);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var page = await catcher.GetJsonAsync("api/v2/messages?start=1&limit=1");
        Assert.Equal((3, 1, 1), Counts(page));
        Assert.Equal(["2"], MailHogCalls.Subjects(page));
        Assert.Equal(["3", "2", "1"], MailHogCalls.Subjects(await catcher.GetJsonAsync("api/v2/messages")));
        Assert.Equal((3, 0, 7), Counts(await catcher.GetJsonAsync("api/v2/messages?start=7")));
    }

    [Theory]
    [InlineData("start=x&limit=-1")]
    [InlineData("start=&limit=0")]
    [InlineData("start=-3&limit=many")]
    public async Task A_page_that_is_no_number_is_the_usual_one(string page)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        for (var i = 0; i < 51; i++)
            await catcher.CallAsync("POST", "api/v1/send", """{"From":{"Email":"ann@example.org"}}""");

        Assert.Equal((51, 50, 0), Counts(await catcher.GetJsonAsync($"api/v2/messages?{page}")));
    }

    [Fact]
    public async Task A_page_has_250_messages_at_most()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        for (var i = 0; i < 251; i++)
            await catcher.CallAsync("POST", "api/v1/send", """{"From":{"Email":"ann@example.org"}}""");

        Assert.Equal((251, 250, 0), Counts(await catcher.GetJsonAsync("api/v2/messages?limit=250")));
        Assert.Equal((251, 250, 0), Counts(await catcher.GetJsonAsync("api/v2/messages?limit=99999999999")));
    }

    [Fact]
    public async Task Searches_find_a_part_of_an_address_in_the_envelope_or_the_header()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync(
            "Subject: 1\r\nFrom: Ann <a@x.test>\r\nTo: Bea\r\n\r\n", "sender@y.test", "blind@z.test");
        await catcher.SendAsync("Subject: 2\r\nTo: Cis <c@x.test>\r\n\r\n", "a@x.test", "d@x.test", "e@blind.test");

        Assert.Equal(["2", "1"], await catcher.SearchAsync("from", "A@X"));
        Assert.Equal(["1"], await catcher.SearchAsync("from", "nder@y"));
        Assert.Equal(["2", "1"], await catcher.SearchAsync("to", "BLIND"));
        Assert.Equal(["1"], await catcher.SearchAsync("to", "bea"));
        Assert.Empty(await catcher.SearchAsync("to", "sender"));
        Assert.Equal(["1"], await catcher.SearchAsync("to", "blind", "&start=1&limit=5"));
        Assert.Equal((2, 1, 1), Counts(await catcher.GetJsonAsync("api/v2/search?kind=to&query=blind&start=1")));
    }

    [Fact]
    public async Task Containing_finds_what_is_said_and_what_is_written()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: 1\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8gdGhlcmU=\r\n");
        await catcher.SendAsync(
            "Subject: 2\r\nContent-Type: text/html\r\n\r\n<a href=\"https://x.test/?Token=7\">hello</a>\r\n");
        await catcher.SendAsync("Subject: 3\r\nX-Run: Seven hundred\r\n\r\n");

        Assert.Equal(["2", "1"], await catcher.SearchAsync("containing", "Hello"));
        Assert.Equal(["1"], await catcher.SearchAsync("containing", "ello there"));
        Assert.Equal(["1"], await catcher.SearchAsync("containing", "AGVSBG8G"));
        Assert.Equal(["2"], await catcher.SearchAsync("containing", "href=\"https://x.test/?token=7"));
        Assert.Equal(["3"], await catcher.SearchAsync("containing", "even hund"));
        Assert.Empty(await catcher.SearchAsync("containing", "goodbye"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("kind=from")]
    [InlineData("kind=from&query=")]
    [InlineData("kind=subject&query=x")]
    [InlineData("query=x")]
    public async Task A_search_for_nothing_is_a_bad_request(string query)
    {
        await using var catcher = await RunningCatcher.StartAsync();

        await catcher.RefuseAsync(HttpStatusCode.BadRequest, "GET", $"api/v2/search?{query}");
    }

    [Fact]
    public async Task A_search_has_1000_characters_at_most()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        Assert.Empty(await catcher.SearchAsync("containing", new string('x', 1000)));
        await catcher.RefuseAsync(
            HttpStatusCode.BadRequest, "GET", $"api/v2/search?kind=containing&query={new string('x', 1001)}");
    }

    [Fact]
    public async Task One_message_is_deleted()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var ids = await catcher.SendThreeAsync();

        Assert.Equal((HttpStatusCode.OK, ""), await catcher.CallAsync("DELETE", $"api/v1/messages/{ids[1]}"));
        Assert.Equal(["3", "1"], MailHogCalls.Subjects(await catcher.GetJsonAsync("api/v2/messages")));
        await catcher.RefuseAsync(HttpStatusCode.NotFound, "DELETE", $"api/v1/messages/{ids[1]}");
    }

    [Fact]
    public async Task No_server_is_told_to_release_to()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        Assert.Equal((HttpStatusCode.OK, "{}"), await catcher.CallAsync("GET", "api/v2/outgoing-smtp"));
    }

    private static (int Total, int Count, int Start) Counts(System.Text.Json.JsonElement page) => (
        page.GetProperty("total").GetInt32(), page.GetProperty("count").GetInt32(),
        page.GetProperty("start").GetInt32());
}
