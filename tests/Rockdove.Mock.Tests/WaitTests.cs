using Rockdove.Testing;

namespace Rockdove.Mock.Tests;

public class WaitTests
{
    [Fact]
    public async Task A_wait_ends_with_the_message_that_it_wants()
    {
        await using var server = await MockMailServer.StartAsync();
        var wanted = server.WaitForMessageAsync(message => message.Subject == "two", cancellationToken: Stop);
        var both = server.WaitForMessagesAsync(2, cancellationToken: Stop);

        await SendAsync(server, "one");
        Assert.False(wanted.IsCompleted);
        Assert.False(both.IsCompleted);
        await SendAsync(server, "two");

        Assert.Equal(2, (await wanted).Number);
        Assert.Equal([1, 2], (await both).Select(message => message.Number));
        Assert.Equal(1, (await server.WaitForMessageAsync(cancellationToken: Stop)).Number);
    }

    [Fact]
    public async Task A_wait_that_fails_says_what_came()
    {
        await using var server = await MockMailServer.StartAsync();
        await SendAsync(server, "one");

        var error = await Assert.ThrowsAsync<MockWaitException>(() => server.WaitForMessageAsync(
            message => message.Subject == "two", TimeSpan.FromMilliseconds(20), Stop));

        Assert.Equal(
            """
            The message that was waited for did not come within 0.02 s. One message is there:
              #1 <a@a.test> to <b@b.test>, 'one', 16 octets (not wanted)
            Sessions: 1; the last ones:
              session 1,|
            """.ReplaceLineEndings("\n").Replace('|', ' '),
            error.Message[..error.Message.IndexOf("session 1, ", StringComparison.Ordinal)] + "session 1, ");
        Assert.Contains("S: 221 2.0.0 Bye", error.Message, StringComparison.Ordinal);
        Assert.Equal("one", Assert.Single(error.Arrived).Subject);
        Assert.IsType<TimeoutException>(error, exactMatch: false);
    }

    [Fact]
    public async Task A_wait_at_a_server_where_nobody_was_says_so()
    {
        await using var server = await MockMailServer.StartAsync();

        var error = await Assert.ThrowsAsync<MockWaitException>(() =>
            server.WaitForMessagesAsync(3, TimeSpan.Zero, Stop));

        Assert.Equal(
            "3 messages did not come within 0 s. No message came at all.\nNobody has connected.", error.Message);
    }

