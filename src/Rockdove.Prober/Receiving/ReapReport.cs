namespace Rockdove.Prober;

/// <summary>What a pass through the past of a mailbox has done.</summary>
/// <param name="Examined">How many messages were looked at.</param>
/// <param name="Found">How many of them were ours, and old enough.</param>
/// <param name="Removed">How many are gone.</param>
/// <param name="Flagged">How many are only flagged: the server cannot expunge one mail alone.</param>
public sealed record ReapReport(int Examined, int Found, int Removed, int Flagged)
{
    public static ReapReport Nothing { get; } = new(0, 0, 0, 0);

    public static ReapReport operator +(ReapReport left, ReapReport right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new ReapReport(
            left.Examined + right.Examined,
            left.Found + right.Found,
            left.Removed + right.Removed,
            left.Flagged + right.Flagged);
    }

    public static ReapReport Add(ReapReport left, ReapReport right) => left + right;
}
