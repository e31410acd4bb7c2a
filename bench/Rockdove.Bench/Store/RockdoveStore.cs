using Rockdove.Storage;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Bench;

/// <summary>What <c>rockdove catch --data</c> does with a message, without SMTP.</summary>
internal sealed class RockdoveStore : Contender
{
    private readonly MailboxId _inbox;

    private RockdoveStore(SqliteMailStore store, MailboxId inbox) => (Store, _inbox) = (store, inbox);

    public static async Task<RockdoveStore> OpenAsync(string folder, SqliteStoreOptions? options = null)
    {
        var store = SqliteMailStore.Open(folder, options);
        return new(store, (await store.CreateMailboxAsync(MailboxName.Inbox(""), CancellationToken.None)).Id);
    }

    public SqliteMailStore Store { get; }

    public MailboxId Inbox => _inbox;

    public override async ValueTask DeliverAsync(int writer, ReadOnlyMemory<byte> body)
    {
        await using var message = await Store.StageAsync(body.Length, CancellationToken.None);
        await message.WriteAsync(body, CancellationToken.None);
        await Store.CommitAsync(
            message, null, [new Placement(_inbox, DateTimeOffset.UtcNow)], CancellationToken.None);
    }

    public override ValueTask DisposeAsync() => Store.DisposeAsync();
}
