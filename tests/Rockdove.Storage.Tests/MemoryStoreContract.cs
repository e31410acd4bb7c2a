using Rockdove.Mailboxes;
using Rockdove.Storage.Contract;

namespace Rockdove.Storage.Tests;

public sealed class MemoryHarness : IStoreHarness, IBlobStoreHarness, IAccountStoreHarness
{
    public ValueTask<IMailStore> CreateAsync() => new(new MemoryMailStore(textReader: MimeTextReader.Instance));

    ValueTask<IBlobStore> IBlobStoreHarness.CreateAsync() => new(new MemoryBlobStore(100_000_000));

    ValueTask<IAccountStore> IAccountStoreHarness.CreateAsync() => new(new MemoryAccountStore());
}

public sealed class MemoryStaging : StagingContract<MemoryHarness>;

public sealed class MemoryCommit : CommitContract<MemoryHarness>;

public sealed class MemoryGivenUid : GivenUidContract<MemoryHarness>;

public sealed class MemoryBody : BodyContract<MemoryHarness>;

public sealed class MemoryMailboxes : MailboxContract<MemoryHarness>;

public sealed class MemorySnapshot : SnapshotContract<MemoryHarness>;

public sealed class MemoryFlags : FlagContract<MemoryHarness>;

public sealed class MemoryExpunge : ExpungeContract<MemoryHarness>;

public sealed class MemoryChanges : ChangesContract<MemoryHarness>;

public sealed class MemoryFeed : ChangeFeedContract<MemoryHarness>;

public sealed class MemoryConcurrency : ConcurrencyContract<MemoryHarness>;

public sealed class MemorySearch : SearchContract<MemoryHarness>;

public sealed class MemoryTextSearch : TextSearchContract<MemoryHarness>;

public sealed class MemoryRandomSearch : RandomSearchContract<MemoryHarness>;

public sealed class MemoryThreads : ThreadContract<MemoryHarness>;

public sealed class MemoryAppends : AppendContract<MemoryHarness>;

public sealed class MemoryCopy : CopyContract<MemoryHarness>;

public sealed class MemoryRename : RenameContract<MemoryHarness>;

public sealed class MemoryAttributes : AttributeContract<MemoryHarness>;

public sealed class MemoryQuota : QuotaContract<MemoryHarness>;

public sealed class MemoryAccounts : AccountStoreContract<MemoryHarness>;

public sealed class MemoryBlobs : BlobStoreContract<MemoryHarness>;

public sealed class MemoryCoverage
{
    [Fact]
    public void The_store_in_memory_runs_all_of_the_contract() =>
        Assert.Empty(ContractCoverage.Missing<MemoryHarness>(typeof(MemoryCoverage).Assembly));

    [Fact]
    public void A_store_that_runs_nothing_would_be_found() =>
        Assert.Equal(20, ContractCoverage.Missing<MemoryHarness>(typeof(string).Assembly).Count);
}
