using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>Tags that a message gets when it comes and a search finds it.</summary>
public sealed class CaughtTagRule
{
    private readonly SearchQuery _query;

    private CaughtTagRule(IReadOnlyList<string> tags, SearchQuery query) => (Tags, _query) = (tags, query);

    /// <summary>What such a message is tagged with.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>Reads a rule.</summary>
    /// <param name="tags">Tags with commas between.</param>
    /// <param name="search">What <see cref="TypedSearch"/> reads; dates are in the zone of the machine.</param>
    /// <exception cref="ArgumentException">
    /// One cannot be a tag, there are too many, or the search has something that says nothing here.
    /// </exception>
    public static CaughtTagRule Read(string tags, string search)
    {
        ArgumentNullException.ThrowIfNull(tags);
        ArgumentNullException.ThrowIfNull(search);
        var names = tags.Split(',', StringSplitOptions.TrimEntries);
        CaughtTags.KeywordsOf(names); // Throws where one is none.
        var typed = TypedSearch.Read(search, TimeZoneInfo.Local, []);
        if (typed.Mistake is { } mistake)
            throw new ArgumentException($"'{search}': {mistake}");
        // Which tags there are is not known of a message that only comes.
        var ignored = typed.Ignored.Concat(TypedWords.Of(search).Select(word => word.Text).Where(
            word => word.Equals("is:tagged", StringComparison.OrdinalIgnoreCase))).ToList();
        if (ignored.Count > 0 || typed.Query is null)
            throw new ArgumentException($"'{search}' has what says nothing: {string.Join(' ', ignored)}");
        return new CaughtTagRule(names, typed.Query);
    }

    internal bool Holds(MessageRow row, Lazy<SearchText> text) =>
        SearchEvaluator.Holds(_query, row, null) ?? SearchEvaluator.Holds(_query, row, text.Value) == true;

    /// <summary>
    /// Octets at the beginning of a message that searches of rules look at: text comes before what is attached, and it
    /// is in memory for each message that is just coming.
    /// </summary>
    public const int MessageBytes = 1024 * 1024;

    /// <summary>Rules of a catcher: each is asked of each message.</summary>
    public const int Most = 100;
}
