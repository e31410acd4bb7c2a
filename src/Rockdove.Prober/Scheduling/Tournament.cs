namespace Rockdove.Prober;

/// <summary>
/// All pairs in rounds, in each of which an account sends one mail at most and gets one at most: round k has the pairs
/// from the i-th account to the one k places behind it, in a circle. After all rounds each pair has had its turn.
/// </summary>
internal static class Tournament
{
    /// <param name="accounts">In the order of the configuration.</param>
    /// <param name="pairs">Those that are measured, each once.</param>
    /// <returns>Rounds that have pairs; none where there are no pairs.</returns>
    public static IReadOnlyList<IReadOnlyList<ProbePair>> Rounds(
        IReadOnlyList<string> accounts, IReadOnlyCollection<ProbePair> pairs)
    {
        var places = accounts.Select((name, place) => (name, place)).ToDictionary(
            one => one.name, one => one.place, StringComparer.Ordinal);
        return
        [
            .. pairs
                .GroupBy(pair => (places[pair.To] - places[pair.From] + accounts.Count) % accounts.Count)
                .OrderBy(round => round.Key == 0 ? accounts.Count : round.Key) // To itself, last.
                .Select(round => (IReadOnlyList<ProbePair>)[.. round.OrderBy(pair => places[pair.From])]),
        ];
    }
}
