using System.Net;
using System.Text.Json;
using Rockdove.Testing;
using Rockdove.Web;

namespace Rockdove.Catcher.Tests;

/// <summary>Waiting for mail, and what is told when it does not come.</summary>
public class WaitTests
{
    [Fact]
    public async Task What_is_there_already_is_answered_at_once()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: Hello Ann\r\n\r\nYour text\r\n", to: ["ann@example.org"]);

        var found = await catcher.GetAsync("wait?to=ANN@example.org&subject=hello&timeoutSeconds=0");

        var message = Assert.Single(found.GetProperty("messages").EnumerateArray());
        Assert.Equal("Hello Ann", message.GetProperty("subject").GetString());
        Assert.Equal("Your text\r\n", message.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_wait_wakes_when_the_last_of_its_messages_comes()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        var timers = time.ArmedTimers;
        var wait = catcher.GetAsync("wait?subject=wanted&count=2&timeoutSeconds=600");
        await time.WaitForTimersAsync(timers + 1, Limit.Token);

        await catcher.SendAsync("Subject: wanted 1\r\n\r\n");
        await catcher.SendAsync("Subject: other\r\n\r\n");
        Assert.False(wait.IsCompleted);
        await catcher.SendAsync("Subject: wanted 2\r\n\r\n");

        Assert.Equal(["wanted 1", "wanted 2"], (await wait).Texts("messages", "subject")); // The clock stands still.
    }

    [Fact]
    public async Task What_was_deleted_meanwhile_does_not_count()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        var timers = time.ArmedTimers;
        var wait = catcher.GetAsync("wait?count=2&timeoutSeconds=600");
        await time.WaitForTimersAsync(timers + 1, Limit.Token);

        await catcher.SendAsync("Subject: 1\r\n\r\n");
        await catcher.AskAsync(HttpMethod.Delete, "messages", HttpStatusCode.OK);
        await catcher.SendAsync("Subject: 2\r\n\r\n");
        await catcher.SendAsync("Subject: 3\r\n\r\n");

