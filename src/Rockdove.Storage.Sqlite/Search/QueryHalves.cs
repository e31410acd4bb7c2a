namespace Rockdove.Storage.Sqlite;

/// <summary>
/// A query in two halves of which both must hold: what texts decide, and what else there is. Either may be missing.
/// </summary>
internal readonly record struct QueryHalves(SearchQuery? ByText, SearchQuery? Rest)
{
    public static QueryHalves Of(SearchQuery query)
    {
        IReadOnlyList<SearchQuery> parts = query is AndQuery and ? and.Parts : [query];
        return new(Join(parts.Where(IsByText)), Join(parts.Where(static part => !IsByText(part))));
    }

    private static SearchQuery? Join(IEnumerable<SearchQuery> parts) =>
        parts.ToArray() is { Length: > 0 } some ? SearchQuery.And(some) : null;

    private static bool IsByText(SearchQuery query) => query switch
    {
        AndQuery and => and.Parts.All(IsByText),
        OrQuery or => or.Parts.All(IsByText),
        NotQuery not => IsByText(not.Query),
        _ => SearchEvaluator.IsOfText(query),
    };
}
