using System.Net;
using Rockdove.Mock;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

public class OutboxApiTests
{
    [Fact]
    public async Task What_waits_is_shown_with_what_was_said_and_goes_when_its_time_comes()
    {
        var time = new ManualTimeProvider();
        await using var server = await MockMailServer.StartAsync(
            options => options.When(MockMoment.Recipient, "*").Times(1).Reply(451, "4.3.0 Come back"), Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(time: time, leaving: OutCalls.OutTo(server));
        await catcher.SendAsync("Subject: x\r\n\r\n");
        var item = await catcher.PostAsync("messages/latest/release", null, HttpStatusCode.Accepted);
        await catcher.Outbox.WaitAsync(1, one => one.Attempts == 1);

        var waiting = await catcher.GetAsync("outbox/1");
        Assert.Equal("waiting", waiting.GetProperty("state").GetString());
        Assert.StartsWith(
            "451 4.3.0 Come back", waiting.GetProperty("recipients")[0].GetProperty("answer").GetString(),
            StringComparison.Ordinal);
        var due = waiting.GetProperty("nextAttemptAt").GetDateTimeOffset();
        Assert.InRange(due - time.GetUtcNow(), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        await catcher.Outbox.ArmedAsync(time, due);
        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("delivered", (await catcher.EndOfAsync(item)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_has_failed_is_tried_again_when_somebody_asks()
    {
        await using var server = await MockMailServer.StartAsync(
            options => options.When(MockMoment.Recipient, "*").Times(1).Reply(550, "5.1.1 Nobody"), Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        await catcher.SendAsync("Subject: x\r\n\r\n");
        var item = await catcher.EndOfAsync(
            await catcher.PostAsync("messages/latest/release", null, HttpStatusCode.Accepted));
        Assert.Equal("failed", item.GetProperty("state").GetString());

        var again = await catcher.PostAsync("outbox/1/retry", null, HttpStatusCode.Accepted);

        Assert.Equal("waiting", again.GetProperty("state").GetString());
        Assert.Equal("delivered", (await catcher.EndOfAsync(item)).GetProperty("state").GetString());
        await catcher.PostAsync("outbox/1/retry", null, HttpStatusCode.Conflict);
        await catcher.PostAsync("outbox/2/retry", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_deleted_is_not_there_any_more()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        await catcher.SendAsync("Subject: x\r\n\r\n");
        await catcher.EndOfAsync(await catcher.PostAsync("messages/latest/release", null, HttpStatusCode.Accepted));

        await catcher.AskAsync(HttpMethod.Delete, "outbox/1", HttpStatusCode.BadRequest, """{"all":true}""");
        await catcher.AskAsync(HttpMethod.Delete, "outbox/x", HttpStatusCode.NotFound);
        Assert.Equal(1, (await catcher.GetAsync("outbox")).GetProperty("total").GetInt32());
        await catcher.AskAsync(HttpMethod.Delete, "outbox/1", HttpStatusCode.NoContent);
        await catcher.AskAsync(HttpMethod.Delete, "outbox/1", HttpStatusCode.NotFound);
        await catcher.GetAsync("outbox/1", HttpStatusCode.NotFound);
        Assert.Equal(0, (await catcher.GetAsync("outbox")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_list_is_what_is_asked_for()
    {
        await using var server = await MockMailServer.StartAsync(
            options => options.When(MockMoment.Recipient, "bad@*").Reply(550, "5.1.1 Nobody"), Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server));
        var id = await catcher.SendAsync("Subject: x\r\n\r\n");
        foreach (var to in (string[])["good@x.test", "bad@x.test", "good@x.test\",\"bad@x.test"])
        {
            await catcher.EndOfAsync(await catcher.PostAsync(
                $"messages/{id}/release", $$"""{"to":["{{to}}"]}""", HttpStatusCode.Accepted));
        }

        Assert.Equal("3 2 1", await ListAsync(""));
        Assert.Equal("1", await ListAsync("?state=delivered"));
        Assert.Equal("2", await ListAsync("?state=failed"));
        Assert.Equal("3", await ListAsync("?state=partlyDelivered"));
        Assert.Equal("", await ListAsync("?state=waiting"));
        Assert.Equal("3 2 1", await ListAsync("?kind=mail"));
        Assert.Equal("", await ListAsync("?kind=webhook"));
        Assert.Equal("2", await ListAsync("?start=1&limit=1"));
        Assert.Equal("3 2 1", await ListAsync($"?message={id}"));
        Assert.Equal("", await ListAsync("?message=other"));
        foreach (var bad in (string[])["?state=lost", "?kind=fax", "?limit=501", "?start=-1"])
            await catcher.GetAsync($"outbox{bad}", HttpStatusCode.BadRequest);

        async Task<string> ListAsync(string query) =>
            string.Join(' ', (await catcher.GetAsync($"outbox{query}")).Texts("items", "id"));
    }

    [Fact]
    public async Task A_full_outbox_takes_nothing_more_and_says_so()
    {
        await using var catcher = await RunningCatcher.StartAsync(leaving: new()
        {
            Routes = [new() { Name = "up", Host = "127.0.0.1", Port = 1 }],
            Queue = new() { MostWaiting = 1 },
        });
        await catcher.SendAsync("Subject: x\r\n\r\n");
        await catcher.PostAsync("messages/latest/release", null, HttpStatusCode.Accepted);
        await catcher.PostAsync("messages/latest/release", null, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Answers_have_the_properties_that_the_document_names()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Limit.Token);
        await using var catcher = await RunningCatcher.StartAsync(leaving: OutCalls.OutTo(server) with
        {
            Webhooks = [new() { Target = new() { Name = "h", Url = new("http://127.0.0.1:1/") } }],
        });
        await catcher.SendAsync("Subject: x\r\n\r\n");
        var item = await catcher.PostAsync("messages/latest/release", null, HttpStatusCode.Accepted);
        var document = await catcher.GetAsync("openapi.json");

        DocumentTests.Check(document, "OutboxItem", item);
        DocumentTests.Check(document, "OutboxList", await catcher.GetAsync("outbox"));
        DocumentTests.Check(document, "WebhookList", await catcher.GetAsync("webhooks"));
    }
}
