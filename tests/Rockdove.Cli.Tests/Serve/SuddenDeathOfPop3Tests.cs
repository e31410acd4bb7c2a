using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace Rockdove.Cli.Tests;

/// <summary>
/// The daemon is killed while people fetch and delete by POP3: a +OK to QUIT says that what was deleted is gone, and
/// nothing else is.
/// </summary>
public sealed class SuddenDeathOfPop3Tests : IDisposable
{
    private readonly ServeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task P15_what_was_deleted_stays_deleted_and_nothing_else_is()
    {
        for (var reader = 0; reader < Readers; reader++)
            await _folder.AddAccountAsync($"r{reader}@example.org");
        var marked = new ConcurrentDictionary<string, bool>(); // Whether QUIT was answered.
        using (var serve = _folder.Serve())
        {
            await FillAsync(await serve.ReadAddressAsync("mx"));
            await serve.SignalAsync("TERM");
            await serve.EndAsync();
        }

        for (var round = 0; round < Rounds; round++)
        {
            using var serve = _folder.Serve();
            await serve.ReadAddressAsync("mx");
            var pop3 = await serve.ReadAddressAsync("pop3");
            var answered = 0;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var readers = Enumerable.Range(0, Readers).Select(reader => DeleteAsync(pop3, reader, marked, () =>
            {
                if (Interlocked.Increment(ref answered) >= Enough)
                    enough.TrySetResult();
            })).ToList();
            await enough.Task.WaitAsync(RockdoveProcess.Patience);
            await serve.SignalAsync("KILL");
            await serve.EndAsync();
            await Task.WhenAll(readers);
        }

        var kept = await ReadAllAsync();
        var gone = marked.Where(one => one.Value).Select(one => one.Key).ToList();
        Assert.True(gone.Count >= Rounds * Enough);
        Assert.Empty(gone.Intersect(kept));
        var all = Enumerable.Range(0, Readers).SelectMany(
            reader => Enumerable.Range(0, Messages).Select(i => $"mail {reader}-{i}"));
        Assert.Empty(all.Except(marked.Keys).Except(kept)); // Whoever was not marked is there.
        Assert.Equal(kept.Count, kept.Distinct().Count());
    }

    private static async Task FillAsync(IPEndPoint mx)
    {
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(async reader =>
        {
            await using var talk = await LineTalk.ConnectAsync(mx);
            await talk.SayAsync("EHLO client.test");
            for (var i = 0; i < Messages; i++)
            {
                Assert.StartsWith(
                    "250 ", await talk.SendAsync($"r{reader}@example.org", $"mail {reader}-{i}"),
                    StringComparison.Ordinal);
            }
        }));
    }

    /// <summary>One session after the other, each deletes the first message, until the server is gone.</summary>
    private static async Task DeleteAsync(
        IPEndPoint pop3, int reader, ConcurrentDictionary<string, bool> marked, Action told)
    {
        try
        {
            while (true)
            {
                await using var talk = await LineTalk.ConnectAsync(pop3);
                await talk.SayAsync($"USER r{reader}@example.org");
                if (!(await talk.SayAsync("PASS secret")).StartsWith("+OK", StringComparison.Ordinal)
                    || !(await talk.SayAsync("TOP 1 0")).StartsWith("+OK", StringComparison.Ordinal))
                    return; // It has none left.
                var subject = Subject(await talk.ReadLinesAsync());
                marked.TryAdd(subject, false);
                await talk.SayAsync("DELE 1");
                if (!(await talk.SayAsync("QUIT")).StartsWith("+OK", StringComparison.Ordinal))
                    continue;
                marked[subject] = true;
                told();
            }
        }
        catch (Exception gone) when (gone is IOException or System.Net.Sockets.SocketException)
        {
            // It was killed.
        }
    }

    private async Task<List<string>> ReadAllAsync()
    {
        using var serve = _folder.Serve();
        await serve.ReadAddressAsync("mx");
        var pop3 = await serve.ReadAddressAsync("pop3");
        var subjects = new List<string>();
        for (var reader = 0; reader < Readers; reader++)
        {
            await using var talk = await LineTalk.ConnectAsync(pop3);
            await talk.SayAsync($"USER r{reader}@example.org");
            await talk.SayAsync("PASS secret");
            var count = int.Parse((await talk.SayAsync("STAT")).Split(' ')[1], CultureInfo.InvariantCulture);
            for (var number = 1; number <= count; number++)
            {
                Assert.StartsWith("+OK", await talk.SayAsync($"TOP {number} 0"), StringComparison.Ordinal);
                subjects.Add(Subject(await talk.ReadLinesAsync()));
            }
        }

        return subjects;
    }

    private static string Subject(IReadOnlyList<string> lines) =>
        lines.First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))[9..];

    private const int Rounds = 2;
    private const int Readers = 4;
    private const int Messages = 40;
    private const int Enough = 10;
}
