namespace Rockdove.Prober;

/// <summary>
/// What each account adds to the time of a pair, by Tukey's median polish of the logarithms: log d = m + s + r + e. One
/// slow pair does not make its accounts slow, as it would with means.
/// </summary>
public sealed record AccountEffects
{
    /// <summary>The time of a pair of which neither account is special.</summary>
    public required TimeSpan Typical { get; init; }

    /// <summary>For each sender, how many times as long its mails take.</summary>
    public required IReadOnlyDictionary<string, double> Senders { get; init; }

    /// <summary>For each receiver, how many times as long its mails take.</summary>
    public required IReadOnlyDictionary<string, double> Receivers { get; init; }

    /// <summary>
    /// Pairs that their accounts do not explain, by how many times as long they take, the oddest first.
    /// </summary>
    public required IReadOnlyList<(ProbePair Pair, double Times)> Odd { get; init; }

    /// <summary>Splits the times of a matrix; null when there is none.</summary>
    /// <param name="times">
    /// Pairs and how long they take; no pair twice. What takes no time counts as a millisecond.
    /// </param>
    public static AccountEffects? Of(IReadOnlyDictionary<ProbePair, TimeSpan> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Count == 0)
            return null;
        var rest = times.ToDictionary(cell => cell.Key, cell => Math.Log(Math.Max(cell.Value.TotalSeconds, 0.001)));
        var senders = times.Keys.Select(pair => pair.From).Distinct().ToDictionary(name => name, _ => 0.0);
        var receivers = times.Keys.Select(pair => pair.To).Distinct().ToDictionary(name => name, _ => 0.0);
        var middle = 0.0;
        for (var round = 0; round < MaximumRounds; round++)
        {
            var moved = Sweep(rest, senders, pair => pair.From) + Sweep(rest, receivers, pair => pair.To);
            middle += Center(senders) + Center(receivers);
            if (moved < Settled)
                break;
        }

        return new AccountEffects
        {
            Typical = TimeSpan.FromSeconds(Math.Exp(middle)),
            Senders = Factors(senders),
            Receivers = Factors(receivers),
            Odd = OddOnes(rest),
        };
    }

    private static double Sweep(
        Dictionary<ProbePair, double> rest, Dictionary<string, double> effects, Func<ProbePair, string> line)
    {
        var moved = 0.0;
        foreach (var group in rest.Keys.GroupBy(line).ToList())
        {
            var median = Median(group.Select(pair => rest[pair]));
            foreach (var pair in group)
                rest[pair] -= median;
            effects[group.Key] += median;
            moved += Math.Abs(median);
        }

        return moved;
    }

    private static double Center(Dictionary<string, double> effects)
    {
        var median = Median(effects.Values);
        foreach (var name in effects.Keys.ToList())
            effects[name] -= median;
        return median;
    }

    private static List<(ProbePair Pair, double Times)> OddOnes(Dictionary<ProbePair, double> rest)
    {
        var spread = Median(rest.Values.Select(Math.Abs));
        return [.. rest
            .Where(cell => Math.Abs(cell.Value) > Math.Max(OddAt * spread, SmallestOdd))
            .OrderByDescending(cell => Math.Abs(cell.Value))
            .ThenBy(cell => cell.Key.From, StringComparer.Ordinal)
            .ThenBy(cell => cell.Key.To, StringComparer.Ordinal)
            .Select(cell => (cell.Key, Math.Exp(cell.Value)))];
    }

    private static Dictionary<string, double> Factors(Dictionary<string, double> effects) =>
        effects.ToDictionary(effect => effect.Key, effect => Math.Exp(effect.Value));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Median polish settles in a few rounds, or swings between two states that are as good.</summary>
    private const int MaximumRounds = 20;

    private const double Settled = 1e-9;

    /// <summary>So many times the median of what is left is odd (Tukey's rule of thumb for outliers).</summary>
    private const double OddAt = 3;

    /// <summary>A pair that takes less than a quarter longer is not odd, however alike the others are.</summary>
    private const double SmallestOdd = 0.2231; // log 1.25
}
