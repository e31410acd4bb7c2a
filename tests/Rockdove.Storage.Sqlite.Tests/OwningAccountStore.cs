namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>The accounts of a store that goes with them.</summary>
internal sealed class OwningAccountStore(SqliteMailStore store) : IAccountStore, IAsyncDisposable
{
    public ValueTask<AccountChange> CreateAsync(Account account, CancellationToken cancellationToken) =>
        store.Accounts.CreateAsync(account, cancellationToken);

    public ValueTask<Account?> FindAsync(AccountName name, CancellationToken cancellationToken) =>
        store.Accounts.FindAsync(name, cancellationToken);

    public ValueTask<Account?> FindAsync(AccountAddress address, CancellationToken cancellationToken) =>
        store.Accounts.FindAsync(address, cancellationToken);

    public ValueTask<IReadOnlyList<Account>> ListAsync(
        AccountName? after, int limit, CancellationToken cancellationToken) =>
        store.Accounts.ListAsync(after, limit, cancellationToken);

    public ValueTask<AccountChange> UpdateAsync(Account account, CancellationToken cancellationToken) =>
        store.Accounts.UpdateAsync(account, cancellationToken);

    public ValueTask<bool> DeleteAsync(AccountName name, CancellationToken cancellationToken) =>
        store.Accounts.DeleteAsync(name, cancellationToken);

    public ValueTask<bool> AddDomainAsync(MailDomain domain, CancellationToken cancellationToken) =>
        store.Accounts.AddDomainAsync(domain, cancellationToken);

    public ValueTask<bool> HasDomainAsync(MailDomain domain, CancellationToken cancellationToken) =>
        store.Accounts.HasDomainAsync(domain, cancellationToken);

    public ValueTask<IReadOnlyList<MailDomain>> ListDomainsAsync(CancellationToken cancellationToken) =>
        store.Accounts.ListDomainsAsync(cancellationToken);

    public ValueTask<bool> RemoveDomainAsync(MailDomain domain, CancellationToken cancellationToken) =>
        store.Accounts.RemoveDomainAsync(domain, cancellationToken);

    public ValueTask<bool> SetAliasAsync(MailAlias alias, CancellationToken cancellationToken) =>
        store.Accounts.SetAliasAsync(alias, cancellationToken);

    public ValueTask<MailAlias?> FindAliasAsync(AccountAddress address, CancellationToken cancellationToken) =>
        store.Accounts.FindAliasAsync(address, cancellationToken);

    public ValueTask<IReadOnlyList<MailAlias>> ListPatternsAsync(
        MailDomain domain, CancellationToken cancellationToken) =>
        store.Accounts.ListPatternsAsync(domain, cancellationToken);

    public ValueTask<IReadOnlyList<MailAlias>> ListAliasesAsync(CancellationToken cancellationToken) =>
        store.Accounts.ListAliasesAsync(cancellationToken);

    public ValueTask<bool> RemoveAliasAsync(AccountAddress address, CancellationToken cancellationToken) =>
        store.Accounts.RemoveAliasAsync(address, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
