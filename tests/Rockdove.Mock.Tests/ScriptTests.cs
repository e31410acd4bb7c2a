using System.Text;
using Rockdove.Wire;

namespace Rockdove.Mock.Tests;

/// <summary>Rules in a file: each selector and each deed does what its counterpart in code does.</summary>
public class ScriptTests
{
    [Theory]
    [InlineData("! on noop\nS: 250 lie", "250 lie,250 lie,250 lie,250 lie")]
    [InlineData("! on NOOP nth=2\nS: 250 lie", "ok,250 lie,ok,ok")]
    [InlineData("! on noop times=2\nS: 250 lie", "250 lie,250 lie,ok,ok")]
    [InlineData("! on noop every=2\nS: 250 lie", "ok,250 lie,ok,250 lie")]
    [InlineData("! on noop times=1 scope=session\nS: 250 lie", "250 lie,ok,ok,ok")]
    [InlineData("! on noop chance=1 seed=0\nS: 250 lie", "250 lie,250 lie,250 lie,250 lie")]
    [InlineData("! on noop chance=0.5 seed=3\nS: 250 lie", "250 lie,ok,ok,250 lie")]
    [InlineData("! on noop seed=3 chance=0.5\nS: 250 lie", "250 lie,ok,ok,250 lie")]
    [InlineData("! on noop \"a b\"\nS: 250 lie", "ok,ok,250 lie,ok")]
    [InlineData("! on noop a*\nS: 250 lie", "ok,250 lie,250 lie,ok")]
    [InlineData("! on noop \"\"\nS: 250 lie", "250 lie,ok,ok,ok")]
    [InlineData("! on command \"noop a\"\nS: 250 lie", "ok,250 lie,ok,ok")]
    [InlineData("! on noop\nS: 250-one\nS: 250 two", "250-one|250 two,250-one|250 two,250-one|250 two,250-one|250 two")]
    [InlineData("# why\n\n! on noop a\nS: 250 lie\n\n# more\n! on noop\nS: 250 li\\\n! close", "250 li")]
    [InlineData("! on noop nth=2\n! close", "ok,")]
    [InlineData("! on noop\n! reset", "reset")]
    [InlineData("! on noop\n! delay 1ms\n! delay-lines 1ms", "ok,ok,ok,ok")]
    [InlineData("! on noop\n! trickle 3 1ms", "ok,ok,ok,ok")]
    [InlineData("! on noop nth=1\n! garbage 5 seed=1", "other,ok,ok,ok")]
    public async Task A_script_does_what_it_says(string script, string heard)
    {
        await using var server = await FollowAsync(script);
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        var replies = new List<string>();
        foreach (var line in new[] { "NOOP", "NOOP a", "NOOP a b", "NOOP b" })
        {
            replies.Add(await AskAsync(client, line));
            if (replies[^1].EndsWith("(end)", StringComparison.Ordinal) || replies[^1] is "" or "reset" or "250 li")
                break;
        }

        Assert.Equal(heard, string.Join(',', replies));
    }

    [Fact]
    public async Task A_script_can_lie_at_every_moment()
    {
        await using var server = await FollowAsync(
            """
            ! on connect
            S: 220 liar.test
            ! on ehlo
            ! offer X-LIE one two
            ! withhold SIZE LIMITS
            ! on mail ann@*
            S: 250 2.1.0 mail
            ! on rcpt bob@*
            S: 250 2.1.5 rcpt
            ! on data
            S: 354 data
            ! on content bytes=3
            ! delay 1ms
            ! on message "hello *"
            S: 451 4.3.0 message
            ! keep
            ! on rset
            S: 250 rset
            ! on vrfy bob
            S: 250 vrfy
            ! on expn
            S: 250 expn
            ! on help
            S: 214 help
            ! on quit
            S: 221 quit
            ! on auth ann
            S: 235 2.7.0 auth
            ! on starttls
            S: 454 4.7.0 starttls
            """,
            options => options.Authentication = MockAuthentication.Nobody);
        await using var client = MockClient.InMemory(server);

        Assert.Equal("220 liar.test", await client.ReadReplyAsync());
        var capabilities = await client.AskAsync("EHLO a.test");
        Assert.EndsWith("|250 X-LIE one two", capabilities, StringComparison.Ordinal);
        Assert.DoesNotContain("SIZE", capabilities, StringComparison.Ordinal);
        Assert.DoesNotContain("LIMITS", capabilities, StringComparison.Ordinal);
        var said = new[]
        {
            "STARTTLS", "AUTH PLAIN AGFubgB4", "MAIL FROM:<ann@a.test>", "RCPT TO:<bob@b.test>", "DATA",
            "Subject: Hello you\r\n\r\n.", "RSET", "VRFY bob", "EXPN all", "HELP", "QUIT",
        };
        var heard = new List<string>();
        foreach (var line in said)
            heard.Add((await client.AskAsync(line)).Split(' ')[^1]);

        Assert.Equal(
            ["starttls", "auth", "mail", "rcpt", "data", "message", "rset", "vrfy", "expn", "help", "quit"], heard);
        Assert.Equal(("Hello you", "ann"), (server.Messages[0].Subject, server.Messages[0].Identity));
    }

