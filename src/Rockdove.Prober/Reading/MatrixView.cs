namespace Rockdove.Prober;

/// <summary>How a matrix is to be read.</summary>
public sealed record MatrixView
{
    /// <summary>The zone that its time is told in.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>How many of its last deliveries each pair shows.</summary>
    public int History { get; init; } = 10;

    /// <summary>Over which time the medians are.</summary>
    public TimeSpan MedianOver { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Above the picture.</summary>
    public string Title { get; init; } = "Mail matrix";

    /// <summary>Who draws it; null leaves it out.</summary>
    public string? Tool { get; init; }
}
