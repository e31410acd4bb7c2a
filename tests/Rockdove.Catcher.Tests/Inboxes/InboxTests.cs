using System.Net;
using System.Text;
using Rockdove.Storage;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

/// <summary>Inboxes that tests ask for: what is in them, and how long they last.</summary>
public class InboxTests
{
    [Theory]
    [InlineData("""{"name":"x"}""", "tag user")]
    [InlineData("""{"name":"X"}""", "tag user")]
    [InlineData("""{"name":"x","recipients":["Bob@Example.NET"]}""", "whole")]
    [InlineData("""{"name":"x","domains":["EXAMPLE.net"]}""", "domain whole")]
    [InlineData("""{"name":"x","tags":["x"]}""", "tag")]
    [InlineData("""{"name":"x","users":["x"],"recipients":["bob@example.net"]}""", "user whole")]
    public async Task An_inbox_has_what_it_is_bound_to(string binding, string subjects)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.SendAsync("Subject: before\r\n\r\n", to: ["ann+x@example.org"]);
        await catcher.CreateInboxAsync(binding);

        await catcher.SendAsync("Subject: tag\r\n\r\n", to: ["ann+x@example.org"]);
        await catcher.SendAsync("Subject: other\r\nTo: bob@example.net, ann+x@example.org\r\n\r\n", to: ["x@x.test"]);
        await catcher.SendAsync("Subject: domain\r\n\r\n", to: ["eve@example.net", "eve@example.net"]);
        await SendAsUserAsync(catcher, "X", "Subject: user\r\n\r\n");
        await catcher.SendAsync("Subject: whole\r\n\r\n", to: ["bob@example.net"]);

