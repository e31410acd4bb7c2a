namespace Rockdove.Cli;

/// <summary>What somebody meant who typed a word that there is not.</summary>
internal static class Meant
{
    /// <summary>Asks about the nearest word; empty where none is near enough to be worth it.</summary>
    public static string Say(string word, IEnumerable<string> allowed)
    {
        var best = allowed.Select(one => (Name: one, Distance: Distance(word, one))).MinBy(one => one.Distance);
        return best.Name is not null && best.Distance <= Math.Min(MostSlips, best.Name.Trim('-').Length / 3)
            ? $" (did you mean {best.Name}?)"
            : "";
    }

    /// <summary>
    /// Letters that are missing, too many, others, or two that have changed places (optimal string alignment).
    /// </summary>
    private static int Distance(string one, string other)
    {
        var cost = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                var isSame = one[i - 1] == other[j - 1];
                cost[i, j] = Math.Min(
                    Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1,
                    cost[i - 1, j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[one.Length, other.Length];
    }

    /// <summary>And one for each three letters at most: what is further away is another word, not a slip.</summary>
    private const int MostSlips = 2;
}
