namespace Rockdove.Prober;

/// <summary>
/// Tells waits that look like greylisting: a first contact is put off for one to thirty minutes by the first server of
/// another house, and the next one is not. A hint and no more. Not thread-safe.
/// </summary>
internal sealed class GreylistHints
{
    private readonly HashSet<ProbePair> _waited = [];

    /// <summary>Takes note of a mail.</summary>
    /// <returns>True when it looks so, and the mail before it did not.</returns>
    public bool Note(ProbePair pair, IReadOnlyList<ProbeHop> hops)
    {
        ArgumentNullException.ThrowIfNull(hops);
        var foreign = hops.Skip(1).FirstOrDefault(hop => !IsSameHouse(hop.By, hops[0].By));
        if (foreign?.Wait is not { } wait || wait < Least || wait > Most)
        {
            _waited.Remove(pair);
            return false;
        }

        return _waited.Add(pair);
    }

    /// <summary>
    /// True for names that end in the same two labels, or three where the second is as short as in <c>co.uk</c>. There
    /// is no list of public suffixes here: it would be out of date, and this is a hint.
    /// </summary>
    internal static bool IsSameHouse(string? one, string? other) =>
        one is not null && other is not null && House(one).Equals(House(other), StringComparison.OrdinalIgnoreCase);

    private static string House(string host)
    {
        var labels = host.TrimEnd('.').Split('.');
        var count = labels.Length >= 3 && labels[^1].Length == 2 && labels[^2].Length <= 3 ? 3 : 2;
        return string.Join('.', labels[^Math.Min(count, labels.Length)..]);
    }

    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Most = TimeSpan.FromMinutes(30);
}
