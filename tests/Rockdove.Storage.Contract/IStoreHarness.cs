namespace Rockdove.Storage.Contract;

/// <summary>How a test gets a store of one kind: fresh, empty, and nobody else's.</summary>
public interface IStoreHarness
{
    /// <summary>The contract disposes what it gets.</summary>
    ValueTask<IMailStore> CreateAsync();
}
