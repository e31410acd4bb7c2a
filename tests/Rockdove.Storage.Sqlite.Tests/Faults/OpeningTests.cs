using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>
/// Which folders are opened, which are refused and in which words, and what is the same the next time.
/// </summary>
public sealed class OpeningTests
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = TemporaryFolders.InMemory();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_that_is_in_use_is_refused_with_the_process()
    {
        await using var store = SqliteMailStore.Open(_folder);

        var error = Assert.Throws<StoreInUseException>(() => SqliteMailStore.Open(_folder));

        Assert.Contains($"in use by process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_store_is_refused_and_left_alone()
    {
        await SqliteMailStore.Open(_folder).DisposeAsync();
        var path = Path.Combine(_folder, "meta.db");
        using (var connection = new SqliteConnection(path))
            connection.Execute($"PRAGMA user_version = {Schema.Migrations.Length + 1}");
        var before = await File.ReadAllBytesAsync(path, Token);

        var error = Assert.Throws<StoreException>(() => SqliteMailStore.Open(_folder));

        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, Token));
        Assert.Throws<StoreException>(() => SqliteMailStore.Open(_folder)); // And the lock is free again.
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        Directory.CreateDirectory(_folder);
        using (var connection = new SqliteConnection(Path.Combine(_folder, "meta.db")))
            connection.Execute("CREATE TABLE bookmarks (url TEXT)");

        var error = Assert.Throws<StoreException>(() => SqliteMailStore.Open(_folder));

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "meta.db"), new string('x', 5000));

        var error = Assert.ThrowsAny<StoreException>(() => SqliteMailStore.Open(_folder));

        var file = Path.Combine(_folder, "meta.db");
        Assert.StartsWith($"{file} is no database", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"Restore a backup of {_folder}, or move the folder away", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_as_that()
    {
        File.WriteAllText(_folder, "");

        var error = Assert.ThrowsAny<StoreException>(() => SqliteMailStore.Open(Path.Combine(_folder, "below")));

        Assert.Contains("below cannot be made", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commits_are_fully_synchronous_and_the_library_is_named()
    {
        var reports = new List<string>();
        await using var store = SqliteMailStore.Open(_folder, new() { Report = notice => reports.Add(notice.Text) });

        Assert.Contains(reports, line => line.StartsWith("SQLite 3.", StringComparison.Ordinal)
            && line.Contains("synchronous=FULL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_does_not_sync_fully_is_refused()
    {
        await SqliteMailStore.Open(_folder).DisposeAsync();
        using var connection = new SqliteConnection(Path.Combine(_folder, "meta.db"));
        Schema.Configure(connection);
        Assert.Equal(2, connection.Scalar("PRAGMA synchronous"));

        using var inMemory = new SqliteConnection(":memory:");
        var error = Assert.Throws<StoreException>(() => Schema.Configure(inMemory));
        Assert.Contains("no write-ahead log", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identifiers_and_validities_are_not_used_again_by_the_next_process()
    {
        MailboxId inbox;
        uint validity;
        await using (var store = SqliteMailStore.Open(_folder))
        {
            inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
            Assert.Equal(new Uid(1), await DeliverAsync(store, inbox));
            Assert.Equal(new Uid(2), await DeliverAsync(store, inbox));
            await store.ExpungeAsync(inbox, UidSet.All, SystemFlags.None, Token);
            var other = (await store.CreateMailboxAsync(new("", "Other"), Token)).Id;
            validity = (await store.OpenAsync(other, Token))!.Status.UidValidity;
            await store.DeleteMailboxAsync(other, Token);
        }

        await using (var store = SqliteMailStore.Open(_folder))
        {
            Assert.Equal(inbox, await store.FindMailboxAsync(MailboxName.Inbox(""), Token));
            Assert.Equal(new Uid(3), await DeliverAsync(store, inbox));
            var other = (await store.CreateMailboxAsync(new("", "Other"), Token)).Id;
            Assert.True((await store.OpenAsync(other, Token))!.Status.UidValidity > validity);
        }
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task The_expunge_log_remembers_so_many_ranges_and_then_says_all(int expunges, bool remembersFirst)
    {
        await using var store = SqliteMailStore.Open(_folder, new() { ExpungeLogRanges = 4 });
        var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), Token)).Id;
        for (var i = 0; i < 20; i++)
            await DeliverAsync(store, inbox);
        await store.ExpungeAsync(inbox, UidSet.Of(new Uid(20)), SystemFlags.None, Token);
        var since = (await store.OpenAsync(inbox, Token))!.Status.HighestModSequence;
        var snapshot = await store.OpenAsync(inbox, Token);

        for (var i = 1; i < expunges; i++)
            await store.ExpungeAsync(inbox, UidSet.Of(new Uid((uint)(2 * i))), SystemFlags.None, Token);

        var first = await store.ChangesSinceAsync(inbox, ModSequence.First, Token);
        Assert.Equal(remembersFirst ? "2,4,6,20" : "2,4,6,8,20", first!.Expunged.ToString());
        var rest = snapshot!.Uids.Except((await store.ChangesSinceAsync(inbox, since, Token))!.Expunged);
        Assert.Equal(rest, (await store.OpenAsync(inbox, Token))!.Uids);
    }

    private static async Task<Uid> DeliverAsync(SqliteMailStore store, MailboxId mailbox)
    {
        await using var staged = await store.StageAsync(0, Token);
        await staged.WriteAsync(Body.Of(100), Token);
        return (await store.CommitAsync(staged, null, [new(mailbox, Date)], Token)).Places[0].Uid;
    }
}
