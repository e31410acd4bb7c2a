using System.Net.Sockets;
using Rockdove.Testing;

namespace Rockdove.Mock.Tests;

/// <summary>Every moment with each kind of deed, as a client sees it.</summary>
public class DeedTests
{
    /// <summary>The moment, what the client says to come to it, and what it says there.</summary>
    public static TheoryData<MockMoment, string, string> Commands => new()
    {
        { MockMoment.Hello, "", "EHLO client.test" },
        { MockMoment.Hello, "", "HELO client.test" },
        { MockMoment.Ehlo, "", "EHLO client.test" },
        { MockMoment.Helo, "", "HELO client.test" },
        { MockMoment.StartTls, "EHLO x.test", "STARTTLS" },
        { MockMoment.Auth, "EHLO x.test", "AUTH PLAIN AGFubgB4" },
        { MockMoment.Mail, "EHLO x.test", "MAIL FROM:<ann@a.test>" },
        { MockMoment.Recipient, "EHLO x.test|MAIL FROM:<ann@a.test>", "RCPT TO:<bob@b.test>" },
        { MockMoment.Data, "EHLO x.test|MAIL FROM:<ann@a.test>|RCPT TO:<bob@b.test>", "DATA" },
        { MockMoment.Message, "EHLO x.test|MAIL FROM:<ann@a.test>|RCPT TO:<bob@b.test>|DATA", "Subject: x\r\n\r\n." },
        { MockMoment.Reset, "EHLO x.test", "RSET" },
        { MockMoment.Noop, "EHLO x.test", "NOOP hi" },
        { MockMoment.Quit, "EHLO x.test", "QUIT" },
        { MockMoment.Verify, "EHLO x.test", "VRFY bob" },
        { MockMoment.Expand, "EHLO x.test", "EXPN all" },
        { MockMoment.Help, "EHLO x.test", "HELP" },
        { MockMoment.Command, "EHLO x.test", "MAIL FROM:<ann@a.test>" },
        { MockMoment.Command, "", "EHLO client.test" },
        { MockMoment.Command, "", "WHATEVER you like" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_reply_takes_the_place_of_the_servers_own(MockMoment moment, string before, string said)
    {
        await using var server = await StartAsync(moment, said, rule => rule.Reply(499, "4.9.9", "one", "two"));
        await using var client = await GoAsync(server, before);

        Assert.Equal("499-4.9.9 one|499 4.9.9 two", await client.AskAsync(said));

        var next = moment == MockMoment.Noop ? "RSET" : "NOOP";
        Assert.StartsWith("250", await client.AskAsync(next), StringComparison.Ordinal); // One reply, and in step.
        Assert.Empty(server.Messages);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_close_takes_the_place_of_the_reply(MockMoment moment, string before, string said)
    {
        await using var server = await StartAsync(moment, said, rule => rule.Close());
        await using var client = await GoAsync(server, before);

        await client.SayAsync(said, "NOOP");

        Assert.Null(await client.ReadLineAsync());
        Assert.Empty(server.Messages);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_reset_takes_the_place_of_the_reply(MockMoment moment, string before, string said)
    {
        await using var server = await StartAsync(moment, said, rule => rule.Reset());
        await using var client = await MockClient.ConnectAsync(server);
        await GoAsync(client, before);

        await client.SayAsync(said);

        var error = await Assert.ThrowsAnyAsync<IOException>(client.ReadLineAsync);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_delay_leaves_the_reply_as_it_is(MockMoment moment, string before, string said)
    {
        var clock = new ManualTimeProvider();
        await using var honest = await StartAsync(moment, said, null);
        await using var slow = await StartAsync(moment, said, rule => rule.Delay(TimeSpan.FromSeconds(100)), clock);
        await using var client = await GoAsync(honest, before);
        var expected = await client.AskAsync(said);
        await using var waiting = await GoAsync(slow, before);

        var reply = waiting.AskAsync(said);
        await WaitForDelayAsync(clock, TimeSpan.FromSeconds(100));
        Assert.False(reply.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal(expected, await reply);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Half_a_reply_and_a_close_is_half_a_reply_and_a_close(MockMoment moment, string before,
        string said)
    {
        await using var server = await StartAsync(moment, said, rule => rule.Say("250-ha"u8).Close());
        await using var client = await GoAsync(server, before);

        await client.SayAsync(said);

        Assert.Equal("250-ha", await client.ReadLineAsync());
        Assert.Null(await client.ReadLineAsync());
    }

    [Fact]
    public async Task At_connect_a_reply_greets_or_turns_away()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Connect).Nth(1).Reply(220, "other.test ESMTP");
            options.When(MockMoment.Connect).Nth(2).Reply(554, "5.7.1 No");
            options.When(MockMoment.Connect).Nth(3).Close();
        });

        await using (var client = await MockClient.ConnectAsync(server))
        {
            Assert.Equal("220 other.test ESMTP", await client.ReadReplyAsync());
            Assert.StartsWith("250-mock.test", await client.AskAsync("EHLO a.test"), StringComparison.Ordinal);
        }

        await using (var client = await MockClient.ConnectAsync(server))
        {
            Assert.Equal("554 5.7.1 No", await client.ReadReplyAsync());
            Assert.StartsWith("503", await client.AskAsync("EHLO a.test"), StringComparison.Ordinal);
            Assert.StartsWith("221", await client.AskAsync("QUIT"), StringComparison.Ordinal);
        }

        await using (var client = await MockClient.ConnectAsync(server))
            Assert.Null(await client.ReadLineAsync());
        await using (var client = await MockClient.ConnectAsync(server))
            Assert.Equal("220 mock.test ESMTP Rockdove mock", await client.ReadReplyAsync());
    }

    [Fact]
    public async Task A_good_reply_lets_happen_what_was_asked()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Mail).Reply(250, "sender fine");
            options.When(MockMoment.Recipient).Reply(251, "2.1.5 will forward");
            options.When(MockMoment.Data).Reply(354, "go");
            options.When(MockMoment.Message).Reply(250, "2.0.0 queued as 12345");
        });
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal("250 sender fine", await client.AskAsync("MAIL FROM:<a@a.test> SIZE=5"));
        Assert.Equal("251 2.1.5 will forward", await client.AskAsync("RCPT TO:<b@b.test>"));
        Assert.Equal("354 go", await client.AskAsync("DATA"));
        Assert.Equal("250 2.0.0 queued as 12345", await client.AskAsync("Subject: x\r\n\r\n."));