    [Theory]
    [InlineData("! on rctp\n! close", 1,
        "'rctp' is no moment; there are connect, tls, hello, ehlo, helo, lhlo, starttls, "
        + "auth, mail, rcpt, data, content, message, rset, noop, quit, vrfy, expn, help, command.")]
    [InlineData("! on\n! close", 1, "'' is no moment; there are *")]
    [InlineData("! on noop x y\n! close", 1, "'y' says nothing; there are nth=N, times=N, every=N, chance=P seed=N, "
        + "bytes=N and scope=session.")]
    [InlineData("! on noop nth=0\n! close", 1, "nth is '0'; it must be a number from 1 on.")]
    [InlineData("! on noop times=-1\n! close", 1, "times is '-1'; it must be a number from 1 on.")]
    [InlineData("! on noop every=x\n! close", 1, "every is 'x'; it must be a number from 1 on.")]
    [InlineData("! on content bytes=x\n! close", 1, "bytes is 'x'; it must be a number from 0 on.")]
    [InlineData("! on noop chance=0.5\n! close", 1, "a chance needs a seed, so that a run can be repeated: seed=1.")]
    [InlineData("! on noop chance=1.5 seed=1\n! close", 1, "chance is '1.5'; it must be from 0 to 1, as in 0.25.")]
    [InlineData("! on noop seed=1\n! close", 1, "'seed=1' says nothing; *")]
    [InlineData("! on noop scope=server\n! close", 1, "'scope=server' says nothing; *")]
    [InlineData("! on noop nth=1 times=2\n! close", 1,
        "The rule noop '*' (lies.smtp:1) says twice which times it is for.")]
    [InlineData("! on noop \"x\n! close", 1, "a double quote has no other at the end.")]
    [InlineData("! close\n! on noop\n! close", 1, "there is no rule yet; the first line of a rule is '! on MOMENT'.")]
    [InlineData("S: 250 x\n! on noop\n! close", 1, "there is no rule yet; *")]
    [InlineData("! on noop\nC: NOOP", 2,
        "a rule has S: lines and directives only; a script with C: lines is a conversation, "
        + "and has no '! on'.")]
    [InlineData("! on noop\n! delay 5", 2, "'5' is no time; write 500ms, 2s or 1m.")]
    [InlineData("! on noop\n! delay -5s", 2, "'-5s' is no time; write 500ms, 2s or 1m.")]
    [InlineData("! on noop\n! delay 1h", 2, "'1h' is no time; write 500ms, 2s or 1m.")]
    [InlineData("! on noop\n! delay", 2,
        "'! delay' is nothing that a rule does; there are delay TIME, delay-lines TIME, "
        + "trickle OCTETS TIME, close, reset, keep, garbage OCTETS [seed=N], fault NAME, offer CAPABILITY and withhold "
        + "KEYWORD.")]
    [InlineData("! on noop\n! trickle 0 1s", 2, "trickle is '0'; it must be a number from 1 on.")]
    [InlineData("! on noop\n! garbage 5 sed=1", 2, "'! garbage 5 sed=1' is nothing that a rule does; *")]
    [InlineData("! on noop\n! explode now", 2, "'! explode now' is nothing that a rule does; *")]
    [InlineData("! on tls\n! fault nice", 2,
        "'nice' is no TLS fault; there are abort, garbage, expired, not-yet-valid, "
        + "wrong-name and self-signed.")]
    public void What_is_wrong_in_a_script_is_told_with_its_line(string script, int line, string message)
    {
        var error = Assert.Throws<MockScriptException>(() => Parse(script));

        var expected = $"lies.smtp:{line}: {message}";
        if (expected.EndsWith('*'))
            Assert.StartsWith(expected[..^1], error.Errors[0], StringComparison.Ordinal);
        else
            Assert.Equal(expected, error.Errors[0]);
        Assert.Single(error.Errors);
    }

