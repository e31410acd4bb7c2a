namespace Rockdove.Storage.Sqlite;

/// <summary>Accounts beside the mailboxes of a store, changed by its writer.</summary>
internal sealed class SqliteAccountStore(SqliteMailStore store, ReaderPool readers) : IAccountStore
{
    public async ValueTask<AccountChange> CreateAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        account.Validate();
        return await DoAsync(
            connection => AccountRows.Find(connection, account.Name) is null
                ? AccountRows.Write(connection, account with { Version = 1 })
                : new(AccountOutcome.NameTaken),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<Account?> FindAsync(AccountName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name.Text, nameof(name));
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = readers.Rent();
        using var moment = new ReadMoment(lease.Connection);
        return new(AccountRows.Find(lease.Connection, name));
    }

    public ValueTask<Account?> FindAsync(AccountAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address.Domain.Text, nameof(address));
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = readers.Rent();
        using var moment = new ReadMoment(lease.Connection);
        return new(AccountRows.Find(lease.Connection, address));
    }

    public ValueTask<IReadOnlyList<Account>> ListAsync(
        AccountName? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = readers.Rent();
        using var moment = new ReadMoment(lease.Connection);
        return new(AccountRows.List(lease.Connection, after, limit));
    }

    public async ValueTask<AccountChange> UpdateAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        account.Validate();
        return await DoAsync(
            connection => AccountRows.Find(connection, account.Name) switch
            {
                null => new(AccountOutcome.NotFound),
                var before when before.Version != account.Version => new(AccountOutcome.Changed),
                var before => AccountRows.Write(connection, account with { Version = before.Version + 1 }),
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> DeleteAsync(AccountName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name.Text, nameof(name));
        return await DoAsync(connection => AccountRows.Delete(connection, name), cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<bool> AddDomainAsync(MailDomain domain, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(domain.Text, nameof(domain));
        return await DoAsync(
            connection =>
            {
                using var row = connection.Use("INSERT OR IGNORE INTO domain VALUES (?1) RETURNING 1")
                    .Bind(1, domain.Text);
                return row.Step();
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<bool> HasDomainAsync(MailDomain domain, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = readers.Rent();
        return new(AccountRows.HasDomain(lease.Connection, domain));
    }

    public ValueTask<IReadOnlyList<MailDomain>> ListDomainsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var domains = new List<MailDomain>();
        using (var lease = readers.Rent())
        {
            using var row = lease.Connection.Use("SELECT name FROM domain");
            while (row.Step())
                domains.Add(new(row.Text(0)));
        }
        domains.Sort(static (a, b) => string.CompareOrdinal(a.Text, b.Text));
        return new(domains);
    }

    public async ValueTask<bool> RemoveDomainAsync(MailDomain domain, CancellationToken cancellationToken) =>
        await DoAsync(
            connection =>
            {
                using var row = connection.Use(
                    "DELETE FROM domain WHERE name = ?1 AND NOT EXISTS (SELECT 1 FROM address WHERE domain = ?1) "
                    + "AND NOT EXISTS (SELECT 1 FROM alias WHERE domain = ?1) RETURNING 1").Bind(1, domain.Text);
                return row.Step();
            },
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<bool> SetAliasAsync(MailAlias alias, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alias);
        alias.Validate();
        return await DoAsync(connection => AliasRows.Write(connection, alias), cancellationToken)
            .ConfigureAwait(false);
    }

    public ValueTask<MailAlias?> FindAliasAsync(AccountAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address.Domain.Text, nameof(address));
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = readers.Rent();
        return new(AliasRows.Find(lease.Connection, address));
    }

    public ValueTask<IReadOnlyList<MailAlias>> ListPatternsAsync(
        MailDomain domain, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(domain.Text, nameof(domain));
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = readers.Rent();
        return new(AliasRows.ListPatterns(lease.Connection, domain));
    }

    public ValueTask<IReadOnlyList<MailAlias>> ListAliasesAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = readers.Rent();
        return new(AliasRows.List(lease.Connection));
    }

    public async ValueTask<bool> RemoveAliasAsync(AccountAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address.Domain.Text, nameof(address));
        return await DoAsync(connection => AliasRows.Delete(connection, address), cancellationToken)
            .ConfigureAwait(false);
    }

    private Task<T> DoAsync<T>(Func<SqliteConnection, T> change, CancellationToken cancellationToken) =>
        store.WriteAsync(new ChangeRows<T>(tables => change(tables.Connection)), cancellationToken);
}
