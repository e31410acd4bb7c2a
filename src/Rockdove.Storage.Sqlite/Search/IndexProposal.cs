namespace Rockdove.Storage.Sqlite;

/// <summary>What an index says of a query.</summary>
/// <param name="Keys">The messages that may match, of those up to <paramref name="Indexed"/>.</param>
/// <param name="Indexed">The last message that the index knew. Later ones are for whoever asks to find.</param>
/// <param name="Blocks">Where they are.</param>
/// <param name="Texts">The texts of these blocks.</param>
internal sealed record IndexProposal(
    KeySet Keys, long Indexed, IReadOnlyList<TextBlock> Blocks, TextFolder Texts);
