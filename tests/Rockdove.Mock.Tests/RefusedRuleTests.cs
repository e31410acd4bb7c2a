using System.Text;

namespace Rockdove.Mock.Tests;

/// <summary>Rules that can never act are refused when the server is made, each with its place and its reason.</summary>
public class RefusedRuleTests
{
    [Theory]
    [InlineData("! on tls\n! fault expired", "there is never a TLS handshake: the server has no TLS.", "off")]
    [InlineData("! on starttls\n! close", "STARTTLS is never taken: the server does not offer it.", "off")]
    [InlineData("! on starttls\n! close", "STARTTLS is never taken: the server does not offer it.", "implicit")]
    [InlineData("! on auth\n! close", "nobody ever authenticates: the server does not offer AUTH.")]
    [InlineData("! on lhlo\n! close", "nobody ever says LHLO: the server speaks SMTP.")]
    [InlineData("! on ehlo\n! close", "nobody ever says EHLO: the server speaks LMTP.", "lmtp")]
    [InlineData("! on helo\n! close", "nobody ever says HELO: the server speaks LMTP.", "lmtp")]
    [InlineData("! on data x\n! close", "there is nothing to match at 'data'; leave the pattern out.")]
    [InlineData("! on starttls x\n! close", "there is nothing to match at 'starttls'; leave the pattern out.")]
    [InlineData("! on mail bytes=5\n! close", "octets are counted at 'content', not at 'mail'.")]
    [InlineData("! on content bytes=52428801\n! close", "52428801 octets never come: a message has 52428800 at most.")]
    [InlineData("! on content\nS: 250 no",
        "nothing can be said at 'content'; reply at 'data', 'message' or 'starttls'.")]
    [InlineData("! on tls\nS: 250 no", "nothing can be said at 'tls'; reply at 'data', 'message' or 'starttls'.")]
    [InlineData("! on tls\n! delay 1s", "a handshake can be spoilt (fault, close, reset), not slowed down.")]
    [InlineData("! on content\n! trickle 1 1s",
        "a message can be held up (delay), but it has no lines of ours to slow down.")]
    [InlineData("! on mail\n! fault expired", "a TLS fault belongs to the moment 'tls', not to 'mail'.")]
    [InlineData("! on tls\n! fault expired\n! close",
        "a handshake is spoilt in one way: a fault, or the end of the connection.")]
    [InlineData("! on helo\n! offer X", "only 'ehlo' lists capabilities, not 'helo'.")]
    [InlineData("! on ehlo\n! offer X\nS: 250 me",
        "the reply is told whole, so there is nothing to offer or withhold besides.")]
    [InlineData("! on data\n! keep\n! close", "only at 'message' is there one to keep, not at 'data'.")]
    [InlineData("! on message\n! keep",
        "a message is kept anyway where the server's own reply is sent; add a reply, a close or a reset.")]
    [InlineData("! on mail\n! delay 1201s", "a wait is longer than 20 minutes; no client is that patient.")]
    [InlineData("! on mail\n! trickle 1 21m", "a wait is longer than 20 minutes; no client is that patient.")]
    [InlineData("! on mail", "the rule does nothing: give it a reply, a delay, a close or another lie.")]
    [InlineData("! on mail chance=0 seed=1\n! close", "by a chance of 0 the rule never acts.")]
    [InlineData("! on connect nth=2 scope=session\n! close",
        "'connect' comes once in a session, so there is no second time in one.")]
    public async Task A_rule_that_can_never_act_is_refused(string script, string reason, string like = "")
    {
        var error = await Assert.ThrowsAsync<MockScriptException>(() => StartAsync(script, like));

        Assert.Equal([$"lies.smtp:1: {reason}"], error.Errors);
    }

    [Theory]
    [InlineData("! on content bytes=52428800\n! close")]
    [InlineData("! on mail\n! delay 20m")]
    [InlineData("! on data\n! close")]
    [InlineData("! on connect nth=1 scope=session\n! close")]
    [InlineData("! on connect nth=2\n! close")]
    [InlineData("! on mail chance=0.01 seed=1\n! close")]
    public async Task A_rule_at_its_limit_is_taken(string script)
    {
        await using var server = await StartAsync(script, "");
        Assert.NotEqual(0, server.Port);
    }

