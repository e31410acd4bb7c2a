namespace Rockdove.Cli.Tests;

/// <summary>A quota of the store on the disk, with many senders at once.</summary>
public sealed class QuotaTests : IDisposable
{
    private readonly ServeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fifty_senders_at_once_do_not_go_over_a_quota_and_none_is_lost()
    {
        await _folder.AddAccountAsync("ann@example.org");
        using var serve = _folder.Serve("--set", "Quota:Messages=20");
        var mx = await serve.ReadAddressAsync("mx");
        var pop3 = await serve.ReadAddressAsync("pop3");
        var ready = new SemaphoreSlim(0);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = Enumerable.Range(0, 50).Select(async i =>
        {
            await using var talk = await LineTalk.ConnectAsync(mx);
            await talk.SayAsync("EHLO client.test");
            await talk.SayAsync("MAIL FROM:<x@elsewhere.test>");
            await talk.SayAsync("RCPT TO:<ann@example.org>");
            Assert.StartsWith("354 ", await talk.SayAsync("DATA"), StringComparison.Ordinal);
            ready.Release();
            await all.Task;
            var reply = await talk.SayAsync($"Subject: mail {i}\r\n\r\n.");
            Assert.Matches("^(250 2.0.0|552 5.2.2) ", reply);
            return reply.StartsWith("250 ", StringComparison.Ordinal) ? $"Subject: mail {i}" : null;
        }).ToList();
        for (var i = 0; i < senders.Count; i++)
            await ready.WaitAsync(RockdoveProcess.Patience);
        all.SetResult();
        var accepted = (await Task.WhenAll(senders)).OfType<string>().Order();

        await using var reader = await LineTalk.ConnectAsync(pop3);
        await reader.SayAsync("USER ann@example.org");
        await reader.SayAsync("PASS secret");
        var kept = new List<string>();
        for (var number = 1; number <= 20; number++)
        {
            Assert.StartsWith("+OK", await reader.SayAsync($"RETR {number}"), StringComparison.Ordinal);
            kept.Add((await reader.ReadLinesAsync()).Single(
                line => line.StartsWith("Subject: ", StringComparison.Ordinal)));
        }

        Assert.StartsWith("-ERR", await reader.SayAsync("LIST 21"), StringComparison.Ordinal);
        Assert.Equal(accepted, kept.Order());
    }
}