        var found = (await catcher.SubjectsOfAsync("inboxes/x/messages")).Split(' ').Reverse();
        Assert.Equal(subjects, string.Join(' ', found));
        Assert.Equal("whole user domain other tag before", await catcher.SubjectsOfAsync("messages"));
    }

    [Fact]
    public async Task What_is_sent_by_http_comes_into_the_inboxes_that_it_belongs_to()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"x"}""");

        using var sent = await catcher.Http.PostAsync(
            "api/v1/send",
            new StringContent(
                """
                {"From":{"Email":"a@a.test"},"To":[{"Email":"ann+x@example.org"}],"Subject":"typed","Text":"Hello"}
                """,
                Encoding.UTF8,
                "application/json"),
            TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.Equal("typed", await catcher.SubjectsOfAsync("inboxes/x/messages"));
        Assert.Equal("typed", await catcher.SubjectsOfAsync("messages"));
    }

    [Fact]
    public async Task An_inbox_without_a_name_gets_one_and_its_tag()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        var first = (await catcher.CreateInboxAsync(null)).GetProperty("name").GetString()!;
        var second = (await catcher.CreateInboxAsync("{}")).GetProperty("name").GetString()!;
        Assert.NotEqual(first, second);

        await catcher.SendAsync("Subject: mine\r\n\r\n", to: [$"ann+{first}@example.org"]);

        Assert.Equal("mine", await catcher.SubjectsOfAsync($"inboxes/{first}/messages"));
        Assert.Equal("", await catcher.SubjectsOfAsync($"inboxes/{second}/messages"));
        Assert.Equal(2, (await catcher.GetAsync("inboxes")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await catcher.GetAsync($"inboxes/{first}")).GetProperty("messages").GetInt64());
    }

    [Fact]
    public async Task What_one_inbox_deletes_others_and_all_mail_keep()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        await catcher.CreateInboxAsync("""{"name":"b"}""");
        var id = await catcher.SendAsync("Subject: 1\r\n\r\n", to: ["x+a@x.test", "x+b@x.test"]);
        await catcher.SendAsync("Subject: 2\r\n\r\n", to: ["x+a@x.test"]);
        var other = await catcher.SendAsync("Subject: 3\r\n\r\n", to: ["x+b@x.test"]);

        await catcher.AskAsync(HttpMethod.Delete, $"inboxes/a/messages/{other}", HttpStatusCode.NotFound);
        await catcher.AskAsync(HttpMethod.Delete, $"inboxes/a/messages/{id}", HttpStatusCode.OK);
        Assert.Equal("2", await catcher.SubjectsOfAsync("inboxes/a/messages"));
        await catcher.AskAsync(HttpMethod.Delete, "inboxes/a/messages", HttpStatusCode.OK);
        await catcher.AskAsync(HttpMethod.Delete, "inboxes/a", HttpStatusCode.NoContent);

        await catcher.GetAsync("inboxes/a", HttpStatusCode.NotFound);
        await catcher.GetAsync("inboxes/a/messages", HttpStatusCode.NotFound);
        Assert.Equal("3 1", await catcher.SubjectsOfAsync("inboxes/b/messages"));
        Assert.Equal("3 2 1", await catcher.SubjectsOfAsync("messages"));

        await catcher.AskAsync(HttpMethod.Delete, $"messages/{id}", HttpStatusCode.OK);
        Assert.Equal("3", await catcher.SubjectsOfAsync("inboxes/b/messages"));
        await catcher.AskAsync(HttpMethod.Delete, "messages", HttpStatusCode.OK);
        Assert.Equal("", await catcher.SubjectsOfAsync("inboxes/b/messages"));
    }

    [Fact]
    public async Task An_inbox_ends_when_nobody_uses_it_and_its_name_is_free()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        await catcher.CreateInboxAsync("""{"name":"short","unusedSeconds":10}""");
        await catcher.CreateInboxAsync("""{"name":"long","unusedSeconds":1000}""");
        await catcher.SendAsync("Subject: old\r\n\r\n", to: ["x+short@x.test"]);

        time.Advance(TimeSpan.FromSeconds(9));
        await catcher.GetAsync("inboxes/short/messages"); // Used.
        time.Advance(TimeSpan.FromSeconds(9));
        await catcher.SendAsync("Subject: older\r\n\r\n", to: ["x+short@x.test"]); // Used too.
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(2, (await catcher.GetAsync("inboxes")).GetProperty("total").GetInt32()); // No use of it.
        time.Advance(TimeSpan.FromSeconds(1));

        await catcher.GetAsync("inboxes/short", HttpStatusCode.NotFound);
        Assert.Equal(["long"], (await catcher.GetAsync("inboxes")).Texts("inboxes", "name"));
        await catcher.CreateInboxAsync("""{"name":"short"}""");
        Assert.Equal("", await catcher.SubjectsOfAsync("inboxes/short/messages"));
        Assert.Equal("older old", await catcher.SubjectsOfAsync("messages"));
    }

    [Fact]
    public async Task An_inbox_that_somebody_waits_in_does_not_end()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        await catcher.CreateInboxAsync("""{"name":"a","unusedSeconds":1}""");
        var timers = time.ArmedTimers;
        var wait = catcher.GetAsync("inboxes/a/wait?timeoutSeconds=60");
        await time.WaitForTimersAsync(timers + 1, Limit.Token);
        time.Advance(TimeSpan.FromSeconds(30));

        await catcher.SendAsync("Subject: late\r\n\r\n", to: ["x+a@x.test"]);

        Assert.Equal(["late"], (await wait).Texts("messages", "subject"));
    }

    [Fact]
    public async Task A_message_under_way_to_an_inbox_that_ends_is_kept_all_the_same()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
        await talk.SayAsync("RCPT TO:<x+a@example.org>", 250);
        await talk.SayAsync("DATA", 354);
        await catcher.AskAsync(HttpMethod.Delete, "inboxes/a", HttpStatusCode.NoContent);

        await talk.SayAsync("Subject: kept\r\n\r\n.", 250);

        Assert.Equal("kept", await catcher.SubjectsOfAsync("messages"));
    }

    [Fact]
    public async Task Inboxes_end_with_the_catcher_and_mail_stays()
    {
        var store = new MemoryMailStore();
        var old = await store.CreateMailboxAsync(MailboxName.Inbox("NAMED:1:a"), Limit.Token);
        await using var catcher = await MailCatcher.CreateAsync(
            new CatcherOptions(), store: store, cancellationToken: Limit.Token);

        Assert.Empty(catcher.Mail.NamedInboxes.All);
        Assert.Null(await store.OpenAsync(old.Id, Limit.Token));
    }

    [Fact]
    public async Task There_are_as_many_inboxes_as_may_be_and_no_more()
    {
        var time = new ManualTimeProvider();
        await using var catcher = await RunningCatcher.StartAsync(time: time);
        var inboxes = catcher.Mail.NamedInboxes;
        for (var i = 1; i < NamedInboxes.Most; i++)
            await inboxes.CreateAsync(new() { Name = $"n{i}", KeptUnused = TimeSpan.FromHours(2) }, Limit.Token);
        await catcher.CreateInboxAsync("""{"name":"last","unusedSeconds":1}""");

        await catcher.PostAsync("inboxes", """{"name":"more"}""", HttpStatusCode.ServiceUnavailable);
        time.Advance(TimeSpan.FromSeconds(1));
        await catcher.CreateInboxAsync("""{"name":"more"}""");
    }

    [Fact]
    public async Task A_name_is_taken_once_in_any_case()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync("""{"name":"a"}""");
        await catcher.PostAsync("inboxes", """{"name":"A"}""", HttpStatusCode.Conflict);
        Assert.Equal("a", (await catcher.GetAsync("inboxes/A")).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("""{"name":""}""", 400)]
    [InlineData("""{"name":"a b"}""", 400)]
    [InlineData("""{"name":"../a"}""", 400)]
    [InlineData("""{"name":"01234567890123456789012345678901234567890123456789"}""", 201)]
    [InlineData("""{"name":"012345678901234567890123456789012345678901234567890"}""", 400)]
    [InlineData("""{"users":[""]}""", 400)]
    [InlineData("""{"users":[null]}""", 400)]
    [InlineData("""{"users":"x"}""", 400)]
    [InlineData("""{"unusedSeconds":1}""", 201)]
    [InlineData("""{"unusedSeconds":0.9}""", 400)]
    [InlineData("""{"unusedSeconds":-1e300}""", 400)]
    [InlineData("""{"unusedSeconds":604800}""", 201)]
    [InlineData("""{"unusedSeconds":604801}""", 400)]
    [InlineData("""{"unusedSeconds":1e300}""", 400)]
    [InlineData("""{"nam":"x"}""", 400)]
    [InlineData("""{"name":"x"}}""", 400)]
    [InlineData("""["x"]""", 400)]
    [InlineData("null", 400)]
    [InlineData("name=x", 400)]
    public async Task A_request_for_an_inbox_makes_sense_or_is_refused(string body, int status)
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.PostAsync("inboxes", body, (HttpStatusCode)status);
        Assert.Equal(status == 201 ? 1 : 0, (await catcher.GetAsync("inboxes")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_binding_has_as_many_names_as_may_be_and_no_more()
    {
        await using var catcher = await RunningCatcher.StartAsync();
        await catcher.CreateInboxAsync($$"""{"name":"a","users":[{{Names(InboxBinding.MostNames)}}]}""");
        await catcher.PostAsync(
            "inboxes", $$"""{"users":[{{Names(InboxBinding.MostNames + 1)}}]}""", HttpStatusCode.BadRequest);
        var longest = new string('x', InboxBinding.LongestName);
        await catcher.CreateInboxAsync($$"""{"name":"b","users":["{{longest}}"]}""");
        await catcher.PostAsync("inboxes", $$"""{"users":["{{longest}}x"]}""", HttpStatusCode.BadRequest);
        await catcher.PostAsync("inboxes", new string(' ', 128 * 1024) + "{}", HttpStatusCode.RequestEntityTooLarge);
        await catcher.CreateInboxAsync(new string(' ', 128 * 1024 - 2) + "{}");

        static string Names(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\""));
    }

    [Theory]
    [InlineData("""{"nam":"x"}""", "there is no property 'nam'; allowed are: name, users, recipients,")]
    [InlineData("{\n  \"name\": x}", "line 2, column 11: 'x' is an invalid start of a value.")]
    [InlineData("""{"users":[1]}""", "line 1, column 12: users[0] has a value that is not allowed there.")]
    [InlineData("[]", "line 1, column 2: it has a value that is not allowed there.")]
    public async Task A_body_that_cannot_be_read_is_told_in_words(string body, string why)
    {
        await using var catcher = await RunningCatcher.StartAsync();

        var problem = await catcher.PostAsync("inboxes", body, HttpStatusCode.BadRequest);

        var detail = problem.GetProperty("detail").GetString()!;
        Assert.Contains(why, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Line", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_that_is_not_there_is_told_however_deep_it_is()
    {
        await using var catcher = await RunningCatcher.StartAsync();

        var problem = await catcher.PostAsync(
            "assert", """{"match":{"subjekt":"x"}}""", HttpStatusCode.BadRequest);

        Assert.Contains(
            "there is no property 'match.subjekt'; allowed are: ", problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    internal static async Task SendAsUserAsync(RunningCatcher catcher, string user, string message)
    {
        await using var talk = await catcher.ConnectAsync();
        await talk.HelloAsync();
        var secret = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0secret"));
        await talk.SayAsync($"AUTH PLAIN {secret}", 235);
        await talk.SayAsync("MAIL FROM:<a@example.org>", 250);
        await talk.SayAsync("RCPT TO:<b@example.org>", 250);
        await talk.SayAsync("DATA", 354);
        await talk.SayAsync($"{message}.", 250);
        await talk.SayAsync("QUIT", 221);
    }
}