    [Theory]
    [InlineData("rcpt", "rcpt")]
    [InlineData("rcpt", "rcpt bob@*")]
    [InlineData("rcpt", "rcpt bob@* nth=2")]
    [InlineData("rcpt bob@*", "rcpt BOB@b.test")]
    [InlineData("rcpt *@b.test", "rcpt bob*@b.test")]
    [InlineData("rcpt b?b@b.test", "rcpt bob@b.test")]
    [InlineData("rcpt every=1", "rcpt times=3")]
    [InlineData("rcpt chance=1 seed=1", "rcpt nth=3")]
    [InlineData("rcpt bob@* times=2", "rcpt bob@* nth=2")]
    [InlineData("rcpt bob@* times=2", "rcpt bob@* times=1")]
    [InlineData("rcpt nth=2", "rcpt nth=2")]
    [InlineData("rcpt every=2", "rcpt every=4")]
    [InlineData("rcpt every=2", "rcpt nth=4")]
    [InlineData("rcpt chance=0.5 seed=1", "rcpt chance=0.5 seed=1")]
    [InlineData("rcpt times=2 scope=session", "rcpt nth=1 scope=session")]
    [InlineData("hello", "ehlo a.test")]
    [InlineData("content bytes=10", "content ann@* bytes=10")]
    public async Task Of_two_rules_for_the_same_moment_the_second_is_refused(string first, string second)
    {
        var error = await Assert.ThrowsAsync<MockScriptException>(() =>
            StartAsync($"! on {first}\n! close\n! on {second}\n! reset", ""));

        Assert.Equal(
            ["lies.smtp:3: this rule can never act: the one at lies.smtp:1 claims the same moment and comes first; "
                + "make its "
                + "pattern or its times narrower, or take one of them out."],
            error.Errors);
    }

    [Theory]
    [InlineData("rcpt bob@*", "rcpt")]
    [InlineData("rcpt bob@*", "rcpt *@b.test")]
    [InlineData("rcpt b?b@*", "rcpt b*b@*")]
    [InlineData("rcpt bob@* times=2", "rcpt *@b.test times=2")]
    [InlineData("rcpt times=2", "rcpt nth=3")]
    [InlineData("rcpt times=2", "rcpt times=3")]
    [InlineData("rcpt times=2", "rcpt times=2 scope=session")]
    [InlineData("rcpt nth=2", "rcpt nth=3")]
    [InlineData("rcpt every=2", "rcpt every=3")]
    [InlineData("rcpt chance=0.5 seed=1", "rcpt chance=0.5 seed=2")]
    [InlineData("ehlo", "hello")]
    [InlineData("ehlo", "helo")]
    [InlineData("content bytes=10", "content bytes=11")]
    [InlineData(@"rcpt b\\*b@b.test", "rcpt bob@b.test")]
    public async Task Rules_that_overlap_in_part_live_side_by_side(string first, string second)
    {
        await using var server = await StartAsync($"! on {first}\n! close\n! on {second}\n! reset", "");
        Assert.NotEqual(0, server.Port);
    }

    [Fact]
    public async Task A_rule_that_answers_every_command_leaves_none_for_verbs()
    {
        var error = await Assert.ThrowsAsync<MockScriptException>(() =>
            StartAsync("! on mail\n! close\n! on command\nS: 421 4.3.0 No", ""));

        Assert.Equal(
            ["lies.smtp:1: this rule can never act: the one at lies.smtp:3 answers every command before it is looked "
                + "at; "
                + "give that one a pattern, or only a delay."],
            error.Errors);
        await using var slow = await StartAsync("! on mail\n! close\n! on command\n! delay 1ms", "");
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_and_rules_in_code_tell_their_line()
    {
        var error = await Assert.ThrowsAsync<MockScriptException>(() => MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Auth).Close();
            options.When(MockMoment.Mail);
        }));

        Assert.Equal(2, error.Errors.Count);
        Assert.Matches(@"^RefusedRuleTests\.cs:\d+: nobody ever authenticates", error.Errors[0]);
        Assert.Equal(string.Join(Environment.NewLine, error.Errors), error.Message);
    }

    [Fact]
    public async Task A_rule_with_a_condition_is_not_thought_hidden_by_one_that_counts()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Mail).Nth(1).Close();
            options.When(MockMoment.Mail, _ => true).Nth(1).Reset();
        });
        var error = await Assert.ThrowsAsync<MockScriptException>(() => MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Mail).Close();
            options.When(MockMoment.Mail, _ => true).Nth(1).Reset();
        }));
        Assert.Contains("claims the same moment", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_rule_is_told_in_code_must_make_sense()
    {
        var rule = new MockMailOptions().When(MockMoment.Noop);

        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Nth(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Times(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Every(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Chance(1.01, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Chance(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.AfterBytes(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Delay(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Trickle(0, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Garbage(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.Reply(600, "x"));
        Assert.Throws<ArgumentException>(() => rule.Reply(550, "4.1.1", "x"));
        Assert.Throws<FormatException>(() => rule.Reply("no code"));
        Assert.Contains(
            "says twice", Assert.Throws<InvalidOperationException>(() => rule.Times(1).Nth(2)).Message,
            StringComparison.Ordinal);
    }

    private static Task<MockMailServer> StartAsync(string script, string like) => MockMailServer.StartAsync(options =>
    {
        options.Tls = like switch { "off" => MockTls.Off, "implicit" => MockTls.Implicit, _ => MockTls.Offered };
        options.IsLmtp = like == "lmtp";
        options.Follow(MockScript.Parse("lies.smtp", Encoding.UTF8.GetBytes(script)));
    });
}
