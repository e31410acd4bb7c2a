namespace Rockdove.Mock.Tests;

/// <summary>Rules that change while the server runs.</summary>
public class ChangeTests
{
    [Fact]
    public async Task A_rule_is_added_and_forgotten_in_the_middle_of_a_session()
    {
        await using var server = await MockMailServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal("250 2.0.0 Ok", await client.AskAsync("NOOP"));
        server.Change(rules => rules.When(MockMoment.Noop).Reply(450, "4.0.0 Busy"));
        Assert.Equal("450 4.0.0 Busy", await client.AskAsync("NOOP"));
        server.Forget();
        Assert.Equal("250 2.0.0 Ok", await client.AskAsync("NOOP"));
    }

    [Fact]
    public async Task Rules_that_stay_go_on_counting_and_new_ones_begin_at_one()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Noop).Nth(3).Reply(250, "third"));
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();
        await client.AskAsync("NOOP");
        await client.AskAsync("NOOP");

        server.Change(rules => rules.When(MockMoment.Reset).Nth(1).Reply(250, "first"));

        Assert.Equal("250 third", await client.AskAsync("NOOP"));
        Assert.Equal("250 first", await client.AskAsync("RSET"));
    }

    [Fact]
    public async Task A_change_that_is_refused_changes_nothing()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Noop).Reply(250, "lie"));
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        var error = Assert.Throws<MockScriptException>(() => server.Change(rules =>
        {
            rules.Forget().When(MockMoment.Noop).Reply(250, "other");
            rules.When(MockMoment.Auth).Close();
        }));
        Assert.Matches(@"^ChangeTests\.cs:\d+: nobody ever authenticates", Assert.Single(error.Errors));
        Assert.Throws<FormatException>(() => server.Change(_ => throw new FormatException()));

        Assert.Equal("250 lie", await client.AskAsync("NOOP"));
    }

    [Fact]
    public async Task A_rule_in_use_does_not_change_behind_the_servers_back()
    {
        MockRule rule = null!;
        await using var server = await MockMailServer.StartAsync(options =>
            rule = options.When(MockMoment.Noop).Reply(250, "lie"));

        var error = Assert.Throws<InvalidOperationException>(() => rule.Reply(250, "other"));

        Assert.Matches(@"^The rule noop '\*' \(ChangeTests\.cs:\d+\) is in use; .* MockMailServer\.Change\.$",
            error.Message);
        Assert.Throws<InvalidOperationException>(() => rule.Times(1));
        Assert.Throws<InvalidOperationException>(() => rule.InEachSession());
    }

    [Fact]
    public async Task A_server_that_repeats_a_conversation_has_no_rules_to_change()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.Follow(MockScript.Parse("talk.smtp", "S: 220 x"u8)));

        Assert.Equal(
            "A server that repeats talk.smtp has no rules.",
            Assert.Throws<InvalidOperationException>(server.Forget).Message);
    }

    [Fact]
    public async Task Sessions_see_the_rules_before_or_after_a_change_and_never_a_mixture()
    {
        await using var server = await MockMailServer.StartAsync(Both("0"));
        using var done = new CancellationTokenSource();
        var changing = Task.Run(() =>
        {
            for (var i = 1; !done.IsCancellationRequested; i++)
                server.Change(rules => Add(rules.Forget(), $"{i % 10}"));
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var client = MockClient.InMemory(server);
            await client.HelloAsync();
            for (var i = 0; i < 200; i++)
                Assert.Matches(@"^250-(\d)\|250 \1$", await client.AskAsync(i % 2 == 0 ? "NOOP" : "RSET"));
        })));
        await done.CancelAsync();
        await changing;

        static Action<MockMailOptions> Both(string name) => options =>
        {
            options.When(MockMoment.Noop).Reply(250, null, name, name);
            options.When(MockMoment.Reset).Reply(250, null, name, name);
        };
        static void Add(MockRules rules, string name)
        {
            rules.When(MockMoment.Noop).Reply(250, null, name, name);
            rules.When(MockMoment.Reset).Reply(250, null, name, name);
        }
    }
}
