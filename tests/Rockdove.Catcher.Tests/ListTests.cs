using System.Net;
using System.Text;

namespace Rockdove.Catcher.Tests;

public class ListTests
{
    [Fact]
    public async Task The_newest_message_comes_first_and_pages_follow_each_other()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        for (var i = 1; i <= 5; i++)
            await catcher.SendAsync($"Subject: {i}\r\n\r\n");

        Assert.Equal(["5", "4", "3", "2", "1"], await catcher.SubjectsAsync());
        var page = await catcher.GetJsonAsync("api/v1/messages?start=1&limit=2");
        Assert.Equal(
            ["4", "3"],
            page.GetProperty("messages").EnumerateArray().Select(item => item.GetProperty("Subject").GetString()));
        Assert.Equal(5, page.GetProperty("total").GetInt32());
        Assert.Equal(2, page.GetProperty("count").GetInt32());
        Assert.Equal(1, page.GetProperty("start").GetInt32());
        var past = await catcher.GetJsonAsync("api/v1/messages?start=9");
        Assert.Equal(0, past.GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("start=-1")]
    [InlineData("limit=x")]
    [InlineData("start=99999999999999999999")]
    public async Task A_page_that_is_no_number_is_a_bad_request(string query)
    {
        await using var catcher = await RunningCatcher.StartAsync();

        var answer = await catcher.Http.GetAsync($"api/v1/messages?{query}", Limit.Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Looking_at_a_message_marks_it_read()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: 1\r\n\r\n");
        var id = await catcher.SendAsync("Subject: 2\r\n\r\n");
        Assert.Equal(2, (await catcher.GetJsonAsync("api/v1/messages")).GetProperty("unread").GetInt32());

        await catcher.Http.GetStringAsync($"api/v1/message/{id}/raw", Limit.Token);
        Assert.Equal(2, (await catcher.GetJsonAsync("api/v1/messages")).GetProperty("unread").GetInt32());
        await catcher.Http.GetStringAsync("api/v1/message/latest", Limit.Token);

        var list = await catcher.GetJsonAsync("api/v1/messages");
        Assert.Equal(1, list.GetProperty("unread").GetInt32());
        Assert.True(list.GetProperty("messages")[0].GetProperty("Read").GetBoolean());
        Assert.False(list.GetProperty("messages")[1].GetProperty("Read").GetBoolean());
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("0000000000000000000000")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    public async Task A_message_that_is_not_there_is_not_found(string id)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        foreach (var what in (string[])["", "/raw", "/headers", "/envelope", "/part/1"])
        {
            var answer = await catcher.Http.GetAsync($"api/v1/message/{id}{what}", Limit.Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Messages_are_deleted_by_id_and_an_unknown_id_is_no_error()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var first = await catcher.SendAsync("Subject: 1\r\n\r\n");
        await catcher.SendAsync("Subject: 2\r\n\r\n");
        var third = await catcher.SendAsync("Subject: 3\r\n\r\n");

        var answer = await DeleteAsync(
            catcher, $$"""{"IDs":["{{third}}","{{first}}","0000000000000000000000","nonsense"]}""");

        Assert.Equal("ok", await answer.Content.ReadAsStringAsync(Limit.Token));
        Assert.Equal(["2"], await catcher.SubjectsAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"IDs":[]}""")]
    [InlineData("""{"IDs":null}""")]
    public async Task No_ids_mean_every_message(string body)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: 1\r\n\r\n");

        var answer = await DeleteAsync(catcher, body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await catcher.SubjectsAsync());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"all\"")]
    [InlineData(" ")]
    [InlineData("""{"IDs":["x"]} {}""")]
    [InlineData("""{"IDs":"all"}""")]
    [InlineData("""{"IDs":[1]}""")]
    [InlineData("""{"IDs":[null]}""")]
    [InlineData("IDs=all")]
    public async Task A_body_that_cannot_be_read_deletes_nothing(string body)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: 1\r\n\r\n");

        var answer = await DeleteAsync(catcher, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(["1"], await catcher.SubjectsAsync());
    }

    [Fact]
    public async Task A_body_past_its_limit_deletes_nothing()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: 1\r\n\r\n");
        const int BodyBytes = 1024 * 1024;

        var tooLong = await DeleteAsync(catcher, "{}".PadRight(BodyBytes + 1));
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        Assert.Equal(["1"], await catcher.SubjectsAsync());

        var atTheLimit = await DeleteAsync(catcher, "{}".PadRight(BodyBytes));
        Assert.Equal(HttpStatusCode.OK, atTheLimit.StatusCode);
        Assert.Empty(await catcher.SubjectsAsync());
    }

    [Theory]
    [InlineData("livez")]
    [InlineData("readyz")]
    public async Task Probes_are_answered(string path)
    {
        await using var catcher = await RunningCatcher.StartAsync();

        Assert.Equal("ok", await catcher.Http.GetStringAsync(path, Limit.Token));
    }

    private static async Task<HttpResponseMessage> DeleteAsync(RunningCatcher catcher, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "api/v1/messages")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        return await catcher.Http.SendAsync(request, Limit.Token);
    }
}
