using System.Net;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

/// <summary>How much an inbox keeps of what comes.</summary>
public class InboxRetentionTests
{
    [Fact]
    public async Task The_oldest_message_goes_out_of_an_inbox_that_has_one_too_many()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var made = await catcher.CreateInboxAsync("""{"name":"a","keptMessages":2}""");
        await catcher.CreateInboxAsync("""{"name":"b"}""");
        Assert.Equal(2, made.GetProperty("keptMessages").GetInt32());
        await SendAsync(catcher, 2);
        Assert.Equal("2 1", await catcher.SubjectsOfAsync("inboxes/a/messages"));

        await catcher.SendAsync("Subject: 3\r\n\r\n", to: ["x+a@x.test", "x+b@x.test"]);

        Assert.Equal("3 2", await catcher.SubjectsOfAsync("inboxes/a/messages"));
        Assert.Equal("3 2 1", await catcher.SubjectsOfAsync("inboxes/b/messages"));
        Assert.Equal("3 2 1", await catcher.SubjectsOfAsync("messages"));
    }

    [Fact]
    public async Task What_is_sent_by_http_counts_too()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a","keptMessages":1}""");
        foreach (var subject in (string[])["1", "2"])
        {
            await catcher.CallAsync(
                "POST", "api/v1/send",
                $$"""{"From":{"Email":"a@a.test"},"To":[{"Email":"x+a@x.test"}],"Subject":"{{subject}}"}""");
        }

        Assert.Equal("2", await catcher.SubjectsOfAsync("inboxes/a/messages"));
        Assert.Equal("2 1", await catcher.SubjectsOfAsync("messages"));
    }

    [Fact]
    public async Task A_message_goes_out_of_an_inbox_when_it_is_old_although_nothing_comes()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        await catcher.CreateInboxAsync("""{"name":"a","keptSeconds":100,"unusedSeconds":1000}""");
        await catcher.CreateInboxAsync("""{"name":"b","unusedSeconds":1000}""");
        var inbox = catcher.Mail.NamedInboxes.Find("a")!;
        using var watch = catcher.Mail.Store.Changes.Watch(inbox.Mailbox);
        await SendAsync(catcher, 1);
        time.Advance(TimeSpan.FromSeconds(50));
        await catcher.SendAsync("Subject: young\r\n\r\n", to: ["x+a@x.test", "x+b@x.test"]);

        time.Advance(TimeSpan.FromSeconds(50) - TimeSpan.FromTicks(1));
        Assert.Equal("young 1", await catcher.SubjectsOfAsync("inboxes/a/messages"));

        time.Advance(TimeSpan.FromSeconds(10)); // The next look, of which there are ten in an age.
        while (await catcher.SubjectsOfAsync("inboxes/a/messages") is not "young")
            await watch.NextAsync(Limit.Token);
        Assert.Equal("young 1", await catcher.SubjectsOfAsync("inboxes/b/messages"));
        Assert.Equal("young 1", await catcher.SubjectsOfAsync("messages"));
    }

    [Fact]
    public async Task An_inbox_that_has_ended_is_looked_at_no_more()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        var timers = time.ArmedTimers;
        await catcher.CreateInboxAsync("""{"name":"a","keptSeconds":100}""");
        Assert.Equal(timers + 2, time.ArmedTimers); // Its own, and the one for its end.

        await catcher.AskAsync(HttpMethod.Delete, "inboxes/a", HttpStatusCode.NoContent);

        Assert.Equal(timers + 1, time.ArmedTimers);
    }

    [Theory]
    [InlineData("""{"keptMessages":1}""", 201)]
    [InlineData("""{"keptMessages":0}""", 400)]
    [InlineData("""{"keptMessages":1000000}""", 201)]
    [InlineData("""{"keptMessages":1000001}""", 400)]
    [InlineData("""{"keptMessages":1.5}""", 400)]
    [InlineData("""{"keptSeconds":1}""", 201)]
    [InlineData("""{"keptSeconds":0.9}""", 400)]
    [InlineData("""{"keptSeconds":31536000}""", 201)]
    [InlineData("""{"keptSeconds":31536001}""", 400)]
    [InlineData("""{"keptSeconds":1e300}""", 400)]
    [InlineData("""{"keptSeconds":null,"keptMessages":null}""", 201)]
    public async Task What_it_keeps_makes_sense_or_is_refused(string body, int status)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.PostAsync("inboxes", body, (HttpStatusCode)status);
        Assert.Equal(status == 201 ? 1 : 0, (await catcher.GetAsync("inboxes")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData(100, 10)]
    [InlineData(864_000, 86_400)]
    [InlineData(864_001, 86_400)]
    [InlineData(3_153_600_000, 86_400)]
    public void Old_messages_are_looked_for_ten_times_in_an_age_and_once_a_day_at_least(long age, long every) =>
        Assert.Equal(TimeSpan.FromSeconds(every), OldestMessages.LookEvery(TimeSpan.FromSeconds(age)));

    [Fact]
    public async Task Mail_may_be_kept_for_a_hundred_years()
    {
        var options = new CatcherOptions { KeptFor = TimeSpan.FromDays(36_500) };
        await using var mail = await CaughtMail.CreateAsync(options, TimeProvider.System, null, Limit.Token);

        Assert.Equal(0, (await mail.ListAsync(0, 10, Limit.Token)).Total);
    }

    private static async Task SendAsync(RunningCatcher catcher, int count)
    {
        for (var i = 1; i <= count; i++)
            await catcher.SendAsync($"Subject: {i}\r\n\r\n", to: ["x+a@x.test", "x+b@x.test"]);
    }
}
