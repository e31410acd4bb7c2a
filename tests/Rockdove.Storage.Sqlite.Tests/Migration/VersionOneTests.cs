using System.IO.Compression;
using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>
/// A store that the first version of the schema left: version-1.zip was made by the commit that had it. Three mailboxes
/// of two owners, one message in all three, flags, an expunge, an envelope.
/// </summary>
public sealed class VersionOneTests
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 23, 59, 58, TimeSpan.FromHours(-7));
    private static readonly MailboxId Inbox = MailboxId.Parse("0353tZLga2s6eMkxKs4REj");
    private static readonly MailboxId Work = MailboxId.Parse("0353tZLnP2Y2hfymB2UFzW");
    private static readonly MailboxId Bobs = MailboxId.Parse("0353tZLoBN85SfVolDCao3");
    private static readonly MessageId InAll = MessageId.Parse("0353tZM196GYqzgAaW8Jtz");

    private readonly string _folder = TemporaryFolders.InMemory();

    public VersionOneTests() =>
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "Migration", "version-1.zip"), _folder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void It_is_of_version_one()
    {
        using var connection = new SqliteConnection(Path.Combine(_folder, "meta.db"));

        Assert.Equal(1, connection.Scalar("PRAGMA user_version"));
        Assert.Equal(0, connection.Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'thread'"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)] // The second time there is nothing left to do.
    public async Task Everything_in_it_is_as_it_was(int openings)
    {
        for (var i = 1; i < openings; i++)
            await SqliteMailStore.Open(_folder).DisposeAsync();
        await using var store = SqliteMailStore.Open(_folder);

        Assert.Equal(
            [
                Status(Inbox, "ann", "INBOX", 1795637572, next: 7, modseq: 9, messages: 5, unseen: 4, bytes: 128),
                Status(Work, "ann", "Work", 1795637573, next: 2, modseq: 2, messages: 1, unseen: 1, bytes: 32),
                Status(Bobs, "bob", "INBOX", 1795637574, next: 2, modseq: 2, messages: 1, unseen: 1, bytes: 32),
            ],
            await store.ListMailboxesAsync(null, Token));
        var rows = await RowsAsync(store, Inbox);
        Assert.Equal([1u, 2, 4, 5, 6], rows.Select(row => row.Uid.Value));
        Assert.Equal([2L, 8, 5, 6, 7], rows.Select(row => row.ModSequence.Value));
        var labelled = new FlagSet(SystemFlags.Seen | SystemFlags.Flagged, "$Label");
        Assert.Equal([default, labelled, default, default, default], rows.Select(row => row.Flags));
        Assert.All(rows, row => Assert.True(row.InternalDate.EqualsExact(Date), "to the tick, with its offset"));
        Assert.Equal("a@x", rows[1].Envelope!.ReversePath);
        Assert.Equal(new FlagSet(SystemFlags.Draft, "$Junk"), Assert.Single(await RowsAsync(store, Work)).Flags);
        for (var i = 0; i < 4; i++)
        {
            var number = rows[i].Uid;
            Assert.Equal($"Message-ID: <{number}@x>\r\n\r\n{number}\r\n", await TextAsync(store, rows[i].Message));
        }
        Assert.Equal("Message-ID: <6@x>\r\n\r\nall three\r\n", await TextAsync(store, InAll));
        var changes = await store.ChangesSinceAsync(Inbox, new(7), Token);
        Assert.Equal("3", changes!.Expunged.ToString());
        Assert.Equal(new(3, 5, 128, 0, 0), await store.UsageAsync(Token));
    }

    [Fact]
    public async Task What_is_new_begins_with_what_was_there()
    {
        await using var store = SqliteMailStore.Open(_folder);

        Assert.Equal(new(160, 6, default), await store.Attributes.QuotaAsync("ann", Token));
        Assert.Equal(new(32, 1, default), await store.Attributes.QuotaAsync("bob", Token));
        Assert.All(await RowsAsync(store, Inbox), row =>
        {
            Assert.Equal(ThreadId.Of(row.Message), row.Thread);
            Assert.True(row.Structure.IsEmpty);
        });
        Assert.Empty(await store.Accounts.ListAsync(null, 10, Token));
    }

    [Fact]
    public async Task It_goes_on_from_there()
    {
        await using (var store = SqliteMailStore.Open(_folder))
        {
            await using var staged = await store.StageAsync(0, Token);
            await staged.WriteAsync(Body.Of(100), Token);
            var committed = await store.CommitAsync(
                staged, null, new() { MessageIdField = "7@x", References = ["6@x"] }, [new(Inbox, Date)], Token);
            Assert.Equal(new Uid(7), committed.Places[0].Uid);
            await store.MoveAsync(Inbox, UidSet.Of([new(1), new(6)]), Work, Token);
            await store.DeleteMailboxAsync(Bobs, Token);
        }
        await using (var store = SqliteMailStore.Open(_folder))
        {
            Assert.Equal([2u, 4, 5, 7], (await RowsAsync(store, Inbox)).Select(row => row.Uid.Value));
            Assert.Equal([Work, Work], (await store.FindAsync(InAll, default, Token)).Select(row => row.Mailbox));
            Assert.Equal(new(260, 7, default), await store.Attributes.QuotaAsync("ann", Token));
            Assert.Equal(new(0, 0, default), await store.Attributes.QuotaAsync("bob", Token));
        }
    }

    private static MailboxStatus Status(
        MailboxId id, string owner, string name, uint validity, uint next, long modseq, long messages, long unseen,
        long bytes) => new()
        {
            Id = id,
            Name = new(owner, name),
            UidValidity = validity,
            UidNext = new(next),
            HighestModSequence = new(modseq),
            Messages = messages,
            Unseen = unseen,
            Deleted = 0,
            Bytes = bytes,
        };

    private static async Task<List<MessageRow>> RowsAsync(SqliteMailStore store, MailboxId mailbox)
    {
        var rows = new List<MessageRow>();
        var fields = MessageFields.Envelope | MessageFields.Structure;
        await foreach (var row in store.ReadAsync(mailbox, UidSet.All, fields, Token))
            rows.Add(row);
        return rows;
    }

    private static async Task<string> TextAsync(SqliteMailStore store, MessageId message)
    {
        await using var body = await store.OpenBodyAsync(message, Token);
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        await body!.CopyToAsync(ByteRange.Whole, text, Token);
        return System.Text.Encoding.ASCII.GetString(text.WrittenSpan);
    }
}
