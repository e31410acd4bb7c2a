namespace Rockdove.Catcher;

/// <summary>
/// How much an inbox keeps. What is over goes out of it as it goes out of all mail: the oldest first, and what is old
/// at most a tenth later. It stays where else it is.
/// </summary>
public sealed record InboxRetention
{
    /// <summary>All of it, for as long as the inbox is there.</summary>
    public static readonly InboxRetention Everything = new();

    /// <summary>Messages, 1 to <see cref="MostMessages"/>; null for as many as come.</summary>
    public int? Messages { get; init; }

    /// <summary>
    /// How long each stays, <see cref="ShortestAge"/> to <see cref="LongestAge"/>; null for as long as the inbox.
    /// </summary>
    public TimeSpan? Age { get; init; }

    /// <exception cref="ArgumentException">It is more or less than may be.</exception>
    internal void Validate()
    {
        if (Messages is < 1 or > MostMessages)
            throw new ArgumentException($"An inbox keeps 1 to {MostMessages} messages.");
        if (Age < ShortestAge || Age > LongestAge)
        {
            throw new ArgumentException(
                $"An inbox keeps messages for {ShortestAge.TotalSeconds} to {LongestAge.TotalSeconds} seconds.");
        }
    }

    /// <summary>More than a catcher itself is asked to keep.</summary>
    public const int MostMessages = 1_000_000;

    /// <summary>Less would be no keeping.</summary>
    public static readonly TimeSpan ShortestAge = CatcherOptions.ShortestKeptFor;

    /// <summary>A year: an inbox lasts as long as the process, which is ended before.</summary>
    public static readonly TimeSpan LongestAge = TimeSpan.FromDays(365);
}
