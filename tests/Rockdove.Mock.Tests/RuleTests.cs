using System.Net.Sockets;
using Rockdove.Testing;

namespace Rockdove.Mock.Tests;

public class RuleTests
{
    [Fact]
    public async Task A_recipient_is_refused_twice_and_then_accepted()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Recipient, "bob@*").Times(2).Reply(451, "4.7.1", "Come back later"));
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal("451 4.7.1 Come back later", await client.MailAsync("a@b.test", "bob@b.test"));
        await client.AskAsync("RSET");
        Assert.Equal("250 2.0.0 Kept as 1", await client.MailAsync("a@b.test", "ann@b.test"));
        Assert.Equal("451 4.7.1 Come back later", await client.MailAsync("a@b.test", "BOB@b.test"));
        await client.AskAsync("RSET");
        Assert.Equal("250 2.0.0 Kept as 2", await client.MailAsync("a@b.test", "bob@b.test"));
        Assert.Equal(["ann@b.test", "bob@b.test"], server.Messages.SelectMany(message => message.ForwardPaths));
    }

    [Fact]
    public async Task A_reply_of_many_lines_is_sent_whole()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Connect).Reply("554 5.7.1 Go away\nand stay there"));
        await using var client = await MockClient.ConnectAsync(server);

        Assert.Equal("554-5.7.1 Go away|554 5.7.1 and stay there", await client.ReadReplyAsync());
        Assert.StartsWith("503", await client.AskAsync("EHLO a.test"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capabilities_are_withheld_and_made_up()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Hello).Withhold("pipelining", "BINARYMIME").Offer("X-NEW one"));
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        var lines = (await client.AskAsync("EHLO client.test")).Split('|');

        Assert.DoesNotContain("250-PIPELINING", lines);
        Assert.Equal("250 X-NEW one", lines[^1]);
        Assert.Equal("250-mock.test", lines[0]);
        Assert.All(lines[..^1], line => Assert.StartsWith("250-", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_a_reply_is_sent_and_the_connection_closed()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Mail).Say("250 2.1"u8).Close());
        await using var client = await MockClient.ConnectAsync(server);
        await client.HelloAsync();

        await client.SayAsync("MAIL FROM:<a@b.test>", "NOOP");

        Assert.Equal("250 2.1", await client.ReadLineAsync());
        Assert.Null(await client.ReadLineAsync());
    }

    [Fact]
    public async Task A_connection_is_closed_in_place_of_a_reply_after_what_came_before_was_answered()
    {
        await using var server = await MockMailServer.StartAsync(options => options.When(MockMoment.Data).Close());
        await using var client = await MockClient.ConnectAsync(server);
        await client.HelloAsync();

        await client.SayAsync("MAIL FROM:<a@b.test>", "RCPT TO:<c@d.test>", "DATA");

        Assert.Equal("250 2.1.0 Ok", await client.ReadReplyAsync());
        Assert.Equal("250 2.1.5 Ok", await client.ReadReplyAsync());
        Assert.Null(await client.ReadLineAsync());
    }

    [Fact]
    public async Task A_connection_is_reset_at_an_octet_of_the_message()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Content).AfterBytes(10_000).Reset());
        await using var client = await MockClient.ConnectAsync(server);
        await client.HelloAsync();
        await client.SayAsync("MAIL FROM:<a@b.test>", "RCPT TO:<c@d.test>", "DATA");
        for (var i = 0; i < 3; i++)
            await client.ReadReplyAsync();

        var error = await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await client.SendAsync(string.Concat(Enumerable.Repeat("0123456789abcdef0123456789abcdef\r\n", 1000)));
            await client.ReadLineAsync();
        });

        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_message_is_kept_although_the_client_does_not_hear_of_it()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Message).Times(1).Close().Keep());
        await using (var client = MockClient.InMemory(server))
        {
            await client.HelloAsync();
            Assert.Equal("(end)", await client.MailAsync("a@b.test", "c@d.test"));
        }

        await using var again = MockClient.InMemory(server);
        await again.HelloAsync();
        Assert.Equal("250 2.0.0 Kept as 2", await again.MailAsync("a@b.test", "c@d.test"));
        Assert.Equal(server.Messages[0].Text, server.Messages[1].Text);
    }

    [Fact]
    public async Task A_message_that_is_refused_after_the_dot_is_not_kept()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Message, "*spam*").Reply(554, "5.7.1", "No spam"));
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal("554 5.7.1 No spam", await client.MailAsync("a@b.test", "c@d.test", "Subject: Spam!\r\n\r\n"));
        Assert.Equal("250 2.0.0 Kept as 1", await client.MailAsync("a@b.test", "c@d.test", "Subject: Ham\r\n\r\n"));
    }

    [Fact]
    public async Task A_reply_waits_as_long_as_the_clock_says()
    {
        var clock = new ManualTimeProvider();
        await using var server = await MockMailServer.StartAsync(options =>
        {
            options.Time = clock;
            options.When(MockMoment.Noop).Delay(TimeSpan.FromSeconds(90));
        });
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        var reply = client.AskAsync("NOOP");
        await clock.WaitForTimersAsync(2, TestContext.Current.CancellationToken); // The delay, and the bound on it.
        Assert.False(reply.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal("250 2.0.0 Ok", await reply);
    }

    [Fact]
    public async Task A_reply_trickles_octet_by_octet()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Noop).Trickle(1, TimeSpan.FromMilliseconds(1)));
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal("250 2.0.0 Ok", await client.AskAsync("NOOP"));
    }

    [Fact]
    public async Task An_unknown_command_gets_the_reply_that_was_made_up_for_it()
    {
        await using var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Command, "XTEST one*").Reply(250, null, "As you wish"));
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();

        Assert.Equal("250 As you wish", await client.AskAsync("xtest one two"));
        Assert.Equal("500 5.5.2 Unknown command", await client.AskAsync("xtest two"));
    }

    [Fact]
    public async Task Garbage_is_the_same_for_the_same_seed()
    {
        var heard = new List<string?>();
        for (var i = 0; i < 2; i++)
        {
            await using var server = await MockMailServer.StartAsync(options =>
                options.When(MockMoment.Noop).Garbage(30, seed: 7));
            await using var client = MockClient.InMemory(server);
            await client.HelloAsync();
            await client.SayAsync("NOOP");
            heard.Add(await client.ReadLineAsync());
            Assert.StartsWith("250", await client.AskAsync("RSET"), StringComparison.Ordinal);
        }

        Assert.Equal(heard[0], heard[1]);
        Assert.NotEqual("", heard[0]);
    }
}
