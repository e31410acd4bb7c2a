using System.Globalization;
using System.Text.Json;
using Rockdove.Storage;

namespace Rockdove.Daemon;

/// <summary>
/// Does what an administrator asks for, on the store itself: in the process of the daemon, or in another while there is
/// none.
/// </summary>
/// <param name="store">The mailboxes.</param>
/// <param name="accounts">Who exists.</param>
/// <param name="settings">What the daemon goes by; which domains are ours.</param>
public sealed class Administration(IMailStore store, IAccountStore accounts, Func<DaemonSettings> settings)
{
    /// <summary>Answers; what cannot be done is told in the answer.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async ValueTask<AdministrationAnswer> AnswerAsync(
        AdministrationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request.Command switch
            {
                AdministrationCommand.AccountAdd => await AddAccountAsync(request, cancellationToken),
                AdministrationCommand.AccountPassword => await ChangeAsync(
                    request, account => account with { Verifiers = request.Verifiers ?? [] },
                    "has another password", cancellationToken),
                AdministrationCommand.AccountList => await ListAccountsAsync(cancellationToken),
                AdministrationCommand.AccountEnable => await ChangeAsync(
                    request, account => account with { IsEnabled = true }, "is enabled", cancellationToken),
                AdministrationCommand.AccountDisable => await ChangeAsync(
                    request, account => account with { IsEnabled = false }, "is disabled", cancellationToken),
                AdministrationCommand.AccountRemove => await RemoveAccountAsync(request, cancellationToken),
                AdministrationCommand.AccountQuota => await LimitAccountAsync(request, cancellationToken),
                AdministrationCommand.AliasAdd => await AddAliasAsync(request, cancellationToken),
                AdministrationCommand.AliasList => await ListAliasesAsync(cancellationToken),
                AdministrationCommand.AliasRemove => await RemoveAliasAsync(request, cancellationToken),
                AdministrationCommand.MailboxList => await ListMailboxesAsync(request, cancellationToken),
                AdministrationCommand.MailboxCreate => await CreateMailboxAsync(request, cancellationToken),
                AdministrationCommand.MailboxRename => await RenameMailboxAsync(request, cancellationToken),
                AdministrationCommand.MailboxDelete => await DeleteMailboxAsync(request, cancellationToken),
                _ => Failed("there is no such command"),
            };
        }
        catch (ArgumentException refused)
        {
            // A name or a list that no store keeps; the sentence ends before the name of our parameter.
            return Failed(refused.Message.Split(" (Parameter ")[0].TrimEnd('.'));
        }
    }

    /// <summary>Answers a request in JSON with JSON, as the control socket does.</summary>
    internal async ValueTask<byte[]> AnswerAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        AdministrationAnswer answer;
        try
        {
            var request = JsonSerializer.Deserialize(json.Span, AdministrationJson.Default.AdministrationRequest);
            answer = request is null ? Failed("the request is null") : await AnswerAsync(request, cancellationToken);
        }
        catch (JsonException)
        {
            answer = Failed("the request is none of this version");
        }
        catch (StoreException error)
        {
            answer = Failed(error.Message);
        }

        return JsonSerializer.SerializeToUtf8Bytes(answer, AdministrationJson.Default.AdministrationAnswer);
    }

    private async ValueTask<AdministrationAnswer> AddAccountAsync(
        AdministrationRequest request, CancellationToken cancellationToken)
    {
        var addresses = new List<AccountAddress>();
        var texts = request.Addresses ?? [];
        if (MailAddress.TryRead(request.Account ?? "") is { IsCatchAll: false })
            texts = [request.Account!, .. texts];
        foreach (var text in texts)
        {
            if (MailAddress.TryRead(text) is not { } address)
                return Failed($"'{text}' is no address; allowed are ann@example.org and @example.org for all others");
            if (!addresses.Contains(address))
                addresses.Add(address);
        }

        if (addresses.Count == 0)
            return Failed($"'{request.Account}' has no address: it is none itself, and no --address is given");
        foreach (var address in addresses)
        {
            if (await PrepareDomainAsync(address.Domain, cancellationToken) is { } error)
                return Failed(error);
        }

        var account = new Account
        {
            Name = new AccountName(request.Account ?? ""),
            DisplayName = request.DisplayName ?? "",
            Verifiers = request.Verifiers ?? [],
            Addresses = addresses,
        };
        var made = await accounts.CreateAsync(account, cancellationToken);
        switch (made.Outcome)
        {
            case AccountOutcome.NameTaken:
                return Failed($"there is an account {account.Name} already");
            case AccountOutcome.AddressTaken:
                return Failed($"another account has the address {made.Address}");
            case not AccountOutcome.Done:
                return Failed($"{made.Outcome}: {made.Address}");
        }

        var quota = new QuotaLimits(
            request.QuotaBytes ?? settings().Quota.Bytes, request.QuotaMessages ?? settings().Quota.Messages);
        await AccountMailboxes.InboxAsync(store, made.Account!, quota, cancellationToken);
        return Done($"account {account.Name} is made, with {string.Join(", ", addresses)}");
    }

    /// <summary>Makes a domain known, unless the settings say which ones are ours, and it is none.</summary>
    private async ValueTask<string?> PrepareDomainAsync(MailDomain domain, CancellationToken cancellationToken)
    {
        if (settings().Domains.Count > 0 && settings().Domains.All(one => MailAddress.DomainOf(one) != domain))
            return $"{domain} is not among the Domains of the configuration: {string.Join(", ", settings().Domains)}";
        await accounts.AddDomainAsync(domain, cancellationToken);
        return null;
    }

    private async ValueTask<AdministrationAnswer> ChangeAsync(
        AdministrationRequest request, Func<Account, Account> change, string what, CancellationToken cancellationToken)
    {
        while (await accounts.FindAsync(new AccountName(request.Account ?? ""), cancellationToken) is { } account)
        {
            var changed = await accounts.UpdateAsync(change(account), cancellationToken);
            if (changed.Outcome == AccountOutcome.Done)
                return Done($"account {account.Name} {what}");
            if (changed.Outcome is not (AccountOutcome.Changed or AccountOutcome.NotFound))
                return Failed($"{changed.Outcome}");
        }

        return NoAccount(request);
    }

    private async ValueTask<AdministrationAnswer> ListAccountsAsync(CancellationToken cancellationToken)
    {
        var found = new List<AccountListing>();
        AccountName? after = null;
        while (await accounts.ListAsync(after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var account in page)
            {
                var quota = await store.Attributes.QuotaAsync(AccountMailboxes.OwnerOf(account), cancellationToken);
                found.Add(new AccountListing(
                    account.Name.Text,
                    account.DisplayName,
                    account.IsEnabled,
                    PasswordVerifiers.FindRecoverable(account.Verifiers) is not null,
                    [.. account.Addresses.Select(address => $"{address}")],
                    quota.Messages,
                    quota.Bytes,
                    Told(quota.Limits.Messages),
                    Told(quota.Limits.Bytes)));
            }

            after = page[^1].Name;
        }

        return new AdministrationAnswer { Accounts = found };
    }

    private async ValueTask<AdministrationAnswer> RemoveAccountAsync(
        AdministrationRequest request, CancellationToken cancellationToken)
    {
        var name = new AccountName(request.Account ?? "");
        if (!await accounts.DeleteAsync(name, cancellationToken))
            return NoAccount(request);
        if (!request.WithMail)
            return Done($"account {name} is removed; its mail stays");
        foreach (var mailbox in await store.ListMailboxesAsync(name.Text, cancellationToken))
            await store.DeleteMailboxAsync(mailbox.Id, cancellationToken);
        await store.Attributes.SetQuotaAsync(name.Text, QuotaLimits.None, cancellationToken);
        return Done($"account {name} is removed, and its mail");
    }

    private async ValueTask<AdministrationAnswer> LimitAccountAsync(
        AdministrationRequest request, CancellationToken cancellationToken)
    {
        var name = new AccountName(request.Account ?? "");
        if (await accounts.FindAsync(name, cancellationToken) is not { } account)
            return NoAccount(request);
        var owner = AccountMailboxes.OwnerOf(account);
        var before = (await store.Attributes.QuotaAsync(owner, cancellationToken)).Limits;
        var limits = request.WithDefaultQuota
            ? settings().Quota
            : new QuotaLimits(request.QuotaBytes ?? before.Bytes, request.QuotaMessages ?? before.Messages);
        await store.Attributes.SetQuotaAsync(owner, limits, cancellationToken);
        var quota = await store.Attributes.QuotaAsync(owner, cancellationToken);
        return Done($"account {name} may have {Limit(limits.Bytes)} bytes and {Limit(limits.Messages)} messages, and "
            + "has " + string.Create(CultureInfo.InvariantCulture, $"{quota.Bytes} and {quota.Messages}"));
    }

    private static string Limit(long? limit) =>
        Told(limit)?.ToString(CultureInfo.InvariantCulture) ?? "any number of";

    /// <summary>
    /// A limit that nobody reaches is how an account is set apart from the default: to people it is none.
    /// </summary>
    private static long? Told(long? limit) => limit == long.MaxValue ? null : limit;

    private async ValueTask<AdministrationAnswer> AddAliasAsync(
        AdministrationRequest request, CancellationToken cancellationToken)
    {
        if (MailAddress.TryRead(request.Alias ?? "") is not { } alias)
        {
            return Failed($"'{request.Alias}' is no alias; allowed are sales@example.org, list-*@example.org, and "
                + "@example.org for all that nobody has");
        }

        var targets = request.Targets ?? [];
        foreach (var target in targets)
        {
            if (MailAddress.TryRead(target) is not { IsCatchAll: false })
                return Failed($"'{target}' is no address");
        }

        if (await PrepareDomainAsync(alias.Domain, cancellationToken) is { } error)
            return Failed(error);
        await accounts.SetAliasAsync(new MailAlias(alias, targets), cancellationToken);
        var resolution = await ProbeAsync(alias, cancellationToken);
        return Done($"alias {alias} leads to {string.Join(", ", targets)}"
            + (resolution?.Trouble is { } trouble ? $"; beware: {trouble}" : ""));
    }

    /// <summary>Where mail for the alias would go now; null for a pattern.</summary>
    private async ValueTask<Resolution?> ProbeAsync(AccountAddress alias, CancellationToken cancellationToken) =>
        alias.IsCatchAll || alias.LocalPart.Contains('*', StringComparison.Ordinal)
            ? null
            : await new DaemonMoment(accounts, settings()).AddressBook.ResolveAsync(alias, cancellationToken);

    private async ValueTask<AdministrationAnswer> ListAliasesAsync(CancellationToken cancellationToken) => new()
    {
        Aliases =
        [
            .. (await accounts.ListAliasesAsync(cancellationToken))
                .Select(alias => new AliasListing($"{alias.Address}", alias.Targets)),
        ],
    };

    private async ValueTask<AdministrationAnswer> RemoveAliasAsync(
        AdministrationRequest request, CancellationToken cancellationToken) =>
        MailAddress.TryRead(request.Alias ?? "") is { } alias
        && await accounts.RemoveAliasAsync(alias, cancellationToken)
            ? Done($"alias {alias} is removed")
            : Failed($"there is no alias '{request.Alias}' in the store");

    private async ValueTask<AdministrationAnswer> ListMailboxesAsync(
        AdministrationRequest request, CancellationToken cancellationToken)
    {
        if (request.Account is { } name && await OwnerAsync(name, cancellationToken) is null)
            return NoAccount(request);
        var found = await store.ListMailboxesAsync(
            request.Account is { } one ? await OwnerAsync(one, cancellationToken) : null, cancellationToken);
        return new AdministrationAnswer
        {
            Mailboxes =
            [
                .. found.Select(mailbox => new MailboxListing(
                    mailbox.Name.Owner, mailbox.Name.Name, mailbox.Messages, mailbox.Unseen, mailbox.Bytes)),
            ],
        };
    }

    private async ValueTask<AdministrationAnswer> CreateMailboxAsync(
        AdministrationRequest request, CancellationToken cancellationToken)
    {
        if (await OwnerAsync(request.Account ?? "", cancellationToken) is not { } owner)
            return NoAccount(request);
        var name = new MailboxName(owner, request.Mailbox ?? "");
        var created = await store.CreateMailboxAsync(name, cancellationToken);
        return created.IsNew ? Done($"mailbox {name} is made") : Failed($"there is a mailbox {name} already");
    }

    private async ValueTask<AdministrationAnswer> RenameMailboxAsync(
        AdministrationRequest request, CancellationToken cancellationToken)
    {
        if (await OwnerAsync(request.Account ?? "", cancellationToken) is not { } owner)
            return NoAccount(request);
        var from = new MailboxName(owner, request.Mailbox ?? "");
        var to = new MailboxName(owner, request.NewName ?? "");
        if (from == MailboxName.Inbox(owner))
            return Failed("INBOX is not renamed");
        var renaming = await store.RenameMailboxAsync(from, to, '/', cancellationToken);
        return renaming.Outcome switch
        {
            RenameOutcome.Renamed => Done($"mailbox {from} is now {to}"),
            RenameOutcome.NotFound => Failed($"there is no mailbox {from}"),
            _ => Failed($"there is a mailbox {to} already, or one below it"),
        };
    }

    private async ValueTask<AdministrationAnswer> DeleteMailboxAsync(
        AdministrationRequest request, CancellationToken cancellationToken)
    {
        if (await OwnerAsync(request.Account ?? "", cancellationToken) is not { } owner)
            return NoAccount(request);
        var name = new MailboxName(owner, request.Mailbox ?? "");
        return await store.FindMailboxAsync(name, cancellationToken) is { } mailbox
            && await store.DeleteMailboxAsync(mailbox, cancellationToken)
                ? Done($"mailbox {name} and all in it is deleted")
                : Failed($"there is no mailbox {name}");
    }

    /// <summary>Whose mailboxes are meant: an account, or an owner whose account is gone. Null when neither.</summary>
    private async ValueTask<string?> OwnerAsync(string account, CancellationToken cancellationToken)
    {
        var name = new AccountName(account);
        return await accounts.FindAsync(name, cancellationToken) is not null
            || (await store.ListMailboxesAsync(name.Text, cancellationToken)).Count > 0
                ? name.Text
                : null;
    }

    private static AdministrationAnswer NoAccount(AdministrationRequest request) =>
        Failed($"there is no account '{request.Account}' in the store");

    private static AdministrationAnswer Done(string what) => new() { Done = what };

    private static AdministrationAnswer Failed(string why) => new() { Error = why };

    private const int PageSize = 100;
}
