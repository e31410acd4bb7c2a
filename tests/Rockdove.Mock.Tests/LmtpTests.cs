namespace Rockdove.Mock.Tests;

public class LmtpTests
{
    [Fact]
    public async Task Each_recipient_gets_a_reply_and_the_message_is_one()
    {
        await using var server = await StartAsync(_ => { });
        await using var client = await BeginAsync(server);

        await client.SendAsync("Subject: x\r\n\r\n.\r\n");

        Assert.Equal("250 2.0.0 Kept as 1", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 Kept as 1", await client.ReadReplyAsync());
        Assert.Equal(["b@b.test", "c@b.test"], Assert.Single(server.Messages).ForwardPaths);
        Assert.StartsWith("502", await client.AskAsync("EHLO client.test"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_reply_of_a_rule_is_for_each_recipient()
    {
        await using var server = await StartAsync(options =>
        {
            options.When(MockMoment.Message).Nth(1).Reply(451, null, "not", "now");
            options.When(MockMoment.Message).Nth(2).Reply(250, "2.0.0 taken");
        });
        await using var client = await BeginAsync(server);
        await client.SendAsync("Subject: x\r\n\r\n.\r\n");

        Assert.Equal("451-not|451 now", await client.ReadReplyAsync());
        Assert.Equal("451-not|451 now", await client.ReadReplyAsync());
        Assert.Empty(server.Messages);
        await AgainAsync(client);
        await client.SendAsync("Subject: x\r\n\r\n.\r\n");
        Assert.Equal("250 2.0.0 taken", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 taken", await client.ReadReplyAsync());
        Assert.StartsWith("250", await client.AskAsync("NOOP"), StringComparison.Ordinal); // No more, no less.
        Assert.Single(server.Messages);
    }

    [Theory]
    [InlineData("S: 250 2.0.0 b\nS: 452 4.2.2 c", true)]
    [InlineData("S: 552 5.2.2 b\nS: 250 2.0.0 c", true)]
    [InlineData("S: 552 5.2.2 b\nS: 452 4.2.2 c", false)]
    public async Task A_rule_may_answer_each_recipient_and_one_good_reply_keeps_the_message(string replies, bool isKept)
    {
        await using var server = await StartAsync(options => options.Follow(
            MockScript.Parse("lies.lmtp", System.Text.Encoding.ASCII.GetBytes("! on message\n" + replies))));
        await using var client = await BeginAsync(server);

        await client.SendAsync("Subject: x\r\n\r\n.\r\n");

        Assert.Equal(
            replies.Replace("S: ", "", StringComparison.Ordinal),
            $"{await client.ReadReplyAsync()}\n{await client.ReadReplyAsync()}");
        Assert.Equal(isKept ? 1 : 0, server.Messages.Count);
        Assert.StartsWith("250", await client.AskAsync("NOOP"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_bdat_it_is_the_same()
    {
        await using var server = await StartAsync(options =>
            options.When(MockMoment.Message).Reply(250, "2.0.0 taken"));
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();
        await client.AskAsync("LHLO client.test");
        await client.SendAsync(
            "MAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\nRCPT TO:<c@b.test>\r\nBDAT 14 LAST\r\nSubject: x\r\n\r\n");
        for (var i = 0; i < 3; i++)
            await client.ReadReplyAsync();

        Assert.Equal("250 2.0.0 taken", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 taken", await client.ReadReplyAsync());
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task A_close_hides_all_the_replies()
    {
        await using var server = await StartAsync(options =>
            options.When(MockMoment.Message).Say("250 2.0.0 b\r\n"u8).Close().Keep());
        await using var client = await BeginAsync(server);

        await client.SendAsync("Subject: x\r\n\r\n.\r\n");

        Assert.Equal("250 2.0.0 b", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 b", await client.ReadReplyAsync()); // One reply is for each.
        Assert.Null(await client.ReadLineAsync());
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task At_lhlo_a_rule_acts_and_at_hello_too()
    {
        await using var server = await StartAsync(options =>
        {
            options.When(MockMoment.Lhlo).Nth(1).Reply(421, "4.3.0 No");
            options.When(MockMoment.Hello).Offer("X-LIE");
        });
        await using (var client = MockClient.InMemory(server))
        {
            await client.ReadReplyAsync();
            Assert.Equal("421 4.3.0 No", await client.AskAsync("LHLO a.test"));
            Assert.Null(await client.ReadLineAsync());
        }

        await using var again = MockClient.InMemory(server);
        await again.ReadReplyAsync();
        Assert.EndsWith("|250 X-LIE", await again.AskAsync("LHLO a.test"), StringComparison.Ordinal);
    }

    private static Task<MockMailServer> StartAsync(Action<MockMailOptions> configure) =>
        MockMailServer.StartAsync(options =>
        {
            options.IsLmtp = true;
            configure(options);
        });

    private static async Task<MockClient> BeginAsync(MockMailServer server)
    {
        var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();
        await client.AskAsync("LHLO client.test");
        await AgainAsync(client);
        return client;
    }

    private static async Task AgainAsync(MockClient client)
    {
        foreach (var line in new[] { "MAIL FROM:<a@a.test>", "RCPT TO:<b@b.test>", "RCPT TO:<c@b.test>", "DATA" })
            Assert.Contains((await client.AskAsync(line))[0], "23");
    }
}
