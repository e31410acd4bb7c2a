namespace Rockdove.Imap;

/// <summary>What a search or a sort has found, as an ESEARCH can tell it.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">The UID of the first.</param>
/// <param name="Last">The UID of the last.</param>
/// <param name="All">All of them, as the client counts.</param>
internal sealed record FoundMessages(long Count, uint First, uint Last, string All)
{
    /// <summary>PARTIAL: the window that was asked for, and those in it; an empty text for none.</summary>
    public (ResultWindow Asked, string Text)? Window { get; init; }
}
