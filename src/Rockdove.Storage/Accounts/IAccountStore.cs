namespace Rockdove.Storage;

/// <summary>Who may log in, and whose address is whose. Mailboxes are apart: their owner is a name.</summary>
/// <remarks>
/// <para>Every member may be called from any thread at any time; what has returned is kept. An account is one value:
/// whoever changes it reads it, and writes it back with the version it was read with.</para>
/// <para>No password comes here. What is kept to verify one is made and read elsewhere.</para>
/// </remarks>
public interface IAccountStore
{
    /// <summary>Makes an account, with its addresses, or nothing.</summary>
    /// <param name="account">Its version is not looked at.</param>
    /// <param name="cancellationToken">Asks to give up.</param>
    /// <exception cref="ArgumentException">
    /// A verifier is not in PHC form, or a text or list is longer than allowed. Says which.
    /// </exception>
    ValueTask<AccountChange> CreateAsync(Account account, CancellationToken cancellationToken);

    ValueTask<Account?> FindAsync(AccountName name, CancellationToken cancellationToken);

    /// <summary>The account that has exactly this address; null if nobody has.</summary>
    /// <remarks>
    /// No other address is tried. Whoever delivers asks for what stands in RCPT, then for what is left of it without a
    /// detail (<c>ann+lists</c>), then for <see cref="AccountAddress.CatchAll"/>, as far as it wants that.
    /// </remarks>
    ValueTask<Account?> FindAsync(AccountAddress address, CancellationToken cancellationToken);

    /// <summary>The accounts after a name, in the order of their names, by code point.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">At least 1. Fewer come only at the end.</param>
    /// <param name="cancellationToken">Asks to give up.</param>
    ValueTask<IReadOnlyList<Account>> ListAsync(
        AccountName? after, int limit, CancellationToken cancellationToken);

    /// <summary>Replaces an account with another value of the same name, or changes nothing.</summary>
    /// <param name="account">With the version that was read.</param>
    /// <param name="cancellationToken">Asks to give up.</param>
    /// <exception cref="ArgumentException">As in <see cref="CreateAsync"/>.</exception>
    ValueTask<AccountChange> UpdateAsync(Account account, CancellationToken cancellationToken);

    /// <summary>
    /// Removes an account and its addresses. False if there is none. Its mailboxes stay until somebody deletes them.
    /// </summary>
    ValueTask<bool> DeleteAsync(AccountName name, CancellationToken cancellationToken);

    /// <summary>Makes a domain, in which accounts can then have addresses. False if it was there.</summary>
    ValueTask<bool> AddDomainAsync(MailDomain domain, CancellationToken cancellationToken);

    ValueTask<bool> HasDomainAsync(MailDomain domain, CancellationToken cancellationToken);

    /// <summary>All domains, in ordinal order.</summary>
    ValueTask<IReadOnlyList<MailDomain>> ListDomainsAsync(CancellationToken cancellationToken);

    /// <summary>Removes a domain. False if there is none, or an account or an alias has an address in it.</summary>
    ValueTask<bool> RemoveDomainAsync(MailDomain domain, CancellationToken cancellationToken);

    /// <summary>
    /// Makes an alias, or gives the one of that address other targets. Where they lead is not looked at; nor whether an
    /// account has the address as well.
    /// </summary>
    /// <returns>False if its domain is not here.</returns>
    /// <exception cref="ArgumentException">There is no target, or too many, or one is too long. Says which.</exception>
    ValueTask<bool> SetAliasAsync(MailAlias alias, CancellationToken cancellationToken);

    /// <summary>The alias of exactly this address, to the letter: patterns are not tried.</summary>
    ValueTask<MailAlias?> FindAliasAsync(AccountAddress address, CancellationToken cancellationToken);

    /// <summary>
    /// The aliases of a domain with a <c>*</c> in them, those with the longest local part first, then in ordinal order.
    /// </summary>
    ValueTask<IReadOnlyList<MailAlias>> ListPatternsAsync(MailDomain domain, CancellationToken cancellationToken);

    /// <summary>All aliases, by domain, then by local part, ordinal.</summary>
    ValueTask<IReadOnlyList<MailAlias>> ListAliasesAsync(CancellationToken cancellationToken);

    /// <summary>Removes an alias. False if there is none.</summary>
    ValueTask<bool> RemoveAliasAsync(AccountAddress address, CancellationToken cancellationToken);
}
