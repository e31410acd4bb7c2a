using Rockdove.Mailboxes;
using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Sqlite.Tests;

public sealed class SqliteHarness : IStoreHarness, IBlobStoreHarness, IAccountStoreHarness
{
    public ValueTask<IMailStore> CreateAsync() => new(SqliteMailStore.Open(
        TemporaryFolders.New(), new() { TextReader = MimeTextReader.Instance, SearchBlockBits = 1 }));

    public async ValueTask SettleAsync(IMailStore store) => await ((SqliteMailStore)store).IndexedAsync();

    ValueTask<IBlobStore> IBlobStoreHarness.CreateAsync() =>
        new(new OwningBlobStore(SqliteMailStore.Open(TemporaryFolders.New())));

    ValueTask<IAccountStore> IAccountStoreHarness.CreateAsync() =>
        new(new OwningAccountStore(SqliteMailStore.Open(TemporaryFolders.New())));

    private sealed class OwningBlobStore(SqliteMailStore store) : IBlobStore, IAsyncDisposable
    {
        public ValueTask<IBlobWriter> CreateAsync(long expectedBytes, CancellationToken cancellationToken) =>
            store.Blobs.CreateAsync(expectedBytes, cancellationToken);

        public ValueTask<IBlob?> OpenAsync(BlobId blob, CancellationToken cancellationToken) =>
            store.Blobs.OpenAsync(blob, cancellationToken);

        public ValueTask<bool> DeleteAsync(BlobId blob, CancellationToken cancellationToken) =>
            store.Blobs.DeleteAsync(blob, cancellationToken);

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}

public sealed class SqliteStaging : StagingContract<SqliteHarness>;

public sealed class SqliteCommit : CommitContract<SqliteHarness>;

public sealed class SqliteGivenUid : GivenUidContract<SqliteHarness>;

public sealed class SqliteBody : BodyContract<SqliteHarness>;

public sealed class SqliteMailboxes : MailboxContract<SqliteHarness>;

public sealed class SqliteSnapshot : SnapshotContract<SqliteHarness>;

public sealed class SqliteFlags : FlagContract<SqliteHarness>;

public sealed class SqliteExpunge : ExpungeContract<SqliteHarness>;

public sealed class SqliteChanges : ChangesContract<SqliteHarness>;

public sealed class SqliteFeed : ChangeFeedContract<SqliteHarness>;

public sealed class SqliteConcurrency : ConcurrencyContract<SqliteHarness>;

public sealed class SqliteSearch : SearchContract<SqliteHarness>;

public sealed class SqliteTextSearch : TextSearchContract<SqliteHarness>;

public sealed class SqliteRandomSearch : RandomSearchContract<SqliteHarness>;

public sealed class SqliteThreads : ThreadContract<SqliteHarness>;

public sealed class SqliteAppends : AppendContract<SqliteHarness>;

public sealed class SqliteCopy : CopyContract<SqliteHarness>;

public sealed class SqliteRename : RenameContract<SqliteHarness>;

public sealed class SqliteAttributes : AttributeContract<SqliteHarness>;

public sealed class SqliteQuota : QuotaContract<SqliteHarness>;

public sealed class SqliteAccounts : AccountStoreContract<SqliteHarness>;

public sealed class SqliteBlobs : BlobStoreContract<SqliteHarness>;

public sealed class SqliteCoverage
{
    [Fact]
    public void The_store_on_disk_runs_all_of_the_contract() =>
        Assert.Empty(ContractCoverage.Missing<SqliteHarness>(typeof(SqliteCoverage).Assembly));
}