    [Fact]
    public void All_errors_of_a_script_are_told_at_once()
    {
        var error = Assert.Throws<MockScriptException>(() => Parse(
            "! on rctp\n! clsoe\nS: 250 x\n! on noop\n! clsoe\n! on noop nth=x\n! delay 5"));

        Assert.Equal([1, 5, 6], error.Errors.Select(text => int.Parse(text.Split(':')[1], null)));
    }

    [Fact]
    public void A_text_that_is_no_transcript_is_refused_as_one()
    {
        var error = Assert.Throws<TranscriptException>(() => Parse("! on noop\nlie"));
        Assert.Contains("lies.smtp:2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_is_read_from_a_file_and_serves_several_servers()
    {
        var folder = Directory.CreateTempSubdirectory("rockdove-mock-");
        var path = Path.Combine(folder.FullName, "once.smtp");
        await File.WriteAllTextAsync(path, "! on noop times=1\nS: 250 lie\n", TestContext.Current.CancellationToken);
        var script = MockScript.Load(path);
        folder.Delete(recursive: true);

        for (var i = 0; i < 2; i++)
        {
            await using var server = await MockMailServer.StartAsync(options => options.Follow(script));
            await using var client = MockClient.InMemory(server);
            await client.HelloAsync();
            Assert.Equal("250 lie", await client.AskAsync("NOOP")); // Each server counts for itself.
        }

        Assert.ThrowsAny<IOException>(() => MockScript.Load(path));
    }

    [Fact]
    public async Task A_script_and_rules_in_code_go_together_but_not_with_a_conversation()
    {
        var rules = Parse("! on noop\nS: 250 lie");
        var conversation = Parse("S: 220 x");
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Reset).Close();
            options.Follow(rules);
        });

        var error = await Assert.ThrowsAsync<MockScriptException>(() =>
            MockMailServer.StartAsync(options => options.Follow(rules).Follow(conversation)));
        Assert.Equal(["lies.smtp:1: a server that repeats lies.smtp has no rules."], error.Errors);
        error = Assert.Throws<MockScriptException>(() => server.Change(now => now.Follow(conversation)));
        Assert.Equal(["lies.smtp: a conversation is no rule; start a server with it."], error.Errors);
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("**", "x", true)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    [InlineData("a*", "", false)]
    [InlineData("a*c", "abbC", true)]
    [InlineData("a*c", "abbcd", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*a*b", "xxaxxaxb", true)]
    [InlineData(@"a\*c", "a*c", true)]
    [InlineData(@"a\*c", "abc", false)]
    [InlineData(@"a\\", @"a\", true)]
    [InlineData(@"a\", @"a\", true)]
    [InlineData("Ä*", "ärger", true)]
    public void A_pattern_is_for_the_whole_text_in_any_case(string pattern, string text, bool matches) =>
        Assert.Equal(matches, new Pattern(pattern).Matches(text));

    [Fact]
    public void A_pattern_with_many_stars_is_no_trap()
    {
        var pattern = new Pattern(string.Concat(Enumerable.Repeat("a*", 50)) + "b");
        Assert.False(pattern.Matches(new string('a', 5000)));
    }

    [Fact]
    public void A_chance_is_the_same_for_the_same_seed_and_about_as_often_as_it_says()
    {
        var half = new Occurrence.Chance(0.3, 42);
        var chosen = Enumerable.Range(1, 10_000).Where(time => half.Selects(time)).ToList();

        Assert.Equal(chosen, Enumerable.Range(1, 10_000).Where(time => new Occurrence.Chance(0.3, 42).Selects(time)));
        Assert.InRange(chosen.Count, 2800, 3200);
        Assert.NotEqual(chosen,
            Enumerable.Range(1, 10_000).Where(time => new Occurrence.Chance(0.3, 43).Selects(time)));
    }

    private static async Task<string> AskAsync(MockClient client, string line)
    {
        try
        {
            await client.SayAsync(line);
            var reply = await client.ReadReplyAsync() is var heard && heard == "(end)" ? "" : heard;
            return reply == "250 2.0.0 Ok" ? "ok" : reply.StartsWith("25", StringComparison.Ordinal) || reply == ""
                ? reply : "other";
        }
        catch (IOException)
        {
            return "reset";
        }
    }

    private static Task<MockMailServer> FollowAsync(string script, Action<MockMailOptions>? more = null) =>
        MockMailServer.StartAsync(options =>
        {
            more?.Invoke(options);
            options.Follow(Parse(script));
        });

    private static MockScript Parse(string script) => MockScript.Parse("lies.smtp", Encoding.UTF8.GetBytes(script));
}
