namespace Rockdove.Storage.Contract;

/// <summary>How a test gets a store of one kind: fresh, empty, and nobody else's.</summary>
public interface IStoreHarness
{
    /// <summary>
    /// The contract disposes what it gets. It searches with the reader of MIME, if the store is told of a reader.
    /// </summary>
    ValueTask<IMailStore> CreateAsync();

    /// <summary>Returns when what the store does behind its callers' backs is done: nothing may look different then.
    /// </summary>
    ValueTask SettleAsync(IMailStore store) => ValueTask.CompletedTask;
}
