using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace Rockdove.Cli.Tests;

/// <summary>The daemon is killed while mail comes in: what was acknowledged is there afterwards.</summary>
public sealed class SuddenDeathTests : IDisposable
{
    private readonly ServeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_under_load_loses_nothing_that_was_acknowledged()
    {
        await _folder.AddAccountAsync("ann@example.org");
        var acknowledged = new ConcurrentBag<string>();
        for (var round = 0; round < Rounds; round++)
        {
            using var serve = _folder.Serve();
            var mx = await serve.ReadAddressAsync("mx");
            var before = acknowledged.Count;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var senders = Enumerable.Range(0, Senders).Select(sender => SendAsync(
                mx, $"{round}-{sender}", acknowledged, () =>
                {
                    if (acknowledged.Count >= before + Enough)
                        enough.TrySetResult();
                })).ToList();
            await enough.Task.WaitAsync(RockdoveProcess.Patience);
            await serve.SignalAsync("KILL");
            await serve.EndAsync();
            await Task.WhenAll(senders);
        }

        var kept = await ReadSubjectsAsync();
        Assert.True(acknowledged.Count >= Rounds * Enough);
        Assert.Empty(acknowledged.Except(kept));
        Assert.Equal(kept.Count, kept.Distinct().Count());
    }

    /// <summary>Sends one message after the other until the server is gone.</summary>
    private static async Task SendAsync(IPEndPoint mx, string name, ConcurrentBag<string> acknowledged, Action told)
    {
        try
        {
            await using var talk = await LineTalk.ConnectAsync(mx);
            await talk.SayAsync("EHLO client.test");
            for (var i = 0; ; i++)
            {
                var subject = $"mail {name}-{i}";
                if (!(await talk.SendAsync("ann@example.org", subject)).StartsWith("250 ", StringComparison.Ordinal))
                    continue;
                acknowledged.Add(subject);
                told();
            }
        }
        catch (Exception gone) when (gone is IOException or System.Net.Sockets.SocketException)
        {
            // It was killed.
        }
    }

    private async Task<List<string>> ReadSubjectsAsync()
    {
        using var serve = _folder.Serve();
        await serve.ReadAddressAsync("mx");
        await using var talk = await LineTalk.ConnectAsync(await serve.ReadAddressAsync("pop3"));
        await talk.SayAsync("USER ann@example.org");
        await talk.SayAsync("PASS secret");
        var count = int.Parse((await talk.SayAsync("STAT")).Split(' ')[1], CultureInfo.InvariantCulture);
        var subjects = new List<string>();
        for (var number = 1; number <= count; number++)
        {
            Assert.StartsWith("+OK", await talk.SayAsync($"RETR {number}"), StringComparison.Ordinal);
            var lines = await talk.ReadLinesAsync();
            var subject = lines.First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))[9..];
            Assert.Equal(subject, lines[^1]); // Whole: its last line is its subject.
            subjects.Add(subject);
        }

        return subjects;
    }

    private const int Rounds = 2;
    private const int Senders = 8;
    private const int Enough = 100;
}
