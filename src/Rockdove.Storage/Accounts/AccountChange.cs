namespace Rockdove.Storage;

/// <summary>Whether an account was made or changed, or why not.</summary>
public enum AccountOutcome : byte
{
    Done,

    /// <summary>An account has the name.</summary>
    NameTaken,

    /// <summary>Another account has one of the addresses.</summary>
    AddressTaken,

    /// <summary>An address is in a domain that is not here.</summary>
    NoDomain,

    /// <summary>There is no such account.</summary>
    NotFound,

    /// <summary>The account was changed since it was read: read it again.</summary>
    Changed,
}

/// <summary>What became of one change of an account. Anything but done has changed nothing.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Account">As it is now, with its version; null unless it was done.</param>
/// <param name="Address">The address that was in the way, if one was.</param>
public sealed record AccountChange(AccountOutcome Outcome, Account? Account = null, AccountAddress? Address = null);
