using Rockdove.Storage;

namespace Rockdove.Daemon;

/// <summary>Where an address leads.</summary>
internal enum ResolutionOutcome : byte
{
    /// <summary>To at least one account.</summary>
    Found,

    /// <summary>Its domain is not ours.</summary>
    NotLocal,

    /// <summary>Nobody has it.</summary>
    Unknown,

    /// <summary>Whoever has it may not be used.</summary>
    Disabled,

    /// <summary>Its aliases lead in a circle, or further than allowed.</summary>
    Loop,

    /// <summary>Its aliases lead to more mailboxes than allowed.</summary>
    TooMany,

    /// <summary>Its alias leads away from here, and nothing is relayed.</summary>
    LeadsAway,
}

/// <summary>What became of one address.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Accounts">Whom it leads to, each once; none unless it was found.</param>
/// <param name="Trouble">For the log: targets that lead nowhere, or the circle; null when all is well.</param>
internal sealed record Resolution(
    ResolutionOutcome Outcome, IReadOnlyList<Account> Accounts, string? Trouble = null);
