using System.Collections.Concurrent;
using System.Text;
using Rockdove.Mailboxes;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>
/// The index is only a shortcut: whatever becomes of its file, a search finds what is there, and says nothing but what
/// it had to make again.
/// </summary>
public sealed class SearchIndexTests
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = TemporaryFolders.InMemory();
    private readonly ConcurrentQueue<string> _reports = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_index_is_used_again_by_the_next_process()
    {
        await using (var store = Open())
        {
            await FillAsync(store, 0, 150); // Two full blocks, and one that is not.
            await IndexedAsync(store);
        }

        await using (var store = Open())
        {
            await ExpectAsync(store, 0, 150);
            Assert.Equal(150, store.Indexer!.Indexed);
            await FillAsync(store, 150, 50);
            await ExpectAsync(store, 0, 200);
            await IndexedAsync(store);
            await ExpectAsync(store, 0, 200);
        }
        Assert.DoesNotContain(_reports, line => line.Contains("search.db", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_index_proposes_few_messages()
    {
        await using var store = Open();
        await FillAsync(store, 0, 300);
        await IndexedAsync(store);

        var proposed = 0L;
        for (var i = 0; i < 300; i++)
        {
            var answer = store.Indexer!.Propose(IndexPlan.Of(Needle(i))!, Token)!;
            Assert.Equal(300, answer.Indexed);
            Assert.True(answer.Keys.Contains(i + 1)); // Keys are counted from one.
            proposed += answer.Keys.Count;
        }
        Assert.InRange(proposed, 300, 3000); // Of 90,000: these texts differ in two or three characters.
        Assert.Equal(0, store.UnindexedMessages);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("cut")]
    [InlineData("no table")]
    public async Task An_index_that_cannot_be_used_is_made_again(string damage)
    {
        await using (var store = Open())
        {
            await FillAsync(store, 0, 100);
            await IndexedAsync(store);
        }
        var path = Path.Combine(_folder, "search.db");
        switch (damage)
        {
            case "gone":
                File.Delete(path);
                break;
            case "garbage":
                await File.WriteAllTextAsync(path, new string('x', 50_000), Token);
                break;
            case "empty":
                await File.WriteAllBytesAsync(path, [], Token);
                break;
            case "cut":
                await using (var file = File.OpenWrite(path))
                    file.SetLength(file.Length / 2);
                break;
            default:
                using (var connection = new SqliteConnection(path))
                    connection.Execute("DROP TABLE slice");
                break;
        }

        await using (var store = Open())
        {
            await ExpectAsync(store, 0, 100);
            await IndexedAsync(store);
            await ExpectAsync(store, 0, 100);
            Assert.Equal(0, store.UnindexedMessages);
        }
        var reports = _reports.Where(line => line.Contains("search.db", StringComparison.Ordinal)).ToList();
        if (damage is "gone" or "empty")
            Assert.Empty(reports);
        else
            Assert.Contains("made again", Assert.Single(reports), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_that_fails_while_it_is_used_is_made_again()
    {
        await using var store = Open();
        await FillAsync(store, 0, 200);
        await IndexedAsync(store);
        using (var connection = new SqliteConnection(Path.Combine(_folder, "search.db")))
            connection.Execute("DROP TABLE slice");

        await ExpectAsync(store, 0, 200);
        await IndexedAsync(store);
        await ExpectAsync(store, 0, 200);

        Assert.Contains("made again", Assert.Single(_reports, line => line.Contains("search.db")),
            StringComparison.Ordinal);
        Assert.Equal(200, store.Indexer!.Indexed);
    }

    [Fact]
    public async Task An_index_that_cannot_be_made_is_done_without()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "search.db"));
        await using var store = Open();
        await FillAsync(store, 0, 20);
        await IndexedAsync(store);

        await ExpectAsync(store, 0, 20);
        Assert.Contains("cannot be made", Assert.Single(_reports, line => line.Contains("search.db")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_of_another_reader_is_made_again()
    {
        await using (var store = Open())
        {
            await FillAsync(store, 0, 100);
            await IndexedAsync(store);
        }

        await using (var store = Open(PlainTextReader.Instance))
        {
            await IndexedAsync(store);
            await ExpectAsync(store, 0, 100);
        }
        Assert.Contains(_reports, line => line.Contains("in another way", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(50, "does not have")]
    [InlineData(100, "another store")]
    [InlineData(150, "another store")]
    public async Task An_index_of_other_messages_is_made_again(int messages, string why)
    {
        await using (var store = Open())
        {
            await FillAsync(store, 0, 100);
            await IndexedAsync(store);
        }
        var other = TemporaryFolders.InMemory();
        await using (var store = SqliteMailStore.Open(other))
            await FillAsync(store, 1000, messages);
        File.Copy(Path.Combine(_folder, "search.db"), Path.Combine(other, "search.db"));

        await using (var store = Open(folder: other))
        {
            await IndexedAsync(store);
            await ExpectAsync(store, 1000, messages);
        }
        Assert.Contains(_reports, line => line.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_crash_left_behind_is_indexed_by_the_next_process()
    {
        await using var store = Open();
        await FillAsync(store, 0, 100);
        await IndexedAsync(store);
        await FillAsync(store, 100, 30);
        await IndexedAsync(store); // Full blocks are on the disk, the others are not.

        var copy = TemporaryFolders.CopyOf(_folder);
        await using var next = Open(folder: copy);
        await ExpectAsync(next, 0, 130);
        await IndexedAsync(next);
        await ExpectAsync(next, 0, 130);
        Assert.DoesNotContain(_reports, line => line.Contains("search.db", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Closing_does_not_wait_until_all_is_indexed()
    {
        await using (var store = SqliteMailStore.Open(_folder))
            await FillAsync(store, 0, 500);

        for (var i = 0; i < 3; i++)
        {
            await using var hasty = Open();
        }
        await using (var store = Open())
        {
            await ExpectAsync(store, 0, 500);
            await IndexedAsync(store);
            await ExpectAsync(store, 0, 500);
        }
    }

    [Fact]
    public async Task Blocks_whose_messages_have_all_gone_are_removed()
    {
        await using var store = Open();
        for (var i = 0; i < 20; i++)
        {
            await FillAsync(store, i * 100, 100);
            await IndexedAsync(store);
            var inbox = (await store.FindMailboxAsync(MailboxName.Inbox(""), Token))!.Value;
            var uids = (await store.OpenAsync(inbox, Token))!.Uids;
            await store.ExpungeAsync(inbox, uids.Slice(0, uids.Count - 50), SystemFlags.None, Token);
        }

        await ExpectAsync(store, 1950, 50);
        using var connection = new SqliteConnection(Path.Combine(_folder, "search.db"));
        Assert.InRange(connection.Scalar("SELECT count(*) FROM block"), 0, 12);
        Assert.Equal(
            connection.Scalar("SELECT count(*) FROM block WHERE open = 0"),
            connection.Scalar("SELECT count(DISTINCT number / 1024) FROM slice"));
        Assert.InRange(Directory.GetFiles(Path.Combine(_folder, "search.texts")).Length, 1, 12);
    }

    [Fact]
    public async Task A_damaged_message_fails_no_search()
    {
        await using (var store = SqliteMailStore.Open(_folder))
            await FillAsync(store, 0, 100);
        var segment = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "bodies")));
        var octets = await File.ReadAllBytesAsync(segment, Token);
        var at = octets.AsSpan().IndexOf("needle00042end"u8);
        octets[at] ^= 1;
        await File.WriteAllBytesAsync(segment, octets, Token);

        await using (var store = Open())
        {
            for (var round = 0; round < 2; round++)
            {
                await ExpectAsync(store, 0, 42);
                await ExpectAsync(store, 43, 57);
                Assert.Empty(await FindAsync(store, Needle(42)));
                Assert.Equal(100, (await FindAsync(store, SearchQuery.Size(1))).Count);
                await IndexedAsync(store);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(BlockShape.DefaultBlockBits * 2)]
    public void A_block_that_cannot_be_is_refused(int bits) => Assert.Throws<ArgumentOutOfRangeException>(
        () => SqliteMailStore.Open(_folder, new() { SearchBlockBits = bits }));

    private SqliteMailStore Open(IMessageTextReader? reader = null, string? folder = null) =>
        SqliteMailStore.Open(folder ?? _folder, new()
        {
            TextReader = reader ?? MimeTextReader.Instance,
            SearchBlockBits = 1,
            Report = notice => _reports.Enqueue(notice.Text),
        });

    private static Task IndexedAsync(SqliteMailStore store) =>
        store.IndexedAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);

    private static async Task FillAsync(SqliteMailStore store, int first, int count)
    {
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
        var deliveries = new List<Task>();
        for (var i = first; i < first + count; i++)
        {
            var staged = await store.StageAsync(0, Token);
            var body = string.Concat(Enumerable.Range(0, i % 40).Select(word => $"{i * 7919 + word:x} "));
            await staged.WriteAsync(Encoding.ASCII.GetBytes($"Subject: needle{i:D5}end\r\n\r\n{body}\r\n"), Token);
            deliveries.Add(store.CommitAsync(staged, null, [new(inbox, Date)], Token).AsTask());
        }
        await Task.WhenAll(deliveries);
    }

    private static SearchQuery Needle(int i) => SearchQuery.InHeader($"NEEDLE{i:D5}");

    private static async Task ExpectAsync(SqliteMailStore store, int first, int count)
    {
        for (var i = first; i < first + count; i++)
            Assert.Single(await FindAsync(store, Needle(i)));
        Assert.Empty(await FindAsync(store, Needle(99_999)));
    }

    private static async Task<List<MessageRow>> FindAsync(SqliteMailStore store, SearchQuery query)
    {
        var rows = new List<MessageRow>();
        await foreach (var row in store.SearchAsync(SearchScope.Everything, query, SearchPage.All, Token))
            rows.Add(row);
        return rows;
    }
}