    [Fact]
    public async Task A_wait_shows_the_last_twenty_messages_and_five_sessions()
    {
        await using var server = await MockMailServer.StartAsync();
        for (var i = 1; i <= 21; i++)
            await SendAsync(server, $"s{i}");

        var error = await Assert.ThrowsAsync<MockWaitException>(() =>
            server.WaitForMessagesAsync(22, TimeSpan.Zero, Stop));

        Assert.Contains("21 messages are there, the last 20:\n  #2 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Sessions: 21; the last ones:\n  session 17, ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_predicate_throws_is_what_the_test_gets_and_the_client_its_250()
    {
        await using var server = await MockMailServer.StartAsync();
        var wait = server.WaitForMessageAsync(_ => throw new FormatException("mine"), cancellationToken: Stop);

        await SendAsync(server, "one");

        Assert.Equal("mine", (await Assert.ThrowsAsync<FormatException>(() => wait)).Message);
        await Assert.ThrowsAsync<FormatException>(() =>
            server.WaitForMessageAsync(_ => throw new FormatException(), TimeSpan.Zero, Stop));
    }

    [Fact]
    public async Task A_wait_can_be_given_up()
    {
        await using var server = await MockMailServer.StartAsync();
        using var giveUp = new CancellationTokenSource();
        var wait = server.WaitForMessagesAndPurgeAsync(1, null, giveUp.Token);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        await SendAsync(server, "one");
        Assert.Single(server.Messages); // Nobody waits any more, so nobody purges.
    }

    [Fact]
    public async Task A_wait_ends_when_the_server_is_stopped()
    {
        var server = await MockMailServer.StartAsync();
        var wait = server.WaitForMessageAsync(cancellationToken: Stop);

        await server.DisposeAsync();

        Assert.StartsWith(
            "A message did not come before the server was stopped.",
            (await Assert.ThrowsAsync<MockWaitException>(() => wait)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3_600_001)]
    public async Task A_wait_has_a_limit(int milliseconds)
    {
        await using var server = await MockMailServer.StartAsync();
        var patience = TimeSpan.FromMilliseconds(milliseconds);

        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            server.WaitForMessageAsync(timeout: patience, cancellationToken: Stop));

        Assert.StartsWith("A wait has a limit: from zero to 60 minutes.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_of_an_hour_is_at_the_limit_and_needs_no_clock_of_the_tests_to_move()
    {
        await using var server = await MockMailServer.StartAsync(options => options.Time = new ManualTimeProvider());
        var hour = server.WaitForMessageAsync(timeout: TimeSpan.FromHours(1), cancellationToken: Stop);

        await Assert.ThrowsAsync<MockWaitException>(() =>
            server.WaitForMessageAsync(timeout: TimeSpan.FromMilliseconds(1), cancellationToken: Stop));
        await SendAsync(server, "one");

        Assert.Equal("one", (await hour).Subject);
    }

    [Fact]
    public async Task Of_two_that_purge_each_gets_what_the_other_does_not()
    {
        await using var server = await MockMailServer.StartAsync();
        var first = server.WaitForMessagesAndPurgeAsync(1, null, Stop);
        var second = server.WaitForMessagesAndPurgeAsync(1, null, Stop);

        await SendAsync(server, "one");
        Assert.Equal("one", Assert.Single(await first).Subject);
        Assert.False(second.IsCompleted);
        await SendAsync(server, "two");

        Assert.Equal("two", Assert.Single(await second).Subject);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task What_was_purged_no_longer_counts_for_those_who_wait()
    {
        await using var server = await MockMailServer.StartAsync();
        var two = server.WaitForMessagesAsync(2, cancellationToken: Stop);

        await SendAsync(server, "one");
        Assert.Single(server.MessagesAndPurge());
        await SendAsync(server, "two");
        Assert.False(two.IsCompleted);
        await SendAsync(server, "three");

        Assert.Equal(["two", "three"], (await two).Select(message => message.Subject));
    }

    [Fact]
    public async Task Of_many_messages_and_many_purges_none_is_lost_and_none_comes_twice()
    {
        await using var server = await MockMailServer.StartAsync();
        var taken = new List<ReceivedMessage>();
        using var done = new CancellationTokenSource();
        var purging = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var some = server.MessagesAndPurge();
                lock (taken)
                    taken.AddRange(some);
                await Task.Yield();
            }
        })).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var client = MockClient.InMemory(server);
            await client.HelloAsync();
            for (var i = 0; i < 25; i++)
                Assert.StartsWith("250", await client.MailAsync("a@a.test", "b@b.test"), StringComparison.Ordinal);
        })));
        await done.CancelAsync();
        await Task.WhenAll(purging);

        taken.AddRange(server.MessagesAndPurge());
        Assert.Equal(Enumerable.Range(1, 200), taken.Select(message => message.Number).Order());
    }

    [Fact]
    public async Task The_end_of_a_session_is_waited_for_within_a_limit()
    {
        await using var server = await MockMailServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();
        var session = server.Sessions[0];

        var error = await Assert.ThrowsAsync<MockWaitException>(() => session.WaitForEndAsync(TimeSpan.Zero, Stop));
        Assert.StartsWith(
            "The session did not end within 0 s: session 1, open; C: EHLO client.test; S: 250", error.Message,
            StringComparison.Ordinal);
        await client.AskAsync("QUIT");

        await session.WaitForEndAsync(cancellationToken: Stop);
        Assert.True(session.HasEnded);
    }

    private static async Task SendAsync(MockMailServer server, string subject)
    {
        await using var client = MockClient.InMemory(server);
        await client.HelloAsync();
        Assert.StartsWith(
            "250", await client.MailAsync("a@a.test", "b@b.test", $"Subject: {subject}\r\n\r\n"),
                StringComparison.Ordinal);
        await client.AskAsync("QUIT");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
