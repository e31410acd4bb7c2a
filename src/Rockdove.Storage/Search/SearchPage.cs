namespace Rockdove.Storage;

/// <summary>The order in which a search finds.</summary>
public enum SearchOrder : byte
{
    /// <summary>By unique identifier, the smallest first.</summary>
    Ascending,

    /// <summary>By unique identifier, the greatest first.</summary>
    NewestFirst,
}

/// <summary>Which of the messages found are wanted. What is not asked for is not looked for.</summary>
public sealed record SearchPage
{
    /// <summary>All, ascending.</summary>
    public static readonly SearchPage All = new();

    public SearchOrder Order { get; init; }

    /// <summary>
    /// Messages to pass over. They are looked for as well: a UID of the last page is a cheaper start.
    /// </summary>
    public long Skip { get; init; }

    /// <summary>Messages to find; then the search ends.</summary>
    public long Limit { get; init; } = long.MaxValue;

    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Skip);
        ArgumentOutOfRangeException.ThrowIfNegative(Limit);
    }
}
