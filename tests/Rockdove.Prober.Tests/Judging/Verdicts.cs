namespace Rockdove.Prober.Tests;

/// <summary>Matrices for tests.</summary>
internal static class Verdicts
{
    /// <summary>All pairs of so many accounts, called a, b, c and on, both ways.</summary>
    public static List<ProbePair> Pairs(int accounts) =>
    [
        .. from f in Enumerable.Range(0, accounts)
           from t in Enumerable.Range(0, accounts)
           where f != t
           select new ProbePair(Name(f), Name(t)),
    ];

    public static List<PairVerdict> Of(int accounts, Func<ProbePair, bool> isFailed) =>
        [.. Pairs(accounts).Select(pair => new PairVerdict(pair, isFailed(pair)))];

    private static string Name(int number) => ((char)('a' + number)).ToString();
}
