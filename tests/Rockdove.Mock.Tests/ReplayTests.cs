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
