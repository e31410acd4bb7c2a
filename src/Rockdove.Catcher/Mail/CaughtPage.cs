namespace Rockdove.Catcher;

/// <summary>Some of the caught messages, the newest first, and how many there are at that moment.</summary>
/// <param name="Total">Messages kept.</param>
/// <param name="Unread">Those that nobody has looked at.</param>
/// <param name="Messages">As many as were asked for, or as there are.</param>
public sealed record CaughtPage(long Total, long Unread, IReadOnlyList<CaughtMessage> Messages);
