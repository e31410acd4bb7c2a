using System.Diagnostics;
using Rockdove.Testing;

namespace Rockdove.Mock.Tests;

/// <summary>Servers come and go by the hundred, and leave nothing behind. Counted while no other test runs.</summary>
[Collection(nameof(Alone))]
public class ManyServersTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Of_500_servers_that_were_started_used_and_stopped_nothing_is_left()
    {
        await StartUseAndStopAsync(); // What is made once for a process is made here.
        var before = Leavings.Now();
        var times = new List<TimeSpan>();
        var gone = new List<WeakReference>();
        for (var i = 0; i < 500; i++)
        {
            var (time, server) = await StartUseAndStopAsync();
            times.Add(time);
            gone.Add(server);
        }

        var after = Leavings.Now();
        times.Sort();
        output.WriteLine(
            $"start and stop: median {times[250].TotalMilliseconds:0.00} ms, 95 % "
                + $"{times[475].TotalMilliseconds:0.00} ms, "
            + $"longest {times[^1].TotalMilliseconds:0.00} ms");
        output.WriteLine($"before: {before}");
        output.WriteLine($"after:  {after}");
        Assert.InRange(after.Sockets, 0, before.Sockets + OthersSockets);
        Assert.InRange(after.Files, 0, before.Files + OthersSockets);
        Assert.InRange(after.Threads, 0, before.Threads + OthersThreads);
        Assert.InRange(after.ManagedKiB, 0, before.ManagedKiB + OthersKiB);
        Assert.InRange(gone.Count(server => server.IsAlive), 0, 1);
        Assert.InRange(times[250], TimeSpan.Zero, MedianAtMost);
    }

    [Fact]
    public async Task A_hundred_servers_at_one_time_do_not_know_of_each_other()
    {
        await Task.WhenAll(Enumerable.Range(1, 100).Select(i => Task.Run(async () =>
        {
            await using var server = await MockMailServer.StartAsync(options =>
                options.When(MockMoment.Noop).Nth(2).Reply(250, $"{i}"));
            await using var client = await MockClient.ConnectAsync(server);
            await client.HelloAsync();
            await client.AskAsync("NOOP");
            Assert.Equal($"250 {i}", await client.AskAsync("NOOP"));
            await client.MailAsync("a@a.test", "b@b.test", $"Subject: {i}\r\n\r\n");
            Assert.Equal($"{i}", Assert.Single(server.Messages).Subject);
        })));
    }

    [Fact]
    public async Task Every_session_has_ended_when_the_server_is_gone()
    {
        var clock = new ManualTimeProvider();
        var server = await MockMailServer.StartAsync(options =>
        {
            options.Time = clock;
            options.Farewell = TimeSpan.FromMilliseconds(50);
            options.When(MockMoment.Noop).Delay(TimeSpan.FromMinutes(20));
            options.When(MockMoment.Content).AfterBytes(3).Delay(TimeSpan.FromMinutes(20));
        });
        var clients = new List<MockClient>();
        foreach (var inMemory in new[] { true, false })
        {
            // One that is idle, one in a delayed reply, one that is gone during it, one in mid-message, one in a
            // handshake.
            for (var i = 0; i < 5; i++)
            {
                var client = inMemory ? MockClient.InMemory(server) : await MockClient.ConnectAsync(server);
                clients.Add(client);
                await client.HelloAsync();
                switch (i)
                {
                    case 1 or 2:
                        await client.SayAsync("NOOP");
                        break;
                    case 3:
                        await client.SayAsync("MAIL FROM:<a@a.test>", "RCPT TO:<b@b.test>", "DATA");
                        for (var replies = 0; replies < 3; replies++)
                            await client.ReadReplyAsync();
                        await client.SayAsync("12345");
                        break;
                    case 4:
                        await client.AskAsync("STARTTLS");
                        break;
                }

                if (i == 2)
                    await client.EndSayingAsync();
            }
        }

        Assert.Equal(10, server.OpenSessions);
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(0, server.OpenSessions);
        Assert.All(server.Sessions, session => Assert.True(session.HasEnded));
        Assert.Empty(server.Messages);
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task A_message_that_is_coming_may_end_while_the_server_stops()
    {
        var server = await MockMailServer.StartAsync(options => options.Farewell = TimeSpan.FromSeconds(30));
        await using var client = await MockClient.ConnectAsync(server);
        await client.HelloAsync();
        await client.SayAsync("MAIL FROM:<a@a.test>", "RCPT TO:<b@b.test>", "DATA");
        for (var i = 0; i < 3; i++)
            await client.ReadReplyAsync();

        var stopping = server.DisposeAsync().AsTask();
        Assert.False(stopping.IsCompleted);
        await client.SendAsync("Subject: late\r\n\r\n.\r\n");

        Assert.Equal("250 2.0.0 Kept as 1", await client.ReadReplyAsync());
        Assert.Equal("421 4.3.2 Shutting down", await client.ReadReplyAsync());
        await stopping;
        Assert.Equal("late", Assert.Single(server.Messages).Subject);
    }

    [Fact]
    public async Task Disposing_twice_waits_for_the_same_end()
    {
        var server = await MockMailServer.StartAsync();
        await Task.WhenAll(server.DisposeAsync().AsTask(), server.DisposeAsync().AsTask());
        await server.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => server.ConnectInMemory());
    }

    private static async Task<(TimeSpan StartAndStop, WeakReference Server)> StartUseAndStopAsync()
    {
        var clock = Stopwatch.StartNew();
        var server = await MockMailServer.StartAsync();
        clock.Stop();
        await using (var client = await MockClient.ConnectAsync(server))
        {
            await client.HelloAsync();
            Assert.StartsWith("250", await client.MailAsync("a@a.test", "b@b.test"), StringComparison.Ordinal);
            Assert.StartsWith("221", await client.AskAsync("QUIT"), StringComparison.Ordinal);
        }

        Assert.Single(server.Messages);
        clock.Start();
        await server.DisposeAsync();
        return (clock.Elapsed, new WeakReference(server));
    }

    /// <summary>What a server could leave behind in this process.</summary>
    private sealed record Leavings(int Sockets, int Files, int Threads, long ManagedKiB)
    {
        public static Leavings Now()
        {
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            var files = Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget).ToList();
            return new Leavings(
                files.Count(target => target?.StartsWith("socket:", StringComparison.Ordinal) == true), files.Count,
                Directory.GetDirectories("/proc/self/task").Length,
                    GC.GetTotalMemory(forceFullCollection: true) / 1024);
        }
    }

    /// <summary>
    /// The runtime's own: sockets of the runner that come meanwhile, threads of the pool that waits grow.
    /// </summary>
    private const int OthersSockets = 4, OthersThreads = 16, OthersKiB = 4096;

    /// <summary>
    /// What is promised is 5 ms on a machine that has nothing else to do; a busy one is granted more.
    /// </summary>
    private static readonly TimeSpan MedianAtMost = TimeSpan.FromMilliseconds(100);
}

/// <summary>Tests that count what the process has open run after all others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
