namespace Rockdove.Cli.Tests;

/// <summary>The daemon is killed while mailboxes change by IMAP: what was answered with OK is so afterwards.</summary>
public sealed class SuddenDeathByImapTests : IDisposable
{
    private readonly ServeFolder _folder = new(
        """
        {
          "HostName": "mail.example.org",
          "Domains": ["example.org"],
          "Listeners": { "imap": { "Address": "127.0.0.1:0", "AllowsClear": true } },
        }
        """);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_under_load_loses_no_append_no_store_and_no_expunge()
    {
        await _folder.AddAccountAsync("ann@example.org");
        var boxes = Enumerable.Range(0, Clients).Select(number => new ImapBox($"box{number}", number)).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            using var serve = _folder.Serve();
            var imap = await serve.ReadAddressAsync("imap");
            await Task.WhenAll(boxes.Select(box => box.CheckAsync(imap)));
            var left = Enough;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var changes = boxes.Select(box => box.ChangeAsync(imap, () =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                    enough.SetResult();
            })).ToList();
            await enough.Task.WaitAsync(RockdoveProcess.Patience);
            await serve.SignalAsync("KILL");
            await serve.EndAsync();
            await Task.WhenAll(changes);
        }

        using var last = _folder.Serve();
        var address = await last.ReadAddressAsync("imap");
        await Task.WhenAll(boxes.Select(box => box.CheckAsync(address)));
        Assert.True(boxes.Sum(box => box.Acknowledged) >= Rounds * Enough);
    }

    private const int Rounds = 2;
    private const int Clients = 6;
    private const int Enough = 150;
}
