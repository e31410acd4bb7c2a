using System.Text;
using Rockdove.Outbox;
using Rockdove.Storage;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Cli.Tests;

/// <summary>What waits to go out, in a copy of the folder that it waits in.</summary>
public sealed class OutboxCopyTests : IAsyncDisposable
{
    private readonly TransferFixture _files = new();

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    [Fact]
    public async Task A_copy_of_a_folder_in_use_has_what_waits_and_how_far_mail_was_looked_at()
    {
        await using var store = SqliteMailStore.Open(_files["mail"]);
        await TransferFixture.PutAsync(store, MailboxName.Inbox(""), Encoding.ASCII.GetBytes("Subject: 1\r\n\r\n"));
        using var outbox = SqliteOutboxStore.Open(Path.Combine(_files["mail"], "outbox.db"));
        var mark = new OutboxMark("caught 1", 2);
        var item = outbox.Add([(Item("ann@example.org"), "octets of it"u8.ToArray())], mark)[0];
        var gone = outbox.Add([(Item("eve@example.org"), "others"u8.ToArray())], null)[0];
        outbox.Delete(gone.Id);
        Assert.True(File.Exists(Path.Combine(_files["mail"], "outbox.db-wal"))); // Not in the file itself yet.

        var result = new SqliteStoreCopy().Run(_files["mail"], _files["copy"], TransferFixture.Token);

        Assert.Contains("outbox.db", result.OtherFiles);
        Assert.Empty(result.LeftOut);
        Assert.Empty(Directory.EnumerateFiles(_files["copy"], "outbox.db-*"));
        new SqliteStoreCopy().Run(_files["copy"], _files["restored"], TransferFixture.Token);
        using var restored = SqliteOutboxStore.Open(Path.Combine(_files["restored"], "outbox.db"));
        var kept = Assert.Single(restored.ReadAll());
        Assert.Equal(item.Recipients, kept.Recipients);
        Assert.Equal(item, kept with { Recipients = item.Recipients });
        Assert.Equal("octets of it"u8.ToArray(), restored.ReadContent(kept.Id)!.Value.ToArray());
        Assert.Equal(2, restored.ReadMark("caught 1"));
        // An id is never given twice, in a copy neither: receivers tell attempts apart by it.
        Assert.Equal(gone.Id + 1, restored.Add([(Item("bob@example.org"), "more"u8.ToArray())], null)[0].Id);
    }

    private static OutboxItem Item(string to) => new()
    {
        Id = 0,
        Kind = OutboxKind.Mail,
        Place = "up",
        Recipients = [new OutboxRecipient(to)],
        ReversePath = "app@example.org",
        Bytes = 12,
        QueuedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch + TimeSpan.FromDays(1),
        NextAttemptAt = DateTimeOffset.UnixEpoch,
    };
}
