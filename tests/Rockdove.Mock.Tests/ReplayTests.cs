using System.Text;

namespace Rockdove.Mock.Tests;

public class ReplayTests
{
    [Fact]
    public async Task A_recorded_session_replays_unchanged_and_keeps_its_mail()
    {
        string recorded;
        await using (var server = await MockMailServer.StartAsync(options =>
            options.When(MockMoment.Recipient, "bob@*").Reply(550, "5.1.1", "No Bob here")))
        {
            await using (var client = MockClient.InMemory(server))
                await TalkAsync(client);
            recorded = server.Sessions[0].Transcript.ToString();
        }

        await using var replay = await MockMailServer.StartAsync(options =>
            options.Follow(MockScript.Parse("recorded.smtp", Encoding.UTF8.GetBytes(recorded))));
        await using (var client = await MockClient.ConnectAsync(replay))
            Assert.Equal("550 5.1.1 No Bob here", await TalkAsync(client));
        var message = await replay.WaitForMessageAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["ann@b.test"], message.ForwardPaths);
        Assert.Equal("Subject: x\r\n\r\n.Hello\r\n", message.Text);
    }

    [Theory]
    [InlineData("MAIL FROM:<a@b.test> SIZE=9 BODY=7BIT", null)]
    [InlineData("MAIL FROM:<a@b.test> SIZE=1234567 BODY=7BIT", null)]
    [InlineData("mail from:<a@b.test> size=9 body=7bit", "the client says 'mail from:<a@b.test> size=9 body=7bit'")]
    [InlineData("MAIL FROM:<a@b.test> SIZE=9", "the client says 'MAIL FROM:<a@b.test> SIZE=9'")]
    [InlineData("MAIL FROM:<a@b.test> BODY=7BIT", "the client says 'MAIL FROM:<a@b.test> BODY=7BIT'")]
    public async Task The_size_of_a_message_need_not_be_the_recorded_one(string line, string? mismatch)
    {
        var script = MockScript.Parse("s.smtp", """
            S: 220 mock.test
            C: MAIL FROM:<a@b.test> SIZE=100 BODY=7BIT
            S: 250 2.1.0 Ok
            C: QUIT
            S: 221 2.0.0 Bye

            """u8);
        await using var server = await MockMailServer.StartAsync(
            options => options.Follow(script), TestContext.Current.CancellationToken);
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        await client.SayAsync(line, "QUIT");

        var session = server.Sessions[0];
        await session.WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        if (mismatch is null)
            Assert.Null(session.Mismatch);
        else
            Assert.Contains(mismatch, session.Mismatch);
    }

    private static async Task<string> TalkAsync(MockClient client)
    {
        await client.HelloAsync();
        await client.AskAsync("MAIL FROM:<a@b.test>");
        var refused = await client.AskAsync("RCPT TO:<bob@b.test>");
        await client.AskAsync("RCPT TO:<ann@b.test>");
        Assert.StartsWith("354", await client.AskAsync("DATA"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.AskAsync("Subject: x\r\n\r\n..Hello\r\n."), StringComparison.Ordinal);
        Assert.Equal("221 2.0.0 Bye", await client.AskAsync("QUIT"));
        Assert.Null(await client.ReadLineAsync());
        return refused;
    }
}
