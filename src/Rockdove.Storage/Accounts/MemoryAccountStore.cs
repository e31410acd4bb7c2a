namespace Rockdove.Storage;

/// <summary>Accounts that live as long as the process: for tests and for tools.</summary>
public sealed class MemoryAccountStore : IAccountStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Account> _accounts = new(new ByCodePoint());
    private readonly Dictionary<AccountAddress, AccountName> _addresses = [];
    private readonly Dictionary<MailDomain, int> _addressesIn = [];
    private readonly Dictionary<AccountAddress, MailAlias> _aliases = [];

    public ValueTask<AccountChange> CreateAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        account.Validate();
        using (Enter(cancellationToken))
        {
            return new(_accounts.ContainsKey(account.Name.Text)
                ? new AccountChange(AccountOutcome.NameTaken)
                : Write(account with { Version = 1 }, null));
        }
    }

    public ValueTask<Account?> FindAsync(AccountName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name.Text, nameof(name));
        using (Enter(cancellationToken))
            return new(_accounts.GetValueOrDefault(name.Text));
    }

    public ValueTask<Account?> FindAsync(AccountAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address.Domain.Text, nameof(address));
        using (Enter(cancellationToken))
            return new(_addresses.TryGetValue(address, out var name) ? _accounts[name.Text] : null);
    }

    public ValueTask<IReadOnlyList<Account>> ListAsync(
        AccountName? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        using (Enter(cancellationToken))
        {
            return new([.. _accounts
                .SkipWhile(each => after is { } name && _accounts.Comparer.Compare(each.Key, name.Text) <= 0)
                .Take(limit)
                .Select(each => each.Value)]);
        }
    }

    public ValueTask<AccountChange> UpdateAsync(Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        account.Validate();
        using (Enter(cancellationToken))
        {
            if (_accounts.GetValueOrDefault(account.Name.Text) is not { } before)
                return new(new AccountChange(AccountOutcome.NotFound));
            return new(before.Version == account.Version
                ? Write(account with { Version = before.Version + 1 }, before)
                : new AccountChange(AccountOutcome.Changed));
        }
    }

    public ValueTask<bool> DeleteAsync(AccountName name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name.Text, nameof(name));
        using (Enter(cancellationToken))
        {
            if (!_accounts.Remove(name.Text, out var removed))
                return new(false);
            RemoveAddresses(removed);
            return new(true);
        }
    }

    public ValueTask<bool> AddDomainAsync(MailDomain domain, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(domain.Text, nameof(domain));
        using (Enter(cancellationToken))
            return new(_addressesIn.TryAdd(domain, 0));
    }

    public ValueTask<bool> HasDomainAsync(MailDomain domain, CancellationToken cancellationToken)
    {
        using (Enter(cancellationToken))
            return new(_addressesIn.ContainsKey(domain));
    }

    public ValueTask<IReadOnlyList<MailDomain>> ListDomainsAsync(CancellationToken cancellationToken)
    {
        using (Enter(cancellationToken))
            return new([.. _addressesIn.Keys.OrderBy(domain => domain.Text, StringComparer.Ordinal)]);
    }

    public ValueTask<bool> RemoveDomainAsync(MailDomain domain, CancellationToken cancellationToken)
    {
        using (Enter(cancellationToken))
        {
            return new(_addressesIn.TryGetValue(domain, out var addresses) && addresses == 0
                && _aliases.Keys.All(address => address.Domain != domain)
                && _addressesIn.Remove(domain));
        }
    }

    public ValueTask<bool> SetAliasAsync(MailAlias alias, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alias);
        alias.Validate();
        using (Enter(cancellationToken))
        {
            if (!_addressesIn.ContainsKey(alias.Address.Domain))
                return new(false);
            _aliases[alias.Address] = alias with { Targets = [.. alias.Targets] };
            return new(true);
        }
    }

    public ValueTask<MailAlias?> FindAliasAsync(AccountAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address.Domain.Text, nameof(address));
        using (Enter(cancellationToken))
            return new(_aliases.GetValueOrDefault(address));
    }

    public ValueTask<IReadOnlyList<MailAlias>> ListPatternsAsync(
        MailDomain domain, CancellationToken cancellationToken)
    {
        using (Enter(cancellationToken))
        {
            return new([.. _aliases.Values
                .Where(alias => alias.Address.Domain == domain && alias.IsPattern)
                .OrderByDescending(alias => alias.Address.LocalPart.Length)
                .ThenBy(alias => alias.Address.LocalPart, StringComparer.Ordinal)]);
        }
    }

    public ValueTask<IReadOnlyList<MailAlias>> ListAliasesAsync(CancellationToken cancellationToken)
    {
        using (Enter(cancellationToken))
        {
            return new([.. _aliases.Values
                .OrderBy(alias => alias.Address.Domain.Text, StringComparer.Ordinal)
                .ThenBy(alias => alias.Address.LocalPart, StringComparer.Ordinal)]);
        }
    }

    public ValueTask<bool> RemoveAliasAsync(AccountAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address.Domain.Text, nameof(address));
        using (Enter(cancellationToken))
            return new(_aliases.Remove(address));
    }

    private AccountChange Write(Account account, Account? before)
    {
        foreach (var address in account.Addresses)
        {
            if (!_addressesIn.ContainsKey(address.Domain))
                return new(AccountOutcome.NoDomain, null, address);
            if (_addresses.TryGetValue(address, out var owner) && owner != account.Name)
                return new(AccountOutcome.AddressTaken, null, address);
        }
        if (before is not null)
            RemoveAddresses(before);
        // Copies: the lists of whoever gave them may change.
        account = account with { Verifiers = [.. account.Verifiers], Addresses = [.. account.Addresses] };
        foreach (var address in account.Addresses)
        {
            _addresses.Add(address, account.Name);
            _addressesIn[address.Domain]++;
        }
        _accounts[account.Name.Text] = account;
        return new(AccountOutcome.Done, account);
    }

    private void RemoveAddresses(Account account)
    {
        foreach (var address in account.Addresses)
        {
            _addresses.Remove(address);
            _addressesIn[address.Domain]--;
        }
    }

    private Lock.Scope Enter(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _gate.EnterScope();
    }

    /// <summary>The order of UTF-8, which is not that of UTF-16: surrogates stand for what is greater.</summary>
    private sealed class ByCodePoint : IComparer<string>
    {
        public int Compare(string? x, string? y)
        {
            var same = x.AsSpan().CommonPrefixLength(y);
            if (same == x!.Length || same == y!.Length)
                return x.Length.CompareTo(y!.Length);
            return char.IsSurrogate(x[same]) == char.IsSurrogate(y[same])
                ? x[same].CompareTo(y[same])
                : char.IsSurrogate(x[same]).CompareTo(char.IsSurrogate(y[same]));
        }
    }
}
