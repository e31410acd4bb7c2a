namespace Rockdove.Mock.Tests;

public class SessionTests
{
    [Fact]
    public async Task A_test_can_wait_for_the_end_of_a_session()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await MockMailServer.StartAsync(cancellationToken: cancellation);
        await using var client = await MockClient.ConnectAsync(server);
        await client.HelloAsync();
        var session = server.Sessions[0];
        var early = await Assert.ThrowsAsync<MockWaitException>(
            () => session.WaitForEndAsync(TimeSpan.Zero, cancellation));
        Assert.StartsWith("The session did not end within 0 s: session 1, open; C: EHLO", early.Message);

        await client.SayAsync("QUIT");

        await session.WaitForEndAsync(cancellationToken: cancellation);
        Assert.True(session.HasEnded);
        Assert.Contains("C: QUIT", session.Transcript.ToString());
    }

    [Fact]
    public async Task A_wait_for_the_end_has_a_limit()
    {
        await using var server = await MockMailServer.StartAsync(
            cancellationToken: TestContext.Current.CancellationToken);
        await using var client = await MockClient.ConnectAsync(server);
        await client.HelloAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => server.Sessions[0].WaitForEndAsync(
            MockLimits.LongestWait + TimeSpan.FromTicks(1), TestContext.Current.CancellationToken));
    }
}
