namespace Rockdove.Prober;

/// <summary>
/// Seven classes of delivery times. They are fixed, so that pictures of different days can be compared, and each is two
/// to five times the one before.
/// </summary>
internal static class LatencyClass
{
    /// <summary>The class of a time: 0 is the fastest, 6 the slowest.</summary>
    public static int Of(TimeSpan delivery)
    {
        for (var i = 0; i < Limits.Count; i++)
            if (delivery <= Limits[i])
                return i;
        return Limits.Count;
    }

    /// <summary>The longest time of each class but the last, which has none.</summary>
    public static IReadOnlyList<TimeSpan> Limits { get; } =
    [
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15),
    ];

    public const int Count = 7;
}
