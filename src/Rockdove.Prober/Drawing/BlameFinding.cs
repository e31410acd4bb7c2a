namespace Rockdove.Prober;

/// <summary>Who is at fault, as rows and columns let one think.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="From">The sender, for a sender, an account or a pair; null otherwise.</param>
/// <param name="To">The receiver, for a receiver, an account or a pair; null otherwise.</param>
/// <param name="Failed">How many of its cells failed.</param>
/// <param name="Measured">How many of its cells have a verdict.</param>
public sealed record BlameFinding(BlameKind Kind, string? From, string? To, int Failed, int Measured);

/// <summary>Kinds of blame.</summary>
public enum BlameKind : byte
{
    /// <summary>Most of a row failed.</summary>
    Sender,

    /// <summary>Most of a column failed.</summary>
    Receiver,

    /// <summary>Both: the account, or its provider.</summary>
    Account,

    /// <summary>Nothing else explains it.</summary>
    Pair,

    /// <summary>Nearly all of the matrix: the prober, or its network.</summary>
    Prober,
}
