using Rockdove.Storage;

namespace Rockdove.Daemon;

/// <summary>
/// Finds whose an address is: by an alias, as it is, without its detail, by a pattern, or by a catch-all, in this
/// order; and follows aliases to their end.
/// </summary>
internal sealed class AddressBook(AccountDirectory directory, DaemonSettings settings)
{
    public async ValueTask<Resolution> ResolveAsync(AccountAddress address, CancellationToken cancellationToken)
    {
        var walk = new Walk(directory, settings, cancellationToken);
        var outcome = await walk.VisitAsync(address, []);
        return new Resolution(
            walk.Found.Count > 0 && !IsMistake(outcome) ? ResolutionOutcome.Found : outcome,
            IsMistake(outcome) ? [] : walk.Found,
            walk.Trouble.Count > 0 ? string.Join("; ", walk.Trouble) : null);
    }

    /// <summary>Whether mail for the address comes to the account, alone or among others: then it is theirs.</summary>
    public async ValueTask<bool> LeadsToAsync(
        AccountAddress address, Account account, CancellationToken cancellationToken) =>
        (await ResolveAsync(address, cancellationToken)).Accounts.Any(one => one.Name == account.Name);

    /// <summary>Ends the whole: what half of a circle leads to is not what anybody meant.</summary>
    private static bool IsMistake(ResolutionOutcome outcome) =>
        outcome is ResolutionOutcome.Loop or ResolutionOutcome.TooMany;

    /// <summary>One resolution: what it has found, and what went wrong on the way.</summary>
    private sealed class Walk(AccountDirectory directory, DaemonSettings settings, CancellationToken cancellationToken)
    {
        public List<Account> Found { get; } = [];

        public List<string> Trouble { get; } = [];

        /// <param name="address">Where the walk is now.</param>
        /// <param name="path">The aliases that led here.</param>
        public async ValueTask<ResolutionOutcome> VisitAsync(AccountAddress address, IReadOnlyList<AccountAddress> path)
        {
            if (!await directory.IsLocalAsync(address.Domain, cancellationToken))
                return ResolutionOutcome.NotLocal;
            if (await FindAliasAsync(address, path) is { } alias)
                return await FollowAsync(alias, path);
            if (await FindAccountAsync(address) is { } account)
                return Add(account);
            if (path.Contains(address))
                return Circle(path, address);
            if (await FindLastAliasAsync(address) is { } last)
                return await FollowAsync(last, path);
            var catchAll = await directory.FindAsync(AccountAddress.CatchAll(address.Domain), cancellationToken);
            return catchAll is null ? ResolutionOutcome.Unknown : Add(catchAll);
        }

        /// <summary>
        /// An alias that is on the path already is passed over: <c>ann</c> may be an alias for <c>ann</c> and
        /// <c>bob</c>.
        /// </summary>
        private async ValueTask<MailAlias?> FindAliasAsync(AccountAddress address, IReadOnlyList<AccountAddress> path)
        {
            if (!path.Contains(address) && await directory.FindAliasAsync(address, cancellationToken) is { } exact)
                return exact;
            if (path.Contains(address) || await directory.FindAsync(address, cancellationToken) is not null)
                return null;
            return WithoutDetail(address) is { } bare && !path.Contains(bare)
                ? await directory.FindAliasAsync(bare, cancellationToken)
                : null;
        }

        private async ValueTask<Account?> FindAccountAsync(AccountAddress address)
        {
            if (await directory.FindAsync(address, cancellationToken) is { } exact)
                return exact;
            return WithoutDetail(address) is { } bare ? await directory.FindAsync(bare, cancellationToken) : null;
        }

        /// <summary>The alias for what nobody has.</summary>
        private async ValueTask<MailAlias?> FindLastAliasAsync(AccountAddress address)
        {
            if (await directory.FindPatternAsync(address, cancellationToken) is { } pattern)
                return pattern;
            if (address.LocalPart == "postmaster" && settings.Postmaster is { } postmaster)
                return new MailAlias(address, [postmaster]);
            return await directory.FindAliasAsync(AccountAddress.CatchAll(address.Domain), cancellationToken);
        }

        private async ValueTask<ResolutionOutcome> FollowAsync(MailAlias alias, IReadOnlyList<AccountAddress> path)
        {
            if (path.Contains(alias.Address) || path.Count >= settings.Delivery.AliasDepth)
                return Circle(path, alias.Address);
            var first = ResolutionOutcome.Unknown;
            var before = Found.Count;
            foreach (var target in alias.Targets)
            {
                var outcome = MailAddress.TryRead(target) is { IsCatchAll: false } next
                    ? await VisitAsync(next, [.. path, alias.Address])
                    : ResolutionOutcome.Unknown;
                if (IsMistake(outcome))
                    return outcome;
                if (outcome is ResolutionOutcome.NotLocal)
                    outcome = ResolutionOutcome.LeadsAway;
                if (outcome is not ResolutionOutcome.Found)
                    Trouble.Add($"{alias.Address} leads to {target}: {outcome}");
                if (first is ResolutionOutcome.Unknown)
                    first = outcome;
            }

            return Found.Count > before ? ResolutionOutcome.Found : first;
        }

        private ResolutionOutcome Add(Account account)
        {
            if (!account.IsEnabled)
                return ResolutionOutcome.Disabled;
            if (Found.Any(one => one.Name == account.Name))
                return ResolutionOutcome.Found;
            if (Found.Count >= settings.Delivery.AliasRecipients)
                return ResolutionOutcome.TooMany;
            Found.Add(account);
            return ResolutionOutcome.Found;
        }

        private ResolutionOutcome Circle(IReadOnlyList<AccountAddress> path, AccountAddress address)
        {
            Trouble.Add($"aliases lead in a circle or too far: {string.Join(" -> ", path)} -> {address}");
            return ResolutionOutcome.Loop;
        }

        private AccountAddress? WithoutDetail(AccountAddress address) =>
            settings.Delivery.DetailSeparator is { } separator
            && address.LocalPart.IndexOf(separator, StringComparison.Ordinal) is > 0 and var at
                ? new AccountAddress(address.LocalPart[..at], address.Domain)
                : null;
    }
}
