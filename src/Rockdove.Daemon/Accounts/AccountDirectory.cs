using Rockdove.Storage;

namespace Rockdove.Daemon;

/// <summary>
/// Who exists: the accounts and aliases of the settings, then those of the store. A configured account is a value like
/// the others, with its password as a secret that can be recovered, since the configuration has it anyhow.
/// </summary>
internal sealed class AccountDirectory(IAccountStore store, DaemonSettings settings)
{
    private readonly Dictionary<AccountAddress, Account> _configured = Configured(settings);
    private readonly Dictionary<AccountAddress, MailAlias> _aliases = Aliases(settings);
    private readonly HashSet<MailDomain> _domains = [.. settings.Domains.Select(MailAddress.DomainOf)];

    /// <summary>Whether mail for the domain belongs here.</summary>
    public async ValueTask<bool> IsLocalAsync(MailDomain domain, CancellationToken cancellationToken) =>
        _domains.Contains(domain)
        || _configured.Keys.Any(address => address.Domain == domain)
        || _aliases.Keys.Any(address => address.Domain == domain)
        || (_domains.Count == 0 && await store.HasDomainAsync(domain, cancellationToken));

    /// <summary>Who logs in with this name: that of the account, or one of its addresses.</summary>
    public async ValueTask<Account?> FindLoginAsync(string identity, CancellationToken cancellationToken)
    {
        var address = MailAddress.TryRead(identity);
        if (address is { IsCatchAll: true })
            return null;
        if (address is { } own && _configured.TryGetValue(own, out var account))
            return account;
        if (identity.Length is 0 or > AccountName.MaximumLength || identity.Any(char.IsControl))
            return null;
        return await store.FindAsync(new AccountName(identity), cancellationToken)
            ?? (address is { } one ? await store.FindAsync(one, cancellationToken) : null);
    }

    /// <summary>The account that has exactly this address.</summary>
    public async ValueTask<Account?> FindAsync(AccountAddress address, CancellationToken cancellationToken) =>
        _configured.GetValueOrDefault(address) ?? await store.FindAsync(address, cancellationToken);

    /// <summary>The alias of exactly this address.</summary>
    public async ValueTask<MailAlias?> FindAliasAsync(AccountAddress address, CancellationToken cancellationToken) =>
        _aliases.GetValueOrDefault(address) ?? await store.FindAliasAsync(address, cancellationToken);

    /// <summary>The pattern that the address falls under: the longest, one of the settings first.</summary>
    public async ValueTask<MailAlias?> FindPatternAsync(AccountAddress address, CancellationToken cancellationToken) =>
        _aliases.Values
            .Where(alias => alias.IsPattern && alias.Matches(address))
            .MaxBy(alias => alias.Address.LocalPart.Length)
        ?? (await store.ListPatternsAsync(address.Domain, cancellationToken))
            .FirstOrDefault(alias => alias.Matches(address));

    private static Dictionary<AccountAddress, Account> Configured(DaemonSettings settings)
    {
        var accounts = new Dictionary<AccountAddress, Account>();
        foreach (var (name, password) in settings.Accounts)
        {
            var address = MailAddress.TryRead(name)!.Value;
            accounts[address] = new Account
            {
                Name = new AccountName($"{address}"),
                Addresses = [address],
                Verifiers = [PasswordVerifiers.Recoverable(password)],
            };
        }

        return accounts;
    }

    private static Dictionary<AccountAddress, MailAlias> Aliases(DaemonSettings settings)
    {
        var aliases = new Dictionary<AccountAddress, MailAlias>();
        foreach (var (name, targets) in settings.Aliases)
        {
            var address = MailAddress.TryRead(name)!.Value;
            aliases[address] = new MailAlias(address, targets);
        }

        return aliases;
    }
}
