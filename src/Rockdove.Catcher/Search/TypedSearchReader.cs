using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// Puts the pieces of a typed search together: OR joins the two beside it, and what stands behind one another must all
/// hold. An OR with nothing beside it is a word, and a group without an end ends with the search.
/// </summary>
internal sealed class TypedSearchReader(List<TypedWord> words, TypedConditions conditions)
{
    private int _next;

    /// <summary>Null if nothing is looked for.</summary>
    /// <exception cref="ArgumentException">The query would exceed a limit.</exception>
    public SearchQuery? Read() => ReadGroup(1);

    private SearchQuery? ReadGroup(int depth)
    {
        if (depth > SearchQuery.MaximumDepth)
            throw new ArgumentException($"groups are at most {SearchQuery.MaximumDepth} deep");
        var all = new List<SearchQuery>();
        while (_next < words.Count)
        {
            if (words[_next].Kind == TypedWordKind.Close)
            {
                _next++;
                break;
            }

            if (ReadAlternatives(depth) is { } part)
                all.Add(part);
        }

        return all.Count == 0 ? null : SearchQuery.And([.. all]);
    }

    private SearchQuery? ReadAlternatives(int depth)
    {
        var some = new List<SearchQuery>();
        do
        {
            if (ReadOne(depth) is { } part)
                some.Add(part);
        }
        while (TakeOr());
        return some.Count == 0 ? null : SearchQuery.Or([.. some]);
    }

    private bool TakeOr()
    {
        var isOr = _next + 1 < words.Count
            && words[_next].Kind == TypedWordKind.Or
            && words[_next + 1].Kind is TypedWordKind.Word or TypedWordKind.Open;
        if (isOr)
            _next++;
        return isOr;
    }

    private SearchQuery? ReadOne(int depth)
    {
        var word = words[_next++];
        var query = word.Kind == TypedWordKind.Open ? ReadGroup(depth + 1) : conditions.Of(word.Text);
        return query is not null && word.IsNot ? SearchQuery.Not(query) : query;
    }
}
