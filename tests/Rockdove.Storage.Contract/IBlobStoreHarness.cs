namespace Rockdove.Storage.Contract;

/// <summary>How a test gets a blob store of one kind: fresh and empty.</summary>
public interface IBlobStoreHarness
{
    ValueTask<IBlobStore> CreateAsync();
}
