namespace Rockdove.Storage.Contract;

/// <summary>How a test gets an account store of one kind: fresh and empty.</summary>
public interface IAccountStoreHarness
{
    /// <summary>The contract disposes what it gets, if it can be disposed.</summary>
    ValueTask<IAccountStore> CreateAsync();
}
