using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Rockdove.LedgerWriter;
using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>One store, the processes that are killed over it, and what they said.</summary>
internal sealed class Ledger(string folder, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<int, uint> _kept = [];
    private readonly HashSet<int> _going = [];
    private readonly HashSet<int> _gone = [];
    private readonly Dictionary<uint, int> _tokenOfUid = [];
    private int _nextToken = 1;

    public int Kills { get; private set; }

    public int KillsAtSteps { get; private set; }

    public int Acknowledged { get; private set; }

    /// <summary>Messages that were kept although the process died before it could tell.</summary>
    public int Unasked { get; private set; }

    public async Task RunAsync(int kills, CancellationToken token)
    {
        while (Kills < kills)
        {
            await RunOneAsync(token);
            if (_random.Next(4) > 0) // Now and then a crash meets what another crash left.
                await CheckAsync(token);
        }
        await CheckAsync(token);
    }

    /// <summary>One life of the writer. Half of them die at a step, the others at some acknowledgement.</summary>
    private async Task RunOneAsync(CancellationToken token)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Rockdove.LedgerWriter"))
        {
            RedirectStandardOutput = true,
            ArgumentList = { folder, _nextToken.ToString(CultureInfo.InvariantCulture) },
        };
        // Who is killed does not remove the pipes that it made for debuggers.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var diesByItself = _random.Next(2) == 0;
        if (diesByItself)
        {
            var step = Steps[_random.Next(Steps.Length)];
            start.Environment["ROCKDOVE_KILL_AT"] =
                $"{step}:{_random.Next(1, step >= StoreStep.IndexWritten ? 3 : 6)}";
        }
        var patience = diesByItself ? MostLines : _random.Next(0, 40);
        using var writer = Process.Start(start)!;
        try
        {
            var lines = 0;
            // In time: a process that is not killed writes for ever.
            while (await writer.StandardOutput.ReadLineAsync(token).AsTask().WaitAsync(Patience, token) is { } line)
            {
                Note(line);
                Assert.True(lines <= MostLines, "The writer did not come to the step at which it was to die.");
                if (lines++ == patience && !diesByItself)
                    writer.Kill();
            }
            await writer.WaitForExitAsync(token).WaitAsync(Patience, token);
            Assert.Equal(KilledBySignal, writer.ExitCode);
        }
        finally
        {
            if (!writer.HasExited)
                writer.Kill();
        }
        Kills++;
        if (diesByItself)
            KillsAtSteps++;
        _nextToken += 100_000;
    }

    private void Note(string line)
    {
        if (line.Split(' ') is not [var what, var number, var uid, "."])
            return; // Half a line.
        var token = int.Parse(number, CultureInfo.InvariantCulture);
        if (what == "kept")
        {
            Acknowledged++;
            _kept.Add(token, uint.Parse(uid, CultureInfo.InvariantCulture));
        }
        else
        {
            (what == "going" ? _going : _gone).Add(token);
        }
    }

    private async Task CheckAsync(CancellationToken token)
    {
        var reports = new ConcurrentQueue<string>();
        await using var store = SqliteMailStore.Open(folder, new()
        {
            Report = notice => reports.Enqueue(notice.Text),
            TextReader = PlainTextReader.Instance,
            SearchBlockBits = 1,
        });
        Assert.DoesNotContain(reports, line => line.Contains("damaged", StringComparison.Ordinal)
            || line.Contains("missing", StringComparison.Ordinal)
            || line.Contains("search.db", StringComparison.Ordinal));
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), token)).Id;
        var found = await ReadAsync(store, inbox, token);
        foreach (var (kept, uid) in _kept)
        {
            if (_gone.Contains(kept))
                Assert.False(found.ContainsKey(kept), $"{kept} was expunged and is there.");
            else if (!_going.Contains(kept) || found.ContainsKey(kept))
                Assert.Equal(uid, Assert.Contains(kept, found));
        }
        await SearchAsync(store, found, token);
        await store.IndexedAsync().WaitAsync(Patience, token);
        await SearchAsync(store, found, token);
        Unasked += found.Keys.Count(each => !_kept.ContainsKey(each));

        // Only now: what is checked need not be checked again, and the next crashes have something to do.
        if (_random.Next(2) == 0)
            return;
        await store.ExpungeAsync(inbox, UidSet.All, SystemFlags.None, token);
        _kept.Clear();
    }

    /// <summary>
    /// Every message that is there, by token: each once, whole, and under an identifier that no other had.
    /// </summary>
    private async Task<Dictionary<int, uint>> ReadAsync(SqliteMailStore store, MailboxId inbox, CancellationToken token)
    {
        var found = new Dictionary<int, uint>();
        await foreach (var row in store.ReadAsync(inbox, UidSet.All, MessageFields.None, token))
        {
            await using var blob = await store.OpenBodyAsync(row.Message, token);
            var body = new ArrayBufferWriter<byte>();
            await blob!.CopyToAsync(ByteRange.Whole, body, token);
            var number = LedgerBody.TokenOf(body.WrittenSpan);
            Body.Expect(LedgerBody.Of(number), body.WrittenSpan.ToArray());
            found.Add(number, row.Uid.Value);
            if (!_tokenOfUid.TryAdd(row.Uid.Value, number))
                Assert.Equal(number, _tokenOfUid[row.Uid.Value]);
        }
        foreach (var (number, uid) in _kept)
            if (!_tokenOfUid.TryAdd(uid, number))
                Assert.Equal(number, _tokenOfUid[uid]);
        return found;
    }

    /// <summary>A search finds every message that is there, and each of some by its own name.</summary>
    private async Task SearchAsync(SqliteMailStore store, Dictionary<int, uint> found, CancellationToken token)
    {
        Assert.Equal(found.Values.Order(), await UidsAsync(store, LedgerBody.Word, token));
        foreach (var number in found.Keys.OrderBy(_ => _random.Next()).Take(TokensSearched))
            Assert.Equal([found[number]], await UidsAsync(store, LedgerBody.NameOf(number), token));
    }

    private static async Task<List<uint>> UidsAsync(SqliteMailStore store, string text, CancellationToken token)
    {
        var uids = new List<uint>();
        await foreach (var row in store.SearchAsync(
            SearchScope.Everything, SearchQuery.InBody(text), SearchPage.All, token))
        {
            uids.Add(row.Uid.Value);
        }
        return uids;
    }

    private static readonly StoreStep[] Steps = Enum.GetValues<StoreStep>();

    /// <summary>Each is found by its name; that every one is in the index is shown by the word of all.</summary>
    private const int TokensSearched = 5;

    /// <summary>Lines by which every step has been taken five times, with much to spare.</summary>
    private const int MostLines = 3000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>128 and SIGKILL: it did not end by itself.</summary>
    private const int KilledBySignal = 137;
}
