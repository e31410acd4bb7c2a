using System.Net;
using System.Text.Json;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

/// <summary>New messages of an inbox, or of all mail, as events.</summary>
public class EventTests
{
    [Fact]
    public async Task Each_new_message_is_told_once_and_only_where_it_belongs()
    {
        await using var catcher = await RunningCatcher.StartAsync(time: new ManualTimeProvider());
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        await catcher.SendAsync("Subject: before\r\n\r\n", to: ["x+a@x.test"]);
        using var events = await OpenAsync(catcher, "inboxes/a/events");

        await catcher.SendAsync("Subject: other\r\n\r\n");
        await catcher.SendAsync("Subject: 1\r\n\r\n", to: ["x+a@x.test"]);
        Assert.Equal("1", await NextSubjectAsync(events));
        await catcher.SendAsync("Subject: line\r\n\r\nevent: message\r\n", to: ["x+a@x.test"]);
        Assert.Equal("line", await NextSubjectAsync(events));

        await catcher.AskAsync(HttpMethod.Delete, "inboxes/a", HttpStatusCode.NoContent);
        Assert.Equal("event: end", await NextAsync(events));
        await NextAsync(events);
        Assert.Null(await NextAsync(events));
    }

    [Fact]
    public async Task A_client_that_comes_back_is_told_what_it_missed()
    {
        await using var catcher = await RunningCatcher.StartAsync(time: new ManualTimeProvider());
        for (var i = 1; i <= 3; i++)
            await catcher.SendAsync($"Subject: {i}\r\n\r\n");
        using var events = await OpenAsync(catcher, "events", "1");
        Assert.Equal("2", await NextSubjectAsync(events));
        Assert.Equal("3", await NextSubjectAsync(events));
        using var ahead = await OpenAsync(catcher, "events", "99");
        await catcher.SendAsync("Subject: 4\r\n\r\n");
        Assert.Equal("4", await NextSubjectAsync(ahead));
    }

    [Fact]
    public async Task A_silent_line_is_kept_alive_and_ends_with_the_catcher()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        var timers = time.ArmedTimers;
        using var events = await OpenAsync(catcher, "events");
        await time.WaitForTimersAsync(timers + 1, Limit.Token);
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(": still here", await NextAsync(events));
        await catcher.StopAsync();
        Assert.Null(await NextAsync(events));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("4294967296")]
    public async Task A_place_that_is_none_is_refused(string last)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{InboxCalls.Root}/events");
        request.Headers.Add("Last-Event-ID", last);
        using var answer = await catcher.Http.SendAsync(request, Limit.Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task As_many_wait_as_may_and_no_more()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var open = new List<StreamReader>();
        for (var i = 0; i < 1000; i++)
            open.Add(await OpenAsync(catcher, "events"));
        await catcher.GetAsync("wait?timeoutSeconds=0", HttpStatusCode.ServiceUnavailable);
        await catcher.GetAsync("messages");
        await catcher.StopAsync();
        open.ForEach(one => one.Dispose());
    }

    /// <summary>Opens the events, and returns when they have begun.</summary>
    private static async Task<StreamReader> OpenAsync(RunningCatcher catcher, string path, string? last = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{InboxCalls.Root}/{path}");
        if (last is not null)
            request.Headers.Add("Last-Event-ID", last);
        var answer = await catcher.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Limit.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var events = new StreamReader(await answer.Content.ReadAsStreamAsync(Limit.Token));
        Assert.Equal(": ready", await NextAsync(events));
        return events;
    }

    private static async Task<string?> NextAsync(StreamReader events)
    {
        string? line;
        do
            line = await events.ReadLineAsync(Limit.Token);
        while (line?.Length == 0);
        return line;
    }

    private static async Task<string?> NextSubjectAsync(StreamReader events)
    {
        Assert.StartsWith("id: ", await NextAsync(events), StringComparison.Ordinal);
        Assert.Equal("event: message", await NextAsync(events));
        using var data = JsonDocument.Parse((await NextAsync(events))!["data: ".Length..]);
        return data.RootElement.GetProperty("subject").GetString();
    }
}
