using System.Diagnostics.CodeAnalysis;

namespace Rockdove.Wire;

/// <summary>A chosen mechanism, or why there is none.</summary>
/// <param name="Client">The exchange to begin with; null unless selected.</param>
/// <param name="Outcome">Why.</param>
public readonly record struct SaslSelection(ISaslClient? Client, SaslSelectionOutcome Outcome)
{
    [MemberNotNullWhen(true, nameof(Client))]
    public bool IsSelected => Client is not null;
}

/// <summary>How a choice ended. When there is none, the value is the reason that came nearest to one.</summary>
public enum SaslSelectionOutcome : byte
{
    /// <summary>The server offers nothing that we know and allow.</summary>
    NothingInCommon,

    /// <summary>What the server offers needs a password or a token that the login does not have.</summary>
    LacksSecret,

    /// <summary>What is left would reveal the secret, and the connection is not encrypted.</summary>
    NeedsEncryption,

    /// <summary>A mechanism was chosen.</summary>
    Selected,
}
