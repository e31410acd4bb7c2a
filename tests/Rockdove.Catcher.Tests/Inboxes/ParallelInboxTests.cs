using System.Net;

namespace Rockdove.Catcher.Tests;

/// <summary>A hundred clients at once, each with an inbox of its own.</summary>
public class ParallelInboxTests
{
    [Fact]
    public async Task A_hundred_clients_never_see_each_other()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(() => TestAsync(catcher, number))));
        Assert.Equal(0, (await catcher.GetAsync("inboxes")).GetProperty("total").GetInt32());
        Assert.Equal(200, (await catcher.GetAsync("messages")).GetProperty("total").GetInt64());
    }

    /// <summary>Each says the same words, so that only the inbox tells whose mail it is.</summary>
    private static async Task TestAsync(RunningCatcher catcher, int number)
    {
        var name = (await catcher.CreateInboxAsync("{}")).GetProperty("name").GetString()!;
        var wait = catcher.GetAsync($"inboxes/{name}/wait?subject=welcome&count=2&timeoutSeconds=60");
        var first = await catcher.SendAsync($"Subject: Welcome\r\n\r\n{number}", to: [$"ann+{name}@example.org"]);
        await InboxTests.SendAsUserAsync(catcher, name, $"Subject: Welcome\r\n\r\n{number}\r\n");

        var found = (await wait).Texts("messages", "text").Select(text => text!.Trim());
        Assert.Equal([$"{number}", $"{number}"], found);
        Assert.Equal("Welcome Welcome", await catcher.SubjectsOfAsync($"inboxes/{name}/messages"));
        await catcher.AskAsync(HttpMethod.Delete, $"inboxes/{name}/messages/{first}", HttpStatusCode.OK);
        await catcher.PostAsync($"inboxes/{name}/assert", """{"count":1}""");
        await catcher.AskAsync(HttpMethod.Delete, $"inboxes/{name}/messages", HttpStatusCode.OK);
        await catcher.PostAsync($"inboxes/{name}/assert", """{"count":0}""");
        await catcher.AskAsync(HttpMethod.Delete, $"inboxes/{name}", HttpStatusCode.NoContent);
    }
}
