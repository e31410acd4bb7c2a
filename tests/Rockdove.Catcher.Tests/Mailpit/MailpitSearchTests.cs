using System.Globalization;
using System.Net;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

/// <summary>GET and DELETE /api/v1/search, and the parameters query, tz and before elsewhere.</summary>
public class MailpitSearchTests
{
    [Fact]
    public async Task A_search_counts_what_it_finds_and_what_there_is()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var ids = await catcher.SendThreeAsync();
        await catcher.CallOkAsync("PUT", "api/v1/messages", $$"""{"Read":true,"IDs":["{{ids[0]}}"]}""");

        var found = await catcher.GetJsonAsync("api/v1/search?query=from:ann&limit=1");

        Assert.Equal(["3"], MailpitCalls.Subjects(found));
        Assert.Equal(3, found.GetProperty("total").GetInt32());
        Assert.Equal(2, found.GetProperty("unread").GetInt32());
        Assert.Equal(1, found.GetProperty("count").GetInt32());
        Assert.Equal(2, found.GetProperty("messages_count").GetInt32());
        Assert.Equal(1, found.GetProperty("messages_unread").GetInt32());
        Assert.Equal(["1"], await catcher.FindAsync("from:ann", "&start=1"));
        Assert.Equal(["1"], await catcher.FindAsync("from:ann is:read"));
        Assert.Equal(["3", "2"], await catcher.FindAsync("subject:3 OR from:bea"));
    }

    [Fact]
    public async Task A_word_that_cannot_be_read_is_left_out_of_a_search()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendThreeAsync();

        Assert.Equal(["3", "1"], await catcher.FindAsync("from:ann before:yesterday"));
        Assert.Equal(["3", "2", "1"], await catcher.FindAsync("***"));
        Assert.Equal(["3", "1"], await catcher.FindAsync("from:ann", "&tz=Nowhere/Else"));
    }

    [Fact]
    public async Task A_search_for_nothing_is_a_bad_request()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        foreach (var query in (string[])["", "?query=", "?query=%20", "?query=x&start=-1", "?query=x&limit=all"])
        {
            var (status, text) = await catcher.CallAsync("GET", "api/v1/search" + query);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.NotEmpty(text);
        }
    }

    [Fact]
    public async Task A_search_past_a_limit_is_a_bad_request()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        var (status, text) = await catcher.CallAsync("GET", $"api/v1/search?query={new string('a', 4001)}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("4000", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_search_finds_is_deleted()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendThreeAsync();

        await catcher.CallOkAsync("DELETE", "api/v1/search?query=from:ann");

        Assert.Equal(["2"], await catcher.SubjectsAsync());
        await catcher.CallOkAsync("DELETE", "api/v1/search?query=from:ann");
    }

    [Fact]
    public async Task What_cannot_be_read_whole_deletes_nothing()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendThreeAsync();

        foreach (var query in (string[])
        [
            "",
            "?query=",
            "?query=***",
            "?query=%22%22",
            "?query=from:ann%20before:yesterday",
            "?query=from:",
            "?query=from:ann&tz=Nowhere/Else",
        ])
            await catcher.CallInVainAsync("DELETE", "api/v1/search" + query);
    }

    [Fact]
    public async Task Latest_may_be_the_latest_that_a_query_finds()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendThreeAsync();

        var found = await catcher.GetJsonAsync("api/v1/message/latest?query=from:bea");
        Assert.Equal("2", found.GetProperty("Subject").GetString());
        var raw = await catcher.Http.GetStringAsync("api/v1/message/latest/raw?query=-subject:3", Limit.Token);
        Assert.Contains("Subject: 2", raw, StringComparison.Ordinal);
        var (status, _) = await catcher.CallAsync("GET", "api/v1/message/latest?query=from:zoe");
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task What_came_before_a_moment_is_a_page_of_its_own()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        await catcher.SendAsync("Subject: 1\r\n\r\n");
        time.Advance(TimeSpan.FromHours(1));
        var then = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        await catcher.SendAsync("Subject: 2\r\n\r\n");

        var list = await catcher.GetJsonAsync($"api/v1/messages?before={then}");
        Assert.Equal(["1"], MailpitCalls.Subjects(list));
        Assert.Equal(2, list.GetProperty("total").GetInt32());
        Assert.Equal(["1"], await catcher.FindAsync("subject:1 OR subject:2", $"&before={then}"));
        Assert.Equal(["2", "1"], MailpitCalls.Subjects(await catcher.GetJsonAsync("api/v1/messages?before=soon")));
    }

    [Fact]
    public async Task A_day_is_one_of_the_zone_that_is_named()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 5, 1, 20, 0, 0, TimeSpan.Zero));
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        await catcher.SendAsync("Subject: 1\r\n\r\n");

        Assert.Empty(await catcher.FindAsync("after:2026-05-02", "&tz=UTC"));
        Assert.Equal(["1"], await catcher.FindAsync("after:2026-05-02", "&tz=Pacific/Auckland"));
    }
}
