namespace Rockdove.Prober;

/// <summary>How many mails a provider lets an account send.</summary>
/// <param name="PerMinute">In any minute; null for no limit.</param>
/// <param name="PerHour">In any hour; null for no limit.</param>
/// <param name="PerDay">In any 24 hours; null for no limit.</param>
public sealed record SendLimits(int? PerMinute, int? PerHour, int? PerDay)
{
    public static SendLimits None { get; } = new(null, null, null);
}
