using System.Collections.Concurrent;
using System.Text;
using Rockdove.Mailboxes;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>
/// The texts that an index keeps make a search quick and never wrong: whatever becomes of them, messages are read.
/// </summary>
public sealed class KeptTextTests
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = TemporaryFolders.InMemory();
    private readonly ConcurrentQueue<string> _reports = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Texts => Path.Combine(_folder, "search.texts");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_search_reads_no_message_whose_text_is_kept(bool isOpenedAgain)
    {
        await using (var store = Open())
        {
            await FillAsync(store, 150); // Two full blocks, and one that is not.
            await store.IndexedAsync();
            if (!isOpenedAgain)
            {
                DamageBodies();
                Assert.Equal(new SearchCount(150, 150), await CountAsync(store, "needle"));
            }
        }

        if (isOpenedAgain)
        {
            DamageBodies();
            await using var store = Open();
            await store.IndexedAsync(); // Until it is open, messages are read.
            Assert.Equal(new SearchCount(150, 150), await CountAsync(store, "needle"));
            Assert.Equal(new SearchCount(1, 1), await CountAsync(store, "needle00149end"));
        }
    }

    [Fact]
    public async Task A_text_of_the_most_octets_is_kept_and_a_longer_one_is_not()
    {
        var octets = MimeTextReader.Instance.Read(Message(7)).With(null).Octets.Length;
        await using var store = Open(octets);
        await FillAsync(store, 8, "x");
        await store.IndexedAsync();
        DamageBodies();

        Assert.Equal(1, (await CountAsync(store, "needle00006end")).Messages); // As long as that one.
        Assert.Equal(7, (await CountAsync(store, "needle")).Messages);
        Assert.Equal(0, (await CountAsync(store, "needle00007end")).Messages);
    }

    [Fact]
    public async Task With_no_octets_for_texts_messages_are_read()
    {
        await using var store = Open(0);
        await FillAsync(store, 20);
        await store.IndexedAsync();

        Assert.Equal(20, (await CountAsync(store, "needle")).Messages);
        Assert.Equal(0, FilesOf(Texts).Sum(static file => file.Length));
        DamageBodies();
        Assert.Equal(0, (await CountAsync(store, "needle")).Messages);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("cut")]
    public async Task A_damaged_text_is_noticed_and_all_are_made_again(string damage)
    {
        await using var store = Open();
        await FillAsync(store, 150);
        await store.IndexedAsync();
        var file = FilesOf(Texts).OrderBy(static file => file.Name).First();
        if (damage == "cut")
        {
            await using var cut = file.OpenWrite();
            cut.SetLength(file.Length / 2);
        }
        else
        {
            var octets = await File.ReadAllBytesAsync(file.FullName, Token);
            octets[^9] ^= 1;
            await File.WriteAllBytesAsync(file.FullName, octets, Token);
        }

        Assert.Equal(150, (await CountAsync(store, "needle")).Messages);
        Assert.Contains("made again", Assert.Single(Told()), StringComparison.Ordinal);
        Assert.Contains(file.FullName, Assert.Single(Told()), StringComparison.Ordinal);
        await store.IndexedAsync();
        DamageBodies();
        Assert.Equal(150, (await CountAsync(store, "needle")).Messages);
        Assert.Single(Told());
    }

    [Fact]
    public async Task Texts_that_are_gone_at_the_start_are_made_again()
    {
        await using (var store = Open())
        {
            await FillAsync(store, 100);
            await store.IndexedAsync();
        }
        Directory.Delete(Texts, recursive: true);

        await using (var store = Open())
        {
            Assert.Equal(100, (await CountAsync(store, "needle")).Messages);
            await store.IndexedAsync();
            DamageBodies();
            Assert.Equal(100, (await CountAsync(store, "needle")).Messages);
        }
        Assert.Contains("made again", Assert.Single(Told()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_text_can_be_written_messages_are_read()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Texts, "in the way", Token);
        await using var store = Open();
        await FillAsync(store, 100);
        await store.IndexedAsync();

        Assert.Equal(100, (await CountAsync(store, "needle")).Messages);
        Assert.Equal(1, (await CountAsync(store, "needle00042end")).Messages);
        Assert.Equal(0, store.UnindexedMessages);
    }

    [Fact]
    public async Task What_was_all_deleted_leaves_no_text()
    {
        await using var store = Open();
        await FillAsync(store, 100);
        await store.IndexedAsync();
        Assert.NotEmpty(FilesOf(Texts));

        var inbox = (await store.FindMailboxAsync(MailboxName.Inbox(""), Token))!.Value;
        await store.ExpungeAsync(inbox, UidSet.All, SystemFlags.None, Token);
        await store.IndexedAsync();
        Assert.Empty(FilesOf(Texts));

        await FillAsync(store, 5);
        await store.IndexedAsync();
        Assert.Equal(5, (await CountAsync(store, "needle")).Messages);
        Assert.Empty(Told());
    }

    [Fact]
    public async Task What_a_crash_left_of_a_block_is_removed()
    {
        await using var store = Open();
        await FillAsync(store, 100);
        await store.IndexedAsync(); // One block is on the disk, and another is not.

        var copy = TemporaryFolders.CopyOf(_folder);
        var left = Path.Combine(copy, "search.texts");
        await File.WriteAllTextAsync(Path.Combine(left, "00000099.txt"), "of a block that was not saved", Token);
        await using var next = Open(folder: copy);
        await next.IndexedAsync();

        Assert.Equal(100, (await CountAsync(next, "needle")).Messages);
        Assert.Equal(2, FilesOf(left).Length);
        Assert.DoesNotContain(FilesOf(left), static file => file.Name == "00000099.txt");
        Assert.Empty(Told());
    }

    [Fact]
    public void A_file_that_is_as_long_as_can_be_takes_no_more()
    {
        const int HeaderBytes = 8;
        using var almost = new TextFile(new Endless(int.MaxValue - HeaderBytes - 3), "almost");
        using var full = new TextFile(new Endless(int.MaxValue - HeaderBytes - 2), "full");

        Assert.Equal(int.MaxValue - HeaderBytes - 3, almost.Append("abc"u8));
        Assert.Equal(TextFile.Nowhere, full.Append("abc"u8));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(SqliteStoreOptions.MostSearchTextBytes + 1)]
    public void A_length_of_texts_that_cannot_be_is_refused(int octets) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(octets));

    [Fact]
    public async Task The_longest_text_that_may_be_kept_is()
    {
        const int Most = SqliteStoreOptions.MostSearchTextBytes;
        await using var store = Open(Most, reader: PlainTextReader.Instance);
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
        var wide = new string('\u0800', (Most - 100) / 3); // Three octets each, for so many characters are too many.
        var octets = PlainTextReader.Instance.Read(Of(wide)).With(null).Octets.Length;
        await DeliverAsync(store, inbox, Of(wide + new string('x', Most - octets)));
        await DeliverAsync(store, inbox, Of(wide + new string('x', Most - octets + 1)));
        await store.IndexedAsync();
        DamageBodies();

        static byte[] Of(string text) => Encoding.UTF8.GetBytes($"Subject: needle\r\n\r\n{text}");

        Assert.Equal(1, (await CountAsync(store, "needle")).Messages);
    }

    private SqliteMailStore Open(int? textBytes = null, string? folder = null, IMessageTextReader? reader = null)
    {
        var options = new SqliteStoreOptions
        {
            TextReader = reader ?? MimeTextReader.Instance,
            SearchBlockBits = 1,
            Report = notice => _reports.Enqueue(notice.Text),
        };
        return SqliteMailStore.Open(
            folder ?? _folder, textBytes is { } octets ? options with { SearchTextBytes = octets } : options);
    }

    private List<string> Told() => [.. _reports.Where(line => line.Contains("search.", StringComparison.Ordinal))];

    /// <summary>So that whoever reads a message, and not its text, finds nothing in it.</summary>
    private void DamageBodies()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(_folder, "bodies")))
        {
            using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Write(new byte[file.Length]);
        }
    }

    private static FileInfo[] FilesOf(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles() : [];

    private static async Task FillAsync(SqliteMailStore store, int count, string last = "")
    {
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
        for (var i = 0; i < count; i++)
            await DeliverAsync(store, inbox, [.. Message(i), .. Encoding.ASCII.GetBytes(i == count - 1 ? last : "")]);
    }

    private static async Task DeliverAsync(SqliteMailStore store, MailboxId inbox, byte[] message)
    {
        var staged = await store.StageAsync(0, Token);
        await staged.WriteAsync(message, Token);
        await store.CommitAsync(staged, null, [new(inbox, Date)], Token);
    }

    private static byte[] Message(int i) => Encoding.ASCII.GetBytes($"Subject: needle{i:D5}end\r\n\r\nbody");

    private static ValueTask<SearchCount> CountAsync(SqliteMailStore store, string text) =>
        store.CountAsync(SearchScope.Everything, SearchQuery.InMessage(text), Token);

    /// <summary>A file of any length, of which nothing is kept.</summary>
    private sealed class Endless(long bytes) : IFile
    {
        public long Bytes => bytes;

        public int Read(Span<byte> into, long offset) => 0;

        public void Write(IReadOnlyList<ReadOnlyMemory<byte>> slices, long offset)
        {
        }

        public void Write(ReadOnlySpan<byte> content, long offset)
        {
        }

        public void Truncate(long bytes)
        {
        }

        public void Sync()
        {
        }

        public void Dispose()
        {
        }
    }
}
