namespace Rockdove.Storage;

/// <summary>Holds for every message.</summary>
public sealed class AllQuery : SearchQuery
{
    internal AllQuery()
    {
    }

    public override string ToString() => "ALL";
}

/// <summary>Holds where all of its parts do.</summary>
public sealed class AndQuery : SearchQuery
{
    internal AndQuery(SearchQuery[] parts)
        : base(1 + parts.Max(static part => part.Depth), parts.Sum(static part => part.Terms)) => Parts = parts;

    public IReadOnlyList<SearchQuery> Parts { get; }

    public override string ToString() => $"({string.Join(' ', Parts)})";
}

/// <summary>Holds where one of its parts does.</summary>
public sealed class OrQuery : SearchQuery
{
    internal OrQuery(SearchQuery[] parts)
        : base(1 + parts.Max(static part => part.Depth), parts.Sum(static part => part.Terms)) => Parts = parts;

    public IReadOnlyList<SearchQuery> Parts { get; }

    public override string ToString() => $"(OR {string.Join(' ', Parts)})";
}

/// <summary>Holds where the other does not.</summary>
public sealed class NotQuery : SearchQuery
{
    internal NotQuery(SearchQuery query)
        : base(1 + query.Depth, query.Terms) => Query = query;

    public SearchQuery Query { get; }

    public override string ToString() => $"NOT {Query}";
}