        Assert.Equal(["2", "3"], (await wait).Texts("messages", "subject"));
    }

    [Fact]
    public async Task A_wait_in_vain_tells_what_came_and_what_each_missed()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        await catcher.SendAsync("Subject: Early\r\n\r\n", to: ["ann@example.org"]);
        var timers = time.ArmedTimers;
        var wait = catcher.GetAsync(
            "wait?to=ann@example.org&subject=welcome&attachment=false&timeoutSeconds=5", HttpStatusCode.GatewayTimeout);
        await time.WaitForTimersAsync(timers + 1, Limit.Token);
        await catcher.SendAsync("Subject: Welcome\r\n\r\n", to: ["bob@example.org"]);

        time.Advance(TimeSpan.FromSeconds(5));
        var problem = await wait;

        Assert.Equal(0, problem.GetProperty("found").GetInt32());
        var misses = problem.GetProperty("misses").EnumerateArray().ToList();
        Assert.Equal(["to: ann@example.org, found bob@example.org"], Missed(misses[0]));
        Assert.True(misses[0].GetProperty("cameMeanwhile").GetBoolean());
        Assert.Equal(["subject: welcome, found Early"], Missed(misses[1]));
        Assert.False(misses[1].GetProperty("cameMeanwhile").GetBoolean());
        Assert.Equal(2, misses.Count);
    }

    [Fact]
    public async Task What_came_in_time_counts_though_the_time_was_over_before_it_was_seen()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        var scope = new MailScope(catcher.Mail, null);
        var conditions = await MailConditions.ReadAsync(new ConditionsShape(), scope, Limit.Token);
        var wait = new MailWait(scope, conditions);
        var looks = 0;

        var isEnough = await wait.FollowAsync(
            async () =>
            {
                if (looks++ == 0)
                {
                    await catcher.SendAsync("Subject: Just in time\r\n\r\n");
                    time.Advance(TimeSpan.FromSeconds(5));
                }

                return wait.Found.Count > 0;
            },
            TimeSpan.FromSeconds(5),
            Limit.Token);

        Assert.True(isEnough);
        Assert.Equal(2, looks);
    }

    [Theory]
    [InlineData("from=ann@example.org", "1 2")]
    [InlineData("from=a@example.org", "2 3")]
    [InlineData("to=copy@example.org", "3")]
    [InlineData("to=blind@example.org", "1")]
    [InlineData("to=example.org", "")]
    [InlineData("text=IN%20THE%20BODY", "2")]
    [InlineData("header=X-Shop", "1 2")]
    [InlineData("header=x-shop:%20seven", "2")]
    [InlineData("header=X-Shop&header=X-Shop:six", "1")]
    [InlineData("attachment=true", "3")]
    [InlineData("attachment=false", "1 2")]
    [InlineData("after=latest", "")]
    [InlineData("after={1}", "2 3")]
    [InlineData("after={1}&from=ann@example.org", "2")]
    [InlineData("receivedAfter=2026-01-01T12:00:00Z", "2 3")]
    [InlineData("receivedAfter=2026-01-01T12:00:00.5%2B00:00", "2 3")]
    [InlineData("receivedAfter=2026-01-01T12:00:01Z", "3")]
    [InlineData("receivedAfter=9999-12-31T23:59:59.9999999Z", "")]
    public async Task Each_condition_chooses(string condition, string subjects)
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        var first = await catcher.SendAsync(
            "Subject: 1\r\nFrom: Ann <ann@example.org>\r\nX-Shop: six\r\n\r\n", from: "", to: ["blind@example.org"]);
        time.Advance(TimeSpan.FromSeconds(1));
        await catcher.SendAsync("Subject: 2\r\nFrom: ann@example.org\r\nX-Shop: number seven\r\n\r\nit is in the body");
        time.Advance(TimeSpan.FromSeconds(1));
        await catcher.SendAsync(
            "Subject: 3\r\nCc: copy@example.org\r\nContent-Type: application/pdf\r\n"
            + "Content-Disposition: attachment\r\n\r\nx");

        var list = await catcher.SubjectsOfAsync(
            "messages?" + condition.Replace("{1}", first, StringComparison.Ordinal));

        Assert.Equal(subjects, string.Join(' ', list.Split(' ').Reverse()));
    }

    [Theory]
    [InlineData("wait?count=0")]
    [InlineData("wait?count=101")]
    [InlineData("wait?count=x")]
    [InlineData("wait?count=-1")]
    [InlineData("wait?count=1&count=2")]
    [InlineData("wait?timeoutSeconds=600.1")]
    [InlineData("wait?timeoutSeconds=-1")]
    [InlineData("wait?timeoutSeconds=1e9")]
    [InlineData("wait?timeoutSeconds=NaN")]
    [InlineData("wait?subjet=x")]
    [InlineData("wait?subject=")]
    [InlineData("wait?subject=%20")]
    [InlineData("wait?attachment=yes")]
    [InlineData("wait?header=")]
    [InlineData("wait?header=:x")]
    [InlineData("wait?receivedAfter=yesterday")]
    [InlineData("messages?limit=501")]
    [InlineData("messages?start=-1")]
    [InlineData("messages?count=1")]
    [InlineData("inboxes?x=1")]
    public async Task A_question_that_makes_no_sense_is_refused(string path)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: x\r\n\r\n");
        await catcher.GetAsync(path, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Conditions_are_as_long_and_as_many_as_may_be_and_no_more()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var longest = new string('x', 1000);
        await catcher.GetAsync($"messages?subject={longest}");
        await catcher.GetAsync($"messages?subject={longest}x", HttpStatusCode.BadRequest);
        var most = string.Join('&', Enumerable.Repeat("header=X", 20));
        await catcher.GetAsync($"messages?{most}");
        await catcher.GetAsync($"messages?{most}&header=X", HttpStatusCode.BadRequest);
        await catcher.GetAsync("wait?count=100&timeoutSeconds=0", HttpStatusCode.GatewayTimeout);
        await catcher.GetAsync("messages?limit=500");
        await catcher.GetAsync("wait?after=nobody", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_wait_ends_with_its_inbox_and_with_the_catcher()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        var timers = time.ArmedTimers;
        var inInbox = catcher.GetAsync("inboxes/a/wait?timeoutSeconds=600", HttpStatusCode.Gone);
        var inAll = catcher.GetAsync("wait?timeoutSeconds=600", HttpStatusCode.ServiceUnavailable);
        await time.WaitForTimersAsync(timers + 2, Limit.Token);

        await catcher.AskAsync(HttpMethod.Delete, "inboxes/a", HttpStatusCode.NoContent);
        await inInbox;
        await catcher.StopAsync();
        await inAll;
    }

    private static IEnumerable<string> Missed(JsonElement miss) => miss.GetProperty("missed").EnumerateArray().Select(
        one => $"{one.GetProperty("condition")}: {one.GetProperty("wanted")}, found {one.GetProperty("found")}");
}
