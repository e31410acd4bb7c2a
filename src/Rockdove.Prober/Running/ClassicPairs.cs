namespace Rockdove.Prober;

/// <summary>The pairs of a run in maping's order.</summary>
public static class ClassicPairs
{
    /// <summary>Each pair and the way back after it: with N accounts N * (N - 1) ways.</summary>
    /// <param name="accounts">In the order of the configuration.</param>
    public static IReadOnlyList<ProbePair> Of(IReadOnlyList<string> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        return
        [
            .. Couples(accounts.Count).SelectMany(couple => (ProbePair[])
            [
                new(accounts[couple.First], accounts[couple.Second]),
                new(accounts[couple.Second], accounts[couple.First]),
            ]),
        ];
    }

    /// <summary>
    /// maping writes the whole square down, turns each couple so that the smaller comes first, and puts the last one
    /// in the place of each that it has had.
    /// </summary>
    internal static List<(int First, int Second)> Couples(int count)
    {
        var couples = new List<(int First, int Second)>(count * count);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                if (i != j)
                    couples.Add((Math.Min(i, j), Math.Max(i, j)));
            }
        }

        // No couple comes more than twice, so what takes its place is never the same once more.
        for (var i = 0; i < couples.Count; i++)
        {
            for (var j = i + 1; j < couples.Count; j++)
            {
                if (couples[j] != couples[i])
                    continue;
                couples[j] = couples[^1];
                couples.RemoveAt(couples.Count - 1);
                break;
            }
        }

        return couples;
    }
}