        Assert.Equal("5", Assert.Single(server.Messages).SenderParameters["SIZE"]);
    }

    [Fact]
    public async Task Octets_that_are_no_reply_let_nothing_happen()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Mail).Say("hello?\r\n"u8));
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal("hello?", await client.AskAsync("MAIL FROM:<a@a.test>"));
        Assert.StartsWith("503", await client.AskAsync("RCPT TO:<b@b.test>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_replies_to_one_command_put_the_client_out_of_step()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Noop).Times(1).Say("250 one\r\n451 two\r\n"u8));
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal("250 one", await client.AskAsync("NOOP"));
        Assert.Equal("451 two", await client.AskAsync("NOOP"));
        Assert.Equal("250 2.0.0 Ok", await client.ReadReplyAsync());
    }

    [Fact]
    public async Task Lines_of_a_reply_come_one_after_the_other()
    {
        var clock = new ManualTimeProvider();
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.Time = clock;
            options.When(MockMoment.Noop).Reply(250, null, "one", "two").Delay(TimeSpan.FromSeconds(3))
                .DelayLines(TimeSpan.FromSeconds(100));
        });
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();
        await client.SayAsync("NOOP");

        await WaitForDelayAsync(clock, TimeSpan.FromSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("250-one", await client.ReadLineAsync());
        var second = client.ReadLineAsync();
        await WaitForDelayAsync(clock, TimeSpan.FromSeconds(100));
        Assert.False(second.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("250 two", await second);
    }

    [Fact]
    public async Task Delays_do_not_hold_up_other_sessions()
    {
        var clock = new ManualTimeProvider();
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.Time = clock;
            options.When(MockMoment.Noop).Nth(1).Delay(TimeSpan.FromSeconds(100));
        });
        await using var slow = MockClient.InMemory(server);
        await slow.HelloAsync();
        var late = slow.AskAsync("NOOP");
        await WaitForDelayAsync(clock, TimeSpan.FromSeconds(100));

        await using var other = MockClient.InMemory(server);
        await other.HelloAsync();
        Assert.Equal("250 2.0.0 Ok", await other.AskAsync("NOOP"));
        Assert.False(late.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("250 2.0.0 Ok", await late);
    }

    [Fact]
    public async Task A_message_is_held_up_at_an_octet()
    {
        var clock = new ManualTimeProvider();
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.Time = clock;
            options.When(MockMoment.Content, "ann@*").AfterBytes(5).Delay(TimeSpan.FromSeconds(100));
        });
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        var reply = client.MailAsync("ann@a.test", "b@b.test", "0123456789\r\n");
        await WaitForDelayAsync(clock, TimeSpan.FromSeconds(100));
        Assert.Empty(server.Messages);
        clock.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal("250 2.0.0 Kept as 1", await reply);
        Assert.Equal("0123456789\r\n", server.Messages[0].Text);
        Assert.Equal("250 2.0.0 Kept as 2", await client.MailAsync("eve@a.test", "b@b.test"));
    }

    [Fact]
    public async Task A_connection_that_is_closed_at_an_octet_has_kept_nothing()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Content).AfterBytes(5).Close());
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal("(end)", await client.MailAsync("a@a.test", "b@b.test"));
        Assert.Empty(server.Messages);
        await server.Sessions[0].WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.EndsWith("! expect close\n", server.Sessions[0].Transcript.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public async Task An_octet_that_a_message_does_not_have_does_not_come(int octet, bool acts)
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Content).AfterBytes(octet).Close());
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal(acts ? "(end)" : "250 2.0.0 Kept as 1",
            await client.MailAsync("a@a.test", "b@b.test", "01234\r\n"));
    }

    [Fact]
    public async Task A_message_is_kept_with_any_end_that_hides_it()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Message, "one").Reply(451, "4.3.0 Oops").Keep();
            options.When(MockMoment.Message, "two").Say("garbage\r\n"u8).Keep();
            options.When(MockMoment.Message, "three").Reset().Keep();
        });
        await using var client = await MockClient.ConnectAsync(server);
        await client.HelloAsync();

        Assert.Equal("451 4.3.0 Oops", await client.MailAsync("a@a.test", "b@b.test", "Subject: one\r\n\r\n"));
        Assert.Equal("garbage", await client.MailAsync("a@a.test", "b@b.test", "Subject: two\r\n\r\n"));
        await Assert.ThrowsAnyAsync<IOException>(() =>
            client.MailAsync("a@a.test", "b@b.test", "Subject: three\r\n\r\n"));

        Assert.Equal(["one", "two", "three"], server.Messages.Select(message => message.Subject));
    }

    [Fact]
    public async Task A_rule_for_every_command_slows_and_the_verbs_own_rule_replies()
    {
        var clock = new ManualTimeProvider();
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.Time = clock;
            options.When(MockMoment.Command).Delay(TimeSpan.FromSeconds(10));
            options.When(MockMoment.Mail).Reply(451, "4.3.0 Busy").Delay(TimeSpan.FromSeconds(2));
            options.When(MockMoment.Noop).Reply(250, "noop");
        });
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        Assert.StartsWith("250-mock", await LateAsync("EHLO a.test", 10), StringComparison.Ordinal);
        Assert.Equal("451 4.3.0 Busy", await LateAsync("MAIL FROM:<a@a.test>", 12));
        Assert.Equal("250 noop", await LateAsync("NOOP", 10));
        Assert.StartsWith("501", await LateAsync("MAIL FROM:", 10), StringComparison.Ordinal); // No question was asked.

        async Task<string> LateAsync(string line, int seconds)
        {
            var reply = client.AskAsync(line);
            await WaitForDelayAsync(clock, TimeSpan.FromSeconds(seconds));
            clock.Advance(TimeSpan.FromSeconds(seconds));
            return await reply;
        }
    }

    [Fact]
    public async Task A_rule_for_a_command_line_that_replies_has_the_only_word()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Mail).Times(1).Reply(451, "4.3.0 from mail");
            options.When(MockMoment.Command, "MAIL FROM:<ann@*").Reply(250, "from command");
            options.When(MockMoment.Command, "XMADEUP*").Reply(250, "as you wish");
        });
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal("250 from command", await client.AskAsync("mail FROM:<Ann@a.test>"));
        Assert.StartsWith("250", await client.AskAsync("RCPT TO:<b@b.test>"), StringComparison.Ordinal); // It has run.
        await client.AskAsync("RSET");
        Assert.Equal("451 4.3.0 from mail", await client.AskAsync("MAIL FROM:<bob@a.test>")); // Not counted before.
        for (var i = 0; i < 20; i++)
            Assert.Equal("250 as you wish", await client.AskAsync("XMADEUP")); // No mistake of the client's.
    }

    [Fact]
    public async Task The_first_rule_that_matches_acts_and_the_others_count_on()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Noop, "a*").Times(1).Reply(250, "first");
            options.When(MockMoment.Noop).Nth(2).Reply(250, "second");
            options.When(MockMoment.Noop).Every(2).Reply(250, "even");
        });
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        var heard = new List<string>();
        for (var i = 0; i < 6; i++)
            heard.Add((await client.AskAsync("NOOP a"))[4..]);

        Assert.Equal(["first", "second", "2.0.0 Ok", "even", "2.0.0 Ok", "even"], heard);
    }

    [Fact]
    public async Task Times_are_counted_over_all_sessions_or_in_each()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Noop).Times(1).Reply(250, "once");
            options.When(MockMoment.Reset).Times(1).InEachSession().Reply(250, "once in each");
        });
        var heard = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            await using var client = MockClient.InMemory(server);
            await client.HelloAsync();
            foreach (var line in new[] { "NOOP", "NOOP", "RSET", "RSET" })
                heard.Add((await client.AskAsync(line))[4..]);
        }

        Assert.Equal(
            ["once", "2.0.0 Ok", "once in each", "2.0.0 Ok", "2.0.0 Ok", "2.0.0 Ok", "once in each", "2.0.0 Ok"],
                heard);
    }

    [Fact]
    public async Task A_condition_sees_session_envelope_and_content()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Mail, _ => throw new FormatException("mine")).Close());
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.StartsWith("451 4.3.0", await client.MailAsync("a@a.test", "b@b.test"), StringComparison.Ordinal);
        server.Change(rules => rules.Forget().When(MockMoment.Message, e => e.Content.Span.IndexOf("virus"u8) >= 0)
            .Reply(554, "5.7.1 Ill"));
        Assert.Equal("554 5.7.1 Ill", await client.MailAsync("a@a.test", "b@b.test", "Subject: x\r\n\r\na virus\r\n"));
        Assert.Equal("250 2.0.0 Kept as 1", await client.MailAsync("a@a.test", "b@b.test"));
        server.Change(rules => rules
            .When(MockMoment.Recipient, e => e.Envelope!.Recipients.Count == 1 && e.Session.Messages.Count == 1)
            .Reply(452, "4.5.3 One is enough"));
        await client.AskAsync("MAIL FROM:<a@a.test>");
        Assert.StartsWith("250", await client.AskAsync("RCPT TO:<b@b.test>"), StringComparison.Ordinal);
        Assert.Equal("452 4.5.3 One is enough", await client.AskAsync("RCPT TO:<c@b.test>"));
    }

    [Fact]
    public async Task A_client_falls_back_to_helo_where_ehlo_is_not_known()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Ehlo).Reply(502, "5.5.1 What is EHLO?");
            options.When(MockMoment.Hello).Offer("NEVER-LISTED");
        });
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        Assert.Equal("502 5.5.1 What is EHLO?", await client.AskAsync("EHLO a.test"));
        Assert.Equal("250 mock.test", await client.AskAsync("HELO a.test"));
    }

    [Fact]
    public async Task Capabilities_change_after_starttls()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Ehlo).Nth(1).Withhold("SIZE", "LIMITS").Offer("AUTH PLAIN").Offer("X-ONE");
            options.When(MockMoment.Ehlo).Nth(2).Withhold("mock.test"); // The first line is the server's name.
        });
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();
        var first = (await client.AskAsync("EHLO a.test")).Split('|');
        var second = (await client.AskAsync("EHLO a.test")).Split('|');
        var third = (await client.AskAsync("EHLO a.test")).Split('|');

        Assert.Equal(["250-AUTH PLAIN", "250 X-ONE"], first[^2..]);
        Assert.DoesNotContain(first, line => line.Contains("SIZE", StringComparison.Ordinal));
        Assert.Equal(third, second);
    }

    [Fact]
    public async Task A_pipelined_batch_is_answered_up_to_the_close_and_nothing_behind_it_happens()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Noop).Reply(250, "last").Close());
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        await client.SendAsync(
            "NOOP\r\nMAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\nBDAT 14 LAST\r\nSubject: x\r\n\r\n");

        Assert.Equal("250 last", await client.ReadReplyAsync());
        Assert.Null(await client.ReadLineAsync());
        await server.Sessions[0].WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task Bdat_is_answered_at_data_and_at_message()
    {
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.When(MockMoment.Data).Nth(1).Reply(451, "4.3.0 no chunk");
            options.When(MockMoment.Data).Nth(2).Reply(250, "first chunk");
            options.When(MockMoment.Message, "x").Nth(1).Reply(250, "whole");
        });
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();
        await client.AskAsync("MAIL FROM:<a@a.test>");
        await client.AskAsync("RCPT TO:<b@b.test>");

        await client.SendAsync("BDAT 14 LAST\r\nSubject: x\r\n\r\n");
        Assert.Equal("451 4.3.0 no chunk", await client.ReadReplyAsync());
        await client.AskAsync("RSET");
        await client.AskAsync("MAIL FROM:<a@a.test>");
        await client.AskAsync("RCPT TO:<b@b.test>");
        await client.SendAsync("BDAT 14\r\nSubject: x\r\n\r\n");
        Assert.Equal("250 first chunk", await client.ReadReplyAsync());
        await client.SendAsync("BDAT 2 LAST\r\nhi");
        Assert.Equal("250 whole", await client.ReadReplyAsync());
        Assert.Equal("Subject: x\r\n\r\nhi", Assert.Single(server.Messages).Text);
    }

    private static Task<MockMailServer> StartAsync(
        MockMoment moment, string said, Func<MockRule, MockRule>? deed, TimeProvider? time = null) =>
        MockMailServer.StartAsync(options =>
        {
            options.Time = time ?? TimeProvider.System;
            options.Authentication = MockAuthentication.AnyPassword;
            if (deed is not null)
                deed(moment == MockMoment.Command ? options.When(moment, said) : options.When(moment));
        });

    private static async Task<MockClient> GoAsync(MockMailServer server, string before)
    {
        var client = MockClient.InMemory(server);
        await GoAsync(client, before);
        return client;
    }

    private static async Task GoAsync(MockClient client, string before)
    {
        await client.ReadReplyAsync();
        foreach (var line in before.Split('|', StringSplitOptions.RemoveEmptyEntries))
            Assert.Contains((await client.AskAsync(line))[0], "23");
    }

    /// <summary>Other timers are the driver's bounds, minutes away; the delay is the next to fire.</summary>
    private static async Task WaitForDelayAsync(ManualTimeProvider clock, TimeSpan delay)
    {
        for (var timers = 1; clock.UntilNextTimer != delay; timers++)
            await clock.WaitForTimersAsync(timers, TestContext.Current.CancellationToken);
    }
}
