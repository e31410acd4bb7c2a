namespace Rockdove.Hosting;

/// <summary>What came of an IDLE.</summary>
/// <param name="Answer">What the server said meanwhile, and how it ended.</param>
/// <param name="NewsAt">
/// When the first response came that is more than a sign of life, by the timestamps of the connection's clock; null for
/// none.
/// </param>
public sealed record ImapIdling(ImapAnswer Answer, long? NewsAt);
